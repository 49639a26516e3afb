"""“I don’t feel safe”, at night: from a child's phone to whoever acts, while somebody tries to read along.

The portal's clock is put forward to seven past two; timed work is run as if it were later still.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.journeys.conftest import Portal, Visit
from tests.journeys.test_voices_reading import looked_at

pytestmark = pytest.mark.browser
SMALL: ViewportSize = {"width": 320, "height": 640}
TOLD = "Zebedee comes into my room at Elmbrook"
REACH = "07700 900123, after school"
# The demonstration tells of others.
NEWEST = "SELECT id FROM voices_case ORDER BY opened_at DESC LIMIT 1"
DEPUTY = """
from datetime import date
from django.utils import timezone
from portal.history.writing import save_with_history
from portal.people.models import RoleGrant, User
who = User.objects.get(email="observer@hearth.example")
grant = RoleGrant(person=who, role="safeguarding_deputy", starts_on=date(2020, 1, 1))
save_with_history(grant, by=None, reason="Made for a journey", at=timezone.now())
"""


@pytest.fixture(scope="module")
def night(portal: Portal) -> Iterator[datetime]:
    """Put the portal's clock forward to the night, and give it a deputy."""
    portal.manage("shell", "-c", DEPUTY)
    now = datetime.now(UTC)
    local = now.astimezone(ZoneInfo("Europe/London"))
    at = local.replace(hour=2, minute=7, second=0, microsecond=0)
    at = at if at > local else at + timedelta(days=1)
    portal.at_a_later_time(at - now)
    return at.astimezone(UTC)


def alerted(portal: Portal, rung: int) -> set[str]:
    """Return who has been alerted on a rung, and whether a letter went."""
    rows = portal.ask(
        "SELECT u.email FROM voices_casealert a JOIN people_user u ON u.id = a.person_id"
        " JOIN notifications_notification n ON n.subject_kind = 'case_alert' AND n.subject_id = a.id"
        " JOIN notifications_delivery d ON d.notification_id = n.id AND d.channel = 'mail'"
        " WHERE a.case_id = ? AND a.rung = ? AND d.state = 'sent'",
        portal.one(NEWEST),
        rung,
    )
    return {str(email).removesuffix("@hearth.example") for (email,) in rows}


def later(portal: Portal, at: datetime, minutes: float) -> None:
    portal.manage("run_due", "--at", f"{at + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}+00:00")


def test_a_child_says_at_night_that_it_is_not_safe_and_the_whole_way_is_walked(
    portal: Portal, visit: Visit, night: datetime
) -> None:
    child = visit(screen=SMALL, scripts=False)
    child.go("/have-your-say/")
    child.page.get_by_role("link", name="I don’t feel safe").first.click()
    main = child.page.get_by_role("main")
    expect(main).to_contain_text("999")
    expect(main).to_contain_text("Maybe nobody is reading at this moment")
    # axe needs scripts, which this child's phone has switched off.
    with_scripts = visit(screen=SMALL)
    with_scripts.go("/have-your-say/unsafe/")
    looked_at(with_scripts, "unsafe")
    child.page.locator("[name=told]").fill(TOLD)
    child.page.locator("[name=contact]").fill(REACH)
    child.press("Tell them")
    expect(child.page.get_by_role("heading", level=1)).to_contain_text("We have your message")

    # Without a worker the timer of the next minute sends what waits.
    later(portal, night, 1)
    assert {"safeguarding-lead", "observer"} <= alerted(portal, 0)
    titles = portal.ask("SELECT DISTINCT title || url FROM notifications_notification WHERE event LIKE 'voices.case%'")
    assert not [title for (title,) in titles if "Zebedee" in str(title) or "Elmbrook" in str(title)]

    # Nobody reads: it climbs, each time once, also when the timer runs twice.
    for minutes in (4, 6, 6, 9):
        later(portal, night, minutes)
    assert {"safeguarding-lead", "observer"} <= alerted(portal, 1)
    assert alerted(portal, 2) == set()
    later(portal, night, 16)
    later(portal, night, 16)
    assert "administrator" in alerted(portal, 2)
    sent = "SELECT person_id, rung FROM voices_casealert GROUP BY case_id, person_id, rung"
    twice = portal.ask(f"{sent} HAVING COUNT(*) > 1")
    assert twice == []

    case = str(UUID(portal.one(NEWEST)))
    admin = visit("administrator")
    admin.expected.add(404)
    admin.go("/notifications/")
    admin.page.get_by_role("link", name="An alert still waits").first.click()
    expect(admin.page.get_by_role("main")).to_contain_text("You do not see what it says")
    assert TOLD not in admin.page.content()
    assert admin.go(f"/voices/cases/{case}/").status == 404

    deputy = visit("observer", screen=SMALL)
    deputy.go("/today/")
    expect(deputy.page.get_by_role("main")).to_contain_text("Open the alert and take it")
    assert TOLD not in deputy.page.content()
    deputy.go(f"/voices/cases/{case}/")
    assert TOLD not in deputy.page.content()
    deputy.press("Open it: I am reading it now")
    expect(deputy.page.get_by_role("main")).to_contain_text(TOLD)
    expect(deputy.page.get_by_role("main")).to_contain_text(REACH)
    deputy.press("I am on it")
    deputy.press("I am on it")
    deputy.go(f"/voices/cases/{case}/told/")
    deputy.page.locator("input[name=to][value=childrens_services]").check()
    deputy.page.locator("[name=text]").fill("Spoke to the duty team, reference 8812.")
    deputy.press("Note it")
    expect(deputy.page.get_by_role("main")).to_contain_text("reference 8812")
    expect(deputy.page.get_by_role("main")).to_contain_text("Hear what children’s services decided")
    later(portal, night, 180)
    assert alerted(portal, 3) == alerted(portal, 4) == set()

    # It is about the lead, the deputy finds: from now on there is no such case for them.
    lead = visit("safeguarding-lead")
    lead.expected.add(404)
    lead.go("/voices/cases/")
    assert case[:8] in lead.page.content()
    deputy.go(f"/voices/cases/{case}/keep-out/")
    deputy.page.locator("[name=email]").fill("safeguarding-lead@hearth.example")
    deputy.press("Keep them out")
    assert lead.go(f"/voices/cases/{case}/").status == 404
    for address in ("/voices/cases/", "/today/", "/notifications/"):
        lead.go(address)
        assert case[:8] not in lead.page.content()
        assert "alert still waits" not in lead.page.content()

    deputy.go(f"/voices/cases/{case}/close/")
    deputy.page.locator("[name=reason]").fill("Children’s services have it.")
    deputy.press("Close it")
    expect(deputy.page.get_by_role("main")).to_contain_text("Closed with its reason")


def test_a_manager_tries_every_address_and_reads_nothing(portal: Portal, visit: Visit, night: datetime) -> None:
    case = str(UUID(portal.one(NEWEST)))
    alerts = [str(key) for (key,) in portal.ask("SELECT id FROM voices_casealert")]
    manager = visit("service-lead")
    manager.expected.add(404)
    addresses = ["/voices/moderation/", "/voices/cases/", "/voices/cases/?show=closed", "/voices/looks/"]
    addresses += [f"/voices/cases/{case}/{part}" for part in ("", "take/", "note/", "told/", "close/", "open-again/")]
    addresses += [f"/voices/alerts/{key}/" for key in alerts]
    for address in addresses:
        assert manager.go(address).status == 404, address
    for address in ("/today/", "/notifications/", "/search/?q=zebedee", "/search/?q=elmbrook"):
        manager.go(address)
        assert "Zebedee" not in manager.page.content()
        assert case[:8] not in manager.page.content()
