"""Who fixes the day of a visit, plans it, agrees to the plan and says who was there; and where a page leads whom."""

from datetime import timedelta
from typing import Any

import pytest

from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import Review, TeamSeat, Timetable, Visit
from peerreview.permissions import visits
from peerreview.permissions.visits import VisitLinks
from peerreview.queries.matching import MATCHABLE
from portal.people.enums import RoleKind
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.people import RoleGrantFactory
from tests.factories.reviewcasts import HOSTS, TEAM, cast_of, stages, team_of
from tests.factories.visits import VISITED, planned
from tests.remembering import remembered
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
# Who arranges a visit: who runs the review, and the team's lead.
RUNS = "manager team_lead"


def again(review: Review) -> Review:
    return Review.objects.select_related("visit__timetable", "service").get(pk=review.pk)


def held(review: Review) -> Review:
    """Take the fixed day back, so that all three are held."""
    # no history: only what may follow from it is asked
    Visit.objects.filter(review=review).update(confirmed_on=None, confirmed_by=None)
    return again(review)


@pytest.fixture
@remembered
def review() -> Review:
    return ReviewFactory(state=ReviewState.SCHEDULED)  # type: ignore[no-any-return]


@pytest.fixture
@remembered
def cast(review: Review) -> dict[str, Person]:
    return {**cast_of(review), **team_of(review, SeatState.CONFIRMED)}


def test_a_held_day_is_fixed_for_a_team_that_is_there(review: Review, cast: dict[str, Any]) -> None:
    fixed, three = again(review), held(review)
    freed, bare = again(review), ReviewFactory(state=ReviewState.SCHEDULED, service=review.service)
    freed.visit.freed_at = NOON
    hold(
        cast,
        {
            "lead the team": ("team_lead", lambda one: visits.leads_team(one, three, NOON)),
            "arrange the visit": (RUNS, lambda one: visits.runs_visit(one, three, NOON)),
            "fix a day": (RUNS, lambda one: visits.can_fix_day(one, three, NOON)),
            "fix another": ("", lambda one: visits.can_fix_day(one, fixed, NOON)),
            "fix what was given back": ("", lambda one: visits.can_fix_day(one, freed, NOON)),
            "fix what was never offered": ("", lambda one: visits.can_fix_day(one, bare, NOON)),
            "say when they can come": (TEAM, lambda one: visits.can_answer_days(one, three, NOON)),
            "say it of a fixed day": ("", lambda one: visits.can_answer_days(one, fixed, NOON)),
            "say it of no day": ("", lambda one: visits.can_answer_days(one, bare, NOON)),
            "say it of days given back": ("", lambda one: visits.can_answer_days(one, freed, NOON)),
            "see who can come": (f"{RUNS} peer", lambda one: visits.can_see_replies(one, three, NOON)),
        },
    )
    manager, peer = cast["manager"], cast["peer"]
    assert stages(three, lambda: visits.can_fix_day(manager, three, NOON)) == set(MATCHABLE)
    assert stages(three, lambda: visits.can_answer_days(peer, three, NOON)) == set(MATCHABLE)


def test_whoever_is_asked_says_when_they_can_come_and_no_day_is_fixed_for_them(
    review: Review, cast: dict[str, Any]
) -> None:
    TeamSeat.objects.update(state=SeatState.INVITED)  # no history: only what may follow from it is asked
    three = held(review)
    hold(
        cast,
        {
            "say when they can come": (TEAM, lambda one: visits.can_answer_days(one, three, NOON)),
            "see who can come": ("manager", lambda one: visits.can_see_replies(one, three, NOON)),
            "lead the team": ("", lambda one: visits.leads_team(one, three, NOON)),
            "fix a day for nobody": ("", lambda one: visits.can_fix_day(one, three, NOON)),
        },
    )


def test_the_tied_the_gone_and_who_reviews_no_more_lead_no_team(review: Review, cast: dict[str, Any]) -> None:
    first = TeamSeat.objects.get(number=1)
    for name in ("tied_peer", "gone_expert", "former_reviewer"):
        TeamSeat.objects.filter(person=cast[name]).delete()
        first.person = cast[name]
        first.save(update_fields=["person"])
        assert not visits.leads_team(cast[name], again(review), NOON)
    RoleGrantFactory(person=first.person, role=RoleKind.REVIEWER)
    assert visits.leads_team(User.objects.get(pk=first.person.pk), again(review), NOON)


def test_the_day_is_planned_from_its_fixing_to_its_end_and_shown_to_the_service_once(
    review: Review, cast: dict[str, Any]
) -> None:
    bare = ReviewFactory(state=ReviewState.SCHEDULED, service=review.service)
    unplanned = again(review)
    planned(again(review))
    draft, over = again(review), again(review)
    over.visit.attendance_at = NOON
    Timetable.objects.update(shown_at=NOON)  # no history: only what may follow from it is asked
    shown, agreed = again(review), again(review)
    agreed.visit.timetable.agreed_at = NOON
    three = held(review)
    team = f"{RUNS} peer"
    table, unseen = shown.visit.timetable, draft.visit.timetable
    hold(
        cast,
        {
            "plan": (RUNS, lambda one: visits.can_plan_day(one, unplanned, NOON)),
            "change the plan": (RUNS, lambda one: visits.can_plan_day(one, shown, NOON)),
            "plan no visit": ("", lambda one: visits.can_plan_day(one, bare, NOON)),
            "plan no fixed day": ("", lambda one: visits.can_plan_day(one, three, NOON)),
            "plan what is over": ("", lambda one: visits.can_plan_day(one, over, NOON)),
            "read nothing yet": (team, lambda one: visits.can_see_timetable(one, unplanned, NOON)),
            "read a draft": (team, lambda one: visits.can_see_timetable(one, draft, NOON)),
            "read what was shown": (f"{team} {HOSTS}", lambda one: visits.can_see_timetable(one, shown, NOON)),
            "agree unseen": ("", lambda one: visits.can_agree_to_timetable(one, unseen, NOON)),
            "agree": ("lead", lambda one: visits.can_agree_to_timetable(one, table, NOON)),
            "agree twice": ("", lambda one: visits.can_agree_to_timetable(one, agreed.visit.timetable, NOON)),
        },
    )
    assert stages(shown, lambda: visits.can_plan_day(cast["manager"], shown, NOON)) == set(MATCHABLE)


def test_who_arranged_the_visit_says_who_was_there_from_its_day_on(review: Review, cast: dict[str, Any]) -> None:
    bare = ReviewFactory(state=ReviewState.SCHEDULED, service=review.service)
    fixed, later = again(review), VISITED + timedelta(days=3)
    three = held(review)
    early = VISITED - timedelta(days=1)
    hold(
        cast,
        {
            "record the day before": ("", lambda one: visits.can_record_attendance(one, fixed, early)),
            "record on the day": (RUNS, lambda one: visits.can_record_attendance(one, fixed, VISITED)),
            "record later": (RUNS, lambda one: visits.can_record_attendance(one, fixed, later)),
            "record no visit": ("", lambda one: visits.can_record_attendance(one, bare, later)),
            "record no fixed day": ("", lambda one: visits.can_record_attendance(one, three, later)),
        },
    )
    assert stages(fixed, lambda: visits.can_record_attendance(cast["manager"], fixed, VISITED)) == {
        ReviewState.SCHEDULED
    }


def test_the_page_of_a_review_leads_each_to_what_is_theirs(review: Review, cast: dict[str, Any]) -> None:
    bare = ReviewFactory(state=ReviewState.SCHEDULED, service=review.service)
    planned(again(review))
    fixed, three = again(review), held(review)
    nothing = VisitLinks()
    runs = VisitLinks(timetable=True, concerns=True, attendance=True)
    on_team = VisitLinks(pack=True, timetable=True, notebook=True, notes=True, concerns=True)
    found = {name: visits.visit_links(one, fixed, VISITED) for name, one in cast.items()}
    assert {name: links for name, links in found.items() if links != nothing} == {
        "manager": runs,
        "peer": on_team,
        "team_lead": VisitLinks(*[True] * 6),
    }
    assert {visits.visit_links(one, asked, VISITED) for one in cast.values() for asked in (bare, three)} == {nothing}
    # A review that went on although its day was taken back keeps what there is to read.
    three.state = ReviewState.DRAFTING
    assert visits.visit_links(cast["peer"], three, VISITED) == on_team
