"""What changed about a board: its description, seats, people, chairs, rules and meetings."""

from typing import Any

from django.utils.translation import gettext as _

from governance.models import (
    Alternate,
    Appointment,
    Board,
    BoardRole,
    ChairTerm,
    ChairTurn,
    GoverningRules,
    Meeting,
    ReportBack,
    Seat,
    StandIn,
)
from governance.queries.histories import HistoryPage, event_of
from portal.history.as_of import history_rows
from portal.history.timeline import BadCursor, Source, TimelinePage, timeline_page

A_PAGE = 30
# Of so many report-backs, the newest, the timeline says to whom they were.
NAMED = 300


def board_history(board: Board, *, before: str = "") -> HistoryPage:
    """Return a page of the board's timeline, newest first."""
    seats = Seat.objects.filter(board=board).values("pk")
    sources = [
        Source(history_rows(board), label=lambda row: _("board")),
        Source(history_rows(Seat).filter(board_id=board.pk), label=_seat_label),
        Source(
            history_rows(Appointment).filter(seat_id__in=seats), label=lambda row: _("appointment"), show_first=True
        ),
        _whole(history_rows(BoardRole).filter(board_id=board.pk), _("role")),
        Source(
            history_rows(ChairTerm).filter(board_id=board.pk), label=lambda row: _("term in the chair"), show_first=True
        ),
        _whole(history_rows(ChairTurn).filter(board_id=board.pk), _("turn in the chair")),
        _whole(history_rows(Alternate).filter(board_id=board.pk), _("alternate")),
        _whole(history_rows(StandIn).filter(board_id=board.pk), _("voice of a seat")),
        Source(history_rows(GoverningRules).filter(board_id=board.pk), label=_rules_label),
        Source(history_rows(Meeting).filter(board_id=board.pk), label=_meeting_label),
        _report_backs(board),
    ]
    try:
        page = timeline_page(sources, limit=A_PAGE, before=before)
    except BadCursor:
        page, before = TimelinePage(), ""
    return HistoryPage([event_of(item) for item in page.items], page.older, not before)


def _report_backs(board: Board) -> Source:
    """Show when seats reported back, not what: that stands on pages of its own."""
    owed = ReportBack.objects.filter(decision__board=board)
    told = {
        row.pk: _("report-back on %(number)s to %(told)s") % {"number": row.decision.number, "told": row.told}
        for row in owed.select_related("decision", "constituency", "seat__ex_officio_of").order_by("-pk")[:NAMED]
    }
    rows = history_rows(ReportBack).filter(decision_id__in=owed.values("decision"), history_type="~")
    return Source(rows, hidden=("text",), label=lambda row: told.get(row.id, _("report-back")))


def _whole(rows: Any, label: str) -> Source:
    """Show what such a record began with: who was appointed, not only that somebody was."""
    return Source(rows, label=lambda row: label, show_first=True)


def _seat_label(row: Any) -> str:
    return _("seat %(number)s") % {"number": row.number}


def _rules_label(row: Any) -> str:
    return _("rules, version %(version)s") % {"version": row.version}


def _meeting_label(row: Any) -> str:
    return _("meeting of %(day)s") % {"day": row.held_on.isoformat()}
