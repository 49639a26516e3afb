"""Members of a constituency, report-backs and soundings, made by the real actions."""

from datetime import datetime, timedelta
from typing import Any

from governance.actions.reportbacks import send_report_back
from governance.actions.soundings import answer_sounding, ask_constituency
from governance.models import Decision, ReportBack, Sounding, SoundingOption
from governance.queries.constituencies import Place, find_place
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, constituency
from tests.remembering import remembered

WEEK = timedelta(days=7)


def place_on(board: SmallBoard, code: str = "staff") -> Place:
    """Return a constituency of a board."""
    place = find_place(board.board, code)
    assert place is not None
    return place


@remembered
def member_of(board: SmallBoard, code: str = "staff", **fields: Any) -> User:
    """Add somebody to a constituency of a board."""
    person: User = ConstituencyMembershipFactory(board=board.board, constituency=constituency(code), **fields).person
    return person


def owed(decision: Decision, code: str = "staff") -> ReportBack:
    """Return what a decision owes a constituency."""
    return next(row for row in ReportBack.objects.filter(decision=decision) if row.code == code)


@remembered
def sent(board: SmallBoard, decision: Decision, code: str = "staff", text: str = "It was agreed.") -> ReportBack:
    """Report back from the first seat of a constituency a day after the decision."""
    at = decision.decided_at + timedelta(days=1)
    return send_report_back(report_back=owed(decision, code), text=text, by=board.trustees[code][0], at=at)


@remembered
def asked(board: SmallBoard, *options: str, at: datetime = NOON, code: str = "staff", **fields: Any) -> Sounding:
    """Ask a constituency something for a week."""
    return ask_constituency(
        place=place_on(board, code),
        question="Would this work in your home?",
        options=options,
        closes_at=at + WEEK,
        by=board.trustees[code][0],
        at=at,
        **fields,
    )


@remembered
def answered(
    sounding: Sounding, by: User, pick: int | None = None, text: str = "", *, named: bool = False, at: datetime = NOON
) -> None:
    """Answer by the place of an option, or in words."""
    option = None if pick is None else SoundingOption.objects.get(sounding=sounding, order=pick)
    answer_sounding(sounding=sounding, option=option, text=text, named=named, by=by, at=at)
