"""Who puts a team together, sees it, objects, answers and leaves; and what a seat that said yes opens, for how long."""

from datetime import timedelta

import pytest

from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.enums.teams import UNFINISHED, MatchState, SeatState
from peerreview.models import MatchRun, Review, TeamSeat
from peerreview.permissions import teams
from peerreview.queries.matching import MATCHABLE
from portal.people.enums import RoleKind
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import DeadlineFactory, ReviewFactory
from tests.factories.reviewcasts import HOSTS, TEAM, cast_of, stages, team_of
from tests.factories.reviewers import VisitFactory
from tests.people import person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
MANAGERS = "manager tied_manager host_manager"
SAID_YES = {SeatState.ACCEPTED, SeatState.CONFIRMED, SeatState.ATTENDED}


def again(review: Review) -> Review:
    return Review.objects.select_related("visit", "team").get(pk=review.pk)


def seat_of(who: Person) -> TeamSeat:
    return TeamSeat.objects.select_related("team__review").get(person=who.pk)


def seat_states(who: Person, right: str, seat: TeamSeat) -> set[SeatState]:
    """Return the states of a seat at which somebody has a right about it."""
    now, found = seat.state, set()
    for state in SeatState:
        seat.state = state
        found |= {state} if getattr(teams, right)(who, seat, NOON) else set()
    seat.state = now
    return found


def test_who_runs_the_review_chooses_and_the_host_lead_offers_days_until_one_is_fixed() -> None:
    review = ReviewFactory()
    cast, bare = cast_of(review), again(review)
    VisitFactory(review=review)
    held = again(review)
    run = MatchRun(cycle=review.cycle, by=cast["manager"])
    lapsed = MatchRun(cycle=review.cycle, by=person())
    hold(
        cast,
        {
            "look for teams": (MANAGERS, lambda one: teams.can_find_teams(one, NOON)),
            "stop a search": ("manager", lambda one: teams.can_cancel_run(one, run, NOON)),
            "choose": ("manager", lambda one: teams.can_choose_team(one, review, NOON)),
            "offer days": ("lead manager", lambda one: teams.can_offer_days(one, bare, NOON)),
            "offer others": ("lead manager", lambda one: teams.can_offer_days(one, held, NOON)),
        },
    )
    # Whose search it was runs no programme any more.
    assert not teams.can_cancel_run(lapsed.by, lapsed, NOON)
    stoppable = set()
    for state in MatchState:
        run.state = state
        stoppable |= {state} if teams.can_cancel_run(cast["manager"], run, NOON) else set()
    assert stoppable == set(UNFINISHED)
    assert stages(held, lambda: teams.can_choose_team(cast["manager"], held, NOON)) == set(MATCHABLE)
    assert stages(held, lambda: teams.can_offer_days(cast["lead"], held, NOON)) == set(MATCHABLE)
    held.visit.confirmed_on = held.visit.first_on
    hold(cast, {"offer days when one is fixed": ("", lambda one: teams.can_offer_days(one, held, NOON))})


def test_a_seat_that_was_there_opens_what_the_team_reads_until_long_after_the_report() -> None:
    review = ReviewFactory(state=ReviewState.DRAFTING)
    cast = {**cast_of(review), **team_of(review)}
    seated = f"{TEAM} tied_peer former_reviewer gone_expert"
    hold(
        cast,
        {
            "have a seat": (seated, lambda one: teams.seat_of(one, review, NOON) is not None),
            # Who reviews no longer, is gone, or is tied to the service sees nothing of it, seat or not.
            "see the team": (f"{HOSTS} manager {TEAM}", lambda one: teams.can_see_team(one, review, NOON)),
            "be on it": (TEAM, lambda one: teams.is_on_team(one, review, NOON)),
            "have been there": (TEAM, lambda one: teams.was_there(one, review, NOON)),
        },
    )
    peer = cast["peer"]
    assert stages(review, lambda: teams.is_on_team(peer, review, NOON)) == set(ReviewState) - {ReviewState.CANCELLED}
    DeadlineFactory(review=review, kind=DeadlineKind.FINAL, done_at=NOON)
    last = NOON + teams.READ_AFTER_FINAL
    assert [teams.is_on_team(peer, again(review), at) for at in (NOON, last - timedelta(seconds=1), last)] == [
        True,
        True,
        False,
    ]
    assert not teams.was_there(peer, again(review), last)


@pytest.mark.parametrize("state", [state for state in SeatState if state != SeatState.OPEN])
def test_only_a_seat_that_said_yes_is_on_the_team_and_only_attendance_was_there(state: SeatState) -> None:
    review = ReviewFactory(state=ReviewState.SCHEDULED)
    cast = team_of(review, state)
    on_team = TEAM if state in SAID_YES else ""
    hold(
        cast,
        {
            "be on it": (on_team, lambda one: teams.is_on_team(one, review, NOON)),
            "have been there": (
                TEAM if state == SeatState.ATTENDED else "",
                lambda one: teams.was_there(one, review, NOON),
            ),
        },
    )


def test_the_service_agrees_or_objects_once_to_who_was_shown_to_it() -> None:
    review = ReviewFactory()
    cast = {**cast_of(review), **team_of(review, SeatState.PROPOSED)}
    seat = seat_of(cast["peer"])
    team = seat.team
    hold(
        cast,
        {
            "agree": ("lead manager", lambda one: teams.can_agree_to_team(one, team, NOON)),
            "object": ("lead", lambda one: teams.can_object(one, seat, NOON)),
        },
    )
    assert seat_states(cast["lead"], "can_object", seat) == {SeatState.PROPOSED}
    team.objected_at = NOON
    hold(cast, {"object twice": ("", lambda one: teams.can_object(one, seat, NOON))})
    team.objected_at = team.shown_at = None
    hold(
        cast,
        {
            "agree unseen": ("", lambda one: teams.can_agree_to_team(one, team, NOON)),
            "object unseen": ("", lambda one: teams.can_object(one, seat, NOON)),
        },
    )


def test_whose_seat_it_is_answers_and_leaves_until_the_visit() -> None:
    review = ReviewFactory()
    cast = {**cast_of(review), **team_of(review, SeatState.INVITED)}
    seats = {name: seat_of(cast[name]) for name in ("peer", "tied_peer", "gone_expert")}
    hold(
        cast,
        {
            "answer": ("peer", lambda one: teams.can_answer_invitation(one, seats["peer"], NOON)),
            "answer tied": ("", lambda one: teams.can_answer_invitation(one, seats["tied_peer"], NOON)),
            "answer gone": ("", lambda one: teams.can_answer_invitation(one, seats["gone_expert"], NOON)),
            "step down before a yes": ("", lambda one: teams.can_step_down(one, seats["peer"], NOON)),
        },
    )
    peer, seat = cast["peer"], seats["peer"]
    assert isinstance(peer, User)
    assert peer.role_grants.filter(role=RoleKind.REVIEWER).exists()
    assert seat_states(peer, "can_answer_invitation", seat) == {SeatState.INVITED}
    assert seat_states(peer, "can_step_down", seat) == {SeatState.ACCEPTED, SeatState.CONFIRMED}
    seat.state = seats["gone_expert"].state = SeatState.ACCEPTED
    hold(
        cast,
        {
            "step down": ("peer", lambda one: teams.can_step_down(one, seat, NOON)),
            "step down gone": ("", lambda one: teams.can_step_down(one, seats["gone_expert"], NOON)),
        },
    )
