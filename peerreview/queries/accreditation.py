"""Accreditation cases: lists for those who may know, one case with how it stands, what is asked, who is accredited."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerreview.domain.accreditation import (
    APPEALABLE,
    Result,
    Snapshot,
    TypeResult,
    appeal_until,
    last_deferral,
    open_outcomes,
    result_of,
    snapshot_of,
)
from peerreview.domain.reports import read_report
from peerreview.enums.accreditation import AwardState, Outcome, PanelQuestion
from peerreview.enums.reports import VersionKind
from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import (
    Accreditation,
    AccreditationCase,
    AccreditationDecision,
    Appeal,
    AwardCondition,
    CaseSnapshot,
    RegulatoryEvent,
    ReportVersion,
    Review,
    Service,
    Standard,
)
from peerreview.models.accreditation import badge_shown
from portal.history.as_of import history_rows
from portal.history.timeline import Source, TimelineItem, timeline
from portal.people.models.periods import day_of
from portal.people.queries.bankholidays import bank_holidays
from portal.ui.templatetags.dates import day

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Reader = User | AnonymousUser


def cases_known_to(person: "Reader", at: datetime) -> "QuerySet[AccreditationCase]":
    """Return the cases ``person`` may know of, those the panel has first, with their last decision."""
    last = AccreditationDecision.objects.filter(case=OuterRef("pk")).exclude(outcome=Outcome.STANDS).order_by("-n")
    rows = AccreditationCase.objects.visible_to(person, at).select_related(
        "review__service", "review__cycle", "meeting"
    )
    return rows.annotate(
        last_outcome=Subquery(last.values("outcome")[:1]),
        last_until=Subquery(last.values("ends_on")[:1]),
        is_asked=Exists(RegulatoryEvent.objects.filter(case=OuterRef("pk"), answer__isnull=True)),
        is_appealed=Exists(Appeal.objects.filter(case=OuterRef("pk"), heard__isnull=True)),
    ).order_by("-opened_at", "pk")


def find_case(person: "Reader", pk: int, at: datetime) -> AccreditationCase | None:
    """Return a case ``person`` may know of, with what its pages read."""
    rows = AccreditationCase.objects.visible_to(person, at).filter(pk=pk)
    return rows.select_related(
        "review__service__region", "review__cycle", "review__edition__set", "review__report", "meeting"
    ).first()


def case_of_review(person: "Reader", review: Review, at: datetime) -> AccreditationCase | None:
    """Return a review's case, if ``person`` may know of it; asked only of reviews for accreditation."""
    if review.kind != ReviewKind.ACCREDITATION:
        return None
    return AccreditationCase.objects.visible_to(person, at).filter(review=review).first()


def first_snapshot(review: Review) -> Snapshot | None:
    """Return what the final report says of every standard, with the cycle's thresholds; None without a final report."""
    version = ReportVersion.objects.filter(report__review=review, kind=VersionKind.FINAL).first()
    if version is None:
        return None
    types = dict(Standard.objects.filter(edition=review.edition_id).values_list("code", "type"))
    rows = [(one.code, int(types[one.code]), one.score) for one in read_report(version.content).standards]
    return snapshot_of(rows, review.cycle.thresholds)


def last_snapshot(case: AccreditationCase) -> CaseSnapshot:
    """Return what is decided upon now."""
    found = CaseSnapshot.objects.filter(case=case).select_related("made_by").order_by("-n").first()
    assert found is not None  # noqa: S101 - a case is opened with one
    return found


def last_decision(case: AccreditationCase) -> AccreditationDecision | None:
    """Return what holds: the last decision that changed something."""
    rows = AccreditationDecision.objects.filter(case=case).exclude(outcome=Outcome.STANDS)
    return rows.select_related("proposal", "decided_by").order_by("-n").first()


def panel_decided(review: Review) -> bool:
    """Say whether the panel has decided upon a review, and not only deferred it."""
    if review.kind != ReviewKind.ACCREDITATION:
        return False
    rows = AccreditationDecision.objects.filter(case__review=review).exclude(outcome=Outcome.STANDS).order_by("-n")
    outcome = rows.values_list("outcome", flat=True).first()
    return outcome is not None and outcome != Outcome.DEFERRED


def live_award(case: AccreditationCase) -> Accreditation | None:
    """Return the accreditation this case gave that has not ended."""
    return Accreditation.objects.filter(case=case).exclude(state=AwardState.ENDED).first()


def open_appeal(case: AccreditationCase) -> Appeal | None:
    """Return the appeal that nobody has heard yet."""
    return Appeal.objects.filter(case=case, heard__isnull=True).select_related("decision").first()


def question_of(case: AccreditationCase) -> PanelQuestion | None:
    """Say what the panel is asked now; None while it is asked nothing."""
    if case.review.state == ReviewState.WITH_PANEL:
        return PanelQuestion.AWARD
    if open_appeal(case) is not None:
        return PanelQuestion.APPEAL
    award = live_award(case)
    if award is None:
        return None
    asked = award.state == AwardState.SUSPENDED or RegulatoryEvent.objects.filter(case=case, answer=None).exists()
    return PanelQuestion.STANDING if asked else None


def deferrable_until(case: AccreditationCase, day: date) -> date:
    """Return the last day until which the case can be deferred."""
    rows = AccreditationDecision.objects.filter(case=case, outcome=Outcome.DEFERRED).order_by("n")
    first = rows.values_list("starts_on", flat=True).first()
    return last_deferral(first, day, case.review.cycle.rules)


def outcomes_of(case: AccreditationCase, at: datetime) -> frozenset[Outcome]:
    """Return what the panel may decide of a case now."""
    question = question_of(case)
    if question is None:
        return frozenset()
    award, appeal, day = live_award(case), open_appeal(case), day_of(at)
    return open_outcomes(
        question,
        result_of(last_snapshot(case).snapshot),
        may_defer=deferrable_until(case, day) > day,
        is_suspended=award is not None and award.state == AwardState.SUSPENDED,
        appealed=Outcome(appeal.decision.outcome) if appeal else None,
    )


def last_day_to_appeal(case: AccreditationCase, decision: AccreditationDecision | None) -> date | None:
    """Return until when a decision can be appealed; None for one that cannot be, and after the one appeal there is."""
    if decision is None or decision.outcome not in APPEALABLE or decision.decided_at is None:
        return None
    if Appeal.objects.filter(case=case).exists():
        return None
    day = day_of(decision.decided_at)
    return appeal_until(day, case.review.cycle.appeal_days, bank_holidays(case.review.service.region.nation, day))


def words_for(one: TypeResult) -> str:
    """Say in words what a type lacks."""
    said = []
    if one.lacking:
        words = ngettext(
            "Type %(type)d: %(count)d more standard must be met (%(met)d of %(counted)d are, %(needed)d must be)",
            "Type %(type)d: %(count)d more standards must be met (%(met)d of %(counted)d are, %(needed)d must be)",
            one.lacking,
        )
        known = {"type": one.type, "count": one.lacking, "met": one.met, "counted": one.counted}
        said.append(words % {**known, "needed": one.needed})
    if one.unassessed:
        words = ngettext(
            "Type %(type)d: %(count)d standard was not assessed",
            "Type %(type)d: %(count)d standards were not assessed",
            one.unassessed,
        )
        said.append(words % {"type": one.type, "count": one.unassessed})
    return "; ".join(said) + ": " + ", ".join(one.short)


@dataclass(frozen=True)
class CasePage:
    """A case as its page shows it to the service, the panel and who runs it alike."""

    case: AccreditationCase
    snapshot: CaseSnapshot
    result: Result
    decisions: tuple[AccreditationDecision, ...]
    conditions: tuple[AwardCondition, ...]
    award: Accreditation | None
    appeal: Appeal | None
    events: tuple[RegulatoryEvent, ...]
    appeal_until: date | None

    @property
    def holds(self) -> AccreditationDecision | None:
        """Return the decision that holds."""
        return next((one for one in self.decisions if one.outcome != Outcome.STANDS), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Say what stands between the service and accreditation."""
        return tuple(words_for(one) for one in self.result.missing)


def case_page(case: AccreditationCase) -> CasePage:
    """Gather the page of a case: seven questions."""
    snapshot = last_snapshot(case)
    rows = AccreditationDecision.objects.filter(case=case).select_related("decided_by", "proposal").order_by("-n")
    decisions = tuple(rows)
    held = next((one for one in decisions if one.outcome != Outcome.STANDS), None)
    conditions = AwardCondition.objects.filter(proposal__case=case, proposal__decision__isnull=False)
    return CasePage(
        case=case,
        snapshot=snapshot,
        result=result_of(snapshot.snapshot),
        decisions=decisions,
        conditions=tuple(conditions.select_related("met_by").order_by("proposal__n", "n")),
        award=Accreditation.objects.filter(case=case).select_related("decision").order_by("-pk").first(),
        appeal=Appeal.objects.filter(case=case).select_related("decision", "heard").first(),
        events=tuple(RegulatoryEvent.objects.filter(case=case).select_related("answer", "by")),
        appeal_until=last_day_to_appeal(case, held),
    )


def find_condition(case: AccreditationCase, pk: int) -> AwardCondition | None:
    """Return a condition that was decided."""
    rows = AwardCondition.objects.filter(proposal__case=case, proposal__decision__isnull=False, pk=pk)
    return rows.select_related("proposal__case__review").first()


def history_of_case(case: AccreditationCase, *, deliberation: bool, limit: int = 50) -> list[TimelineItem]:
    """Return what happened to a case; what the panel said among itself only to who may read it."""
    sources = [
        Source(history_rows(case)),
        *(
            Source(history_rows(model).filter(case_id=case.pk))
            for model in (CaseSnapshot, AccreditationDecision, Accreditation, Appeal, RegulatoryEvent)
        ),
    ]
    if not deliberation:
        sources[0] = Source(history_rows(case), hidden=("meeting",))
    hidden = ("case", "service", "proposal", "content", "sha256", "snapshot_sha256", "agreed", "decision", "by")
    return timeline(sources, limit=limit, hidden_fields=hidden)


def accredited_now(at: datetime) -> "QuerySet[Service]":
    """Return the services whose badge shows and that chose to be named, by name, each with its ``badges``."""
    shown = Accreditation.objects.shown(at)
    rows = Service.objects.public(at).filter(Exists(shown.filter(service=OuterRef("pk"))))
    badges = Prefetch("accreditations", shown.select_related("decision"), to_attr="badges")
    return rows.select_related("region").prefetch_related(badges).order_by("public_name", "pk")


def with_badges(rows: "QuerySet[Service]", at: date | datetime) -> "QuerySet[Service]":
    """Bring along the badge each service shows, in columns of the same statement: a service shows at most one."""
    badge = FilteredRelation("accreditations", condition=badge_shown(at, "accreditations__"))
    return rows.annotate(
        badge=badge,
        badge_outcome=F("badge__decision__outcome"),
        badge_from=F("badge__starts_on"),
        badge_until=F("badge__ends_on"),
    )


def badge_of(service: Service, at: datetime) -> Accreditation | None:
    """Return the badge a service shows."""
    return Accreditation.objects.shown(at).filter(service=service).select_related("decision").first()


def badge_words(service: Service) -> str:
    """Say in words, with its dates, what badge a service of a list shows (``with_badges``); nothing for none."""
    row: Any = service
    if row.badge_outcome is None:
        return ""
    last = row.badge_until - timedelta(days=1)
    words = {"outcome": Outcome(row.badge_outcome).label, "from": day(row.badge_from), "to": day(last)}
    return _("%(outcome)s from %(from)s to %(to)s") % words


def ended_by_calendar(at: datetime) -> "QuerySet[Accreditation]":
    """Return what has run out and that nobody has ended."""
    return Accreditation.objects.over(at).select_related("case__review").order_by("ends_on", "pk")


def deferrals_over(at: datetime) -> list[AccreditationCase]:
    """Return the deferred cases whose time has come, and whose deferral nobody appeals."""
    rows = AccreditationCase.objects.filter(review__state=ReviewState.DEFERRED).exclude(
        pk__in=Appeal.objects.filter(heard=None).values("case")
    )
    last = AccreditationDecision.objects.filter(case=OuterRef("pk"), outcome=Outcome.DEFERRED).order_by("-n")
    rows = rows.alias(until=Subquery(last.values("ends_on")[:1])).filter(Q(until__lte=day_of(at)))
    return list(rows.select_related("review").order_by("pk"))


def shown_outcome(outcome: str | None) -> str:
    """Return the words for an outcome; nothing was decided where there is none."""
    return str(Outcome(outcome).label) if outcome else _("Not decided")
