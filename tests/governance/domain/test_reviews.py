"""What a review needs, and what comes up again in it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from governance.domain.reviews import Dissent, ReviewLack, dissent_in, expires_at, lacking
from governance.enums.reviews import Effect

TODAY = date(2026, 11, 2)
L = ReviewLack


@pytest.mark.parametrize(
    ("effect", "fields", "lacks"),
    [
        (Effect.CONTINUE, {}, ()),
        (Effect.CONTINUE, {"found": " "}, (L.REPORT,)),
        (Effect.CONTINUE, {"unanswered": 2}, (L.ANSWERS,)),
        (Effect.CONTINUE, {"next_review_on": None}, (L.DATE,)),
        (Effect.CONTINUE, {"next_review_on": TODAY}, (L.DATE_PAST,)),
        (Effect.CONTINUE, {"found": "", "unanswered": 1, "next_review_on": None}, (L.REPORT, L.ANSWERS, L.DATE)),
        (Effect.RESCIND, {"found": "", "unanswered": 1, "next_review_on": None}, ()),
        (Effect.SUPERSEDE, {"found": "", "unanswered": 1, "next_review_on": None}, ()),
    ],
)
def test_going_on_unchanged_asks_for_report_answers_and_date(
    effect: Effect, fields: dict[str, Any], lacks: tuple[ReviewLack, ...]
) -> None:
    given: dict[str, Any] = {"found": "It worked.", "unanswered": 0, "next_review_on": date(2027, 11, 2)}
    assert lacking(effect, **{**given, **fields}, on=TODAY) == lacks


def test_dissent_comes_up_without_names_and_in_no_telling_order() -> None:
    block = {"ground": "duty", "state": "not_upheld"}
    positions: list[dict[str, object]] = [
        {"stance": "stand_aside", "reason": "Z", "name": "A", "recused": False},
        {"stance": "agree", "reason": "", "recused": False},
        {"stance": "reservations", "reason": "R", "recused": False},
        {"stance": None, "recused": False},
        {"stance": "stand_aside", "reason": "B", "recused": False},
        {"stance": "stand_aside", "reason": "X", "recused": True},
        {"stance": "block", "reason": "N", "recused": False, "block": block},
        {"stance": "block", "reason": "W", "recused": False, "block": {**block, "state": "withdrawn"}},
    ]
    assert dissent_in(positions) == [Dissent("block", "N"), Dissent("stand_aside", "B"), Dissent("stand_aside", "Z")]


def test_expires_when_the_rules_time_is_over() -> None:
    opened = datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert expires_at(opened, grace_days=90) == opened + timedelta(days=90)
