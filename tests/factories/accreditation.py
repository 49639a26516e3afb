"""Accreditation for tests: a final report on standards of three types, a panel, cases through the real actions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from peerreview.actions import accreditation, panels
from peerreview.actions.panels import Condition
from peerreview.domain.reports import JudgedSection, JudgedStandard, Report, content_hash
from peerreview.enums.accreditation import Outcome, PanelStance
from peerreview.enums.reports import VersionKind
from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import (
    AccreditationCase,
    AccreditationDecision,
    PanelMeeting,
    PanelProposal,
    PanelSeat,
    ReportVersion,
    Review,
    Service,
    StandardSetEdition,
    VisitReport,
)
from peerreview.queries.accreditationchecks import findings
from portal.history.verifying import verify_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.people import LONG_AGO, UserFactory
from tests.factories.services import ServiceFactory
from tests.factories.standards import published_edition, standard
from tests.remembering import remembered

TYPES = (1, 1, 2, 2, 2, 2, 2, 3, 3, 3)
ALL_MET = ("met",) * len(TYPES)
# Four of five of type 2, two of three of type 3: exactly enough.
ENOUGH = ("met", "met", "met", "met", "met", "met", "not_met", "met", "met", "not_met")
# Type 1 is met, type 2 is not.
SAFE = ("met", "met", "met", "met", "met", "not_met", "partly_met", "met", "met", "met")
UNSAFE = ("met", "partly_met", *("met",) * 8)


@remembered
def edition_of_types() -> StandardSetEdition:
    """Return an edition with ten standards of the three types."""
    found = StandardSetEdition.objects.filter(set__code="typed", state="published").first()
    rows = [standard(f"1.{n}", type=type_, lineage=f"typed-{n}") for n, type_ in enumerate(TYPES, start=1)]
    return found or published_edition(*rows, code="typed")


@remembered
def final_review(
    scores: Sequence[str] = ALL_MET, *, service: Service | None = None, lead: User | None = None
) -> Review:
    """Return a review for accreditation whose final report gives these scores; the report stands there by itself."""
    review: Review = ReviewFactory(
        kind=ReviewKind.ACCREDITATION,
        state=ReviewState.FINAL,
        edition=edition_of_types(),
        service=service or ServiceFactory(named=None, member=True),
        lead=lead or UserFactory(name="Lena Lead"),
    )
    writer, finaliser = UserFactory(), UserFactory()
    report = VisitReport(
        review=review, lead=writer, begun_at=NOON, finalised_by=finaliser, finalised_at=NOON, summary="A warm house."
    )
    save_with_history(report, by=None, reason="Made for a test", at=NOON)
    rows = tuple(JudgedStandard(f"1.{n}", f"Promise 1.{n}.", score) for n, score in enumerate(scores, start=1))
    content = Report(
        service=str(review.service),
        cycle=review.cycle.title,
        kind="Accreditation",
        edition=str(review.edition),
        visited_on="1 September 2026",
        team=("Lead",),
        summary="A warm house.",
        plain_summary="A good house.",
        sections=(JudgedSection("1", "Promises", rows),),
        achievements=("Nobody eats alone.",),
        recommendations=(),
    ).as_content()
    version = ReportVersion(
        report=report,
        n=1,
        kind=VersionKind.FINAL,
        content=content,
        sha256=content_hash(content),
        edition_sha256=review.edition.sha256,
        made_by=finaliser,
        made_at=NOON,
    )
    save_with_history(version, by=None, reason="Made for a test", at=NOON)
    return review


@remembered
def manager() -> User:
    """Return a programme manager."""
    return UserFactory(roles=["programme_manager"])  # type: ignore[no-any-return]


@remembered
def seated(many: int = 3, name: str = "Panel") -> list[User]:
    """Return people who sit on the panel since long ago."""
    people = [UserFactory(name=f"{name} {n}") for n in range(1, many + 1)]
    for one in people:
        row = PanelSeat(person=one, starts_on=LONG_AGO)
        save_with_history(row, by=None, reason="Made for a test", at=NOON)
    return people


@remembered
def meeting_of(people: Sequence[User], at: datetime = NOON) -> PanelMeeting:
    """Call a meeting for the week after."""
    day = (at + timedelta(days=7)).date()
    return panels.call_meeting(title="Panel", held_on=day, people=people, by=manager(), at=at)


@remembered
def opened(scores: Sequence[str] = ALL_MET, **more: object) -> AccreditationCase:
    """Return a case that waits for a meeting."""
    review = final_review(scores, **more)  # type: ignore[arg-type]
    return accreditation.open_case(review=review, by=manager(), at=NOON)


@remembered
def before_panel(scores: Sequence[str] = ALL_MET, people: Sequence[User] = (), **more: object) -> AccreditationCase:
    """Return a case that lies before a panel of three, or before ``people``."""
    case = opened(scores, **more)
    meeting = meeting_of(people or seated())
    return panels.lay_before(case=case, meeting=meeting, by=manager(), at=NOON)


def fresh(case: AccreditationCase) -> AccreditationCase:
    """Read a case anew, with what its page reads."""
    rows = AccreditationCase.objects.select_related("review__service__region", "review__cycle", "meeting")
    return rows.get(pk=case.pk)


def panel_of(case: AccreditationCase) -> list[User]:
    """Return who was called to decide."""
    assert case.meeting is not None
    return [row.person for row in case.meeting.members.select_related("person").order_by("pk")]


@remembered
def proposed(
    case: AccreditationCase,
    outcome: str = Outcome.ACCREDITED,
    *,
    by: User | None = None,
    at: datetime = NOON,
    conditions: Sequence[Condition] = (),
    days: int | None = None,
) -> PanelProposal:
    """Propose as the first of the panel."""
    return panels.propose(
        case=fresh(case),
        outcome=Outcome(outcome),
        reason="What we read and talked about.",
        until=(at + timedelta(days=days)).date() if days else None,
        conditions=conditions,
        by=by or panel_of(fresh(case))[0],
        at=at,
    )


@remembered
def said(proposal: PanelProposal, who: User, stance: str = "agrees", reason: str = "", at: datetime = NOON) -> None:
    """Speak of a proposal."""
    again = PanelProposal.objects.select_related("case__review").get(pk=proposal.pk)
    panels.say_of_proposal(proposal=again, stance=PanelStance(stance), reason=reason, by=who, at=at)


@remembered
def decided(
    case: AccreditationCase, outcome: str = Outcome.ACCREDITED, *, at: datetime = NOON, **more: object
) -> AccreditationDecision:
    """Let the whole panel agree, and record it."""
    people = panel_of(fresh(case))
    row = proposed(case, outcome, at=at, **more)  # type: ignore[arg-type]
    for one in people[1:]:
        said(row, one, at=at)
    again = PanelProposal.objects.select_related("case__review").get(pk=row.pk)
    return panels.decide(proposal=again, by=people[0], at=at)


def nothing_is_wrong() -> None:
    """Insist on what ``check_portal`` and the ledger say of accreditation."""
    assert list(findings(NOON)) == []
    # Cycles and reports of these tests were made past the acts that write them down.
    made = ("peerreview.ReviewCycle", "peerreview.ReportVersion")
    assert [str(one) for one in verify_ledger() if not one.where.startswith(made)] == []
