"""Which standards a question to young people or staff is about: what is released of its answers is shown there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.voices.models import Question


class QuestionTag(models.Model):
    """One question and one standard, by the lineage that it keeps from edition to edition."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="standard_tags")
    lineage = models.SlugField(_("lineage"), max_length=80)

    history = AuditRecords()

    class Meta:
        ordering = ["question", "lineage"]
        constraints = [
            models.UniqueConstraint(fields=["question", "lineage"], name="peerreview_a_question_is_tagged_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.lineage}"
