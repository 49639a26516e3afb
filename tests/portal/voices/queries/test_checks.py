"""check_portal finds each thing that must never be so: sound data says nothing, then one thing is planted."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from portal.history.writing import save_with_history
from portal.invariants import all_findings
from portal.people.enums import RoleKind
from portal.people.models import RoleGrant
from portal.voices.actions.moderation import clear, open_words
from portal.voices.actions.releases import propose_release, release
from portal.voices.actions.themes import give_answer, publish_theme, write_theme
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import AttachmentKind, Gone, Privacy, StatementState
from portal.voices.enums.themes import AnswerKind, ThemeState
from portal.voices.models import (
    Attachment,
    Campaign,
    Look,
    ModerationStep,
    Numbers,
    Release,
    Statement,
    Theme,
    Tombstone,
)
from portal.voices.models.files import SENT_ALONG, keep_sealed
from portal.voices.queries.checks import GRACE, findings
from tests.conftest import NOON
from tests.factories.statements import campaign, lead, moderator, place, statement
from tests.people import person
from tests.planting import past_the_constraints
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
Plant = Callable[[], object]


@pytest.fixture(autouse=True)
def _a_disk_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
@remembered
def sound() -> Statement:
    """Say something that is read, released to everybody, gathered and answered, and something to nobody's name."""
    reader, second, participation = moderator(), lead(), person(RoleKind.PARTICIPATION_LEAD)
    row = statement(where=place(), asked=campaign(participation))
    Attachment.objects.create(
        statement=row,
        kind=AttachmentKind.PICTURE,
        file=keep_sealed(b"picture", NOON.date()),
        content_type="image/png",
        size=7,
    )
    open_words(statement=row, by=reader, at=NOON)
    clear(statement=row, by=reader, at=NOON)
    release(release=propose_release(statement=row, audience=Audience.PUBLIC, by=reader, at=NOON), by=second, at=NOON)
    theme = write_theme(
        campaign=row.campaign,
        title="Evenings",
        text="",
        easy="Longer evenings.",
        topic="",
        statements=[row],
        by=participation,
        at=NOON,
    )
    publish_theme(theme=theme, by=reader, at=NOON)
    give_answer(
        theme=theme, kind=AnswerKind.CANNOT, text="No.", easy="No.", role="The board", by=participation, at=NOON
    )
    statement(privacy=Privacy.ANONYMOUS, asked=row.campaign)
    row.refresh_from_db()
    return row


def numbers(table: dict[str, Any], by: int) -> None:
    """Store a published table."""
    asked = Campaign.objects.get()
    Campaign.objects.update(state="closed", closed_at=NOON)
    row = Numbers(
        campaign=asked,
        core="safe",
        breakdown="band",
        audience="public",
        table=table,
        published_at=NOON,
        published_by_id=by,
    )
    save_with_history(row, by=None, reason="Planted", at=NOON)


def row_of(label: str, n: int | None, *counts: int) -> dict[str, Any]:
    """Return a stored row."""
    parts = [{"values": [value], "count": count} for value, count in zip(("yes", "no"), counts, strict=False)]
    return {"label": label, "n": n, "parts": parts}


def test_sound_data_says_nothing(sound: Statement) -> None:
    enough = {
        "kind": "yes_no",
        "question": "Safe?",
        "rows": [row_of("8-11", 12, 5, 7)],
        "total": row_of("all", 12, 5, 7),
    }
    numbers(enough, Campaign.objects.values_list("made_by", flat=True)[0])
    assert list(findings(NOON)) == []
    assert [one for one in all_findings(NOON) if one.startswith("voices")] == []


def _said_before_the_day() -> None:
    row = Statement.objects.get(privacy=Privacy.ANONYMOUS)
    Statement.objects.filter(pk=row.pk).update(state=StatementState.DRAFT)


def _mixed() -> None:
    Theme.objects.update(speaker=Speaker.STAFF)


def _too_few() -> None:
    table = {"kind": "yes_no", "question": "", "rows": [row_of("8-11", 12, 2, 10)], "total": row_of("all", None)}
    numbers(table, Campaign.objects.values_list("made_by", flat=True)[0])


def _goes_on() -> None:
    table = {"kind": "yes_no", "question": "", "rows": [row_of("8-11", 12, 5, 7)], "total": row_of("all", None)}
    numbers(table, Campaign.objects.values_list("made_by", flat=True)[0])
    Campaign.objects.update(state="open", closed_at=None)


def _other_key() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE voices_words SET text = %s", ["gAAAAAnothing"])


def _old_file() -> None:
    keep_sealed(b"nobody's", (NOON - GRACE - timedelta(days=2)).date())


def _look_at_nothing() -> None:
    Look.objects.create(statement_id=uuid4(), reason="Somebody said walrus.", asked_by=moderator(), asked_at=NOON)


PLANTED: dict[str, tuple[str, Plant]] = {
    "not cleared": ("1: release", lambda: ModerationStep.objects.filter(verdict="cleared").delete()),
    "one person": (
        "1: release",
        lambda: Release.objects.update(released_by=Release.objects.values_list("proposed_by", flat=True)[0]),
    ),
    "no reader": ("1: release", lambda: RoleGrant.objects.filter(role=RoleKind.SAFEGUARDING_LEAD).delete()),
    "sent back": ("1: release", lambda: Statement.objects.update(state=StatementState.RETURNED)),
    "put away": ("1: release", lambda: Statement.objects.update(state=StatementState.ARCHIVED)),
    "leads to a home": (
        "2: statement",
        lambda: Statement.objects.filter(privacy=Privacy.ANONYMOUS).update(place=place()),
    ),
    "kept before sent": ("2: words", _said_before_the_day),
    "private with a name": (
        "2: statement",
        lambda: Statement.objects.filter(privacy=Privacy.PRIVATE).update(sealed_name="Robin"),
    ),
    "gone and there": (
        "8: tombstone",
        lambda: [
            Tombstone.objects.create(
                statement_id=one.pk, campaign=one.campaign, gone_on=NOON.date(), why=Gone.WITHDRAWN
            )
            for one in Statement.objects.all()
        ],
    ),
    "no clock": ("5: theme", lambda: Theme.objects.update(answer_due=None)),
    "published alone": ("5: theme", lambda: Theme.objects.update(published_by=Theme.objects.get().made_by)),
    "answered before": ("5: theme", lambda: Theme.objects.update(state=ThemeState.DRAFT)),
    "mixed": ("5: theme", _mixed),
    "too few": ("7: table", _too_few),
    "goes on": ("7: numbers", _goes_on),
    "kept too long": ("8: statement", lambda: Statement.objects.update(keep_until=(NOON - GRACE).date())),
    "reason kept": ("8: look", _look_at_nothing),
    "no file": ("8: the file of attachment", lambda: SENT_ALONG.forget(Attachment.objects.get().file)),
    "no row": ("8: 1 files belong to no", _old_file),
    "lost key": ("3: text of words", _other_key),
}


@pytest.mark.parametrize("what", list(PLANTED))
def test_a_broken_promise_is_found(sound: Statement, what: str) -> None:
    says, plant = PLANTED[what]
    past_the_constraints(plant, "voices")
    found = list(findings(NOON))
    assert found
    assert all(one.startswith(says) for one in found), found
    # A sentence goes to a screen and a log: it names rows and says nothing that was said.
    assert not any("walrus" in one for one in found)
