"""The report of a visit: what the team writes, what it agreed to, and the versions that never change."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.domain.judgements import Judgement
from peerreview.enums.reports import FileFormat, Publication, SeatStance, Strength, VersionKind
from peerreview.enums.selfassessments import Score
from peerreview.models.reviews import Review
from peerreview.models.standards import Standard
from peerreview.models.teams import TeamSeat
from peerreview.models.written import KeptBeside, KeptQuerySet, Versioned
from portal.history.records import AuditRecords
from portal.labels import Labelled


class VisitReport(Labelled):
    """The report of one review while it is written; ``lead`` answers for it and never finalises it."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="report")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    summary = models.TextField(_("summary"), blank=True)
    plain_summary = models.TextField(_("summary for young people"), blank=True)
    version = models.PositiveIntegerField(default=0)
    put_n = models.PositiveIntegerField(_("version the team is asked about"), null=True, blank=True)
    host_done_at = models.DateTimeField(_("the service has no more comments"), null=True, blank=True)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finalised_at = models.DateTimeField(_("final"), null=True, blank=True)
    publication = models.CharField(
        _("publication"), max_length=9, choices=Publication.choices, default=Publication.PRIVATE
    )
    # Said in an address that leads from nothing of the portal to the review: nobody can guess it from its number.
    public_code = models.CharField(max_length=24, unique=True, null=True, blank=True)
    is_named = models.BooleanField(_("the service chose to be named"), default=False)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consented_at = models.DateTimeField(_("consented"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["review"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finalised_by__isnull=True, finalised_at__isnull=True)
                | (Q(finalised_by__isnull=False, finalised_at__isnull=False) & ~Q(finalised_by=F("lead"))),
                name="peerreview_who_finalises_a_report_is_not_its_lead",
            ),
            models.CheckConstraint(
                condition=Q(publication=Publication.PRIVATE) | Q(finalised_at__isnull=False),
                name="peerreview_only_a_final_report_is_offered_to_the_public",
            ),
            models.CheckConstraint(
                condition=~Q(publication__in=[Publication.PUBLISHED, Publication.WITHDRAWN])
                | Q(consented_by__isnull=False, consented_at__isnull=False, public_code__isnull=False),
                name="peerreview_a_report_is_published_by_consent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.review)


class Judged(models.Model):
    """What a judgement has beside an answer."""

    difference = models.TextField(_("why the team scores it differently"), blank=True)

    class Meta:
        abstract = True


class PeerJudgement(Versioned, Judged):
    """What the team says of one standard of the review's edition, beside the service's own score at the time."""

    report = models.ForeignKey(VisitReport, on_delete=models.PROTECT, related_name="judgements")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="judgements")
    own_score = models.CharField(_("the service’s own score"), max_length=14, choices=Score.choices, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["report", "standard"]
        constraints = [
            models.UniqueConstraint(fields=["report", "standard"], name="peerreview_a_standard_is_judged_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="peerreview_a_judgement_has_a_version"),
            models.CheckConstraint(
                condition=Q(since__lt=F("version")), name="peerreview_a_run_of_judging_began_before_this_version"
            ),
        ]

    def __str__(self) -> str:
        return self.standard.code

    @property
    def answer(self) -> Judgement:
        """Return it as the rules take it."""
        return Judgement(self.score, self.commentary, self.reason, self.difference)


class KeptJudgement(KeptBeside, Judged):
    """What somebody of the team typed while another had changed the same field."""

    judgement = models.ForeignKey(PeerJudgement, on_delete=models.PROTECT, related_name="kept")

    history = AuditRecords()
    objects = KeptQuerySet["KeptJudgement"].as_manager()

    class Meta:
        ordering = ["judgement", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["judgement", "writer"],
                condition=Q(settled_at__isnull=True),
                name="peerreview_one_open_page_is_kept_once_beside_a_judgement",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="peerreview_judgements_were_put_together_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judgement}: {self.by}"

    @property
    def answer(self) -> Judgement:
        """Return it as the rules take it."""
        return Judgement(self.score, self.commentary, self.reason, self.difference)


class Achievement(Labelled):
    """Something the service does well; taken out it stays in the history."""

    report = models.ForeignKey(VisitReport, on_delete=models.PROTECT, related_name="achievements")
    n = models.PositiveIntegerField()
    text = models.TextField(_("achievement"))
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["report", "n"]
        constraints = [
            models.UniqueConstraint(fields=["report", "n"], name="peerreview_an_achievement_has_its_own_number"),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="peerreview_an_achievement_says_something"),
        ]

    def __str__(self) -> str:
        return str(_("Achievement %(n)d") % {"n": self.n})


class Recommendation(Labelled):
    """What should change, in five fields that can be acted on and checked; taken out it stays in the history."""

    report = models.ForeignKey(VisitReport, on_delete=models.PROTECT, related_name="recommendations")
    n = models.PositiveIntegerField()
    strength = models.CharField(_("how much it asks"), max_length=6, choices=Strength.choices)
    specific = models.TextField(_("specific"))
    measurable = models.TextField(_("measurable"))
    attainable = models.TextField(_("attainable"))
    relevant = models.TextField(_("relevant"))
    timely = models.TextField(_("timely"))
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_on", verbose_name=_("carried on")
    )
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["report", "n"]
        constraints = [
            models.UniqueConstraint(fields=["report", "n"], name="peerreview_a_recommendation_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(
                    specific__regex=r"\S",
                    measurable__regex=r"\S",
                    attainable__regex=r"\S",
                    relevant__regex=r"\S",
                    timely__regex=r"\S",
                ),
                name="peerreview_a_recommendation_is_smart",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Recommendation %(n)d") % {"n": self.n})


class RecommendationStandard(models.Model):
    """A recommendation rests on a standard of the review's edition."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+")

    history = AuditRecords()

    class Meta:
        ordering = ["recommendation", "standard"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "standard"], name="peerreview_a_recommendation_names_a_standard_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} → {self.standard.code}"


class ReportVersion(Sealed):
    """A report as it stood: its content, and the hashes of that, of the edition and of the portfolio; never changed."""

    report = models.ForeignKey(VisitReport, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    kind = models.CharField(_("for"), max_length=8, choices=VersionKind.choices)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    edition_sha256 = models.CharField(max_length=64)
    portfolio_sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))

    history = AuditRecords()
    objects = SealedQuerySet["ReportVersion"].as_manager()

    class Meta:
        ordering = ["report", "n"]
        constraints = [
            models.UniqueConstraint(fields=["report", "n"], name="peerreview_a_report_version_has_its_own_number"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(kind=VersionKind.FINAL), name="peerreview_a_report_is_final_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.n}"


class ReportFile(Sealed):
    """A version as it was handed out: one file of each format, with the hash of its bytes."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(_("format"), max_length=4, choices=FileFormat.choices)
    file = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("size"))

    history = AuditRecords()
    objects = SealedQuerySet["ReportFile"].as_manager()

    class Meta:
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "format"], name="peerreview_a_version_has_one_file_a_format"),
            models.CheckConstraint(condition=Q(size__gte=1), name="peerreview_a_report_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.get_format_display()}"


class SeatAgreement(Sealed):
    """What somebody of the team says of one draft: they agree, or their dissent is noted; said again for each draft."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="agreements")
    seat = models.ForeignKey(TeamSeat, on_delete=models.PROTECT, related_name="agreements")
    stance = models.CharField(_("says"), max_length=8, choices=SeatStance.choices)
    text = models.TextField(_("dissent"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))

    history = AuditRecords()
    objects = SealedQuerySet["SeatAgreement"].as_manager()

    class Meta:
        ordering = ["version", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["version", "seat"], name="peerreview_a_seat_speaks_once_of_a_draft"),
            models.CheckConstraint(
                condition=Q(stance=SeatStance.AGREES, text="") | Q(stance=SeatStance.DISSENTS, text__regex=r"\S"),
                name="peerreview_a_dissent_is_noted_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_stance_display()}"


class LookedAtWord(models.Model):
    """A word that might say who or where: somebody looked at it, and it is left out of the public text or stays."""

    report = models.ForeignKey(VisitReport, on_delete=models.PROTECT, related_name="looked_at")
    word = models.CharField(_("word"), max_length=200)
    stays = models.BooleanField(_("stays: nobody can be recognised by it"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("looked at"))

    history = AuditRecords()

    class Meta:
        ordering = ["report", "word"]
        constraints = [
            models.UniqueConstraint(fields=["report", "word"], name="peerreview_a_word_is_looked_at_once_in_a_report"),
        ]

    def __str__(self) -> str:
        return self.word
