"""Every kind of page, as somebody who uses it: accessible, fit for a small phone, light, from nowhere else."""

import gzip
from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Response

from tests.journeys.conftest import DESK, NARROW, Portal, Visit, Visitor

pytestmark = pytest.mark.browser
BUDGET = 150_000  # bytes of a first load, styles and scripts compressed as production serves them

PUBLIC = """
/ /about/ /accessibility/ /privacy/ /complaints/ /contact/ /have-your-say/
/boards/ /boards/north-west/ /boards/national/ /boards/north-west/chairs/ /boards/north-west/rules/
/boards/north-west/meetings/ /boards/north-west/meetings/{met}/ /boards/north-west/meetings/{meeting}/
/decisions/ /decisions/?q=nothing+like+this /decisions/{decision}/ /decisions/{decision}/verify/
/standards/ /standards/values/ /standards/whole-home/ /standards/whole-home/1/ /standards/whole-home/1/{code}/
/standards/whole-home/1/plain/ /standards/living-learning/2/ /standards/living-learning/2/changes/
/guidance/ /guidance/how-we-decide-by-consensus/ /guidance/how-we-decide-by-consensus/updates/
/services/ /services/{named}/ /search/?q=children /search/?q=nothinglikethis /api/v1/docs/
/account/login/ /account/password/reset/ /boards/north-west/constituencies/staff/
/boards/national/constituencies/north-west/ /boards/north-west/year/{year}/
/decisions/urgent/ /decisions/urgent/{urgent}/
/network-reports/ /network-reports/{last_cycle}/whole-home/1/
"""
TRUSTEE = """
/today/ /meetings/ /proposals/ /boards/north-west/proposals/ /boards/north-west/proposals/new/ /boards/north-west/
/boards/north-west/people/ /boards/north-west/history/ /boards/north-west/chairs/ /boards/north-west/alternates/
/boards/north-west/alternates/name/{own_seat}/ {states} /proposals/{decided}/history/
/proposals/{decided}/history/?on=2026-06-01 /proposals/{twice}/versions/compare/ /proposals/{twice}/versions/1/
/proposals/{discussed}/questions/new/ /proposals/{discussed}/concerns/new/ /proposals/{tested}/position/
{amendment}/ /proposals/{discussed}/amendments/ /proposals/{discussed}/amendments/new/
/decisions/ /decisions/{decision}/ /search/?q=children /notifications/ /account/ /account/details/ /account/sessions/
/account/notifications/ /account/password/change/ /account/second-factor/ /account/second-factor/passkeys/
/account/reauthenticate/ /boards/north-west/constituencies/staff/ /boards/north-west/constituencies/staff/ask/
/decisions/{owed}/report-backs/staff/ /decisions/{owed}/report-backs/staff/write/
/decisions/{told}/report-backs/staff/ /decisions/{told}/report-backs/staff/correct/
/soundings/{asked}/ /soundings/{answered}/ /proposals/{decided}/soundings/
/boards/north-west/meetings/{met}/ /actions/{action}/done/ /boards/north-west/year/{year}/ /interests/ /interests/new/
/decisions/urgent/{urgent}/ /decisions/{reviewed}/review/ /decisions/{reviewed}/review/propose/
/proposals/{blocked}/blocks/{block}/ /proposals/{falling}/way/ /proposals/{discussed}/conflicts/
/proposals/{discussed}/conflicts/declare/ /proposals/{discussed}/conflicts/raise/
"""
CHAIR = """
/today/ {states} /proposals/{discussed}/rounds/open/ /proposals/{tested}/rounds/{round}/extend/
/proposals/{agreed}/rationale/ /proposals/{agreed}/adopt/ /proposals/{discussed}/withdraw/
/proposals/{discussed}/edit/ /boards/north-west/meetings/plan/ /boards/north-west/meetings/{meeting}/move/
/decisions/{reviewed}/review/report/ /proposals/{falling}/fallback/steps/{step}/end/ /proposals/{discussed}/refer/
/proposals/{discussed}/lapse/ /actions/{action}/change/
"""
SECRETARY = """
/today/ /boards/north-west/ /boards/north-west/purpose/ /boards/north-west/rules/change/ /boards/north-west/roles/give/
/boards/north-west/seats/add/ /boards/north-west/members/join/ /boards/north-west/chairs/start/
/boards/north-west/chairs/ask/ /boards/north-west/chairs/swap/ /boards/north-west/alternates/
/boards/north-west/chairs/ /proposals/{tested}/ /proposals/{tested}/positions/{voice}/
{amendment}/ {amendment}/merge/ {amendment}/decline/
/boards/north-west/meetings/{met}/attendance/ /boards/north-west/meetings/{met}/actions/new/
/decisions/{decision}/actions/new/ /boards/north-west/interests/ /boards/north-west/year/{year}/
"""
ADMINISTRATOR = """
/today/ /administration/ /administration/reminders/ /people/ /people/?q=kwame /people/{person}/ /people/invite/
/people/{person}/details/
/people/{person}/deactivate/ /people/{person}/roles/grant/ /people/{person}/affiliations/add/ /people/organisations/
/people/organisations/add/ /people/organisations/{organisation}/ /imports/ /imports/register/ /imports/runs/{run}/
/services/register/ /services/register/questions/ /services/register/{urn}/
"""
LEAD = """
/today/ /reviewing/ {here}/ {here}/team/ {here}/visit/pack/ {here}/timetable/ {here}/timetable/add/
{here}/timetable/{session}/
{here}/timetable/{session}/remove/ {here}/timetable/show/ {here}/visit/attendance/ {here}/notebook/
{here}/notebook/paper/ {here}/notes/ {here}/concerns/ {here}/concerns/raise/ /concerns/{worry}/ /concerns/{worry}/refer/
/concerns/{worry}/reason/
"""
GUARD = """
/today/ /concerns/ /concerns/{worry}/ /concerns/{settled}/
"""
REVIEWER = """
/today/ /reviewing/ /reviewing/profile/ /reviewing/days/ /reviewing/conflicts/declare/ /reviewing/conflicts/attest/
/reviewing/invitations/{invited}/ /reviewing/invitations/{invited}/days/ /reviewing/invitations/{invited}/decline/
"""
MANAGER = """
/reviewers/ /reviewers/?q=nobody /reviewers/add/ /reviewers/{reviewer}/ /reviewers/{reviewer}/edit/
/reviewers/{reviewer}/training/ /reviewers/{reviewer}/clearance/ /reviewers/reciprocity/ /reviewers/conflicts/
/reviewers/conflicts/{tie}/ /reviewers/conflicts/declare/ /reviewers/conflicts/{tie}/confirm/ /cycles/{cycle}/teams/
/cycles/searches/{search}/ /cycles/searches/{search}/{offering}/ /reviews/{shown}/team/ /reviews/{offering}/team/days/
/reviews/{reopened}/team/ /reviews/{reopened}/team/5/fill/ /reviews/{reopened}/team/confirm/
/today/ /services/register/ /services/register/{urn}/ /services/register/{urn}/membership/end/
/services/register/{urn}/name/ /services/register/{urn}/owner/ /standards/manage/ /standards/manage/whole-home/import/
/standards/manage/living-learning/2/ /standards/manage/living-learning/2/publish/
/cycles/ /cycles/open/ /cycles/{cycle}/ /cycles/{cycle}/?stage=late /cycles/{cycle}/?stage=final /cycles/{cycle}/plan/
/cycles/{cycle}/plan/one/ /cycles/{cycle}/reminders/ /cycles/{cycle}/clock/ /cycles/{cycle}/close/ /reviews/
{reviews} /reviews/{review}/history/ /reviews/{review}/cancel/ /reviews/{review}/extend/self_review/
/cycles/{cycle}/plans/ {followed}/ {followed}/3/ {followed}/3/verify/ {followed}/history/ {followed}/close/
/services/control/ /services/control/add/ /services/control/{group}/ /services/control/{group}/add/
/services/control/{group}/{controlled}/end/ /our-services/DEMO00001/hosts/name/
/cycles/{last_cycle}/network-report/ /cycles/{last_cycle}/network-report/whole-home/1/
/cycles/{last_cycle}/network-report/whole-home/1/compute/
/cycles/{last_cycle}/network-report/whole-home/1/words/
/cycles/{last_cycle}/network-report/whole-home/1/points/add/
/cycles/{last_cycle}/network-report/whole-home/1/points/1/update/
/cycles/{last_cycle}/network-report/whole-home/1/publish/
"""
HOST = """
/reviews/{shown}/team/ /reviews/{shown}/team/agree/
/today/ /reviews/ /reviews/{own_review}/ /reviews/{own_review}/history/ /reviews/{own_review}/submit/
/our-services/DEMO00001/ /our-services/DEMO00001/profile/ /our-services/DEMO00001/profile/write/
/our-services/DEMO00001/profile/withdraw/ /our-services/DEMO00001/hosts/name/ /account/notifications/
{workbook}/ {workbook}/?voice=leadership {workbook}/print/ {workbook}/sections/1/ {workbook}/standards/1.1/staff/
{workbook}/standards/1.1/family/ {workbook}/standards/1.1/staff/earlier/ {workbook}/young-people/
{workbook}/young-people/write/ {workbook}/young-people/not-heard/ {workbook}/young-people/1/withdraw/
{library}/ {library}/add/ {library}/{evidence}/ {library}/{evidence}/revise/ {library}/{evidence}/standards/
{library}/{evidence}/remove/
{closed}/ {closed}/1/ {closed}/3/ {closed}/history/ /reviews/{own_review}/plan/ /reviews/{own_review}/plan/1/
/reviews/{own_review}/plan/1/change/ /reviews/{own_review}/plan/1/progress/ /reviews/{own_review}/plan/1/give-up/
/reviews/{own_review}/plan/1/evidence/
"""


def examples(portal: Portal) -> dict[str, str]:
    """Return what the names in the lists stand for."""
    proposal = "SELECT p.number FROM governance_proposal p JOIN governance_board b ON b.id = p.board_id"
    nw = f"{proposal} WHERE b.slug = 'north-west' AND p.confidentiality = 'open'"
    by_state = portal.ask(
        "SELECT max(p.number), p.state FROM governance_proposal p JOIN governance_board b ON b.id = p.board_id"
        " WHERE b.slug = 'north-west' AND p.confidentiality = 'open' GROUP BY p.state"
    )
    tested = portal.one(f"{nw} AND p.state = 'testing'")
    blocked, falling = (portal.one(f"{nw} AND p.state = '{state}'") for state in ("blocked", "fallback"))
    entitlement = "SELECT e.id FROM governance_entitlement e JOIN governance_round r ON r.id = e.round_id"
    meeting = "SELECT m.held_on FROM governance_meeting m JOIN governance_board b ON b.id = m.board_id"
    told = (
        "SELECT d.number FROM governance_reportback r JOIN governance_decision d ON d.id = r.decision_id"
        " JOIN governance_board b ON b.id = d.board_id JOIN governance_constituency c ON c.id = r.constituency_id"
        " WHERE b.slug = 'north-west' AND c.code = 'staff' AND r.sent_at IS"
    )
    review = "SELECT r.id FROM peerreview_review r JOIN peerreview_service s ON s.id = r.service_id"
    controlled = "FROM peerreview_controlgroupmembership ORDER BY id"
    worry = "FROM peerreview_immediateconcern WHERE state = 'open'"
    sounding = "SELECT id FROM governance_sounding ORDER BY closes_at"
    own = portal.one(f"{review} WHERE s.urn = 'DEMO00001' ORDER BY r.id DESC")
    closed = portal.one(f"{review} WHERE s.urn = 'DEMO00001' AND r.state = 'closed'")
    followed = portal.one(f"{review} WHERE r.state = 'action_plan'")
    return {
        "owed": portal.one(f"{told} NULL"),
        "told": portal.one(f"{told} NOT NULL"),
        "asked": portal.one(f"{sounding} DESC"),
        "answered": portal.one(sounding),
        "states": " ".join(f"/proposals/{number}/" for number, state in by_state if state != "draft"),
        "discussed": portal.one(f"{nw} AND p.state = 'discussion'"),
        "tested": tested,
        "agreed": portal.one(f"{nw} AND p.state = 'provisionally_agreed'"),
        "decided": portal.one(f"{nw} AND p.state = 'adopted'"),
        "twice": portal.one(f"{nw} AND p.version_count > 1"),
        "round": portal.one(
            "SELECT r.n FROM governance_round r JOIN governance_proposal p ON p.id = r.proposal_id"
            " WHERE p.number = ? AND r.state = 'open'",
            tested,
        ),
        "voice": portal.one(
            f"{entitlement} JOIN governance_proposal p ON p.id = r.proposal_id WHERE p.number = ? AND r.state = 'open'",
            tested,
        ),
        "decision": portal.one(
            "SELECT d.number FROM governance_decision d JOIN governance_board b ON b.id = d.board_id"
            " WHERE b.slug = 'north-west' AND d.confidentiality = 'open'"
        ),
        "met": portal.one(f"{meeting} WHERE b.slug = 'north-west' AND m.state = 'held'"),
        "meeting": portal.one(f"{meeting} WHERE b.slug = 'north-west' AND m.state = 'planned'"),
        "amendment": portal.one(
            "SELECT '/proposals/' || p.number || '/amendments/' || a.n FROM governance_amendment a"
            " JOIN governance_proposal p ON p.id = a.proposal_id JOIN governance_board b ON b.id = p.board_id"
            " WHERE b.slug = 'north-west' AND p.confidentiality = 'open' AND a.state = 'proposed'"
        ),
        "year": str(timezone.localdate().year),
        "urgent": portal.one("SELECT number FROM governance_urgentdecision WHERE state = 'in_force'"),
        "reviewed": portal.one(
            "SELECT d.number FROM governance_decision d JOIN governance_board b ON b.id = d.board_id"
            " WHERE b.slug = 'north-west' AND d.state = 'under_review'"
        ),
        "action": portal.one(
            "SELECT a.id FROM governance_agreedaction a JOIN people_user u ON u.id = a.owner_id"
            " WHERE a.done_at IS NULL AND u.email = 'trustee-staff@hearth.example'"
        ),
        "blocked": blocked,
        "block": portal.one(
            "SELECT k.id FROM governance_block k JOIN governance_position o ON o.id = k.position_id"
            " JOIN governance_entitlement e ON e.id = o.entitlement_id JOIN governance_round r ON r.id = e.round_id"
            " JOIN governance_proposal p ON p.id = r.proposal_id WHERE p.number = ?",
            blocked,
        ),
        "falling": falling,
        "step": portal.one(
            "SELECT s.n FROM governance_fallbackstep s JOIN governance_proposal p ON p.id = s.proposal_id"
            " WHERE p.number = ? AND s.state = 'open'",
            falling,
        ),
        "code": portal.one(
            "SELECT s.code FROM peerreview_standard s JOIN peerreview_standardsetedition e ON e.id = s.edition_id"
            " JOIN peerreview_standardset t ON t.id = e.set_id WHERE t.code = 'whole-home'"
        ),
        "named": portal.one("SELECT public_slug FROM peerreview_service WHERE named_publicly"),
        "urn": portal.one("SELECT urn FROM peerreview_service WHERE NOT named_publicly"),
        "own_seat": portal.one(
            "SELECT a.id FROM governance_appointment a JOIN people_user u ON u.id = a.person_id"
            " WHERE u.email = 'trustee-staff@hearth.example'"
        ),
        "person": portal.one("SELECT id FROM people_user WHERE email = 'trustee-staff@hearth.example'"),
        "organisation": portal.one("SELECT slug FROM people_organisation"),
        "run": portal.one("SELECT id FROM imports_importrun"),
        "search": portal.one("SELECT max(id) FROM peerreview_matchrun"),
        "reviewer": portal.one("SELECT max(id) FROM peerreview_reviewerprofile"),
        "tie": portal.one("SELECT id FROM peerreview_reviewerconflict WHERE state = 'declared'"),
        "offering": portal.one("SELECT review_id FROM peerreview_visit WHERE confirmed_on IS NULL"),
        "reopened": portal.one(
            "SELECT t.review_id FROM peerreview_teamseat s JOIN peerreview_team t ON t.id = s.team_id"
            " WHERE s.state = 'open' AND s.number = 5 AND t.shown_at IS NOT NULL"
        ),
        "invited": portal.one(
            "SELECT s.id FROM peerreview_teamseat s JOIN people_user u ON u.id = s.person_id"
            " WHERE u.email = 'peer-reviewer@hearth.example' AND s.state = 'invited'"
        ),
        "shown": portal.one(
            "SELECT r.id FROM peerreview_review r JOIN peerreview_service s ON s.id = r.service_id"
            " JOIN peerreview_reviewcycle c ON c.id = r.cycle_id WHERE s.urn = 'DEMO00001'"
            " ORDER BY c.opens_on DESC"
        ),
        "cycle": portal.one("SELECT label FROM peerreview_reviewcycle ORDER BY opens_on DESC"),
        "last_cycle": portal.one("SELECT label FROM peerreview_reviewcycle ORDER BY opens_on"),
        "review": portal.one(f"{review} WHERE r.state = 'self_review' AND s.urn <> 'DEMO00001'"),
        "workbook": f"/reviews/{own}/self-assessment",
        "library": f"/reviews/{own}/evidence",
        "evidence": portal.one("SELECT id FROM peerreview_evidenceitem WHERE review_id = ? ORDER BY id", own),
        "own_review": own,
        "closed": f"/reviews/{closed}/plan",
        "followed": f"/reviews/{followed}/plan",
        "here": f"/reviews/{portal.one(f'SELECT review_id {worry}')}",
        "session": portal.one(
            "SELECT s.id FROM peerreview_timetablesession s JOIN peerreview_timetable t ON t.id = s.timetable_id"
            " JOIN peerreview_visit v ON v.id = t.visit_id JOIN peerreview_immediateconcern c"
            " ON c.review_id = v.review_id WHERE c.state = 'open'"
        ),
        "worry": portal.one(f"SELECT id {worry}"),
        "settled": portal.one("SELECT id FROM peerreview_immediateconcern WHERE state = 'referred'"),
        "reviews": " ".join(
            f"/reviews/{pk}/"
            for pk, _state in portal.ask("SELECT max(id), state FROM peerreview_review GROUP BY state")
        ),
        "group": portal.one(f"SELECT group_id {controlled}"),
        "controlled": portal.one(f"SELECT id {controlled}"),
    }


def look(visitor: Visitor, paths: Iterable[str], *, status: int = 200) -> list[str]:
    """Open each page at both widths and say what is wrong with it."""
    wrong = []
    for path in paths:
        answer = visitor.go(path)
        if answer.status != status:
            wrong.append(f"{path}: {answer.status}")
            continue
        wrong += faults(visitor, path)
    return wrong


def faults(visitor: Visitor, name: str) -> list[str]:
    """Say what is wrong with the page that is open."""
    page, wrong = visitor.page, []
    for screen in (DESK, NARROW):
        page.set_viewport_size(screen)
        # A form was sent just before: the page it leads to may still be on its way.
        page.wait_for_load_state()
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > screen["width"]:
            wrong.append(f"{name}: {width} wide on a screen of {screen['width']}")
        for found in Axe().run(page).response["violations"]:
            if found["impact"] in {"serious", "critical"}:
                where = "; ".join(str(node["target"]) for node in found["nodes"][:3])
                wrong.append(f"{name} at {screen['width']}: {found['id']} ({found['impact']}) {where}")
    return wrong


@pytest.mark.parametrize(
    ("key", "paths"),
    [
        ("", PUBLIC),
        ("trustee-staff", TRUSTEE),
        ("chair-nw", CHAIR),
        ("secretary-nw", SECRETARY),
        ("administrator", ADMINISTRATOR),
        ("programme-manager", MANAGER),
        ("peer-reviewer", REVIEWER),
        ("lead-reviewer", LEAD),
        ("safeguarding-lead", GUARD),
        ("service-lead", HOST),
    ],
    ids=[
        "public",
        "trustee",
        "chair",
        "secretary",
        "administrator",
        "manager",
        "reviewer",
        "lead",
        "safeguarding",
        "host",
    ],
)
def test_every_page_is_accessible_and_fits(portal: Portal, visit: Visit, key: str, paths: str) -> None:
    assert look(visit(key), paths.format(**examples(portal)).split()) == []


def test_pages_that_say_no_are_accessible_and_fit(portal: Portal, visit: Visit) -> None:
    visitor = visit("trustee-staff")
    visitor.expected |= {404, 403}
    assert look(visitor, ["/nothing-is-here/", "/people/"], status=404) == []
    assert look(visitor, ["/boards/north-west/purpose/"], status=403) == []


def test_forms_with_errors_are_accessible_and_fit(portal: Portal, visit: Visit) -> None:
    named = examples(portal)
    wrong = []
    for key, path in (
        ("trustee-staff", "/boards/north-west/proposals/new/"),
        ("trustee-staff", "/proposals/{tested}/position/"),
        ("trustee-staff", "/boards/north-west/constituencies/staff/ask/"),
        ("chair-nw", "/proposals/{discussed}/withdraw/"),
        ("secretary-nw", "/boards/north-west/meetings/plan/"),
        ("administrator", "/people/invite/"),
        ("administrator", "/imports/register/"),
        ("programme-manager", "/cycles/open/"),
        ("programme-manager", "/reviews/{review}/cancel/"),
        ("service-lead", "/our-services/DEMO00001/profile/withdraw/"),
        ("lead-reviewer", "{here}/timetable/add/"),
        ("lead-reviewer", "{here}/visit/attendance/"),
        ("lead-reviewer", "{here}/concerns/raise/"),
        ("service-lead", "{library}/add/"),
        ("service-lead", "/reviews/{own_review}/plan/1/progress/"),
        ("service-lead", "{workbook}/young-people/write/"),
    ):
        visitor = visit(key)
        visitor.go(path.format(**named))
        form = visitor.page.locator("main form[method=post]").first
        # Sent past the browser's own checks and past buttons that prevent a second press.
        form.evaluate("form => { form.noValidate = true; form.requestSubmit() }")
        visitor.page.locator(".govuk-error-summary").wait_for()
        assert visitor.page.title().startswith("Error"), visitor.page.title()
        wrong += faults(visitor, f"{path} with errors")
        visitor.context.close()
    assert wrong == []


def test_public_pages_are_light_at_the_first_visit(portal: Portal, visit: Visit) -> None:
    heavy = {}
    for path in [
        "/",
        "/decisions/",
        "/boards/north-west/",
        "/standards/whole-home/1/",
        "/services/",
        "/have-your-say/",
    ]:
        visitor = visit()
        weights: list[int] = []

        def weigh(answer: Response, weights: list[int] = weights) -> None:
            body = answer.body()
            weights.append(len(gzip.compress(body)) if "/static/" in answer.url else len(body))

        visitor.page.on("response", weigh)
        visitor.go(path)
        visitor.page.wait_for_load_state("networkidle")
        if sum(weights) > BUDGET:
            heavy[path] = sum(weights)
        visitor.context.close()
    assert heavy == {}
