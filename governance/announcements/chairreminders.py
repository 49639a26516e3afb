"""What people are reminded of about the chair: an answer that is awaited, a handover that has opened."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.announcements.notices import secretaries_of
from governance.announcements.reminders import morning_of
from governance.domain.chairs import HANDOVER_DAYS
from governance.models import ChairTerm
from governance.queries.duechairs import REMIND, handovers_to_open, turns_to_remind
from governance.queries.handovers import term_before
from portal.notifications import Reminder


def answers_awaited(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind whoever has not answered, shortly before the last day on which the answer counts."""
    for turn in turns_to_remind(at, until):
        due = max(morning_of(turn.answer_by - REMIND), turn.asked_at)
        if due <= until:
            yield Reminder(
                event="chair.reminder",
                thing=f"{turn.pk}:{turn.answer_by:%Y%m%d}",
                due=due,
                people=frozenset({turn.appointment.person_id}),
                subject_kind="board",
                subject_id=turn.board_id,
                title=_("The %(board)s waits for your answer about its chair, by %(last)s")
                % {"board": turn.board, "last": date_format(turn.answer_by, "j F Y")},
                url=f"/boards/{turn.board.slug}/chairs/turns/{turn.pk}/",
                ends=morning_of(turn.answer_by + timedelta(days=1)),
                where=str(turn.board),
            )


def handovers_opening(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Tell both chairs and the secretary that the handover can begin; also late, until the term begins."""
    for term in handovers_to_open(at, until):
        due = morning_of(term.starts_on - timedelta(days=HANDOVER_DAYS))
        if due <= until:
            yield Reminder(
                event="chair.handover",
                thing=f"{term.pk}:{term.starts_on:%Y%m%d}",
                due=due,
                people=_both_and_secretary(term, at),
                subject_kind="board",
                subject_id=term.board_id,
                title=_("%(board)s: hand over the chair together before %(day)s")
                % {"board": term.board, "day": date_format(term.starts_on, "j F Y")},
                url=f"/boards/{term.board.slug}/chairs/{term.pk}/handover/",
                ends=morning_of(term.starts_on),
                where=str(term.board),
            )


def _both_and_secretary(term: ChairTerm, at: datetime) -> frozenset[int]:
    before = term_before(term)
    outgoing = {before.appointment.person_id} if before is not None else set()
    return frozenset(secretaries_of(term.board_id, at) | {term.appointment.person_id} | outgoing)
