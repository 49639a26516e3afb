"""A year in numbers."""

from datetime import date

import pytest

from governance.domain.years import Done, Participation, blocks_in, done, participation, usual
from governance.enums.rounds import BlockState


def one(constituency: str, stance: str | None, *, recused: bool = False, **more: object) -> dict[str, object]:
    return {"constituency": constituency, "stance": stance, "recused": recused, **more}


def test_participation_adds_up_by_constituency_without_the_recused() -> None:
    first = [one("Staff", "agree"), one("Staff", None), one("Providers", "agree", recused=True)]
    second = [one("Staff", "block"), one("Providers", None)]
    assert participation([first, second]) == [Participation("Staff", 2, 3), Participation("Providers", 0, 1)]
    assert participation([]) == []


def test_few_voices_are_not_told() -> None:
    assert Participation("Staff", 1, 4).too_few
    assert not Participation("Staff", 2, 5).too_few
    assert (Participation("Staff", 2, 3).percent, Participation("Staff", 0, 0).percent) == (67, 0)


def test_blocks_are_counted_by_how_they_ended() -> None:
    records = [
        [one("Staff", "block", block={"state": "withdrawn"}), one("Staff", "agree")],
        [one("Staff", "block", block={"state": "not_upheld"}), one("Staff", "block")],
    ]
    assert blocks_in(records) == {BlockState.WITHDRAWN: 1, BlockState.NOT_UPHELD: 1}


def test_usual_is_the_middle() -> None:
    assert (usual([3, 90, 20]), usual([])) == (20, None)


@pytest.mark.parametrize(
    ("due", "when", "counted"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), Done(1, 0, 0, 0)),
        (date(2026, 3, 1), date(2026, 3, 2), Done(0, 1, 0, 0)),
        (date(2026, 11, 2), None, Done(0, 0, 1, 0)),
        (date(2026, 11, 1), None, Done(0, 0, 0, 1)),
    ],
)
def test_an_action_is_done_in_time_or_late_or_not_yet_or_overdue(due: date, when: date | None, counted: Done) -> None:
    assert done([(due, when)], date(2026, 11, 2)) == counted
    assert done([(due, when)] * 3, date(2026, 11, 2)).all == 3
