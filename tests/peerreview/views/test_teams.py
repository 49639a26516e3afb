"""The pages of reviewers and teams: what each says to whom, and that a list costs the same however long it is."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.actions.matchruns import do_search, start_search
from peerreview.domain.matching.wire import proposal_from_text
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import MatchState, SeatState
from peerreview.models import MatchRun, Review, ReviewCycle, ReviewerConflict, ReviewerProfile, TeamSeat, Visit
from portal.people.models import User
from portal.ui.templatetags import dates
from tests.conftest import NOON
from tests.factories.peerreviews import PracticeProfileFactory, ReviewCycleFactory, ReviewFactory
from tests.factories.reviewers import ReviewerConflictFactory, VisitFactory, reviewers, with_team
from tests.people import browser, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def manager() -> User:
    return person("programme_manager")


@pytest.fixture
@remembered
def cycle() -> ReviewCycle:
    row: ReviewCycle = ReviewCycleFactory()
    return row


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def found(cycle: ReviewCycle, manager: User, services: int = 1) -> tuple[MatchRun, Review]:
    rows = [ReviewFactory(cycle=cycle) for _ in range(services)]
    for row in rows:
        VisitFactory(review=row)
    reviewers()
    run = start_search(cycle=cycle, seconds=20, by=manager, at=NOON)
    do_search(run_id=run.pk, at=NOON)
    run.refresh_from_db()
    return run, rows[0]


def test_shortage_is_named_before_anything_is_searched_for(cycle: ReviewCycle, manager: User) -> None:
    VisitFactory(review=ReviewFactory(cycle=cycle))
    ReviewFactory(cycle=cycle)
    reviewers(("lead", "peer", "peer", "peer"))
    page = text(browser(manager).get(f"/cycles/{cycle.label}/teams/"))
    assert "Expert by experience: nobody could come, 1 wanted" in page
    assert "1 seat cannot be filled" in page
    assert "1 service has not offered days yet" in page


def test_every_seat_is_chosen_by_a_person_from_who_is_proposed_and_the_next_best(
    cycle: ReviewCycle, manager: User
) -> None:
    run, review = found(cycle, manager)
    client = browser(manager)
    assert "5 of 5 seats are filled" in text(client.get(f"/cycles/searches/{run.pk}/"))
    address = f"/cycles/searches/{run.pk}/{review.pk}/"
    page = text(client.get(address))
    assert "Knows these standards" in page
    assert "Leave this seat open" in page
    assert "checked" not in page.split("<form", 1)[1].split("</form>", 1)[0]
    refused = client.post(address, {})
    assert refused.status_code == 422
    assert refused.content.decode().count("Choose somebody for this seat, or leave it open") >= 5
    team = proposal_from_text(run.proposal).team(review.pk)
    sent = {f"seat_{number}": seat.reviewer for number, seat in enumerate(team, start=1)} | {"day": "fix"}
    assert client.post(address, {**sent, "seat_5": "none"}).url == f"/reviews/{review.pk}/team/"  # type: ignore[attr-defined]
    states = list(TeamSeat.objects.filter(team__review=review).order_by("number").values_list("state", flat=True))
    assert states == [*[SeatState.PROPOSED] * 4, SeatState.OPEN]


def test_running_search_refreshes_itself_without_a_script_and_can_be_stopped(cycle: ReviewCycle, manager: User) -> None:
    run = MatchRun.objects.create(
        cycle=cycle, by=manager, at=NOON, seconds=60, input_hash="x", problem="{}", seats_wanted=40, seats_found=30,
        state=MatchState.RUNNING, gap=0.031, elapsed=12, heard_at=NOON,
    )  # fmt: skip
    client = browser(manager)
    page = text(client.get(f"/cycles/searches/{run.pk}/"))
    assert 'http-equiv="refresh"' in page
    assert "30 of 40 seats so far, after 12 of at most 60 seconds" in page
    assert "3.1 %" in page
    fragment = text(client.get(f"/cycles/searches/{run.pk}/", headers={"X-Live-Fragment": "1"}))
    assert "<html" not in fragment
    client.post(f"/cycles/searches/{run.pk}/cancel/")
    run.refresh_from_db()
    assert run.state == MatchState.CANCELLED
    assert browser(person("programme_manager")).get(f"/cycles/searches/{run.pk}/").status_code == 404


def test_invitation_is_answered_with_one_button_and_never_by_somebody_else() -> None:
    team = with_team(ReviewFactory(), state=SeatState.INVITED)
    seat = TeamSeat.objects.select_related("person").get(team=team, number=2)
    assert seat.person is not None
    client = browser(seat.person)
    assert "Yes, I will come" in text(client.get(f"/reviewing/invitations/{seat.pk}/"))
    stranger = browser(person("reviewer"))
    assert stranger.post(f"/reviewing/invitations/{seat.pk}/accept/").status_code == 404
    client.post(f"/reviewing/invitations/{seat.pk}/accept/")
    seat.refresh_from_db()
    assert seat.state == SeatState.ACCEPTED
    page = text(client.get(f"/reviews/{team.review_id}/team/"))
    # The others have not said yes yet: nobody tells their names.
    others = TeamSeat.objects.filter(team=team).exclude(pk=seat.pk).values_list("person__name", flat=True)
    assert not [name for name in others if name in page]


def test_reviewer_declares_and_attests_on_their_own_page(cycle: ReviewCycle) -> None:
    one: ReviewerProfile = reviewers(("peer",))[0]
    review = ReviewFactory(cycle=cycle)
    client = browser(one.person)
    assert "You have not said yet" in text(client.get("/reviewing/"))
    refused = client.post("/reviewing/conflicts/declare/", {"host": "Nowhere House", "kind": "family"})
    assert refused.status_code == 422
    assert "We do not know “Nowhere House”" in refused.content.decode()
    client.post("/reviewing/conflicts/declare/", {"host": review.service.urn.lower(), "kind": "family"})
    assert ReviewerConflict.objects.get().service == review.service
    client.post("/reviewing/conflicts/attest/", {"complete": "on"})
    assert "you said on 2 November 2026 that everything is declared" in text(client.get("/reviewing/"))


def test_host_sees_names_only_once_they_are_shown() -> None:
    lead = person()
    team = with_team(ReviewFactory(lead=lead), state=SeatState.PROPOSED)
    name = TeamSeat.objects.get(team=team, number=1).person.name  # type: ignore[union-attr]
    assert name in text(browser(lead).get(f"/reviews/{team.review_id}/team/"))
    team.shown_at = None
    team.save()
    assert name not in text(browser(lead).get(f"/reviews/{team.review_id}/team/"))


def test_lists_cost_the_same_with_one_and_with_three(cycle: ReviewCycle, manager: User) -> None:
    client = browser(manager)
    paths = ["/reviewers/", "/reviewers/conflicts/", "/reviewers/reciprocity/", f"/cycles/{cycle.label}/teams/"]

    def add() -> None:
        row = ReviewFactory(cycle=cycle)
        with_team(row, reviewers(("lead", "peer")))
        ReviewerConflictFactory()

    add()
    one = [queries(client, path) for path in paths]
    add()
    add()
    assert [queries(client, path) for path in paths] == one


def test_clearance_numbers_are_read_by_the_person_and_the_programme_manager_only(manager: User) -> None:
    one: ReviewerProfile = reviewers(("peer",))[0]
    clearance = one.clearances.get()
    clearance.reference = "001534999"
    clearance.save()
    assert "001534999" in text(browser(manager).get(f"/reviewers/{one.pk}/"))
    assert "001534999" in text(browser(one.person).get("/reviewing/"))
    for other in (person("reviewer"), person("administrator")):
        assert browser(other).get(f"/reviewers/{one.pk}/").status_code == 404


@pytest.mark.parametrize("state", [SeatState.INVITED, SeatState.ACCEPTED, SeatState.CONFIRMED])
def test_today_shows_a_reviewer_their_visit_on_its_day(state: SeatState) -> None:
    review = ReviewFactory(state="submitted")
    people = reviewers()
    with_team(review, people, state=state)
    day = Visit.objects.get(review=review).confirmed_on
    assert day is not None
    page = browser(people[1].person).get("/today/")
    assert page.status_code == 200
    said = unescape(text(page))
    assert (f"Visit: {review.service}" in said) == (state != SeatState.INVITED)
    assert (dates.day(day) in said) == (state != SeatState.INVITED)


def test_the_team_reads_how_the_service_works_and_nobody_else_of_the_network_does() -> None:
    review = ReviewFactory(state=ReviewState.SUBMITTED)
    people = reviewers()
    with_team(review, people, state=SeatState.ACCEPTED)
    address = f"/reviews/{review.pk}/practice/"
    member, outsider = browser(people[1].person), browser(person("reviewer"))
    assert "has not written its practice profile" in member.get(address).content.decode()
    PracticeProfileFactory(service=review.service, n=1, practice_model="The old way.")
    PracticeProfileFactory(service=review.service, n=2, practice_model="The same adults, day and night.")
    page = member.get(address).content.decode()
    assert ("The same adults, day and night." in page, "The old way." in page) == (True, False)
    assert outsider.get(address).status_code == 404
    ReviewerConflictFactory(person=people[1].person, service=review.service)
    assert member.get(address).status_code == 404
