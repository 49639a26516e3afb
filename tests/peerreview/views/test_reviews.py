"""The pages of cycles, reviews, our service and control groups, as those who use them meet them."""

from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models.base import ModelState
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import ControlGroup, Deadline, HostRole, PracticeProfile, Review, ReviewCycle, Service
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import (
    ControlGroupFactory,
    ControlGroupMembershipFactory,
    HostRoleFactory,
    PracticeProfileFactory,
    ReviewCycleFactory,
    ReviewFactory,
    edition_in_force,
)
from tests.factories.people import OrganisationFactory
from tests.factories.services import MembershipFactory, ServiceFactory
from tests.people import browser, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
DAY = {"to_on-day": "1", "to_on-month": "2", "to_on-year": "2027"}


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def manager() -> Client:
    return browser(person("programme_manager"))


@pytest.fixture
@remembered
def cycle() -> ReviewCycle:
    row: ReviewCycle = ReviewCycleFactory(label="2026-27", title="The year of reviews")
    return row


def clone(row: Any, **fields: Any) -> Any:
    """Return an unsaved row that is like another but for ``fields``."""
    made = copy(row)
    made._state = ModelState()
    for name, value in {"pk": None, **fields}.items():
        setattr(made, name, value)
    return made


def text(response: Any) -> str:
    return str(response.content.decode())


def review_of(cycle: ReviewCycle, state: ReviewState = ReviewState.SELF_REVIEW, **fields: Any) -> Review:
    row: Review = ReviewFactory(cycle=cycle, state=state, service=ServiceFactory(member=True), **fields)
    return row


def until(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def queries_of(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/cycles/", "/reviews/", "/cycles/2026-27/", "/cycles/2026-27/reminders/"])
def test_lists_cost_the_same_for_one_review_as_for_three(address: str, manager: Client, cycle: ReviewCycle) -> None:
    review_of(cycle, lead=person())
    one = queries_of(manager, address)
    review_of(cycle, ReviewState.SUBMITTED, lead=person())
    review_of(cycle, ReviewState.PLANNED, lead=person())
    # The reminders name everybody who is told: who runs a review is asked for each programme manager.
    assert queries_of(manager, address) == one <= (13 if address.endswith("reminders/") else 12)


def test_a_hosts_list_and_page_cost_the_same_for_one_review_as_for_three() -> None:
    lead = person()
    service = ServiceFactory(member=True)
    HostRoleFactory(service=service, person=lead)
    client = browser(lead)
    ReviewFactory(service=service)
    address = f"/our-services/{service.urn}/"
    one, page = queries_of(client, "/reviews/"), queries_of(client, address)
    ReviewFactory(service=service, kind=ReviewKind.INTERIM)
    ReviewFactory(service=service, state=ReviewState.SUBMITTED)
    assert queries_of(client, "/reviews/") == one <= 10
    assert queries_of(client, address) == page <= 12


def test_a_cycle_of_a_thousand_reviews_is_read_within_its_budget(manager: Client, cycle: ReviewCycle) -> None:
    pattern = ServiceFactory(member=True, owner=OrganisationFactory())
    first = ReviewFactory(cycle=cycle, service=pattern, state=ReviewState.SELF_REVIEW)
    services = Service.objects.bulk_create(
        [clone(pattern, urn=f"B{number}", education_urn="") for number in range(999)]
    )
    # Past their history, which counts for nothing here: made one by one they would take minutes.
    reviews = Review.objects.bulk_create(
        [
            clone(first, service=service, awaited_on=first.awaited_on + timedelta(days=number % 90))
            for number, service in enumerate(services)
        ]
    )
    Deadline.objects.bulk_create(
        [Deadline(review=row, kind=row.awaited_kind, due_on=row.awaited_on) for row in reviews]
    )
    assert Review.objects.filter(cycle=cycle).count() == 1000
    for address in ("/cycles/2026-27/", "/cycles/2026-27/?stage=late", "/reviews/"):
        assert queries_of(manager, address) <= 12
    assert "1000 reviews" in text(manager.get("/cycles/2026-27/"))


@pytest.mark.parametrize("state", ReviewState)
def test_one_review_is_read_within_its_budget_at_every_stage(
    state: ReviewState, manager: Client, cycle: ReviewCycle
) -> None:
    lead = person()
    review = review_of(cycle, state, lead=lead)
    for client in (manager, browser(lead)):
        assert queries_of(client, f"/reviews/{review.pk}/") <= 12
    assert review.get_state_display() in text(manager.get(f"/reviews/{review.pk}/"))


def test_the_cycle_shows_the_late_first_and_counts_by_stage(manager: Client, cycle: ReviewCycle) -> None:
    in_time = review_of(cycle, clock_from=date(2026, 10, 20))
    late = review_of(cycle, clock_from=date(2026, 9, 1))
    page = text(manager.get("/cycles/2026-27/"))
    assert page.index(late.service.urn) < page.index(in_time.service.urn)
    assert "1 is late" in page
    narrowed = text(manager.get("/cycles/2026-27/?stage=late"))
    assert (late.service.urn in narrowed, in_time.service.urn in narrowed) == (True, False)
    assert "No review matches" in text(manager.get("/cycles/2026-27/?stage=final"))
    assert manager.get("/cycles/2026-27/?stage=nonsense&region=atlantis&page=x").status_code == 200


def test_a_cycle_is_opened_planned_and_begun_on_its_pages(manager: Client) -> None:
    edition_in_force("small")
    service = ServiceFactory()
    MembershipFactory(service=service, standard_set="small")
    HostRoleFactory(service=service)
    clock = dict(vars(ReviewCycle().rules).items())
    sent = {"title": "The year", "label": "2026-27", **until("opens_on", date(2026, 9, 7)), **clock}
    wrong = manager.post("/cycles/open/", {**sent, **until("closes_on", date(2026, 9, 1))})
    assert wrong.status_code == 422
    assert "must close after it opens" in text(wrong)
    assert "The year" in text(wrong)
    manager.post("/cycles/open/", {**sent, **until("closes_on", date(2027, 8, 31))})
    preview = text(manager.get("/cycles/2026-27/plan/"))
    assert "1 review would be planned. Nothing is written yet." in preview
    assert not Review.objects.exists()
    assert "1 review is planned" in text(manager.post("/cycles/2026-27/plan/", follow=True))
    assert "1 self-review has begun" in text(manager.post("/cycles/2026-27/start/", follow=True))
    assert Review.objects.get().state == ReviewState.SELF_REVIEW


def test_the_clock_and_one_review_are_set_by_hand(manager: Client, cycle: ReviewCycle) -> None:
    edition_in_force("small")
    service = ServiceFactory()
    MembershipFactory(service=service, standard_set="small")
    clock = {**vars(cycle.rules), "draft_days": 15, "reason": "We are quicker now"}
    manager.post("/cycles/2026-27/clock/", clock)
    assert ReviewCycle.objects.get().draft_days == 15
    assert "Visits cannot end" in text(manager.post("/cycles/2026-27/clock/", {**clock, "visit_to_weeks": 2}))
    sent = {"urn": "SC1", "kind": "interim", "reason": "Eighteen months", **until("clock_from", date(2026, 12, 1))}
    assert "No service has this reference" in text(manager.post("/cycles/2026-27/plan/one/", sent))
    manager.post("/cycles/2026-27/plan/one/", {**sent, "urn": service.urn})
    assert Review.objects.get().kind == ReviewKind.INTERIM
    assert "not been visited" in text(manager.post("/cycles/2026-27/close/", {"reason": "Over"}))


@pytest.mark.parametrize(
    ("act", "state", "sent", "after"),
    [
        (
            "return",
            ReviewState.SUBMITTED,
            {"reason": "Section 4", **until("until", date(2027, 1, 4))},
            ReviewState.RETURNED,
        ),
        (
            "postpone",
            ReviewState.SUBMITTED,
            {"reason": "Flood", **until("until", date(2027, 3, 1))},
            ReviewState.POSTPONED,
        ),
        ("cancel", ReviewState.SELF_REVIEW, {"reason": "Closes"}, ReviewState.CANCELLED),
    ],
)
def test_the_manager_returns_postpones_and_cancels_with_a_reason(
    act: str, state: ReviewState, sent: dict[str, str], after: ReviewState, manager: Client, cycle: ReviewCycle
) -> None:
    review = review_of(cycle, state)
    address = f"/reviews/{review.pk}/{act}/"
    refused = manager.post(address, {**sent, "reason": ""})
    assert (refused.status_code, Review.objects.get(pk=review.pk).state) == (422, state)
    assert manager.post(address, sent).status_code == 302
    assert Review.objects.get(pk=review.pk).state == after
    assert sent["reason"] in text(manager.get(f"/reviews/{review.pk}/"))
    assert manager.get(address).status_code == 404
    assert sent["reason"] in text(manager.get(f"/reviews/{review.pk}/history/"))


def test_more_time_is_given_on_a_page_and_a_wrong_day_loses_nothing(manager: Client, cycle: ReviewCycle) -> None:
    review = review_of(cycle)
    address = f"/reviews/{review.pk}/extend/self_review/"
    refused = manager.post(address, {**until("to_on", date(2026, 10, 1)), "reason": "Half of us have flu"})
    assert refused.status_code == 422
    assert "must come after" in text(refused)
    assert "Half of us have flu" in text(refused)
    manager.post(address, {**DAY, "reason": "Half of us have flu"})
    assert Deadline.objects.get(review=review, kind="self_review").due_on == date(2027, 2, 1)
    page = text(manager.get(f"/reviews/{review.pk}/"))
    assert "More time that was given" in page
    assert "Half of us have flu" in page
    assert manager.get(f"/reviews/{review.pk}/extend/nonsense/").status_code == 404


def test_the_lead_begins_and_is_told_what_is_missing_before_handing_in(cycle: ReviewCycle) -> None:
    lead = person()
    review = review_of(cycle, ReviewState.PLANNED, lead=lead)
    client = browser(lead)
    assert "Begin the self-review" in text(client.get(f"/reviews/{review.pk}/"))
    assert client.get(f"/reviews/{review.pk}/submit/").status_code == 404
    client.post(f"/reviews/{review.pk}/start/")
    page = text(client.get(f"/reviews/{review.pk}/submit/"))
    assert "What is still missing" in page
    assert client.post(f"/reviews/{review.pk}/submit/").status_code == 422
    assert Review.objects.get(pk=review.pk).state == ReviewState.SELF_REVIEW
    assert "standards still open in your self-review" in text(client.get("/today/"))


def test_a_planned_review_that_cannot_begin_says_why_and_offers_nothing(manager: Client, cycle: ReviewCycle) -> None:
    review = review_of(cycle, ReviewState.PLANNED)
    page = text(manager.get(f"/reviews/{review.pk}/"))
    assert "Nobody leads the review" in page
    assert "Begin the self-review" not in page
    assert "Nobody leads" in text(manager.post(f"/reviews/{review.pk}/start/", follow=True))


def test_history_goes_back_page_by_page_and_refuses_a_forged_place(manager: Client, cycle: ReviewCycle) -> None:
    review = review_of(cycle)
    address = f"/reviews/{review.pk}/history/"
    assert "Made for a test" in text(manager.get(address))
    assert manager.get(f"{address}?before=nonsense").status_code == 404
    assert "nothing before this" in text(manager.get(f"{address}?before=0-0-0"))


def test_our_service_goes_straight_to_the_only_one_and_lists_several() -> None:
    lead = person()
    first = HostRoleFactory(person=lead).service
    client = browser(lead)
    assert client.get("/our-services/").headers["Location"] == f"/our-services/{first.urn}/"
    second = HostRoleFactory(person=lead).service
    page = text(client.get("/our-services/"))
    assert first.urn in page
    assert second.urn in page
    assert browser(person()).get("/our-services/").status_code == 404
    assert browser(person()).get(f"/our-services/{first.urn}/").status_code == 404


def test_the_profile_is_written_published_and_withdrawn_by_the_lead() -> None:
    role = HostRoleFactory(service=ServiceFactory(named="Rowan House"))
    client, address = browser(role.person), f"/our-services/{role.service.urn}/profile/"
    sent = {"after": "0", "practice_model": "Same adults.", "therapy": "in_house"}
    assert client.post(f"{address}write/", {**sent, "practice_model": ""}).status_code == 422
    client.post(f"{address}write/", sent)
    clash = client.post(f"{address}write/", {**sent, "risk": "A long text of mine"})
    assert clash.status_code == 422
    assert "A long text of mine" in text(clash)
    client.post(f"{address}1/publish/")
    assert "Same adults." in text(browser().get("/services/rowan-house/"))
    assert client.get(f"{address}?version=7").status_code == 404
    assert client.post(f"{address}9/publish/").status_code == 404
    client.post(f"{address}withdraw/", {"reason": "We rewrite it"})
    assert "Same adults." not in text(browser().get("/services/rowan-house/"))


def test_staff_read_the_profile_and_are_offered_nothing_of_it() -> None:
    profile = PracticeProfileFactory()
    staff = HostRoleFactory(service=profile.service, kind="staff").person
    client, address = browser(staff), f"/our-services/{profile.service.urn}/profile/"
    assert profile.practice_model in text(client.get(address))
    for part in ("write/", "withdraw/"):
        assert client.get(address + part).status_code == 404
    assert client.post(f"{address}1/publish/").status_code == 404
    assert PracticeProfile.objects.published().count() == 0


def test_hosts_are_named_by_their_address_and_nobody_unknown() -> None:
    role = HostRoleFactory()
    address = f"/our-services/{role.service.urn}/hosts/name/"
    client, staff = browser(role.person), person()
    sent = {"person": staff.email, "kind": "staff", "reason": "Night staff", **until("starts_on", date(2026, 11, 2))}
    assert "has an account" in text(client.post(address, {**sent, "person": "nobody@hearth.example"}))
    assert client.post(address, {**sent, "kind": "lead"}).status_code == 422
    client.post(address, sent)
    named = HostRole.objects.get(person=staff)
    ended = f"/our-services/{role.service.urn}/hosts/{named.pk}/end/"
    assert client.get(f"/our-services/{role.service.urn}/hosts/{role.pk}/end/").status_code == 404
    client.post(ended, {"reason": "Left", **until("ends_on", date(2026, 11, 2))})
    assert HostRole.objects.get(person=staff).ends_on == date(2026, 11, 2)


def test_control_groups_are_kept_on_their_pages(manager: Client) -> None:
    home = OrganisationFactory(name="Fell and Field")
    assert "No control groups yet" in text(manager.get("/services/control/"))
    manager.post("/services/control/add/", {"name": "Meadow Holdings", "reason": "Companies register"})
    group = ControlGroup.objects.get()
    address = f"/services/control/{group.pk}/"
    sent = {"organisation": "fell and field", "reason": "Bought", **until("starts_on", date(2026, 10, 1))}
    assert "exactly this name" in text(manager.post(f"{address}add/", {**sent, "organisation": "Fell"}))
    manager.post(f"{address}add/", sent)
    assert home.name in text(manager.get(address))
    held = group.memberships.get()
    manager.post(f"{address}{held.pk}/end/", {"reason": "Sold", **until("ends_on", date(2026, 11, 2))})
    assert manager.get(f"{address}{held.pk}/end/").status_code == 404
    assert manager.get("/services/control/999999/").status_code == 404


def test_groups_and_their_members_cost_the_same_for_one_as_for_three(manager: Client) -> None:
    group = ControlGroupMembershipFactory().group
    one, page = queries_of(manager, "/services/control/"), queries_of(manager, f"/services/control/{group.pk}/")
    for _each in range(2):
        ControlGroupMembershipFactory(group=ControlGroupFactory())
        ControlGroupMembershipFactory(group=group)
    assert queries_of(manager, "/services/control/") == one <= 10
    assert queries_of(manager, f"/services/control/{group.pk}/") == page <= 12


def test_an_owner_is_changed_on_the_services_record(manager: Client) -> None:
    service, owner = ServiceFactory(member=True), OrganisationFactory(name="Fell and Field")
    sent = {"owner": owner.name, "reason": "Sold", **until("from_on", date(2026, 11, 2))}
    manager.post(f"/services/register/{service.urn}/owner/", sent)
    assert "Fell and Field" in text(manager.get(f"/services/register/{service.urn}/"))


@pytest.mark.parametrize("role", ["member", "reviewer", "administrator", "editor"])
def test_cycles_do_not_exist_for_those_who_do_not_run_them(role: str, cycle: ReviewCycle) -> None:
    who: User = person() if role == "member" else person(role)
    for part in (
        "",
        "open/",
        "2026-27/",
        "2026-27/plan/",
        "2026-27/plan/one/",
        "2026-27/clock/",
        "2026-27/close/",
        "2026-27/reminders/",
    ):
        assert browser(who).get(f"/cycles/{part}").status_code == 404, part
    assert browser(who).post("/cycles/2026-27/start/").status_code == 404
