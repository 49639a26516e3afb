"""The pages on which a team says when it can come, and on which the day is fixed: who sees what, and what it costs."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.actions import teams as actions
from peerreview.actions.visits import answer_days, offer_days
from peerreview.enums.teams import SeatState
from peerreview.enums.visits import Coming
from peerreview.models import DayReply, Review, SeatLeaving, TeamSeat, Visit
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewers import DAYS, ROLES, reviewers
from tests.factories.visits import answered, seated
from tests.people import browser, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def host() -> User:
    return person(name="Host lead")


@pytest.fixture
def manager() -> User:
    return person("programme_manager", name="Manager")


@pytest.fixture
@remembered
def review(host: User, manager: User) -> Review:
    """A review whose team has said yes, but for the expert, while three days are held."""
    row: Review = ReviewFactory(lead=host)
    offer_days(review=row, days=DAYS, by=host, at=NOON)
    pairs = [(role, one.person) for role, one in zip(ROLES, reviewers(), strict=True)]
    team = actions.choose_team(review=row, day=DAYS[0], people=pairs, holds=True, by=manager, at=NOON)
    actions.show_team(team=team, by=manager, at=NOON)
    actions.agree_to_team(team=team, by=host, at=NOON)
    actions.invite(team=team, by=manager, at=NOON)
    for seat in TeamSeat.objects.filter(team=team, number__lt=5).select_related("team__review"):
        assert seat.person is not None
        actions.accept(seat=seat, by=seat.person, at=NOON)
    return read(row)


def read(review: Review) -> Review:
    return Review.objects.select_related("visit", "team", "service", "cycle").get(pk=review.pk)


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def sent(*said: str, note: str = "") -> dict[str, str]:
    return {f"day_{day:%Y%m%d}": one for day, one in zip(DAYS, said, strict=True)} | {"note": note}


def test_an_invited_person_answers_day_by_day_and_changes_it_and_accepting_leads_there(review: Review) -> None:
    expert = seated(review, 5)
    seat = TeamSeat.objects.get(team__review=review, number=5)
    client, address = browser(expert), f"/reviewing/invitations/{seat.pk}/days/"
    assert address in text(client.get(f"/reviewing/invitations/{seat.pk}/"))
    # Of the review itself they may not know before they said yes.
    assert client.get(f"/reviews/{review.pk}/visit/days/").status_code == 404
    refused = client.post(address, {"note": "Not before eleven."})
    assert refused.status_code == 422
    assert "Say whether you can come on" in unescape(refused.content.decode())
    assert "Not before eleven." in refused.content.decode()
    assert client.post(address, sent("can", "if_needed", "cannot")).url == f"/reviewing/invitations/{seat.pk}/"  # type: ignore[attr-defined]
    assert client.post(address, sent("can", "can", "cannot", note="By train.")).status_code == 302
    assert list(DayReply.objects.values_list("coming", "times")) == [("can", 2), ("can", 2), ("cannot", 2)]
    assert "By train." in text(client.get(address))
    assert client.post(f"/reviewing/invitations/{seat.pk}/accept/").url == address  # type: ignore[attr-defined]
    assert browser(seated(review, 2)).get(address).status_code == 404


def test_the_table_is_for_the_team_and_who_runs_it_and_names_who_is_silent(
    review: Review, host: User, manager: User
) -> None:
    second = seated(review, 2)
    coming = dict(zip(DAYS, (Coming.CANNOT, Coming.IF_NEEDED, Coming.CAN), strict=True))
    answer_days(review=review, coming=coming, note="Teaching in the morning.", by=second, at=NOON)
    silent = ", ".join(seated(review, number).name for number in (1, 3, 4, 5))
    for reader in (manager, seated(review, 1)):
        page = " ".join(text(browser(reader).get(f"/reviews/{review.pk}/team/")).split())
        assert "Who can come when" in page
        assert "Teaching in the morning." in page
        assert f"Still to answer: {silent}" in page
    page = text(browser(host).get(f"/reviews/{review.pk}/team/"))
    assert "Who can come when" not in page
    assert "Teaching in the morning." not in page


def test_the_day_is_fixed_in_sight_of_how_many_can_and_who_cannot(review: Review, manager: User) -> None:
    answered(review, cannot={3: DAYS[:1]})
    third, address = seated(review, 3), f"/reviews/{review.pk}/visit/day/"
    page = text(browser(seated(review, 1)).get(address))
    assert "3 can, 1 cannot, 1 not said yet" in page
    assert f"Cannot come: {third.name}." in page
    assert "why is it this day all the same" not in page
    client = browser(manager)
    assert "why is it this day all the same" in text(client.get(address))
    refused = client.post(address, {"day": DAYS[0].isoformat(), "instead": ""})
    assert refused.status_code == 422
    assert third.name in unescape(refused.content.decode())
    assert client.post(address, {"day": DAYS[0].isoformat(), "instead": "The home is away later."}).status_code == 302
    assert Visit.objects.get(review=review).confirmed_on == DAYS[0]
    assert SeatLeaving.objects.get().person == third
    page = text(client.get(f"/reviews/{review.pk}/team/"))
    assert "could not come on the day" in page
    assert "Fill this seat" in page
    assert TeamSeat.objects.get(team__review=review, number=3).state == SeatState.OPEN


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("path", "most"), [("team/", 16), ("visit/day/", 40)])
def test_pages_cost_the_same_however_many_have_answered(review: Review, path: str, most: int) -> None:
    client, address = browser(seated(review, 1)), f"/reviews/{review.pk}/{path}"
    coming = dict.fromkeys(DAYS, Coming.CAN)
    answer_days(review=review, coming=coming, by=seated(review, 1), at=NOON)
    one = queries(client, address)
    for number in (2, 3):
        answer_days(review=review, coming=coming, by=seated(review, number), at=NOON)
    assert queries(client, address) == one
    assert one <= most
