"""Safeguarding's pages: who finds them, what opens when, and that a named person finds nothing anywhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.voices.actions.alerts import climb_all
from portal.voices.actions.cases import keep_out, open_case, take_case
from portal.voices.enums.cases import CaseSource, StepKind
from portal.voices.models import Case, CaseAlert
from portal.voices.models.caseaccess import register_chairs
from tests.conftest import NOON
from tests.factories.statements import SAID, deputy, lead, moderator, place, statement
from tests.people import administrator, browser, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def opened(**more: Any) -> Case:
    return open_case(source=CaseSource.UNSAFE, told=SAID, contact="07700 900123", at=NOON, **more)


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"voices:{name}", args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def send(client: Client, name: str, *args: object, **data: object) -> Any:
    return client.post(reverse(f"voices:{name}", args=args), data)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count: int, django_assert_num_queries: Callable[..., Any]) -> None:
    who = lead()
    for _number in range(count):
        take_case(case=opened(place=place()), by=who, at=NOON)
    client = browser(who)
    page(client, "cases")
    with django_assert_num_queries(12):
        page(client, "cases")


def test_what_was_told_is_shown_only_to_who_has_said_that_they_read_it() -> None:
    one, other = lead(), deputy()
    case = opened()
    client = browser(one)
    closed = page(client, "case", case.pk)
    assert SAID not in closed
    assert "07700" not in closed
    assert SAID not in page(client, "cases")
    send(client, "case_read", case.pk)
    shown = page(client, "case", case.pk)
    assert SAID in shown
    assert "07700 900123" in shown
    assert SAID not in page(browser(other), "case", case.pk)
    case.refresh_from_db()
    assert case.first_read_at == NOON
    assert case.steps.filter(kind=StepKind.READ, by=one).count() == 1
    # A page that is only looked at writes nothing.
    assert not case.steps.filter(by=other).exists()


def test_a_case_is_taken_referred_noted_and_closed_and_its_clocks_say_what_is_late() -> None:
    one = lead()
    case = opened(nation="wales")
    client = browser(one)
    assert client.get(reverse("voices:case_note", args=[case.pk])).status_code == 404
    send(client, "case_take", case.pk)
    with time_machine.travel(NOON + timedelta(minutes=61), tick=False):
        client = browser(one)
        shown = page(client, "case", case.pk)
        assert "Late" in shown
        assert "s. 130" in shown
        empty = send(client, "case_refer", case.pk, to="childrens_services", text="")
        assert empty.status_code == 422
        send(client, "case_refer", case.pk, to="childrens_services", text="Spoke to duty, ref 8812")
    with time_machine.travel(NOON + timedelta(minutes=90), tick=False):
        client = browser(one)
        send(client, "case_note", case.pk, text="Written report sent.")
        send(client, "case_not_for", case.pk, to="dos", reason="It is about nobody who works with children.")
        shown = page(client, "case", case.pk)
    assert "ref 8812" in shown
    assert "Not needed" in shown
    client = browser(one)
    send(client, "case_close", case.pk, reason="Social services have it.")
    assert "No case" in page(client, "cases")
    assert str(case.pk) in client.get(reverse("voices:cases") + "?show=closed").content.decode()
    send(client, "case_reopen", case.pk, reason="He rang again.")
    assert Case.objects.get().taken_by == one


def test_whoever_is_not_on_it_is_told_to_take_it_over_and_keeps_what_they_wrote() -> None:
    one, other = lead(), deputy()
    case = opened()
    take_case(case=case, by=one, at=NOON)
    first, second = browser(one), browser(other)
    close = reverse("voices:case_close", args=[case.pk])
    assert close in page(first, "case", case.pk)
    shown = page(second, "case", case.pk)
    assert close not in shown
    assert "Take it over first" in shown
    assert second.get(close).status_code == 404
    # The lead's page was open when the deputy took it over.
    send(second, "case_take", case.pk)
    late = send(first, "case_close", case.pk, reason="Social services have it.")
    assert late.status_code == 422
    assert "a case is closed by who is on it" in late.content.decode()
    assert "Social services have it." in late.content.decode()
    assert Case.objects.get().state == "taken"
    assert send(second, "case_close", case.pk, reason="Social services have it.").status_code == 302
    assert Case.objects.get().state == "closed"


def test_whoever_is_named_finds_it_nowhere_also_not_in_notices_and_today() -> None:
    one, other = lead(), deputy()
    case = opened()
    alert = CaseAlert.objects.get(person=one)
    client = browser(one)
    assert "1" in client.get("/notifications/").content.decode()
    assert "An alert waits for you" in client.get("/notifications/").content.decode()
    assert "Open the alert and take it" in client.get("/today/").content.decode()
    take_case(case=case, by=other, at=NOON)
    send(browser(other), "case_keep_out", case.pk, email="nobody@hearth.example")
    assert not case.exclusions.exists()
    send(browser(other), "case_keep_out", case.pk, email=one.email.upper())
    assert case.exclusions.get().person == one
    for name in ("case", "case_take", "case_note", "case_refer", "case_close", "case_keep_out", "case_reopen"):
        assert client.get(reverse(f"voices:{name}", args=[case.pk])).status_code == 404
        assert send(client, name, case.pk).status_code in (404, 405)
    assert send(client, "case_read", case.pk).status_code == 404
    assert client.get(reverse("voices:alert", args=[alert.pk])).status_code == 404
    for address in ("/notifications/", "/today/", reverse("voices:cases"), reverse("voices:cases") + "?show=closed"):
        shown = client.get(address).content.decode()
        assert str(case.pk)[:8] not in shown
        assert "alert waits" not in shown
        assert "Open the alert" not in shown
    assert "No case" in page(client, "cases")


def test_the_chair_reads_what_is_about_the_lead_and_the_lead_finds_nothing() -> None:
    one, chair = lead(), person()
    register_chairs(lambda at: {chair.pk})
    case = opened(is_about_lead=True)
    send(browser(chair), "case_read", case.pk)
    assert SAID in page(browser(chair), "case", case.pk)
    assert browser(one).get(reverse("voices:case", args=[case.pk])).status_code == 404
    assert "No case" in page(browser(one), "cases")
    assert browser(person()).get(reverse("voices:cases")).status_code == 404


def test_an_administrator_is_told_whom_to_ring_and_nothing_else() -> None:
    one, admin = lead(), administrator()
    home = place(name="Elmbrook House")
    case = opened(place=home, statement=statement(where=home))
    climb_all(at=NOON + timedelta(minutes=15))
    alert = CaseAlert.objects.get(person=admin)
    client = browser(admin)
    shown = page(client, "alert", alert.pk)
    assert one.email in shown
    for secret in (SAID, "07700", "Elmbrook", str(case.pk)[:8]):
        assert secret not in shown
    assert client.get(reverse("voices:case", args=[case.pk])).status_code == 404
    assert browser(moderator()).get(reverse("voices:alert", args=[alert.pk])).status_code == 404
    assert browser(one).get(reverse("voices:alert", args=[alert.pk])).status_code == 404
    mine = CaseAlert.objects.filter(person=one)[0]
    assert browser(one).get(reverse("voices:alert", args=[mine.pk]))["Location"] == reverse(
        "voices:case", args=[case.pk]
    )
    keep_out_by = deputy()
    take_case(case=case, by=keep_out_by, at=NOON)
    keep_out(case=case, person=one, by=keep_out_by, at=NOON)
    assert one.email not in page(client, "alert", alert.pk)
