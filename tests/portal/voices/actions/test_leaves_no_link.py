"""Nobody can find out: not by a column, not by a time, not by comparing the whole database, not by the disk."""

import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models, transaction

from portal.voices.actions import statements
from portal.voices.enums.campaigns import AgeBand, QuestionKind
from portal.voices.enums.statements import Privacy
from portal.voices.models import Attachment, Statement, Words
from portal.voices.models.files import SENT_ALONG, keep_sealed, read_sealed
from portal.voices.models.secrets import seal, unseal
from tests.conftest import NOON
from tests.factories.statements import place
from tests.factories.voices import cards, opened

pytestmark = pytest.mark.django_db


def say(words: str, text: str, at: datetime, privacy: Privacy = Privacy.ANONYMOUS) -> Statement:
    made = statements.open_with_card(code=words, band=AgeBand.TWELVE, privacy=privacy, name="Robin", at=at)
    question = made.statement.version.questions.filter(kind=QuestionKind.LONG)[0]
    return statements.send(statement=made.statement, answers={question.pk: ("", text)}, at=at)


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of the database, whatever the models say of it."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - names of our own tables
            found[table] = cursor.fetchall()
    return found


def without_chance(dump: dict[str, list[tuple[Any, ...]]], texts: dict[str, str]) -> str:
    """Return a dump with what is random anyway left out: keys of statements, receipts, the salt of sealed words."""

    def plain(value: Any) -> Any:
        if isinstance(value, str) and value.startswith("gAAAA"):
            return unseal(value.encode()).decode()
        return texts.get(str(value).replace("-", ""), str(value))

    return json.dumps({table: sorted([plain(cell) for cell in row] for row in rows) for table, rows in dump.items()})


def test_two_children_who_swap_cards_leave_the_same_database() -> None:
    asked = opened()
    first, second = cards(asked, where=place())[0], cards(asked, where=place())[0]
    dumps = []
    for order in ((first, second), (second, first)):
        point = transaction.savepoint()
        say(order[0], "The sofa is broken", NOON)
        say(order[1], "I like the garden", NOON + timedelta(minutes=20))
        chance = {}
        for row in Statement.objects.all():
            name = row.words.get().text
            chance |= {row.pk.hex: f"key of {name}", row.receipt_hash: f"receipt of {name}"}
        dump = tables()
        for table in ("voices_words", "sqlite_sequence"):
            dump[table] = [row[1:] for row in dump.get(table, [])]
        dumps.append(without_chance(dump, chance))
        transaction.savepoint_rollback(point)
    assert "The sofa is broken" in dumps[0]
    assert dumps[0] == dumps[1]


def test_the_comparison_sees_a_link_where_there_is_one() -> None:
    """The test above can fail: what is private is linked to its card, and the two databases differ."""
    first, second = cards(opened(), 2)
    dumps = []
    for order in ((first, second), (second, first)):
        point = transaction.savepoint()
        say(order[0], "The sofa is broken", NOON, Privacy.PRIVATE)
        say(order[1], "I like the garden", NOON, Privacy.PRIVATE)
        dumps.append({row.words.get().text: row.invite_id for row in Statement.objects.all()})
        transaction.savepoint_rollback(point)
    assert dumps[0] != dumps[1]


def test_no_table_about_statements_has_room_for_a_moment_an_address_or_a_device() -> None:
    allowed_moments: set[str] = set()
    for model in (Statement, Words, Attachment):
        for field in model._meta.get_fields():
            if not isinstance(field, models.Field):
                continue
            assert not isinstance(field, models.GenericIPAddressField), field
            assert not any(word in field.name for word in ("agent", "address", "session", "device", "ip_")), field
            if isinstance(field, models.DateTimeField):
                allowed_moments.add(str(field))
    assert allowed_moments == set()


def test_nothing_joins_a_card_to_what_nobody_can_find_out() -> None:
    """Every table that points to a card is known, and the only one there is refuses it for such a statement."""
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is apps.get_model("voices", "Invite")
    }
    assert pointing == {"voices.Statement.invite"}
    names = {constraint.name for constraint in Statement._meta.constraints}
    assert "voices_nobody_can_find_out_means_nothing_is_stored" in names
    assert not any(
        isinstance(field, models.DateTimeField | models.DateField) and field.name != "expires_on"
        for field in apps.get_model("voices", "Invite")._meta.fields
    )


@pytest.fixture
def _in_the_afternoon() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 2, 16, 43, 7, tzinfo=UTC), tick=False):
        yield


@pytest.mark.usefixtures("_in_the_afternoon")
def test_what_is_sealed_says_a_day_and_no_minute() -> None:
    said = int.from_bytes(base64.urlsafe_b64decode(seal(b"words"))[1:9], "big")
    assert said % 86_400 == 0
    assert said == int(time.time()) // 86_400 * 86_400


@pytest.mark.usefixtures("_in_the_afternoon")
def test_a_file_on_the_disk_says_a_day_and_not_what_it_holds() -> None:
    name = keep_sealed(b"a drawing")
    path = SENT_ALONG.path(name)
    assert path.stat().st_mtime == datetime(2026, 11, 2, 12, tzinfo=UTC).timestamp()
    assert b"a drawing" not in path.read_bytes()
    assert read_sealed(name) == b"a drawing"
