"""What you said, what we did: what everybody reads, finds and takes away as a table; and nothing else."""

import csv
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.people.enums import RoleKind
from portal.people.models import User
from portal.search.filling import catch_up
from portal.voices.actions.themes import give_answer, publish_theme, take_down, write_theme
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import StatementState
from portal.voices.enums.themes import AnswerKind
from portal.voices.models import Campaign, Numbers, Release, Theme
from portal.voices.models.audiences import register_audience
from portal.voices.queries.themes import tables_for
from tests.conftest import NOON
from tests.factories.governance import board_with_trustees
from tests.factories.statements import SAID, campaign, moderator, place, statement
from tests.people import browser, person

pytestmark = pytest.mark.django_db
WALL = "/have-your-say/heard/"


def published(asked: Campaign, by: User, title: str = "Evenings", *, staff: bool = False, topic: str = "") -> Theme:
    """Publish a theme made of one released statement."""
    row = statement(asked=asked, state=StatementState.RELEASED, cleared=True, staff=staff, where=place())
    people = {"proposed_by": person(), "released_by": person()}
    Release.objects.create(statement=row, audience=Audience.PUBLIC, proposed_at=NOON, released_at=NOON, **people)
    theme = write_theme(
        campaign=asked,
        title=title,
        text=f"More about {title}.",
        easy=f"Plainly {title}.",
        topic=topic,
        statements=[row],
        by=by,
        at=NOON,
    )
    return publish_theme(theme=theme, by=moderator(), at=NOON)


def answered(theme: Theme, by: User, kind: AnswerKind = AnswerKind.CANNOT, text: str = "The law says no.") -> None:
    give_answer(
        theme=theme, kind=kind, text=text, easy="We may not.", role="The board", by=by, at=NOON + timedelta(hours=1)
    )


@pytest.fixture
def lead() -> User:
    return person(RoleKind.PARTICIPATION_LEAD)


def text_of(path: str, client: Client | None = None) -> str:
    page = (client or Client()).get(path)
    assert page.status_code == 200
    return page.content.decode()


def test_wall_and_theme_show_what_was_heard_and_answered_and_never_who_said_it(lead: User) -> None:
    theme = published(campaign(), lead)
    answered(theme, lead)
    for path in (WALL, f"{WALL}{theme.pk}/"):
        page = text_of(path)
        assert "Evenings" in page
        assert "The law says no." in page
        assert "We can’t" in page
        assert SAID not in page
        plain = text_of(path + "?words=plain")
        assert "We may not." in plain
        assert "The law says no." not in plain


def test_draft_and_taken_down_themes_are_nowhere(lead: User) -> None:
    theme = published(campaign(), lead)
    take_down(theme=theme, reason="Somebody could be known.", by=moderator(), at=NOON)
    assert Client().get(f"{WALL}{theme.pk}/").status_code == 404
    for path in (WALL, "/have-your-say/heard.csv", "/search/?q=Evenings"):
        assert f"{WALL}{theme.pk}/" not in text_of(path)
        assert "More about" not in text_of(path)


def test_filters_narrow_by_each_thing_and_say_when_nothing_is_left(lead: User) -> None:
    first, second = campaign(), campaign()
    answered(published(first, lead, "Food here", topic="food"), lead)
    published(second, lead, "Rotas", staff=True, topic="work")
    for query, shows in (
        (f"campaign={first.slug}", "Food here"),
        ("topic=food", "Food here"),
        ("kind=cannot", "Food here"),
        ("speaker=young_person", "Food here"),
        ("speaker=staff", "Rotas"),
        ("kind=waiting", "Rotas"),
    ):
        page = text_of(f"{WALL}?{query}")
        hidden = {"Food here": "Rotas", "Rotas": "Food here"}[shows]
        assert f">{shows}</a>" in page, query
        assert f">{hidden}</a>" not in page, query
    assert "2 answers" not in text_of(WALL)
    assert f"{NOON.year}" in text_of(f"{WALL}?year={NOON.year}")
    assert "Nothing like that" in text_of(f"{WALL}?kind=did")


def test_overdue_answers_are_counted_in_public(lead: User) -> None:
    asked = campaign(answer_days=10)
    published(asked, lead)
    with time_machine.travel(NOON + timedelta(days=10), tick=False):
        assert "overdue" not in text_of(WALL)
    with time_machine.travel(NOON + timedelta(days=12), tick=False):
        assert "One answer is overdue." in text_of(WALL)
        published(asked, lead, "Food")
        assert "2 answers are overdue." in text_of(WALL)


def test_table_says_the_same_and_runs_no_formula(lead: User) -> None:
    theme = published(campaign(), lead, "=1+1 is what we want")
    answered(theme, lead)
    rows = list(csv.DictReader(text_of("/have-your-say/heard.csv").splitlines()))
    assert [row["theme"] for row in rows] == [str(theme.pk)]
    assert rows[0]["heard"].lstrip("'").startswith("=1+1")
    assert not rows[0]["heard"].startswith("=")
    assert rows[0]["answer"] == "We can’t"


def test_published_theme_and_answer_are_found_in_the_search_and_what_was_said_is_not(lead: User) -> None:
    theme = published(campaign(), lead)
    answered(theme, lead, text="The zebra crossing was painted.")
    catch_up()
    for word in ("Evenings", "zebra"):
        assert f"{WALL}{theme.pk}/" in text_of(f"/search/?q={word}")
    assert f"{WALL}{theme.pk}/" not in text_of("/search/?q=walrus")


def stored(asked: Campaign, audience: Audience, count: int) -> Numbers:
    row = {"label": "12-15", "n": count, "parts": []}
    return Numbers.objects.create(
        campaign=asked,
        core="safe",
        breakdown="band",
        audience=audience,
        table={"kind": "faces", "question": f"Asked of {audience}?", "rows": [row], "total": row},
        published_at=NOON,
        published_by=person(),
    )


def test_members_read_their_table_and_everybody_the_other(lead: User) -> None:
    asked = campaign()
    theme = published(asked, lead)
    stored(asked, Audience.PUBLIC, 12)
    mine = stored(asked, Audience.MEMBERS, 6)
    member = person()
    register_audience(Audience.MEMBERS, lambda who, at: Q() if who.pk == member.pk else None)
    assert "Asked of public?" in text_of(f"{WALL}{theme.pk}/")
    assert "Asked of members?" not in text_of(f"{WALL}{theme.pk}/")
    assert "Asked of members?" in text_of(f"{WALL}{theme.pk}/", browser(member))
    assert tables_for(asked, member, NOON) == [mine]
    assert tables_for(asked, AnonymousUser(), NOON) != [mine]


@pytest.mark.parametrize(
    ("path", "by"), [(WALL, None), ("/voices/themes/", "lead"), ("/have-your-say/heard.csv", None)]
)
def test_lists_ask_the_same_for_one_and_three(path: str, by: str | None, lead: User) -> None:
    asked = campaign()
    counts = []
    for many in (1, 2):
        for number in range(many):
            answered(published(asked, lead, f"Theme {many} {number}"), lead)
        client = browser(lead) if by else Client()
        with CaptureQueriesContext(connection) as queries:
            text_of(path, client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert by or counts[0] <= 10


def test_feed_brings_what_is_new_and_what_was_answered(lead: User) -> None:
    asked = campaign()
    first, second = published(asked, lead, "Evenings"), published(asked, lead, "Mornings")
    answered(second, lead)
    take_down(theme=published(asked, lead, "Hidden"), reason="Somebody could be known.", by=lead, at=NOON)
    page = Client().get("/have-your-say/heard.atom")
    text = page.content.decode()
    assert page["Content-Type"].startswith("application/atom+xml")
    assert f"{WALL}{first.pk}/" in text
    assert "Mornings: We can’t" in text
    assert "We may not." in text
    assert "Hidden" not in text
    assert SAID not in text


def test_constituency_of_young_people_shows_what_they_said_and_no_other_does(lead: User) -> None:
    board = board_with_trustees()
    asked = campaign()
    answered(published(asked, lead, "Evenings"), lead)
    published(asked, lead, "Supervision", staff=True)
    here = f"/boards/{board.board.slug}/constituencies/"
    young = Client().get(f"{here}young-people/").content.decode()
    assert "Evenings" in young
    assert "Supervision" not in young
    assert "Evenings" not in Client().get(f"{here}providers/").content.decode()
