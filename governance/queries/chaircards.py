"""What the chair asks of one person on their Today page, and what it puts in their calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.chairs import HANDOVER_DAYS
from governance.enums.boards import ChairTermKind
from governance.enums.chairs import TurnState
from governance.models import ChairTerm, ChairTurn
from governance.models.standing import standing_of
from governance.queries.calendars import AHEAD, BEHIND
from governance.queries.handovers import opens_on, steps_for
from governance.queries.waits import waiting, waits_as
from portal.notifications import CalendarEntry
from portal.people.models.periods import day_of
from portal.today import Card
from portal.ui.templatetags.dates import day as in_full

if TYPE_CHECKING:
    from portal.people.models import User


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Return the question whether they take the chair, and the handover they take part in."""
    there = waiting(person, at)
    for turn in _asked(person, at).select_related("board").order_by("answer_by", "pk") if "turn" in there else ():
        yield Card(
            _("Say whether you take the chair of the %(board)s") % {"board": turn.board},
            _("It is your turn, from %(first)s until %(last)s.")
            % {"first": in_full(turn.starts_on), "last": in_full(turn.ends_on)},
            reverse("governance:chair_turn", args=[turn.board.slug, turn.pk]),
            _("Answer"),
            turn.answer_by,
            _("Chair"),
            "waiting",
        )
    for term in _with_steps(person, at) if "handover" in there else ():
        left = len(steps_for(term.board)) - term.done
        if left > 0:
            yield Card(
                _("Hand over the chair of the %(board)s together") % {"board": term.board},
                ngettext("%(count)d step is still open.", "%(count)d steps are still open.", left) % {"count": left},
                reverse("governance:handover", args=[term.board.slug, term.pk]),
                _("See the steps"),
                term.starts_on - timedelta(days=1),
                _("Chair"),
                "waiting",
            )


@waits_as("turn")
def _asked(person: "User", at: datetime) -> QuerySet[ChairTurn]:
    rows = ChairTurn.objects.filter(appointment__person=person, state=TurnState.ASKED, answer_by__gte=day_of(at))
    return rows if standing_of(person, at).inside else rows.none()


@waits_as("handover")
def _coming(person: "User", at: datetime) -> QuerySet[ChairTerm]:
    """Return the coming terms where ``person`` comes, or leaves the chair now."""
    today = day_of(at)
    leaves = ChairTerm.objects.active(today).filter(board=OuterRef("board"), appointment__person=person)
    return ChairTerm.objects.filter(
        Q(appointment__person=person) | Exists(leaves),
        kind=ChairTermKind.CONFIRMED,
        starts_on__gt=today,
        ends_on__gt=F("starts_on"),
        board__in=standing_of(person, at).inside,
    )


def _handovers(person: "User", at: datetime) -> QuerySet[ChairTerm]:
    """Return those of them whose handover is open."""
    return _coming(person, at).filter(starts_on__lte=day_of(at) + timedelta(days=HANDOVER_DAYS))


def _with_steps(person: "User", at: datetime) -> list[Any]:
    done = Count("handover_ticks", filter=Q(handover_ticks__done_at__isnull=False))
    rows = _handovers(person, at).select_related("board").annotate(done=done)
    return list(rows.order_by("starts_on", "pk"))


def terms(person: "User", at: datetime) -> Iterator[CalendarEntry]:
    """Give the day on which each of their own terms begins, its last day, and the day its handover opens."""
    rows = ChairTerm.objects.filter(
        appointment__person=person, ends_on__gte=(at - BEHIND).date(), starts_on__lte=(at + AHEAD).date()
    ).select_related("board", "turn")
    for term in rows.filter(ends_on__gt=F("starts_on")).order_by("starts_on", "pk"):
        words = {"board": term.board}
        address = reverse("governance:chairs", args=[term.board.slug])
        changed = _noon(term.starts_on)
        yield CalendarEntry(
            f"chair-{term.pk}-begins@hearth",
            _("You take the chair: %(board)s") % words,
            term.starts_on,
            address,
            changed,
        )
        last = (term.ends_on or term.starts_on) - timedelta(days=1)
        yield CalendarEntry(
            f"chair-{term.pk}-ends@hearth", _("Your last day in the chair: %(board)s") % words, last, address, changed
        )
        if term.kind == ChairTermKind.CONFIRMED:
            page = reverse("governance:handover", args=[term.board.slug, term.pk])
            title = _("Handing over the chair begins: %(board)s") % words
            yield CalendarEntry(f"chair-{term.pk}-handover@hearth", title, opens_on(term), page, changed)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
