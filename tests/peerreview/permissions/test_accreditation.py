"""Who runs accreditation, decides upon a case, appeals and reads what of it: never two sides at once."""

from datetime import timedelta
from typing import Any

import pytest

from peerreview.actions import appeals, panels
from peerreview.enums.accreditation import Outcome, RegulatoryKind
from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import AccreditationCase, AwardCondition, PanelProposal, PanelSeat, Review
from peerreview.permissions import accreditation
from portal.people.enums import RoleKind
from portal.people.models import User
from tests.conftest import NOON
from tests.factories import accreditation as make
from tests.factories.people import AffiliationFactory, RoleGrantFactory
from tests.factories.reviewcasts import YESTERDAY, cast_of, stages, team_of
from tests.remembering import remembered
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
MANAGERS = "manager tied_manager host_manager"
SOON = (NOON + timedelta(days=60)).date()
# Who was called to the meeting; of these three decide.
CALLED = ("first", "second", "third", "recused", "tied", "unseated", "gone", "managing")
PANEL = "first second third"


@pytest.fixture
@remembered
def case() -> AccreditationCase:
    return make.opened(make.SAFE)


@pytest.fixture
@remembered
def cast(case: AccreditationCase) -> dict[str, Person]:
    """Return the people of the review, and a panel before which the case lies."""
    review = case.review
    called = dict(zip(CALLED, make.seated(len(CALLED)), strict=True))
    meeting = make.meeting_of(list(called.values()))
    panels.lay_before(case=case, meeting=meeting, by=make.manager(), at=NOON)
    panels.recuse(case=make.fresh(case), person=called["recused"], reason="A friend.", by=called["recused"], at=NOON)
    AffiliationFactory(person=called["tied"], organisation=review.service.owner)
    RoleGrantFactory(person=called["managing"], role=RoleKind.PROGRAMME_MANAGER)
    # no history: only what may follow from it is asked
    PanelSeat.objects.filter(person=called["unseated"]).update(ends_on=YESTERDAY)
    User.objects.filter(pk=called["gone"].pk).update(is_active=False)
    (benched,) = make.seated(1, "Benched")
    people = {name: User.objects.get(pk=one.pk) for name, one in called.items()}
    return {**cast_of(review), **team_of(review), **people, "benched": benched}


def condition_of(case: AccreditationCase) -> AwardCondition:
    return AwardCondition.objects.select_related("proposal__case__review").get(proposal__case=case)


def again(proposal: PanelProposal) -> PanelProposal:
    return PanelProposal.objects.select_related("case__review", "case__meeting").get(pk=proposal.pk)


def agreed(case: AccreditationCase, outcome: Outcome, cast: dict[str, Any], **more: Any) -> AccreditationCase:
    """Let those who decide agree, and record it."""
    row = make.proposed(case, outcome, by=cast["first"], **more)
    for name in ("second", "third"):
        make.said(row, cast[name])
    panels.decide(proposal=again(row), by=cast["first"], at=NOON)
    return make.fresh(case)


def test_a_final_review_for_accreditation_is_brought_before_the_panel_by_who_runs_it() -> None:
    review = make.final_review()
    cast = cast_of(review)
    hold(
        cast,
        {
            "run accreditation": (
                MANAGERS,
                lambda one: accreditation.can_run_accreditation(one, NOON),
            ),
            "have a list": (MANAGERS, lambda one: accreditation.can_list_cases(one, NOON)),
            "open a case": ("manager", lambda one: accreditation.can_open_case(one, review, NOON)),
        },
    )
    manager = cast["manager"]
    assert stages(review, lambda: accreditation.can_open_case(manager, review, NOON)) == {ReviewState.FINAL}
    review.kind = ReviewKind.FULL
    assert not accreditation.can_open_case(manager, review, NOON)


def test_the_panel_decides_and_whoever_is_of_another_side_does_not(
    case: AccreditationCase, cast: dict[str, Any]
) -> None:
    laid = make.fresh(case)
    row = again(make.proposed(case, Outcome.CONDITIONS, by=cast["first"], conditions=[("Plan supervision.", SOON)]))
    condition, met = condition_of(case), condition_of(case)
    met.met_at = NOON
    panel, managers = PANEL, f"{MANAGERS} managing"
    deliberation = f"{panel} manager managing"
    hold(
        cast,
        {
            "have a list": (
                f"{managers} {panel} recused tied benched",
                lambda one: accreditation.can_list_cases(one, NOON),
            ),
            "run the case": ("manager managing", lambda one: accreditation.can_manage_case(one, laid, NOON)),
            "decide": (panel, lambda one: accreditation.decides(one, laid, NOON)),
            "lead there": ("lead", lambda one: accreditation.leads_there(one, laid, NOON)),
            "read what is said": (deliberation, lambda one: accreditation.can_read_deliberation(one, laid, NOON)),
            "propose": (panel, lambda one: accreditation.can_propose(one, laid, NOON)),
            # Who proposed has spoken.
            "say": ("second third", lambda one: accreditation.can_say(one, row, NOON)),
            "record": (panel, lambda one: accreditation.can_record_decision(one, row, NOON)),
            "find a condition met": (deliberation, lambda one: accreditation.can_find_met(one, condition, NOON)),
            "find it met twice": ("", lambda one: accreditation.can_find_met(one, met, NOON)),
            "recuse themselves": (panel, lambda one: accreditation.can_recuse(one, one, laid, NOON)),
            "recuse another": (
                "manager managing",
                lambda one: accreditation.can_recuse(one, cast["benched"], laid, NOON),
            ),
            "recuse a stranger to the panel": (
                "",
                lambda one: accreditation.can_recuse(one, cast["somebody"], laid, NOON),
            ),
            "bring back": ("", lambda one: accreditation.can_bring_back(one, laid, NOON)),
            "appeal before": ("", lambda one: accreditation.can_appeal(one, laid, NOON)),
            "record what a regulator said": ("", lambda one: accreditation.can_record_event(one, laid, NOON)),
        },
    )
    newer = again(make.proposed(case, Outcome.CONDITIONS, by=cast["second"], conditions=[("Plan better.", SOON)]))
    hold(
        cast,
        {
            "say of what is not in hand": ("", lambda one: accreditation.can_say(one, row, NOON)),
            "record what is not in hand": ("", lambda one: accreditation.can_record_decision(one, row, NOON)),
            "say of what is": ("first third", lambda one: accreditation.can_say(one, newer, NOON)),
        },
    )


def test_what_was_decided_is_appealed_by_the_host_lead_in_time_and_asks_the_panel_nothing(
    case: AccreditationCase, cast: dict[str, Any]
) -> None:
    undecided = make.fresh(case)
    decided = agreed(case, Outcome.CONDITIONS, cast, conditions=[("Plan supervision.", SOON)])
    late = NOON + timedelta(days=29)
    hold(
        cast,
        {
            "propose": ("", lambda one: accreditation.can_propose(one, decided, NOON)),
            "appeal": ("lead", lambda one: accreditation.can_appeal(one, decided, NOON)),
            "appeal too late": ("", lambda one: accreditation.can_appeal(one, decided, late)),
            "record what a regulator said": (
                "manager managing",
                lambda one: accreditation.can_record_event(one, decided, NOON),
            ),
        },
    )
    # The panel has it still, as somebody read it before: nothing can be appealed then.
    assert undecided.review.state == ReviewState.WITH_PANEL
    assert not accreditation.can_appeal(cast["lead"], undecided, NOON)
    manager = cast["manager"]
    event = {"kind": RegulatoryKind.INADEQUATE, "text": "Judged inadequate.", "happened_on": NOON.date()}
    appeals.record_event(case=decided, by=manager, at=NOON, **event)  # type: ignore[arg-type]
    asked = make.fresh(case)
    hold(cast, {"propose again": (PANEL, lambda one: accreditation.can_propose(one, asked, NOON))})
    ended = agreed(case, Outcome.WITHDRAWN, cast)
    hold(cast, {"record it of what ended": ("", lambda one: accreditation.can_record_event(one, ended, NOON))})


def test_a_deferred_case_is_brought_back_by_who_runs_it_once_no_appeal_waits(
    case: AccreditationCase, cast: dict[str, Any]
) -> None:
    deferred = agreed(case, Outcome.DEFERRED, cast, days=60)
    hold(cast, {"bring back": ("manager managing", lambda one: accreditation.can_bring_back(one, deferred, NOON))})
    appeals.appeal(case=deferred, grounds="Two standards were read wrongly.", by=cast["lead"], at=NOON)
    appealed = make.fresh(case)
    hold(
        cast,
        {
            "bring back": ("", lambda one: accreditation.can_bring_back(one, appealed, NOON)),
            # Who decided what is appealed hears nothing of it now.
            "decide": ("", lambda one: accreditation.decides(one, appealed, NOON)),
        },
    )
    assert Review.objects.get(pk=case.review_id).state == ReviewState.DEFERRED
