"""The network report of a cycle and edition: its words, its versions that never change, its own action points."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Board
from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.domain.withholding import FEWEST
from peerreview.enums.aggregates import AggregateKind, PointStatus
from peerreview.models.cycles import ReviewCycle
from peerreview.models.standards import StandardSetEdition
from portal.history.records import AuditRecords
from portal.labels import Labelled


class AggregateReport(Labelled):
    """What all final reports of one cycle and edition say together, while it is written; ``version`` is of its words.

    ``fewest`` is how many services a number must be of, at least; it is chosen once, for a smaller one later would
    tell what was withheld.
    """

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="aggregates")
    edition = models.ForeignKey(StandardSetEdition, on_delete=models.PROTECT, related_name="aggregates")
    fewest = models.PositiveSmallIntegerField(
        _("fewest services a number may be of"), default=FEWEST, validators=[MinValueValidator(FEWEST)]
    )
    summary = models.TextField(_("summary"), blank=True)
    plain_summary = models.TextField(_("in plain words"), blank=True)
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(_("begun"))

    history = AuditRecords()

    class Meta:
        ordering = ["-cycle__opens_on", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "edition"], name="peerreview_a_cycle_has_one_report_an_edition"),
            models.CheckConstraint(
                condition=Q(fewest__gte=FEWEST), name="peerreview_a_network_report_is_of_five_services_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}, {self.edition}"


class AggregateVersion(Sealed):
    """The report as it was computed, or published: what it tells, with its hash; never changed.

    ``content`` is what anybody may read once it is published. ``blocks`` is for computing the next version only and is
    shown to nobody: which final reports were counted together, and what was told of each such block of services.
    """

    report = models.ForeignKey(AggregateReport, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    kind = models.CharField(_("for"), max_length=9, choices=AggregateKind.choices)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    edition_sha256 = models.CharField(max_length=64)
    blocks = models.JSONField()
    reason = models.TextField(_("why it was made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))

    history = AuditRecords()
    objects = SealedQuerySet["AggregateVersion"].as_manager()

    class Meta:
        ordering = ["report", "n"]
        constraints = [
            models.UniqueConstraint(fields=["report", "n"], name="peerreview_a_network_version_has_its_own_number"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="peerreview_a_network_version_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.n}"


class NetworkActionPoint(Labelled):
    """Something the network itself will do; once published (``told_at``) only updates are added to it."""

    report = models.ForeignKey(AggregateReport, on_delete=models.PROTECT, related_name="points")
    n = models.PositiveIntegerField()
    text = models.TextField(_("what is to be done"))
    board = models.ForeignKey(
        Board,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose it is"),
        help_text=_("Empty: the programme’s own."),
    )
    due_on = models.DateField(_("due"))
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_on", verbose_name=_("carried on")
    )
    version = models.PositiveIntegerField(default=1)
    told_at = models.DateTimeField(_("published"), null=True, blank=True)
    removed_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["report", "n"]
        constraints = [
            models.UniqueConstraint(fields=["report", "n"], name="peerreview_a_network_point_has_its_own_number"),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="peerreview_a_network_point_says_something"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(removed_at__isnull=True),
                name="peerreview_a_published_network_point_stays",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Action point %(n)d") % {"n": self.n})


class NetworkPointUpdate(Sealed):
    """What became of a point, said on a day; never changed, the newest counts."""

    point = models.ForeignKey(NetworkActionPoint, on_delete=models.PROTECT, related_name="updates")
    n = models.PositiveIntegerField()
    status = models.CharField(_("where it stands"), max_length=11, choices=PointStatus.choices)
    text = models.TextField(_("what became of it"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("said"))

    history = AuditRecords()
    objects = SealedQuerySet["NetworkPointUpdate"].as_manager()

    class Meta:
        ordering = ["point", "n"]
        constraints = [
            models.UniqueConstraint(fields=["point", "n"], name="peerreview_a_network_update_has_its_own_number"),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="peerreview_a_network_update_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_status_display()}"
