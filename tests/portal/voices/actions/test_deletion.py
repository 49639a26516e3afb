"""Deleting deletes: whatever was done with a statement, afterwards nothing of it can be read in any store."""

import logging
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from portal.people.enums import RoleKind
from portal.people.models import User
from portal.voices.actions.cases import open_case
from portal.voices.actions.deletion import delete_statement, forget_due
from portal.voices.actions.looks import ask_to_look, settle_look
from portal.voices.actions.moderation import (
    answer_objection,
    clear,
    needs_redaction,
    open_file,
    open_words,
    put_back,
    redact,
    return_,
    take,
)
from portal.voices.actions.releases import propose_release, release
from portal.voices.actions.statements import Sent, add_words, object_to_change, open_with_card, send, withdraw
from portal.voices.actions.themes import give_answer, publish_theme, say_right_or_not, write_theme
from portal.voices.domain.retention import ABANDONED, RETURNED, SENT
from portal.voices.enums.campaigns import AgeBand, QuestionKind
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import AttachmentKind, Gone, Privacy, StatementState
from portal.voices.enums.themes import AnswerKind, Right
from portal.voices.models import Answer, Case, Look, RightOrNot, Statement, Theme, ThemeStatement, Tombstone
from portal.voices.models.files import SENT_ALONG, keep_sealed
from portal.voices.queries.statements import OnceHash
from tests.conftest import NOON
from tests.everywhere import where
from tests.factories.statements import lead, moderator, place, statement
from tests.factories.voices import cards, opened
from tests.people import person

pytestmark = pytest.mark.django_db
# Every text that says something holds this word, in all its forms.
WORD = "Quixarbel"
OGG = b"OggS\x00\x02" + b"\x00" * 40 + f"spoken {WORD}".encode() + b"\x00" * 40


@pytest.fixture(autouse=True)
def _a_disk_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    cache.clear()


def everything_done(reader: User, second: User, participation: User) -> tuple[Statement, str]:
    """Say something in every way there is, and do with it whatever can be done."""
    at = NOON
    asked = opened()
    code = cards(asked, where=place())[0]
    begun = open_with_card(code=code, band=AgeBand.TWELVE, privacy=Privacy.NAMED, name=f"Robin {WORD}", at=at)
    questions = list(begun.statement.version.questions.all())
    wordy = [one for one in questions if one.kind in (QuestionKind.SHORT, QuestionKind.LONG)]
    spoken = next((one for one in questions if one.kind == QuestionKind.RECORDING), questions[0])
    answers = {one.pk: ("", f"I said {WORD} about it and {WORD} again") for one in wordy}
    row = send(
        statement=begun.statement,
        answers=answers,
        files=[Sent(spoken, AttachmentKind.RECORDING, OGG)],
        at=at,
    )
    add_words(statement=row, text=f"And {WORD} once more", at=at)
    open_words(statement=row, by=reader, at=at)
    needs_redaction(statement=row, note=f"The note says {WORD}", by=reader, at=at)
    words = row.words.order_by("n").first()
    assert words is not None
    redact(words=words, text=f"I said […] {WORD}", reason=f"Took {WORD} out", by=reader, at=at)
    redaction = object_to_change(statement=row, n=words.n, text=f"Leave {WORD} in", at=at)
    answer_objection(redaction=redaction, answer=f"No: {WORD}", by=reader, at=at)
    for attachment in row.attachments.all():
        open_file(attachment=attachment, by=reader, at=at)
    clear(statement=row, by=reader, at=at)
    for audience in (Audience.SERVICE, Audience.PUBLIC):
        found = propose_release(statement=row, audience=audience, by=reader, at=at)
        release(release=found, by=second, at=at)
    theme = write_theme(
        campaign=asked,
        title="Evenings are too short",
        text="Several of you would like to stay up longer.",
        easy="You want longer evenings.",
        topic="evenings",
        statements=[row],
        by=participation,
        at=at,
    )
    publish_theme(theme=theme, by=reader, at=at)
    answer = give_answer(
        theme=theme,
        kind=AnswerKind.DOING,
        text="We ask every home.",
        easy="We ask.",
        role="The board",
        by_when=date(2027, 1, 31),
        by=participation,
        at=at,
    )
    say_right_or_not(answer=answer, once_hash=OnceHash(begun.receipt)(answer), right=Right.YES, at=at)
    open_case(source=CaseSource.STATEMENT, statement=row, at=at)
    row.refresh_from_db()
    return row, begun.receipt


def pages(receipt: str) -> None:
    """Read what can be read, so that whatever caches does."""
    for path in ("/have-your-say/heard/", "/have-your-say/heard.csv", "/search/?q=" + WORD):
        assert Client().get(path).status_code == 200
    mine = Client()
    assert mine.post("/have-your-say/back/", {"code": receipt}).status_code == 302
    assert WORD in mine.get("/have-your-say/mine/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_deleted_in_every_store(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reader, second, participation = moderator(), lead(), person(RoleKind.PARTICIPATION_LEAD)
    row, receipt = everything_done(reader, second, participation)
    call_command("run_due", verbosity=0, at=f"{NOON:%Y-%m-%dT%H:%M}")
    pages(receipt)
    key, file, receipt_hash = row.pk, row.attachments.get().file, row.receipt_hash
    before = where(WORD, tmp_path)
    # What the search below must not find it did find: the net has no hole where these stand.
    assert {
        "voices_statement",
        "voices_words",
        "voices_redaction",
        "voices_moderationstep",
        f"file {file}",
        "backup tables/voices.words.jsonl",
        f"backup files/voices/{file}",
    } <= before

    delete_statement(statement=row, why=Gone.WITHDRAWN, at=NOON)

    assert where(WORD, tmp_path) == set()
    assert where(file, tmp_path) == set()
    assert where(receipt_hash, tmp_path) == set()
    assert where(receipt, tmp_path) == set()
    # That it was there is all that remains, and no table but the tombstones' knows its key.
    stays = {"voices_tombstone", "backup tables/voices.tombstone.jsonl"}
    assert where(key.hex, tmp_path) | where(str(key), tmp_path) <= stays
    assert Tombstone.objects.get().statement_id == key
    assert WORD not in caplog.text
    assert receipt not in caplog.text
    for path in ("/have-your-say/heard/", "/have-your-say/heard.csv", f"/search/?q={WORD}x"):
        assert WORD + "x" in path or WORD not in Client().get(path).content.decode()


@pytest.mark.django_db(transaction=True)
def test_why_somebody_looked_goes_with_the_words_and_that_they_did_stays(tmp_path: Path) -> None:
    row, first, second = statement(where=place()), moderator(), lead()
    asked = ask_to_look(statement=row, reason=f"They write {WORD}: somebody could be hurt.", by=first, at=NOON)
    assert WORD in Look.objects.get().reason
    settle_look(look=asked, agree=False, reason=f"{WORD} is a pony.", by=second, at=NOON)
    # Sealed, and in no history, while the words are there.
    assert {one for one in where(WORD, tmp_path) if "histor" in one} == set()
    delete_statement(statement=row, why=Gone.WITHDRAWN, at=NOON)
    assert where(WORD, tmp_path) == set()
    kept = Look.objects.get()
    assert (kept.reason, kept.settled_reason, kept.asked_by, kept.settled_by) == ("", "", first, second)


def test_what_others_wrote_in_their_own_words_stays() -> None:
    row, _receipt = everything_done(moderator(), lead(), person(RoleKind.PARTICIPATION_LEAD))
    delete_statement(statement=row, why=Gone.WITHDRAWN, at=NOON)
    assert not ThemeStatement.objects.exists()
    assert Theme.objects.get().title == "Evenings are too short"
    assert (Answer.objects.count(), RightOrNot.objects.count()) == (1, 1)
    assert Case.objects.get().statement is None


@pytest.mark.parametrize("privacy", list(Privacy))
def test_author_takes_it_back_whatever_state_it_is_in(privacy: str) -> None:
    for state in StatementState:
        row = statement(text=f"{WORD} {state}", state=state, privacy=privacy, where=place())
        withdraw(statement=row, at=NOON)
        assert not Statement.objects.exists()
    assert where(WORD) == set()
    assert Tombstone.objects.count() == len(StatementState) - 1


def test_deleting_twice_deletes_once() -> None:
    row = statement()
    delete_statement(statement=row, why=Gone.WITHDRAWN, at=NOON)
    delete_statement(statement=row, why=Gone.RETENTION, at=NOON)
    assert Tombstone.objects.get().why == Gone.WITHDRAWN


def test_tombstone_says_the_day_and_nothing_of_the_person() -> None:
    columns = {field.name for field in Tombstone._meta.fields}
    assert columns == {"id", "statement_id", "campaign", "gone_on", "why"}
    row = statement()
    delete_statement(statement=row, why=Gone.NOT_OURS, at=NOON)
    assert isinstance(Tombstone.objects.get().statement_id, UUID)


@pytest.mark.django_db(transaction=True)
def test_files_stay_while_the_deletion_is_not_committed() -> None:
    everything = everything_done(moderator(), lead(), person(RoleKind.PARTICIPATION_LEAD))
    row = everything[0]
    file = row.attachments.get().file
    with transaction.atomic():
        delete_statement(statement=row, why=Gone.WITHDRAWN, at=NOON)
        assert SENT_ALONG.path(file).exists()
        transaction.set_rollback(True)
    assert SENT_ALONG.path(file).exists()
    assert Statement.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        (StatementState.DRAFT, ABANDONED),
        (StatementState.RETURNED, RETURNED),
        (StatementState.RELEASED, SENT),
        (StatementState.ARCHIVED, SENT),
    ],
)
def test_night_forgets_what_was_kept_long_enough_and_not_a_day_earlier(state: str, kept: timedelta) -> None:
    row = statement(state=state)
    Statement.objects.filter(pk=row.pk).update(keep_until=NOON.date() + kept)
    assert forget_due(at=NOON + kept - timedelta(days=1)) == [0, 0, 0]
    assert forget_due(at=NOON + kept) == [1, 0, 0]
    assert forget_due(at=NOON + kept) == [0, 0, 0]
    gone = list(Tombstone.objects.values_list("why", flat=True))
    assert gone == ([] if state == StatementState.DRAFT else [Gone.RETENTION])


def test_what_is_returned_goes_sooner_and_what_is_taken_up_again_as_it_would_have() -> None:
    row, reader = statement(), moderator()
    Statement.objects.update(keep_until=NOON.date() + SENT)
    take(statement=row, by=reader, at=NOON)
    return_(statement=row, reason="It names others.", by=reader, at=NOON)
    assert Statement.objects.get().keep_until == NOON.date() + RETURNED
    put_back(statement=row, by=reader, at=NOON + timedelta(days=80))
    assert Statement.objects.get().keep_until == NOON.date() + SENT
    return_(statement=row, reason="It names others.", by=reader, at=NOON + timedelta(days=81))
    open_case(source=CaseSource.UNSAFE, statement=row, at=NOON + timedelta(days=82))
    held = Statement.objects.get()
    assert (held.state, held.keep_until) == (StatementState.HELD_SAFEGUARDING, NOON.date() + SENT)
    assert not Statement.objects.readable_by(reader, NOON + timedelta(days=82)).exists()


def test_night_waits_while_a_case_is_open() -> None:
    row = statement()
    Statement.objects.filter(pk=row.pk).update(keep_until=NOON.date())
    open_case(source=CaseSource.STATEMENT, statement=row, at=NOON)
    assert forget_due(at=NOON) == [0, 0, 0]


def test_night_forgets_files_without_a_row_a_day_later() -> None:
    name = keep_sealed(b"drawing", NOON.date())
    for days, forgotten in ((0.5, 0), (2, 1)):
        moment = (NOON - timedelta(days=days)).timestamp()
        os.utime(SENT_ALONG.path(name), (moment, moment))
        assert forget_due(at=NOON) == [0, 0, forgotten]
    assert list(SENT_ALONG.names()) == []
