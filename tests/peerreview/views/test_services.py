from datetime import date, datetime
from typing import Any

import pytest

from peerreview.enums.services import MembershipDoubt
from peerreview.models import Membership, MembershipQuestion, Service
from portal.history.writing import save_with_history
from tests.factories.peerreviews import edition_in_force
from tests.factories.people import AffiliationFactory
from tests.factories.services import ServiceFactory
from tests.people import ROLES, browser, browser_of, person

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_directory_says_what_will_appear_while_it_is_empty() -> None:
    page = text(browser().get("/services/"))
    assert "No member is named yet" in page
    assert "The register has not been imported yet" in page


def test_the_public_sees_named_members_and_numbers_but_no_other_home() -> None:
    ServiceFactory(named="Rowan House", places=3, urn="SC777001")
    ServiceFactory(member=True, name="Hidden Lodge", urn="SC777002", public_name="Hidden Lodge")
    ServiceFactory.create_batch(3, name="Quiet Cottage")
    everything = "".join(text(browser().get(address)) for address in ("/services/", "/services/directory.csv"))
    assert "Rowan House" in everything
    assert "Registered services by region and kind" in everything
    for secret in ("Hidden Lodge", "Quiet Cottage", "SC777001", "SC777002"):
        assert secret not in everything


def test_a_named_members_page_tells_no_number_of_children_and_no_reference() -> None:
    ServiceFactory(named="Rowan House", places=3, urn="SC777001", authority_name="Bolton")
    page = text(browser().get("/services/rowan-house/"))
    assert "Rowan House" in page
    for secret in ("SC777001", "Places", "Bolton", "record"):
        assert secret not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_member_that_is_not_named_is_not_found() -> None:
    ServiceFactory(member=True, public_slug="hidden-lodge", public_name="Hidden Lodge")
    assert browser().get("/services/hidden-lodge/").status_code == 404


def test_the_directory_is_filtered_by_region_and_kind_and_survives_nonsense() -> None:
    ServiceFactory(named="Rowan House")
    ServiceFactory(named="Rowan Fostering", kind="fostering")
    page = text(browser().get("/services/", {"family": "fostering"}))
    assert ("Rowan Fostering" in page, "Rowan House" in page) == (True, False)
    assert "No service matches" in text(browser().get("/services/", {"region": "south-west"}))
    assert browser().get("/services/", {"region": "atlantis", "family": "x", "page": "x"}).status_code == 200


def test_the_spreadsheet_reads_no_name_as_a_formula() -> None:
    ServiceFactory(named="=cmd House")
    assert "'=cmd House" in text(browser().get("/services/directory.csv"))


@pytest.mark.parametrize("role", ROLES)
def test_who_reaches_the_register_and_who_acts_on_it(role: str, noon: datetime) -> None:
    ServiceFactory(urn="SC777001", member=True)
    question = MembershipQuestion(
        service=Service.objects.get(), about=MembershipDoubt.CLOSED, changed_on=date(2026, 3, 31), raised_at=noon
    )
    save_with_history(question, by=None, reason="Import", at=noon)
    reads = {"administrator": 200, "programme_manager": 200, "visitor": 302}.get(role, 404)
    acts = {"programme_manager": 200, "visitor": 302}.get(role, 404)
    client = browser_of(role)
    for address in ("", "questions/", "SC777001/"):
        assert client.get(f"/services/register/{address}").status_code == reads, address
    for address in ("membership/", "membership/end/", "name/", "unname/"):
        assert client.get(f"/services/register/SC777001/{address}").status_code == acts, address
    assert client.get(f"/services/register/questions/{question.pk}/").status_code == acts


def test_people_read_the_record_of_their_own_service_and_of_no_other() -> None:
    place = AffiliationFactory()
    ServiceFactory(urn="OURS1", owner=place.organisation)
    ServiceFactory(urn="THEIRS1", named="Rowan House")
    client = browser(place.person)
    assert client.get("/services/register/OURS1/").status_code == 200
    assert client.get("/services/register/THEIRS1/").status_code == 404
    assert client.get("/services/register/").status_code == 404


def test_the_programme_manager_takes_a_service_in_and_names_it_by_its_wish() -> None:
    ServiceFactory(urn="SC777001")
    client = browser(person("programme_manager"))
    here = "/services/register/SC777001/"
    day = {"starts_on_day": "1", "starts_on_month": "1", "starts_on_year": "2025"}
    for part in ("day", "month", "year"):
        day[f"starts_on-{part}"] = day[f"starts_on_{part}"]
    edition_in_force("whole-home")
    joined = {"track": "full", "reason": "Joined", **day}
    refused = client.post(f"{here}membership/", {**joined, "standard_set": "unknown"})
    assert refused.status_code == 422
    client.post(f"{here}membership/", {**joined, "standard_set": "whole-home"})
    assert Membership.objects.get(service__urn="SC777001").standard_set == "whole-home"
    assert client.post(f"{here}name/", {"public_name": "Rowan House"}).status_code == 422
    client.post(f"{here}name/", {"public_name": "Rowan House", "reason": "Letter of 1 May"})
    assert "Rowan House" in text(browser().get("/services/"))
    record = text(client.get(here))
    assert "Letter of 1 May" in record
    client.post(f"{here}unname/", {"reason": "They asked"})
    assert browser().get("/services/rowan-house/").status_code == 404


def test_a_question_is_answered_on_its_page_and_then_gone_from_those_that_wait(noon: datetime) -> None:
    question = MembershipQuestion(
        service=ServiceFactory(member=True), about=MembershipDoubt.OWNER, changed_on=date(2026, 3, 31), raised_at=noon
    )
    save_with_history(question, by=None, reason="Import", at=noon)
    client = browser(person("programme_manager"))
    address = f"/services/register/questions/{question.pk}/"
    assert client.post(address, {"answer": ""}).status_code == 422
    after = text(client.post(address, {"answer": "It goes on with the new owner."}, follow=True))
    assert "No question waits" in after
    assert "It goes on" in text(client.get("/services/register/questions/", {"all": "yes"}))


@pytest.mark.parametrize(
    ("role", "address", "queries"), [("", "/services/", 3), ("programme_manager", "/services/register/", 8)]
)
def test_the_lists_ask_equally_often_whatever_their_length(
    role: str, address: str, queries: int, django_assert_num_queries: Any
) -> None:
    client = browser(person(role)) if role else browser()
    client.get(address)  # the first page of a session writes the session
    for name in ("Rowan House", "Ash House", "Elm House"):
        ServiceFactory(named=name)
        if name != "Ash House":
            with django_assert_num_queries(queries):
                client.get(address)
