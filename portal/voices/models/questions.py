"""What is asked: sets of questions by age band, in versions that are never changed once published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.voices.enums.campaigns import AgeBand, CampaignKind, QuestionKind, SetState, Speaker


class QuestionSet(models.Model):
    """The questions of one occasion for one age band, or for staff."""

    key = models.SlugField(_("key"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("occasion"), max_length=12, choices=CampaignKind.choices)
    band = models.CharField(_("for whom"), max_length=6, choices=AgeBand.choices)

    history = AuditRecords()

    class Meta:
        ordering = ["kind", "band", "key"]

    def __str__(self) -> str:
        return self.title

    @property
    def speaker(self) -> Speaker:
        """Say whose questions these are."""
        return Speaker.STAFF if self.band == AgeBand.STAFF else Speaker.YOUNG_PERSON


class QuestionSetVersion(models.Model):
    """One edition of a set; statements say which one they answered."""

    set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=SetState.choices, default=SetState.DRAFT)
    introduction = models.TextField(_("introduction"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditRecords()

    class Meta:
        ordering = ["set", "-n"]
        constraints = [
            models.UniqueConstraint(fields=["set", "n"], name="voices_a_version_of_a_set_has_its_own_number"),
            models.UniqueConstraint(
                fields=["set"], condition=Q(state="draft"), name="voices_one_version_of_a_set_is_being_written"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="voices_a_published_version_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set}, {self.n}"


class Question(models.Model):
    """One question. ``core`` names what every age is asked in its own words, so that answers can be put together."""

    version = models.ForeignKey(QuestionSetVersion, on_delete=models.PROTECT, related_name="questions")
    n = models.PositiveIntegerField()
    core = models.SlugField(_("core question"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    text = models.CharField(_("question"), max_length=300)
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    # Of faces and pictures: [{"value": "great", "label": "Really good", "picture": "face-5"}], the best first.
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    # Core values (peer review's keys) that a staff question is about.
    values = models.JSONField(_("core values"), default=list, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["version", "n"]
        constraints = [
            models.UniqueConstraint(fields=["version", "n"], name="voices_a_question_has_its_own_place"),
            models.UniqueConstraint(
                fields=["version", "core"], condition=~Q(core=""), name="voices_a_core_question_is_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
