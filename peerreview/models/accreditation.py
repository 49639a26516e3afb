"""One accreditation case a review: its snapshots, what the panel says, its decisions, and the award itself."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.domain.accreditation import Snapshot, badge_shows, read_snapshot
from peerreview.domain.teams import SAID_YES
from peerreview.enums.accreditation import AwardState, Outcome, PanelQuestion, PanelStance
from peerreview.enums.hosts import HostKind
from peerreview.models.hosts import HostRole
from peerreview.models.panels import PanelMeeting, PanelMember, PanelSeat
from peerreview.models.reviews import Review
from peerreview.models.services import Service
from peerreview.models.strangers import strange_services
from peerreview.models.teams import TeamSeat
from portal.history.records import AuditRecords
from portal.labels import Labelled
from portal.people.enums import RoleKind
from portal.people.models.periods import day_of
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

PERSON = settings.AUTH_USER_MODEL


class CaseQuerySet(models.QuerySet["AccreditationCase"]):
    """Cases, as far as somebody may know of them."""

    def visible_to(self, person: "User | AnonymousUser", at: date | datetime) -> Self:
        """Keep what ``person`` may know of: the service's host lead, who runs it, and the panel it lies with."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        leads = HostRole.objects.active(at).filter(person=person, kind=HostKind.LEAD)
        seen = Q(review__service__in=leads.values("service")) | self._before(person, at)
        if has_role(person, RoleKind.PROGRAMME_MANAGER, at):
            seen |= Q(review__in=Review.objects.managed_by(person, at).values("pk"))
        return self.filter(seen)

    def run_by(self, person: "User | AnonymousUser", at: date | datetime) -> Self:
        """Keep the cases whose review ``person`` runs."""
        return self.filter(review__in=Review.objects.managed_by(person, at).values("pk"))

    def before_panel(self, person: "User", at: date | datetime) -> Self:
        """Keep the cases ``person`` decides upon or decided upon, as a member of the panel who is not recused."""
        return self.filter(self._before(person, at))

    def _before(self, person: "User", at: date | datetime) -> Q:
        """Recused, conflicted, hosts and those who visited know nothing of a case in the panel's office.

        While an appeal is not heard, neither do those who decided what is appealed.
        """
        if has_role(person, RoleKind.PROGRAMME_MANAGER, at):
            # Who runs the programme does not decide in it.
            return Q(pk__in=[])
        meetings = PanelMember.objects.filter(person=person).filter(
            Exists(PanelSeat.objects.active(at).filter(person=person))
        )
        decided = PanelVoice.objects.filter(
            person=person, proposal__decision__appeal__isnull=False, proposal__decision__appeal__heard__isnull=True
        )
        visited = TeamSeat.objects.filter(person=person, state__in=SAID_YES)
        hosted = HostRole.objects.active(at).filter(person=person)
        return Q(meeting__in=meetings.values("meeting")) & ~(
            Q(pk__in=PanelRecusal.objects.filter(person=person).values("case"))
            | Q(pk__in=decided.values("proposal__case"))
            | Q(review__service__in=strange_services(person, at).values("pk"))
            | Q(review__service__in=hosted.values("service"))
            | Q(review__in=visited.values("team__review"))
        )


class AccreditationCase(Labelled):
    """The question whether a service is accredited, asked upon one review; where it stands is the review's stage."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="accreditation")
    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))

    history = AuditRecords()
    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "pk"]

    def __str__(self) -> str:
        return str(_("Accreditation of %(service)s") % {"service": self.review.service})


class CaseSnapshot(Sealed):
    """What is decided upon, as it stood: scores and thresholds with their hash. The last counts; none is changed."""

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="snapshots")
    n = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("what it rests on"))
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))

    history = AuditRecords()
    objects = SealedQuerySet["CaseSnapshot"].as_manager()

    class Meta:
        ordering = ["case", "n"]
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="peerreview_a_snapshot_has_its_own_number"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="peerreview_a_snapshot_rests_on_something"),
        ]

    def __str__(self) -> str:
        return f"{self.case}, {self.n}"

    @property
    def snapshot(self) -> Snapshot:
        """Return it as the rules take it."""
        return read_snapshot(self.content)


class PanelRecusal(Sealed):
    """A member of the panel has no part in a case: they see nothing of it and count nowhere; never taken back."""

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recused"))

    history = AuditRecords()
    objects = SealedQuerySet["PanelRecusal"].as_manager()

    class Meta:
        ordering = ["case", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="peerreview_a_person_is_recused_once_from_a_case"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="peerreview_a_recusal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.case}"


class PanelProposal(Sealed):
    """What somebody of the panel proposes to decide; another wording is another proposal."""

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="proposals")
    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="proposals")
    snapshot = models.ForeignKey(CaseSnapshot, on_delete=models.PROTECT, related_name="proposals")
    n = models.PositiveIntegerField()
    question = models.CharField(_("question"), max_length=8, choices=PanelQuestion.choices)
    outcome = models.CharField(_("decision"), max_length=15, choices=Outcome.choices)
    reason = models.TextField(_("reasons"))
    until = models.DateField(_("deferred until"), null=True, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("proposed"))

    history = AuditRecords()
    objects = SealedQuerySet["PanelProposal"].as_manager()

    class Meta:
        ordering = ["case", "n"]
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="peerreview_a_panel_proposal_has_its_own_number"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="peerreview_a_panel_proposal_says_why"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DEFERRED, until__isnull=False)
                | (~Q(outcome=Outcome.DEFERRED) & Q(until__isnull=True)),
                name="peerreview_what_is_deferred_is_deferred_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.LAPSED), name="peerreview_nobody_proposes_that_something_lapses"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n}: {self.get_outcome_display()}"


class PanelVoice(Sealed):
    """What a member says of one proposal, once; an objection says why."""

    proposal = models.ForeignKey(PanelProposal, on_delete=models.PROTECT, related_name="voices")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(_("says"), max_length=7, choices=PanelStance.choices)
    reason = models.TextField(_("why"), blank=True)
    at = models.DateTimeField(_("said"))

    history = AuditRecords()
    objects = SealedQuerySet["PanelVoice"].as_manager()

    class Meta:
        ordering = ["proposal", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"], name="peerreview_a_member_speaks_once_of_one_proposal"
            ),
            models.CheckConstraint(
                condition=Q(stance=PanelStance.AGREES, reason="") | Q(stance=PanelStance.OBJECTS, reason__regex=r"\S"),
                name="peerreview_an_objection_in_the_panel_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_stance_display()}"


class AwardCondition(Labelled):
    """What a service accredited with conditions has to do until when, and who found it done. It counts once decided."""

    proposal = models.ForeignKey(PanelProposal, on_delete=models.PROTECT, related_name="conditions")
    n = models.PositiveIntegerField()
    text = models.TextField(_("condition"))
    due_on = models.DateField(_("until"))
    met_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    met_at = models.DateTimeField(_("found met"), null=True, blank=True)
    met_reason = models.TextField(_("how it was seen"), blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["proposal", "n"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "n"], name="peerreview_a_condition_has_its_own_number"),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="peerreview_a_condition_says_something"),
            models.CheckConstraint(
                condition=Q(met_by__isnull=True, met_at__isnull=True, met_reason="")
                | Q(met_by__isnull=False, met_at__isnull=False, met_reason__regex=r"\S"),
                name="peerreview_a_condition_is_found_met_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Condition %(n)d") % {"n": self.n})


class AccreditationDecision(Sealed):
    """What was decided, by whom and when (invariant 19); only what the calendar ends, nobody decided. Never changed."""

    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="decisions")
    n = models.PositiveIntegerField()
    outcome = models.CharField(_("decision"), max_length=15, choices=Outcome.choices)
    proposal = models.OneToOneField(
        PanelProposal, on_delete=models.PROTECT, null=True, blank=True, related_name="decision"
    )
    # The keys of who decided: every member of the panel who was not recused then.
    agreed = models.JSONField(default=list)
    reason = models.TextField(_("reasons"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    history = AuditRecords()
    objects = SealedQuerySet["AccreditationDecision"].as_manager()

    class Meta:
        ordering = ["case", "n"]
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="peerreview_an_accreditation_decision_has_its_number"),
            models.CheckConstraint(
                condition=Q(
                    outcome=Outcome.LAPSED, decided_by__isnull=True, decided_at__isnull=True, proposal__isnull=True
                )
                | (
                    ~Q(outcome=Outcome.LAPSED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False, proposal__isnull=False)
                ),
                name="peerreview_decided_if_and_only_if_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=(
                    Q(outcome__in=[Outcome.ACCREDITED, Outcome.CONDITIONS, Outcome.DEFERRED])
                    & Q(ends_on__isnull=False, ends_on__gt=F("starts_on"))
                )
                | (
                    ~Q(outcome__in=[Outcome.ACCREDITED, Outcome.CONDITIONS, Outcome.DEFERRED]) & Q(ends_on__isnull=True)
                ),
                name="peerreview_what_lasts_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.starts_on}"

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it holds; a deferral is over on its day."""
        if self.ends_on is None or self.outcome == Outcome.DEFERRED:
            return self.ends_on
        return self.ends_on - timedelta(days=1)


def badge_shown(at: date | datetime, path: str = "") -> Q:
    """Keep what has, at ``path``, an accreditation whose badge the public sees; a service has at most one."""
    day = day_of(at)
    asked = {"state": AwardState.ACTIVE, "starts_on__lte": day, "ends_on__gt": day}
    return Q(**{f"{path}{name}": value for name, value in asked.items()})


class AwardQuerySet(models.QuerySet["Accreditation"]):
    """What accreditations can be asked."""

    def shown(self, at: date | datetime) -> Self:
        """Keep those whose badge the public sees (invariant 20)."""
        return self.filter(badge_shown(at))

    def over(self, at: date | datetime) -> Self:
        """Keep those whose time has run out and that nobody has ended."""
        return self.exclude(state=AwardState.ENDED).filter(ends_on__lte=day_of(at))


class Accreditation(Labelled):
    """The accreditation of a service from a day until a day: at most one is active or suspended at a time."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="accreditations")
    case = models.ForeignKey(AccreditationCase, on_delete=models.PROTECT, related_name="awards")
    decision = models.OneToOneField(AccreditationDecision, on_delete=models.PROTECT, related_name="award")
    state = models.CharField(_("how it stands"), max_length=9, choices=AwardState.choices, default=AwardState.ACTIVE)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    interim_on = models.DateField(_("interim review due"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    history = AuditRecords()
    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["state", "ends_on"], name="peerreview_award_ends")]
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(state__in=[AwardState.ACTIVE, AwardState.SUSPENDED]),
                name="peerreview_a_service_has_one_active_accreditation",
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="peerreview_an_award_lasts"),
            models.CheckConstraint(
                condition=Q(state=AwardState.ENDED, ended_on__isnull=False)
                | (~Q(state=AwardState.ENDED) & Q(ended_on__isnull=True)),
                name="peerreview_an_award_that_ended_ended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.get_state_display()}"

    @property
    def last_day(self) -> date:
        """Return the last day of it."""
        return self.ends_on - timedelta(days=1)

    def shows(self, at: date | datetime) -> bool:
        """Say whether its badge shows; the same rule as ``.shown``."""
        return badge_shows(self.state, self.starts_on, self.ends_on, day_of(at))
