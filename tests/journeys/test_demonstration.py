"""The demonstration is the same on the same day, and everything in it holds."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.conftest import Portal, prepared
from tests.processes import environment, manage

pytestmark = pytest.mark.browser

TOLD = (
    "SELECT email, name FROM people_user ORDER BY id",
    "SELECT number, title, state, created_at, moved_at FROM governance_proposal ORDER BY id",
    "SELECT number, title, outcome, text_sha256, decided_at, review_on FROM governance_decision ORDER BY id",
    "SELECT stance, reason, at FROM governance_position ORDER BY id",
    "SELECT urn, kind, public_name FROM peerreview_service ORDER BY id",
    "SELECT seq, at, kind, subject_type, subject_id, facts_text FROM history_ledgerentry ORDER BY seq",
)


def told(database: Path) -> list[list[tuple[object, ...]]]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as raw:
        return [raw.execute(sql).fetchall() for sql in TOLD]


@pytest.mark.skipif("JOURNEY_DATABASE" in os.environ, reason="compares with a demonstration made today")
def test_same_day_tells_the_same_story(tmp_path: Path) -> None:
    again = tmp_path / "again.sqlite3"
    manage(environment(DATABASE_URL=f"sqlite:///{again}", REDIS_URL=""), "demo", "--no-serve", within=600)
    assert told(again) == told(prepared())


def test_served_story_holds(portal: Portal) -> None:
    portal.manage("verify_ledger")
    portal.manage("check_portal")
