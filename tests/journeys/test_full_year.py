"""One service's full year: host, lead, peers, an expert by experience, programme manager and panel, each in a browser.

From the cycle that is opened to the review that is closed by its progress review. Time is put forward five times; the
forms that are filled once for each of 72 standards are filled by hand once for everybody, and for the rest in bulk
(``fullyear.py``).
"""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Portal, Visit, Visitor
from tests.journeys.notebooks import arrives, notes_survive_a_killed_tab, ready, stored, write
from tests.journeys.steps import email_of_host, email_of_seat, fill_day, seat_of

pytestmark = pytest.mark.browser
LABEL = "full-year"
# Seats of the team whose people have a browser; the third peer has none.
LEAD, FIRST_PEER, SECOND_PEER, EXPERT = 1, 2, 3, 5
TEAM = (LEAD, FIRST_PEER, SECOND_PEER, EXPERT)
# Days after the beginning of the year.
HANDED_IN, AFTER_THE_DRAFT, LOOKED_BACK = 56, 12, 300
NOTES = ("Written while there was a network.", "Two adults sat down with them. One of them told a joke.")


class Year:
    """The year as it is played: who is in which browser on which day."""

    def __init__(self, portal: Portal, visit: Visit) -> None:
        self.portal, self.visit = portal, visit
        self.began = date.today()  # noqa: DTZ011
        self.today = self.began
        self.open: dict[str, Visitor] = {}
        self.review = ""

    def goes_on_to(self, day: date) -> None:
        """Close every browser and put the clock forward: nobody is still signed in."""
        for one in self.open.values():
            one.page.close()
        self.open.clear()
        self.portal.at_a_later_time(day - self.began)
        self.today = day

    def comes(self, who: str, *, phone: bool = False) -> Visitor:
        """Somebody opens a browser and signs in, once a day."""
        if who not in self.open:
            self.open[who] = self.visit(**({"screen": PHONE} if phone else {})).sign_in_as(who)
        return self.open[who]

    def seat(self, number: int, *, phone: bool = False) -> Visitor:
        return self.comes(email_of_seat(self.portal, self.review, number), phone=phone)

    def host(self) -> Visitor:
        return self.comes(email_of_host(self.portal, self.review), phone=True)

    def manager(self) -> Visitor:
        return self.comes("programme-manager@hearth.example")

    def in_bulk(self, act: str) -> None:
        self.portal.manage_then("shell", "-c", f"from tests.journeys import fullyear; fullyear.{act}({self.review})")

    def go(self, visitor: Visitor, path: str = "") -> None:
        assert visitor.go(f"/reviews/{self.review}/{path}").status == 200

    def press(self, visitor: Visitor, path: str, button: str, **fields: str) -> None:
        """Open a page of the review, fill its fields, press its button."""
        self.go(visitor, path)
        for name, value in fields.items():
            visitor.page.locator(f"[name={name}]").fill(value)
        visitor.press(button)

    def stage(self) -> str:
        return self.portal.one("SELECT state FROM peerreview_review WHERE id = ?", self.review)

    def standard(self, nth: int) -> str:
        return self.portal.one(
            "SELECT s.code FROM peerreview_standard s JOIN peerreview_review r ON r.edition_id = s.edition_id"
            ' WHERE r.id = ? ORDER BY s."order" LIMIT 1 OFFSET ?',
            self.review,
            nth,
        )


@pytest.fixture
def year(portal: Portal, visit: Visit) -> Year:
    return Year(portal, visit)


def test_one_service_from_the_opened_cycle_to_the_closed_review(year: Year) -> None:
    opened_planned_and_begun(year)
    year.goes_on_to(year.began + timedelta(days=HANDED_IN))
    handed_in(year)
    day = team_comes_together(year)
    day_is_planned(year)
    year.goes_on_to(day)
    visited_without_a_network(year)
    draft_is_agreed(year)
    year.goes_on_to(day + timedelta(days=AFTER_THE_DRAFT))
    made_accurate_and_final(year)
    panel_decides(year)
    plan_is_handed_in(year)
    year.goes_on_to(day + timedelta(days=LOOKED_BACK))
    done_verified_and_closed(year)


def opened_planned_and_begun(year: Year) -> None:
    urn = year.portal.one(
        "SELECT s.urn FROM peerreview_service s JOIN peerreview_membership m ON m.service_id = s.id"
        " JOIN peerreview_hostrole h ON h.service_id = s.id AND h.kind = 'lead' AND h.ends_on IS NULL"
        " WHERE m.track = 'accreditation' AND m.ends_on IS NULL AND NOT EXISTS (SELECT 1 FROM peerreview_review r"
        " WHERE r.service_id = s.id AND r.state <> 'cancelled') ORDER BY s.urn"
    )
    manager = year.manager()
    manager.go("/cycles/open/")
    manager.page.locator("[name=title]").fill("A full year")
    manager.page.locator("[name=label]").fill(LABEL)
    fill_day(manager.page, "opens_on", year.began)
    fill_day(manager.page, "closes_on", year.began + timedelta(days=500))
    manager.press("Open the cycle")
    manager.go(f"/cycles/{LABEL}/plan/one/")
    manager.page.locator("[name=urn]").fill(urn)
    manager.page.locator("[name=kind][value=accreditation]").check()
    manager.page.locator("[name=reason]").fill("The service asked to be accredited.")
    manager.press("Plan the review")
    year.review = year.portal.one(
        "SELECT r.id FROM peerreview_review r JOIN peerreview_reviewcycle c ON c.id = r.cycle_id WHERE c.label = ?",
        LABEL,
    )
    host = year.host()
    year.press(host, "", "Begin the self-review")
    assert year.stage() == "self_review"


def handed_in(year: Year) -> None:
    host, code = year.host(), year.standard(0)
    year.go(host, f"self-assessment/standards/{code}/staff/")
    host.page.locator("[name=score][value=met]").check()
    host.page.locator("[name=commentary]").press_sequentially("Breakfast is never hurried.")
    expect(host.page.locator("[data-workbook-state]")).to_contain_text("Saved")
    year.in_bulk("answer_the_rest")
    year.go(host, "self-assessment/young-people/write/")
    host.page.locator("[name=how]").first.check()
    fill_day(host.page, "heard_on", year.today - timedelta(days=7))
    host.page.locator("[name=text]").fill("We want to cook on more than one evening.")
    host.page.locator("[name=consent]").fill("Asked before and after; everybody said yes.")
    host.page.locator("[name=read_again]").check()
    host.press("Keep it")
    year.go(host)
    host.press("Hand the self-review in")
    host.press("Hand it in")
    assert year.stage() == "submitted"
    # The three days are offered with it.
    year.go(host, "team/days/")
    for name, one in zip(("first", "second", "third"), days_of(year), strict=True):
        fill_day(host.page, name, one)
    host.press("Offer these days")


def days_of(year: Year) -> list[date]:
    """Return three weekdays of different weeks, a month ahead of the day on which the self-review was handed in."""
    handed_in = year.began + timedelta(days=HANDED_IN)
    monday = handed_in + timedelta(days=35 - handed_in.weekday())
    return [monday, monday + timedelta(days=8), monday + timedelta(days=16)]


def team_comes_together(year: Year) -> date:
    """Choose a team for the three days, let it say when it can come, and fix one; return it."""
    manager, days = year.manager(), days_of(year)
    year.press(manager, "evidence/", "Freeze the portfolio")
    manager.go(f"/cycles/{LABEL}/teams/")
    manager.press("Look for teams")
    manager.page.wait_for_url("**/cycles/searches/**")
    year.portal.manage_then("db_worker", "--backend", "bg", "--queue-name", "*", "--batch")
    manager.page.goto(manager.page.url)
    manager.page.get_by_role("link", name="Choose seat by seat").first.click()
    expect(manager.page.locator("h1")).to_have_text("Choose the team")
    for field in manager.page.locator("main fieldset").all():
        field.locator("input[type=radio]").first.check()
    manager.press("Take these people")
    expect(manager.page.locator("main")).to_contain_text("The service keeps these days free until one is fixed")
    year.press(manager, "team/show/", "Show the names")
    host = year.host()
    year.press(host, "team/", "There is no objection")
    host.press("There is no objection")
    year.press(manager, "team/invite/", "Invite them")

    year.in_bulk("come_along")
    lead, *others = [year.seat(number, phone=number == EXPERT) for number in TEAM]
    for number, person in zip(TEAM, (lead, *others), strict=True):
        person.go(f"/reviewing/invitations/{seat_of(year.portal, year.review, number)}/")
        person.press("Yes, I will come")
        expect(person.page.locator("h1")).to_have_text("On which days can you come?")
        if number == EXPERT:
            # Who has not said keeps the lead waiting, by name.
            year.go(lead, "team/")
            expect(lead.page.locator("main")).to_contain_text("Still to answer:")
        for one in days:
            says = "cannot" if number == EXPERT and one == days[0] else "if_needed" if one == days[2] else "can"
            person.page.locator(f"[name=day_{one:%Y%m%d}][value={says}]").check()
        person.press("Save what I say")
    year.go(lead, "team/")
    expect(lead.page.locator("main")).to_contain_text("Cannot come")
    expect(lead.page.locator("main")).not_to_contain_text("Still to answer:")
    year.go(lead, "visit/day/")
    expect(lead.page.locator("main")).to_contain_text("4 can, 1 cannot")
    lead.page.locator(f"[name=day][value='{days[0]}']").check()
    lead.press("Fix this day")
    expect(lead.page.locator(".govuk-error-summary")).to_contain_text("Not everybody can come on this day")
    lead.page.locator(f"[name=day][value='{days[1]}']").check()
    lead.press("Fix this day")
    expect(lead.page.locator("main")).to_contain_text("The day is fixed.")
    year.press(manager, "team/confirm/", "Confirm the team")
    year.press(manager, "arrange/", "Note that it is arranged")
    assert year.stage() == "scheduled"
    return days[1]


def day_is_planned(year: Year) -> None:
    lead, host = year.seat(LEAD), year.host()
    year.press(lead, "timetable/", "Begin with the default day")
    year.press(lead, "timetable/show/", "Show it")
    year.press(host, "timetable/agree/", "The day can go like this")
    expect(host.page.locator("main")).to_contain_text("Agreed")


def visited_without_a_network(year: Year) -> None:
    path = f"/reviews/{year.review}/notebook/"
    lead = year.seat(LEAD, phone=True)
    notes_survive_a_killed_tab(lead, path)
    # What the browser said of the network it did not have.
    lead.complaints.clear()
    others = [year.seat(number, phone=True) for number in (FIRST_PEER, SECOND_PEER, EXPERT)]
    for number, person in enumerate(others):
        ready(person, path)
        write(person.page, number + 2, f"Seen by number {number}.")
        arrives(person, f"Seen by number {number}.")
    year.go(lead, "visit/attendance/")
    for there in lead.page.locator("[value=there]").all():
        there.check()
    lead.press("Record it and begin the report")
    assert year.stage() == "drafting"
    # Everybody of the team reads every note now, and each is there once.
    year.go(others[2], "notes/")
    for text in (*NOTES, *(f"Seen by number {number}." for number in range(3))):
        assert stored(year.portal, text) == 1, text
        expect(others[2].page.locator("main")).to_contain_text(text)


def draft_is_agreed(year: Year) -> None:
    people = [year.seat(number) for number in TEAM]
    for nth, person in enumerate(people):
        year.go(person, f"report/standards/{year.standard(nth)}/")
        person.page.locator("[name=score][value=met]").check()
        person.page.locator("[name=commentary]").press_sequentially("It is so, in three sessions.")
        expect(person.page.locator("[data-workbook-state]")).to_contain_text("Saved")
    year.in_bulk("judge_the_rest")
    lead = people[0]
    year.press(lead, "report/achievements/add/", "Add it", text="Nobody eats alone, and nobody has to talk.")
    year.go(lead, "report/recommendations/add/")
    lead.page.locator("[name=strength][value=must]").check()
    for name in ("specific", "measurable", "attainable", "relevant", "timely"):
        lead.page.locator(f"[name={name}]").fill("Supervision for every adult in every month, nights included.")
    lead.page.locator("[name=standards]").first.check()
    lead.press("Recommend it")
    words = {"summary": "A warm house.", "plain_summary": "They liked that everybody eats together."}
    year.press(lead, "report/summaries/", "Save", **words)
    year.press(lead, "report/put/", "Put it to the team")
    for person in people:
        year.go(person, "report/say/")
        person.page.locator("[name=stance][value=agree]").check()
        person.press("Say it")
    year.in_bulk("agree_to_the_draft")
    year.press(lead, "report/send/", "Give it to the service")
    assert year.stage() == "accuracy_check"


def made_accurate_and_final(year: Year) -> None:
    host, lead, manager = year.host(), year.seat(LEAD), year.manager()
    not_so = "The deputy leads supervision as well."
    year.press(host, "report/comments/add/", "Send it to the lead", paragraph="1", statement=not_so)
    year.press(host, "report/comments/finish/", "I have no more comments")
    version = year.portal.one(
        "SELECT max(v.n) FROM peerreview_reportversion v JOIN peerreview_visitreport p ON p.id = v.report_id"
        " WHERE p.review_id = ?",
        year.review,
    )
    year.go(lead, f"report/versions/{version}/comments/1/")
    lead.page.locator("[name=outcome]").first.check()
    lead.page.locator("[name=reason]").fill("The rota shows it.")
    lead.press("Answer")
    year.press(lead, "report/go-on/", "Go on")
    # Who leads the team does not make the report final.
    lead.expected |= {404}
    assert lead.go(f"/reviews/{year.review}/report/final/").status == 404
    year.press(manager, "report/final/", "Make it final")
    assert year.stage() == "final"


def panel_decides(year: Year) -> None:
    manager = year.manager()
    year.press(manager, "accreditation/", "Bring it before the panel")
    case = year.portal.one("SELECT id FROM peerreview_accreditationcase WHERE review_id = ?", year.review)
    rows = year.portal.ask(
        "SELECT u.id, u.email FROM peerreview_panelseat p JOIN people_user u ON u.id = p.person_id"
        " WHERE p.ends_on IS NULL AND u.email LIKE 'person-%' ORDER BY p.id LIMIT 3"
    )
    manager.go("/accreditation/panel/meetings/call/")
    manager.page.locator("[name=title]").fill("Panel of the full year")
    fill_day(manager.page, "held_on", year.today)
    for key, _email in rows:
        manager.page.locator(f"[name=people][value='{key}']").check()
    manager.press("Call the meeting")
    meeting = year.portal.one("SELECT id FROM peerreview_panelmeeting WHERE title = 'Panel of the full year'")
    manager.go(f"/accreditation/cases/{case}/meeting/")
    manager.page.locator(f"[name=meeting][value='{meeting}']").check()
    manager.press("Lay it before the meeting")
    base = f"/accreditation/cases/{case}/panel/"
    first, *others = [year.comes(str(email)) for _key, email in rows]
    first.go(f"{base}propose/")
    first.page.locator("[name=outcome][value=accredited]").check()
    first.page.locator("[name=reason]").fill("Every threshold is reached.")
    first.press("Propose it")
    for member in others:
        member.go(f"{base}1/say/")
        member.page.locator("[name=stance][value=agrees]").check()
        member.press("Say it")
    others[-1].go(f"{base}1/decide/")
    others[-1].press("Record the decision")
    expect(others[-1].page.locator("main")).to_contain_text("by consensus of 3 members")
    assert year.stage() == "decided"


def plan_is_handed_in(year: Year) -> None:
    host = year.host()
    year.go(host, "plan/")
    host.page.get_by_role("link", name="Plan an action for it").first.click()
    host.page.locator("[name=what]").fill("Supervision for everybody stands in the rota.")
    host.page.locator("[name=owner]").select_option(index=1)
    fill_day(host.page, "due_on", year.today + timedelta(days=90))
    host.press("Save")
    host.press("Hand the plan in")
    host.press("Hand it in")
    expect(host.page.locator("main")).to_contain_text("The action plan is handed in.")
    assert year.stage() == "action_plan"


def done_verified_and_closed(year: Year) -> None:
    host = year.host()
    year.go(host, "plan/1/progress/")
    host.page.locator("[name=text]").fill("It hangs in the office, nights included.")
    host.page.locator("[name=is_done][value=yes]").check()
    host.press("Save")
    # Who sees to an action does not verify it.
    host.expected |= {404}
    assert host.go(f"/reviews/{year.review}/plan/1/verify/").status == 404
    manager = year.manager()
    year.press(manager, "plan/1/verify/", "It is done", text="Read the rota of six weeks with the deputy.")
    found = {"text": "What had to be done is done.", "better": "Two of them say that meetings are shorter."}
    year.press(manager, "plan/close/", "Close the review", **found)
    assert year.stage() == "closed"
    year.go(host, "plan/")
    expect(host.page.locator("main")).to_contain_text("Two of them say that meetings are shorter.")
