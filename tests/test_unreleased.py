"""Role × address again, asked for words: nothing that was not released is on any page, for anybody but its readers.

In every state and privacy a statement is planted with a word that stands nowhere else, about the home of the service
lead; then every address is asked by everybody, and what comes back is searched, inside files as well.
"""

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from peerreview.models import HostRole, Review
from portal.due import run_jobs
from portal.notifications.actions.calendars import make_feed
from portal.people.models import Affiliation, User
from portal.voices.actions.alerts import climb_all
from portal.voices.actions.cases import note as write_note
from portal.voices.actions.cases import open_case, take_case
from portal.voices.actions.looks import ask_to_look
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Case, Place, Redaction, Release, Statement
from tests.demonstration import NOON
from tests.factories.statements import campaign, deputy, moderator, statement
from tests.matrix import ROLES, examples
from tests.test_matrix import LINES, _noon_of_the_story, _told  # noqa: F401 - fixtures
from tests.thorough import THOROUGH, some

pytestmark = pytest.mark.django_db
WORD = "Zwyxquell"
READERS = ("moderator", "safeguarding-lead", "safeguarding-deputy")
# Where readers read; at every other address they find nothing either.
OWN = re.compile(r"^/voices/(moderation|cases|looks)/")
# Whoever asks for views chooses among homes, by their names: a name is no statement.
HOMES = re.compile(r"^/voices/campaigns/")
HOME = f"{WORD} House"
# The manager of the home, who wants to know most; in a thorough run everybody.
ASKED = ROLES if THOROUGH else ("service-lead",)
# A quick run asks every so many of the addresses, others each day; a thorough one asks all.
SHARE = 1 if THOROUGH else 8
# A search repeats what was asked for: in small letters, so that what it found is told from what it was asked.
MORE = (
    f"/search/?q={WORD.lower()}",
    f"/cms/pages/search/?q={WORD.lower()}",
    "/cms/reports/site-history/",
    "/api/v1/schema/",
    "/notifications/",
    "/today/",
)


@pytest.fixture
def planted() -> list[Statement]:
    """Plant them, with everything around them that holds words."""
    host = User.objects.get(email="service-lead@hearth.example")
    home = HostRole.objects.active(NOON).filter(person=host)[0].service
    employer = Affiliation.objects.active(NOON).filter(person=host)[0].organisation
    told = {"name": HOME, "organisation": employer, "staff": 12}
    here, _made = Place.objects.update_or_create(service_key=home.pk, defaults=told)
    review = Review.objects.filter(service=home).order_by("-pk")[0]
    asked = campaign(by=host, at=NOON, place=here, subject_kind="review", subject_key=review.pk, kind="review")
    by, found = moderator(), []
    for state, privacy, staff in product(StatementState, Privacy, (False, True)):
        name = f"{WORD} Marmaduke" if privacy == Privacy.NAMED else ""
        row = statement(
            text=f"{WORD}: {state}, {privacy}.",
            state=state,
            privacy=privacy,
            staff=staff,
            cleared=state == StatementState.RELEASED,
            where=here,
            asked=asked,
            sealed_name=name,
        )
        words = row.words.get()
        Redaction.objects.create(
            words=words,
            text=f"{WORD}, partly taken out",
            reason="A name",
            by=by,
            at=NOON,
            objected_on=NOON.date(),
            objection=f"{WORD}, I object",
        )
        row.steps.create(verdict="returned", note=f"{WORD}, a note", by=by, at=NOON)
        for audience in Audience:
            # Proposed and not released; or released and ended.
            ended = NOON if staff else None
            given = {"released_by": moderator(), "released_at": NOON - timedelta(days=1)} if staff else {}
            Release.objects.create(
                statement=row, audience=audience, proposed_by=by, proposed_at=NOON, ended_at=ended, **given
            )
        found.append(row)
    private = next(row for row in found if (row.state, row.privacy) == ("in_moderation", "private"))
    ask_to_look(statement=private, reason="Somebody could be hurt.", by=by, at=NOON)
    acts = deputy()
    for about_lead in (False, True):
        case = open_case(
            source=CaseSource.UNSAFE,
            told=f"{WORD}, hurt",
            contact=f"{WORD} at the back door",
            is_about_lead=about_lead,
            at=NOON - timedelta(hours=1),
        )
        climb_all(at=NOON)
        take_case(case=case, by=acts, at=NOON)
        write_note(case=case, text=f"{WORD}, rang", by=acts, at=NOON)
    return found


@pytest.mark.parametrize("role", ASKED)
def test_no_address_shows_what_was_not_released(role: str, planted: list[Statement]) -> None:
    client, named = Client(), dict(examples(NOON))
    if role != "visitor":
        client.force_login(User.objects.get(email=f"{role}@hearth.example"))
    shown = []
    for asked in _addresses(named, planted):
        cache.clear()
        with transaction.atomic():
            response = client.get(asked)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        if HOMES.match(asked):
            body = body.replace(HOME.encode(), b"")
        if _holds(body) and not (role in READERS and OWN.match(asked)):
            shown.append(asked)
        if any(WORD in str(value) for value in response.headers.values()):
            shown.append(f"{asked}, in its headers")
    assert shown == []


def test_what_is_said_stands_in_no_table_in_clear(planted: list[Statement]) -> None:
    """No search index, history, ledger, notice or task holds a word of it: all that is stored of it is sealed."""
    assert any(WORD in words.text for row in planted for words in row.words.all())
    cursor = connection.cursor()
    holding = []
    for model in apps.get_models(include_auto_created=True):
        columns = [connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields]
        table = connection.ops.quote_name(model._meta.db_table)
        text = " || ' ' || ".join(f"COALESCE(CAST({column} AS TEXT), '')" for column in columns)
        cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE {text} LIKE %s", [f"%{WORD}%"])  # noqa: S608 - our names
        if cursor.fetchone()[0]:
            holding.append(model._meta.label)
    # A home has a name; it is read where homes are, and no statement says which is its own but by its key.
    assert set(holding) <= {"voices.Place", "voices.HistoricalPlace"}


def test_no_letter_calendar_or_log_holds_a_word(planted: list[Statement], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        for hours in (0, 1, 30, 80):
            run_jobs(NOON + timedelta(hours=hours))
    assert mail.outbox
    assert [letter.subject for letter in mail.outbox if _holds(letter.message().as_bytes())] == []
    assert WORD not in caplog.text
    for role in READERS:
        who = User.objects.filter(email=f"{role}@hearth.example").first()
        if who is not None:
            body = Client().get(f"/calendar/{make_feed(by=who, at=NOON)}.ics").content
            assert not _holds(body)


def test_no_part_of_voices_speaks_through_a_socket() -> None:
    """What a room says reaches everybody in it; statements and cases have none."""
    here = Path(__file__).resolve().parents[1] / "portal" / "voices"
    assert [path.name for path in here.rglob("*.py") if "portal.live" in path.read_text()] == []


def test_the_planted_word_would_be_found() -> None:
    """The test is worth nothing if it cannot fail: readers find the words where they read."""
    row = statement(text=f"{WORD}!", state=StatementState.IN_MODERATION)
    client = Client()
    client.force_login(moderator())
    client.post(f"/voices/moderation/{row.pk}/open/")
    assert _holds(client.get(f"/voices/moderation/{row.pk}/words/").content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<c>{WORD}</c>")
    assert _holds(packed.getvalue())
    assert _holds(b"%PDF-1.7\nstream\n" + zlib.compress(WORD.encode()) + b"\nendstream")


def _addresses(named: Mapping[str, object], planted: list[Statement]) -> Iterator[str]:
    lines = list(dict.fromkeys(asked.format(**named) for asked, _said in LINES if not asked.startswith("POST")))
    yield from some(lines, SHARE)
    yield from MORE
    for number, row in enumerate(planted[::SHARE]):
        more = ("words/1/", "words/1/answer/", "release/", "hold/", "who/", "clear/") if number % 10 == 0 else ()
        for part in ("", "words/", *more):
            yield f"/voices/moderation/{row.pk}/{part}"
    for key in Case.objects.values_list("pk", flat=True):
        for part in ("", "take/", "note/", "told/", "close/", "keep-out/"):
            yield f"/voices/cases/{key}/{part}"


def _holds(body: bytes) -> bool:
    word = WORD.encode()
    if word in body:
        return True
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return any(word in archive.read(name) for name in archive.namelist())
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        with suppress(zlib.error):
            if word in zlib.decompress(packed):
                return True
    return False
