"""Reading what a young person sent, and a case: on a phone, with the keyboard, without script, for axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, expect

from tests.journeys.conftest import DESK, Portal, Visit, Visitor

pytestmark = pytest.mark.browser
SMALL: ViewportSize = {"width": 375, "height": 812}
WORD = "turquoise walrus"

# What somebody sent, and what somebody told at night: written as the young people's side writes it.
PLANT = """
import io
from datetime import timedelta
from django.utils import timezone
from PIL import Image
from portal.people.models import User
from portal.voices.actions.cases import open_case
from portal.voices.enums.cases import CaseSource
from portal.voices.models import Attachment
from portal.voices.models.files import keep_sealed
from tests.factories.statements import campaign, place, statement
at = timezone.now()
home = place(name="Elmbrook House")
asked = campaign(by=User.objects.get(email="programme-manager@hearth.example"), at=at)
row = statement(text="The {word} shouts, says Zebedee Quill of Elmbrook House. I am 12.", where=home, asked=asked)
drawn = io.BytesIO()
Image.new("RGB", (640, 420), "#28A197").save(drawn, "JPEG")
Attachment.objects.create(
    statement=row, kind="picture", file=keep_sealed(drawn.getvalue()), content_type="image/jpeg", size=9
)
case = open_case(
    source=CaseSource.UNSAFE, told="{word}, every night", contact="07700 900123", place=home,
    at=at - timedelta(minutes=70),
)
print(row.pk, case.pk)
"""


@pytest.fixture(scope="module")
def planted(portal: Portal) -> tuple[str, str]:
    row, case = portal.manage("shell", "-c", PLANT.format(word=WORD)).split()[-2:]
    return row, case


def looked_at(visitor: Visitor, name: str) -> None:
    """Nothing is wider than the screen, and axe finds nothing serious."""
    page = visitor.page
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name  # type: ignore[index]
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}]
    assert [(name, one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("screen", [SMALL, DESK], ids=["phone", "desk"])
def test_every_page_of_a_reader_is_readable(visit: Visit, planted: tuple[str, str], screen: ViewportSize) -> None:
    row, _case = planted
    here = f"/voices/moderation/{row}"
    reader = visit("moderator", screen=screen)
    reader.go("/today/")
    expect(reader.page.get_by_role("main")).to_contain_text("Read what waits")
    reader.go("/voices/moderation/")
    looked_at(reader, "queue")
    reader.go(f"{here}/")
    assert WORD not in reader.page.content()
    looked_at(reader, "closed")
    button = reader.page.get_by_role("button", name=re.compile("pen the words"))
    if button.count():
        button.click()
    else:
        reader.go(f"{here}/words/")
    expect(reader.page.get_by_role("main")).to_contain_text(WORD)
    expect(reader.page.locator("mark").first).to_be_visible()
    looked_at(reader, "words")
    for act in ("words/1/", "hold/", "needs-redaction/", "not-passed-on/", "clear/", "who/"):
        assert reader.go(f"{here}/{act}").status == 200, act
        looked_at(reader, act)
    reader.go(f"{here}/")
    reader.press("Open the picture")
    assert reader.page.locator("main img").evaluate("image => image.complete && image.naturalWidth") == 640
    looked_at(reader, "picture")
    reader.go("/voices/looks/")
    looked_at(reader, "looks")


def test_words_are_taken_out_with_the_keyboard_alone_and_without_script(visit: Visit, planted: tuple[str, str]) -> None:
    row, _case = planted
    reader = visit(scripts=False, screen=SMALL).sign_in("moderator")
    reader.go(f"/voices/moderation/{row}/")
    button = reader.page.get_by_role("button", name=re.compile("pen the words"))
    if button.count():
        button.focus()
        reader.page.keyboard.press("Enter")
    else:
        reader.go(f"/voices/moderation/{row}/words/")
    reader.page.get_by_role("link", name=re.compile("Take words out")).focus()
    reader.page.keyboard.press("Enter")
    text = reader.page.locator("[name=text]")
    text.focus()
    reader.page.keyboard.press("Control+a")
    reader.page.keyboard.type("Somebody shouts, says [a young person].")
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("main")).to_contain_text("the author reads it")
    expect(reader.page.locator("[name=text]")).to_have_value("Somebody shouts, says [a young person].")
    reader.page.locator("[name=reason]").fill("A name and a home")
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("main")).to_contain_text("As others read it")
    expect(reader.page.get_by_role("main")).to_contain_text("Somebody shouts")


@pytest.mark.parametrize("screen", [SMALL, DESK], ids=["phone", "desk"])
def test_a_case_is_opened_taken_and_its_clock_is_late(
    visit: Visit, planted: tuple[str, str], screen: ViewportSize
) -> None:
    _row, case = planted
    lead = visit("safeguarding-lead", screen=screen)
    lead.go("/voices/cases/")
    looked_at(lead, "cases")
    lead.go(f"/voices/cases/{case}/")
    expect(lead.page.get_by_role("main")).to_contain_text("Late")
    button = lead.page.get_by_role("button", name="Open it: I am reading it now")
    if button.count():
        assert WORD not in lead.page.content()
        looked_at(lead, "closed case")
        button.click()
    expect(lead.page.get_by_role("main")).to_contain_text(WORD)
    looked_at(lead, "case")
    if lead.page.get_by_role("button", name="I am on it").count():
        lead.press("I am on it")
        looked_at(lead, "take")
        lead.press("I am on it")
    for act in ("told/", "note/", "not-told/", "keep-out/", "close/"):
        assert lead.go(f"/voices/cases/{case}/{act}").status == 200, act
        looked_at(lead, act)


@pytest.mark.parametrize("key", ["service-lead", "administrator", "observer"])
def test_nobody_else_finds_any_of_it(visit: Visit, planted: tuple[str, str], key: str) -> None:
    row, case = planted
    other = visit(key)
    other.expected.add(404)
    for address in (
        "/voices/moderation/",
        f"/voices/moderation/{row}/",
        f"/voices/moderation/{row}/words/",
        "/voices/cases/",
        f"/voices/cases/{case}/",
        "/voices/looks/",
    ):
        assert other.go(address).status == 404
        assert WORD not in other.page.content()
