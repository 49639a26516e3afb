"""Putting away what is done with, and what its author reads then: on a phone and at a desk, without script, for axe."""

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.journeys.conftest import DESK, PHONE, Portal, Visit, Visitor
from tests.journeys.test_voices_reading import WORD, looked_at

pytestmark = pytest.mark.browser
WHY = "Thank you. The landing light stays on now, so nothing more has to be done."

# For each walk one that is passed on to a board and read whole, and one to whose change its author objects.
PLANT = """
from datetime import timedelta
from django.utils import timezone
from portal.people.models import User
from portal.voices.actions.moderation import propose_release, release
from portal.voices.domain.codes import new_receipt
from portal.voices.enums.moderation import Audience
from portal.voices.models import Redaction, Statement
from portal.voices.models.secrets import code_hash
from tests.factories.statements import campaign, place, statement
at = timezone.now()
by = User.objects.get(email="moderator@hearth.example")
asked = campaign(by=User.objects.get(email="programme-manager@hearth.example"), at=at)
for _walk in range(3):
    code = new_receipt()
    row = statement(text="The {word} is tired.", state="in_moderation", cleared=True, where=place(), asked=asked)
    Statement.objects.filter(pk=row.pk).update(receipt_hash=code_hash(code), keep_until=at.date() + timedelta(days=200))
    release(release=propose_release(statement=row, audience=Audience.BOARD, by=by, at=at), by=by, at=at)
    objects = statement(text="The {word} shouts.", state="released", cleared=True, where=place(), asked=asked)
    words = objects.words.get()
    Redaction.objects.create(words=words, text="[...]", reason="A name", by=by, at=at, objected_on=at.date())
    print(row.pk, objects.pk, code.replace(" ", "-"))
"""


@pytest.fixture(scope="module")
def planted(portal: Portal) -> list[str]:
    return portal.manage("shell", "-c", PLANT.format(word=WORD)).splitlines()[-3:]


@pytest.mark.parametrize(
    ("walk", "screen", "scripts"),
    [(0, PHONE, True), (1, DESK, True), (2, PHONE, False)],
    ids=["phone", "desk", "without script"],
)
def test_what_is_done_with_is_put_away_and_its_author_reads_why(
    visit: Visit, planted: list[str], walk: int, screen: ViewportSize, scripts: bool
) -> None:
    def seen(visitor: Visitor, name: str) -> None:
        # axe is a script itself.
        if scripts:
            looked_at(visitor, name)

    row, objects, code = planted[walk].split()
    reader = visit(scripts=scripts, screen=screen).sign_in("moderator")
    main = reader.page.get_by_role("main")
    # Of the one to which its author objects there is no link, and whoever asks for the page is told why.
    reader.go(f"/voices/moderation/{objects}/")
    expect(reader.page.get_by_role("link", name="Put it away")).to_have_count(0)
    reader.go(f"/voices/moderation/{objects}/put-away/")
    expect(reader.page.get_by_text("Its author objects to what was taken out")).to_be_visible()
    seen(reader, "refused")
    reader.go(f"/voices/moderation/{row}/")
    seen(reader, "statement")
    reader.page.get_by_role("link", name="Put it away").focus()
    reader.page.keyboard.press("Enter")
    expect(main).to_contain_text("From this moment no audience reads it")
    seen(reader, "asked")
    stale = reader.context.new_page()
    stale.goto(reader.page.url)
    reader.press("Put it away")
    expect(main).to_contain_text("Whoever sent it reads this")
    seen(reader, "without a reason")
    reader.page.locator("[name=reason]").fill(WHY)
    reader.press("Put it away")
    expect(reader.page.get_by_text("It is put away until its day.")).to_be_visible()
    expect(main).to_contain_text(WHY)
    expect(main).to_contain_text("Kept until")
    seen(reader, "put away")
    # In the other tab it is pressed again.
    stale.locator("[name=reason]").fill("Once more.")
    stale.get_by_role("main").get_by_role("button", name="Put it away").click()
    expect(stale.get_by_text("Nothing was done twice")).to_be_visible()
    reader.go(f"/voices/moderation/{row}/")
    expect(main).not_to_contain_text("Once more.")
    reader.go("/voices/moderation/?show=released")
    expect(reader.page.locator(f"main a[href*='{row}']")).to_have_count(0)
    reader.go("/voices/moderation/?show=archived")
    expect(reader.page.locator(f"main a[href*='{row}']")).to_have_count(1)
    seen(reader, "where it is kept")
    author = visit(scripts=scripts, screen=screen)
    author.go("/have-your-say/back/")
    author.page.locator("[name=code]").fill(code.replace("-", " "))
    author.page.locator("main form button[type=submit], main form button").first.click()
    mine = author.page.get_by_role("main")
    expect(mine).to_contain_text("We put it away on")
    expect(mine).to_contain_text("It was passed on to people who can change something.")
    expect(mine).to_contain_text(WHY)
    expect(mine).to_contain_text(re.compile(r"We delete it on \d+ \w+ \d{4} at the latest"))
    expect(mine).to_contain_text(WORD)
    expect(mine.get_by_role("button", name="Add something")).to_have_count(0)
    expect(mine.get_by_role("button", name="Take it back")).to_have_count(1)
    seen(author, "mine")
