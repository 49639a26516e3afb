"""Which standards a question of voices is about, so that what is said and passed on is evidence for them."""

from django.conf import settings
from django.db import models

from peerreview.models.standards import Standard
from portal.history.records import AuditRecords
from portal.voices.models import Question


class QuestionTag(models.Model):
    """A question of a published set is about a standard; settled before anybody is asked it."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="tags")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="question_tags")
    tagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = AuditRecords()

    class Meta:
        ordering = ["question", "standard__edition", "standard__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "standard"], name="peerreview_a_question_is_about_a_standard_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.standard.code}"
