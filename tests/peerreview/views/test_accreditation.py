"""Accreditation's pages: everybody sees exactly what is theirs; recused members and strangers see nothing of a case."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.actions import appeals, panels
from peerreview.actions.services import stop_naming
from peerreview.enums.accreditation import Outcome, RegulatoryKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import Accreditation, AccreditationCase, AwardCondition, PanelProposal, Review
from portal.notifications.models import Notification
from portal.people.models import User
from portal.today import today
from tests.conftest import NOON
from tests.factories import accreditation as make
from tests.factories.people import AffiliationFactory, UserFactory
from tests.factories.selfassessments import lead_of, staff_of
from tests.factories.services import ServiceFactory
from tests.people import browser, person

pytestmark = pytest.mark.django_db
SOON = (NOON + timedelta(days=60)).date()
PAGES = ("", "history/", "report/")
INSIDE = ("panel/", "evidence/")


@pytest.fixture(autouse=True)
def _at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def statuses(who: User | None, case: AccreditationCase, pages: tuple[str, ...]) -> set[int]:
    client = browser(who)
    return {client.get(f"/accreditation/cases/{case.pk}/{page}").status_code for page in pages}


def test_who_reads_which_page_of_a_case() -> None:
    case = make.before_panel()
    recused, stranger, other = make.panel_of(case)[2], make.manager(), make.seated(1, "Other")[0]
    panels.recuse(case=case, person=recused, reason="A tie.", by=recused, at=NOON)
    AffiliationFactory(person=stranger, organisation=case.review.service.owner)
    for who in (make.panel_of(case)[0], make.manager()):
        assert statuses(who, case, (*PAGES, *INSIDE)) == {200}
    assert statuses(lead_of(case.review), case, PAGES) == {200}
    assert statuses(lead_of(case.review), case, INSIDE) == {404}
    for who in (recused, stranger, other, staff_of(case.review), person("reviewer"), person("administrator"), person()):
        assert statuses(who, case, (*PAGES, *INSIDE)) == {404}
    assert statuses(None, case, PAGES) == {302}


def test_a_recused_member_meets_the_case_in_no_list_count_card_or_notice() -> None:
    case = make.before_panel()
    who = make.panel_of(case)[2]
    client = browser(who)
    name = case.review.service.urn
    assert name in client.get("/accreditation/cases/").content.decode()
    assert Notification.objects.filter(person=who, event="accreditation.laid").exists()
    panels.recuse(case=case, person=who, reason="A tie.", by=who, at=NOON)
    for page in ("/today/", "/accreditation/cases/", "/account/notifications/", "/notifications/"):
        assert name not in client.get(page).content.decode()
    who = User.objects.get(pk=who.pk)
    assert [card.href for card in today(who, NOON).cards if "accreditation" in card.href] == []
    told = Notification.objects.filter(person=who).count()
    make.proposed(case)
    assert Notification.objects.filter(person=who).count() == told


def test_the_case_says_in_words_what_is_missing() -> None:
    case = make.before_panel(make.SAFE)
    text = browser(lead_of(case.review)).get(f"/accreditation/cases/{case.pk}/").content.decode()
    assert "Type 2: 1 more standard must be met (3 of 5 are, 4 must be): 1.6, 1.7" in text
    assert "Not reached" in text


def test_a_panel_decides_by_the_pages_alone() -> None:
    review = make.final_review(make.SAFE)
    manager, people = browser(make.manager()), make.seated(3)
    one, two, three = (browser(who) for who in people)
    assert "Bring 1 review before the panel" in manager.get("/today/").content.decode()
    manager.post(f"/reviews/{review.pk}/accreditation/", {})
    case = AccreditationCase.objects.get()
    base = f"/accreditation/cases/{case.pk}/"
    called = {"title": "Autumn", "people": [who.pk for who in people], **boxes("held_on", "9 11 2026")}
    assert manager.post("/accreditation/panel/meetings/call/", called).status_code == 302
    meeting = panels.PanelMeeting.objects.get()
    assert manager.post(f"{base}meeting/", {"meeting": meeting.pk}).status_code == 302
    assert "Read an accreditation case" in one.get("/today/").content.decode()
    lacking = one.post(f"{base}panel/propose/", {"outcome": "with_conditions", "reason": "Nearly."})
    assert lacking.status_code == 422
    assert "Nearly." in lacking.content.decode()
    sent = {"outcome": "with_conditions", "reason": "Nearly.", "condition_1": "Knock.", **boxes("due_1", "1 2 2027")}
    assert one.post(f"{base}panel/propose/", sent).status_code == 302
    assert "Say what you think of a proposed decision" in two.get("/today/").content.decode()
    without = two.post(f"{base}panel/1/say/", {"stance": "objects", "reason": ""})
    assert without.status_code == 422
    assert two.post(f"{base}panel/1/say/", {"stance": "agrees", "reason": ""}).status_code == 302
    early = one.post(f"{base}panel/1/decide/", {})
    assert early.status_code == 422
    assert "1 are missing" in early.content.decode()
    own = f"{base}panel/recuse/{people[2].pk}/"
    assert three.post(own, {"reason": "I know the manager."}).status_code == 302
    assert three.get(base).status_code == 404
    assert one.post(f"{base}panel/1/decide/", {}).status_code == 302
    assert Review.objects.get(pk=review.pk).state == ReviewState.DECIDED
    found = AwardCondition.objects.get()
    assert "Show that condition 1" in browser(lead_of(review)).get("/today/").content.decode()
    assert two.post(f"{base}conditions/{found.pk}/", {"reason": "Seen."}).status_code == 302
    host = browser(lead_of(review))
    text = host.get(base).content.decode()
    assert "Appeal" in text
    assert "by consensus of 2 members" in text
    assert host.post(f"{base}appeal/", {"grounds": "It was not needed."}).status_code == 302
    assert "Lay 1 case before a meeting" in manager.get("/today/").content.decode()


def boxes(name: str, typed: str) -> dict[str, str]:
    day, month, year = typed.split()
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def test_a_deferred_case_is_brought_back_by_the_page() -> None:
    case = make.before_panel(make.UNSAFE)
    make.decided(case, Outcome.DEFERRED, days=100)
    client = browser(make.manager())
    address = f"/accreditation/cases/{case.pk}/bring-back/"
    assert "1.2 Adults keep promise 1.2." in client.get(address).content.decode()
    assert client.post(address, {"met_now": ["1.2"], "reason": "The rota was shown."}).status_code == 302
    text = client.get(f"/accreditation/cases/{case.pk}/").content.decode()
    assert "every threshold is reached" in text
    assert "The rota was shown." in text


def named_case() -> AccreditationCase:
    service = ServiceFactory(named="Rowan House")
    case = make.before_panel(service=service)
    make.decided(case)
    return case


def public(client: Client) -> list[bool]:
    """Say on which of the public's pages the badge shows."""
    caches["pages"].clear()
    pages = ("/services/", "/services/rowan-house/", "/accreditation/", "/services/directory.csv")
    return ["Accredited from 2 November 2026 to 1 November 2029" in words(client, page) for page in pages]


def words(client: Client, page: str) -> str:
    text = " ".join(client.get(page).content.decode().split())
    badge = '<strong class="govuk-tag govuk-tag--green">Accredited</strong> <span>from'
    return text.replace(badge, "Accredited from").replace("<span>", "").replace("</span>", "")


def test_everybody_sees_the_badge_only_while_it_is_true() -> None:
    case, client = named_case(), Client()
    assert public(client) == [True] * 4
    with time_machine.travel(NOON.replace(year=2029), tick=False):
        assert public(client) == [False] * 4
    event = {"kind": RegulatoryKind.INADEQUATE, "happened_on": NOON.date(), "text": "Inadequate."}
    appeals.record_event(case=make.fresh(case), by=make.manager(), at=NOON, **event)  # type: ignore[arg-type]
    assert public(client) == [True] * 4
    make.decided(case, Outcome.SUSPENDED)
    assert public(client) == [False] * 4
    make.decided(case, Outcome.RESUMED)
    assert public(client) == [True] * 4
    stop_naming(service=case.review.service, reason="They asked", actor=make.manager(), at=NOON)
    assert not any(public(client))
    assert "Rowan" not in client.get("/accreditation/").content.decode()


def test_a_service_that_did_not_wish_to_be_named_is_nowhere_in_public() -> None:
    case = make.before_panel()
    make.decided(case)
    assert Accreditation.objects.shown(NOON).count() == 1
    for page in ("/services/", "/accreditation/", "/services/directory.csv"):
        assert case.review.service.urn not in Client().get(page).content.decode()


@pytest.mark.parametrize("address", ["/accreditation/", "/services/"])
def test_public_lists_cost_the_same_for_one_and_three(address: str) -> None:
    def cost() -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            Client().get(address)
        return len(asked)

    make.decided(make.before_panel(service=ServiceFactory(named="Alder")))
    cost()
    first = cost()
    for name in ("Beech", "Cedar"):
        make.decided(make.before_panel(service=ServiceFactory(named=name)))
    assert cost() == first


@pytest.mark.parametrize("address", ["/accreditation/cases/", "/accreditation/panel/"])
def test_lists_of_cases_and_meetings_cost_the_same_for_one_and_three(address: str) -> None:
    who, people = make.manager(), make.seated()

    def cost() -> int:
        client = browser(who)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    make.before_panel(people=people)
    cost()
    first = cost()
    for _more in range(2):
        make.before_panel(people=people)
    assert cost() == first


def test_a_case_costs_the_same_however_much_was_said() -> None:
    case = make.before_panel(make.SAFE)
    who = make.panel_of(case)[0]

    def cost(page: str) -> int:
        client = browser(who)
        client.get(f"/accreditation/cases/{case.pk}/{page}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/accreditation/cases/{case.pk}/{page}").status_code == 200
        return len(asked)

    conditions = [("Knock.", SOON)]
    make.proposed(case, Outcome.CONDITIONS, conditions=conditions)
    before = cost("panel/"), cost("")
    for _more in range(2):
        make.proposed(case, Outcome.CONDITIONS, conditions=[*conditions, ("Plan.", SOON)])
    for voice in make.panel_of(case)[1:]:
        make.said(PanelProposal.objects.order_by("-n")[0], voice)
    assert (cost("panel/"), cost("")) == before


def test_thresholds_are_changed_by_the_programme_and_refuse_nonsense() -> None:
    review = make.final_review()
    client, address = browser(make.manager()), f"/cycles/{review.cycle.label}/thresholds/"
    values = {"type_1": 100, "type_2": 101, "type_3": 60, "appeal_days": 20, "reason": "Agreed"}
    assert client.post(address, values).status_code == 422
    assert client.post(address, {**values, "type_2": 80}).status_code == 422
    assert client.post(address, {**values, "type_2": 90}).status_code == 302
    review.cycle.refresh_from_db()
    assert review.cycle.type_2_percent == 90
    assert browser(UserFactory()).get(address).status_code == 404
