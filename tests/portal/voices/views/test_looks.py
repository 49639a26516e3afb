"""The pages of finding out who spoke: said before anybody asks, shown to one, told to the person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Look
from tests.conftest import NOON
from tests.factories.statements import deputy, lead, moderator, place, statement
from tests.people import administrator, browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def test_of_somebody_nobody_can_find_the_page_says_so_before_anybody_asks() -> None:
    row = statement(privacy=Privacy.ANONYMOUS)
    client = browser(lead())
    address = reverse("voices:look_ask", args=[row.pk])
    shown = client.get(address).content.decode()
    assert "Nobody can find out. That is what they were promised." in shown
    assert "<textarea" not in shown
    client.post(address, {"reason": "I want to know."})
    assert not Look.objects.exists()


def test_the_whole_way_is_walked_by_two_and_shown_to_one_for_eight_hours() -> None:
    one, two, third = moderator(), deputy(), moderator()
    row = statement(state=StatementState.IN_MODERATION, sealed_name="Basil Thorne", where=place(name="Thornfield"))
    first, second = browser(one), browser(two)
    first.post(reverse("voices:look_ask", args=[row.pk]), {"reason": "Somebody could be hurt."})
    found = Look.objects.get()
    page = reverse("voices:look", args=[found.pk])
    assert "A second person is needed" in second.get("/notifications/").content.decode()
    assert first.get(reverse("voices:look_settle", args=[found.pk])).status_code == 404
    assert first.get(reverse("voices:look_open", args=[found.pk])).status_code == 404
    second.post(reverse("voices:look_settle", args=[found.pk]), {"agree": "yes"})
    assert second.get(reverse("voices:look_open", args=[found.pk])).status_code == 404
    assert "Basil" not in first.get(page).content.decode()
    first.post(reverse("voices:look_open", args=[found.pk]))
    shown = first.get(page).content.decode()
    assert "Basil Thorne" in shown
    assert "Thornfield" in shown
    for other in (second, browser(third)):
        assert "Basil" not in other.get(page).content.decode()
    with time_machine.travel(NOON + timedelta(hours=8), tick=False):
        later = browser(one).get(page)
        assert (later.status_code, "Basil" in later.content.decode()) == (200, False)
    for address in (page, reverse("voices:looks"), reverse("voices:look_ask", args=[row.pk])):
        assert browser(administrator()).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count: int, django_assert_num_queries: Callable[..., Any]) -> None:
    who = moderator()
    client = browser(who)
    for _number in range(count):
        row = statement(state=StatementState.IN_MODERATION)
        client.post(reverse("voices:look_ask", args=[row.pk]), {"reason": "Somebody could be hurt."})
    client.get(reverse("voices:looks"))
    with django_assert_num_queries(7):
        client.get(reverse("voices:looks"))
