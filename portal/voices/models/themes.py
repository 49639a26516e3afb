"""What we heard, what we did about it, and whether we got it right."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.themes import AnswerKind, Right, ThemeState
from portal.voices.models.campaigns import Campaign
from portal.voices.models.statements import Statement


class Theme(Labelled):
    """Something several people said, in words of whoever listened: never a quotation."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="themes")
    n = models.PositiveIntegerField()
    speaker = models.CharField(_("who said it"), max_length=12, choices=Speaker.choices)
    title = models.CharField(_("what we heard"), max_length=200)
    text = models.TextField(_("more about it"), blank=True)
    easy = models.TextField(_("in plain words"), blank=True)
    topic = models.SlugField(_("topic"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ThemeState.choices, default=ThemeState.DRAFT)
    answer_due = models.DateField(_("answer due"), null=True, blank=True)
    # When enough of those who said it said that the newest answer is wrong: another is owed since then.
    reopened_at = models.DateTimeField(_("another answer owed since"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["campaign", "n"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "n"], name="voices_a_theme_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=models.F("made_by")),
                name="voices_somebody_else_publishes_a_theme",
            ),
            models.CheckConstraint(
                condition=~Q(state=ThemeState.PUBLISHED) | Q(published_at__isnull=False, answer_due__isnull=False),
                name="voices_a_published_theme_has_a_clock",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ThemeStatement(models.Model):
    """That a statement belongs to a theme; it goes with the statement, and leaves no copy."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="links")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="theme_links")

    class Meta:
        ordering = ["theme", "statement"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "statement"], name="voices_a_statement_is_in_a_theme_once")
        ]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.statement_id}"


class Answer(Labelled):
    """What is done about a theme; a later answer follows an earlier one and never replaces it."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="answers")
    n = models.PositiveIntegerField()
    kind = models.CharField(_("answer"), max_length=8, choices=AnswerKind.choices)
    text = models.TextField(_("what, and why"))
    easy = models.TextField(_("in plain words"))
    by_when = models.DateField(_("by when"), null=True, blank=True)
    role = models.CharField(_("who answers, by role"), max_length=200)
    # A decision or action it rests on, for the apps above: ("decision", key), shown by its public address.
    rests_on_kind = models.CharField(max_length=20, blank=True)
    rests_on_key = models.PositiveBigIntegerField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"))

    history = AuditRecords()

    class Meta:
        ordering = ["theme", "n"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "n"], name="voices_an_answer_has_its_own_number"),
            models.CheckConstraint(
                condition=~Q(kind=AnswerKind.DOING) | Q(by_when__isnull=False),
                name="voices_what_we_are_doing_says_by_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.get_kind_display()}"


class RightOrNot(Labelled):
    """Whether somebody who said it thinks the answer right; without who: a receipt can say it once for an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="verdicts")
    # A keyed hash of receipt and answer: it stops saying it twice, and leads from no statement to here.
    once_hash = models.CharField(max_length=64, unique=True)
    right = models.CharField(_("did we get it right?"), max_length=6, choices=Right.choices)
    said_on = models.DateField(_("said on"))

    class Meta:
        ordering = ["answer", "pk"]
        verbose_name_plural = _("right or not")

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.get_right_display()}"


class Numbers(models.Model):
    """A table as it was published, already suppressed: charts and pages read this and nothing else."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="numbers")
    core = models.SlugField(_("core question"))
    breakdown = models.CharField(_("by what"), max_length=12)
    audience = models.CharField(_("for whom"), max_length=14)
    table = models.JSONField(_("table"))
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = AuditRecords()

    class Meta:
        ordering = ["campaign", "core", "breakdown", "audience"]
        verbose_name_plural = _("numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "core", "audience"], name="voices_a_table_is_published_once_for_an_audience"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.core}"
