"""Report-backs: what a decision owes, a helpful beginning, and what was told and answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.reportbacks import SeatThen
from governance.enums.rounds import Stance
from governance.models import Board, ConstituencyResponse, Decision, ReportBack, Seat
from governance.queries.constituencies import Place, place_of
from governance.queries.facts import digest
from governance.queries.seats import Holder, holders
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

JOINED = ("decision__board", "seat__constituency", "seat__ex_officio_of", "constituency", "sent_by")


@dataclass(frozen=True)
class SeatLine:
    """A seat that was occupied when the decision was recorded, as a row and as the rule sees it."""

    seat: Seat
    then: SeatThen


def seats_then(decision: Decision, at: datetime) -> dict[int, SeatLine]:
    """Return the seats occupied at ``at``, with the part each had in what the decision rests on."""
    part = {one["seat"]: one for one in decision.record["positions"]}
    found = {}
    for holder in holders(decision.board, at):
        seat, said = holder.seat, part.get(holder.seat.pk, {})
        found[seat.pk] = SeatLine(
            seat,
            SeatThen(
                seat=seat.pk,
                number=seat.number,
                # A regional board counts below nought, so that it is never taken for a constituency.
                speaks_for=seat.constituency_id or -(seat.ex_officio_of_id or 0),
                spoke=bool(said.get("stance")),
                recused=bool(said.get("recused")),
            ),
        )
    return found


def find_report_back(person: "Person", number: str, code: str, at: datetime) -> ReportBack | None:
    """Return a decision's report-back to one constituency, if ``person`` may read such."""
    # Whether somebody is kept out of the matter is asked of its proposal.
    rows = ReportBack.objects.visible_to(person, at).filter(decision__number=number)
    rows = rows.select_related(*JOINED, "decision__proposal")
    return next((row for row in rows if row.code == code), None)


def starting_text(report_back: ReportBack) -> str:
    """Return a beginning to write on from: what was decided, how, and what one's own seat said.

    Of reasons nothing is said: why the seat stood where it stood is its holder's to tell.
    """
    decision = report_back.decision
    outcome = decision.record["outcome"]
    own = next((one for one in decision.record["positions"] if one["seat"] == report_back.seat_id), None)
    if own is None or own["recused"]:
        seat = (
            _("Our seat took no part in it.")
            if own is None
            else _("Our seat took no part: it had a conflict of interest.")
        )
    elif own["stance"]:
        seat = _("Our seat’s position: %(stance)s. Why: ") % {"stance": str(Stance(own["stance"]).label).lower()}
    else:
        seat = _("Our seat took no position.")
    parts = (
        _("The %(board)s has decided: %(title)s (%(number)s).")
        % {"board": decision.board, "title": decision.title, "number": decision.number},
        _("It was reached %(how)s: %(taken)s of %(counted)s took a position.")
        % {
            "how": str(decision.get_outcome_display()).lower(),
            "taken": outcome["taken"],
            "counted": outcome["counted"],
        },
        seat,
        _("It holds from %(effective)s and is looked at again by %(review)s.")
        % {"effective": _day(decision.effective_on), "review": _day(decision.review_on)},
        _("What this means for us: "),
    )
    return "\n\n".join(parts)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def told_about(decision: Decision) -> list[ReportBack]:
    """Return what every constituency was told of a decision and answered, for the board's people; two queries."""
    responses = ConstituencyResponse.objects.select_related("person").order_by("at", "pk")
    rows = ReportBack.objects.filter(decision=decision).select_related(*JOINED)
    return list(rows.prefetch_related(Prefetch("responses", responses)).order_by("seat__number"))


def report_backs_of(place: Place) -> QuerySet[ReportBack]:
    """Return everything owed and told to a constituency, the newest decision first."""
    rows = ReportBack.objects.filter(decision__board=place.board)
    if place.region is not None:
        rows = rows.filter(seat__ex_officio_of=place.region)
    else:
        rows = rows.filter(constituency=place.constituency)
    return (
        rows.select_related(*JOINED)
        .defer("decision__record")
        .annotate(answers=Count("responses"))
        .order_by("-decision__decided_at", "-pk")
    )


def overdue(person: "Person", board: Board, at: datetime) -> list[Any]:
    """Return the report-backs of a board whose day has passed, the longest first; one query.

    That one is late is told to everybody near the board; ``may_open`` says which of them ``person`` reads.
    """
    rows = ReportBack.objects.filter(decision__board=board, sent_at__isnull=True, due_on__lt=day_of(at))
    readable = ReportBack.objects.visible_to(person, at).filter(pk=OuterRef("pk"))
    rows = rows.annotate(may_open=Exists(readable))
    return list(rows.select_related(*JOINED).defer("decision__record").order_by("due_on", "pk"))


@dataclass(frozen=True)
class Owed:
    """A report-back that is still to be written, and who carries the duty now; nobody while the seats are empty."""

    report_back: ReportBack
    carriers: frozenset[int]


def owed(at: datetime, until: date) -> list[Owed]:
    """Return all that are due by ``until`` and not sent, with who carries each now."""
    rows = (
        ReportBack.objects.filter(sent_at__isnull=True, due_on__lte=until)
        .select_related(*JOINED)
        .defer("decision__record")
        .order_by("due_on", "pk")
    )
    sitting: dict[int, list[Holder]] = {}
    found = []
    for row in rows:
        board = row.decision.board
        if board.pk not in sitting:
            sitting[board.pk] = holders(board, at)
        found.append(Owed(row, _carriers(row, sitting[board.pk])))
    return found


def _carriers(report_back: ReportBack, sitting: Iterable[Holder]) -> frozenset[int]:
    """Say in words of seats what ``carried_by`` asks of the database; a test holds the two together."""
    sitting = list(sitting)
    own = {holder.person.pk for holder in sitting if holder.seat.pk == report_back.seat_id}
    if own:
        return frozenset(own)
    place = place_of(report_back.decision.board, report_back.seat)
    return frozenset(holder.person.pk for holder in sitting if place.has(holder.seat))


def to_write(person: "User", at: datetime) -> list[ReportBack]:
    """Return what ``person`` still owes, the most urgent first; one query."""
    rows = ReportBack.objects.carried_by(person, at).filter(sent_at__isnull=True)
    return list(rows.select_related(*JOINED).defer("decision__record").order_by("due_on", "pk"))


def answered_lately(person: "User", since: datetime, at: datetime) -> list[Any]:
    """Return the report-backs ``person`` carries that members answered since then, with how many did; one query."""
    return list(
        ReportBack.objects.carried_by(person, at)
        .filter(responses__at__gt=since)
        .select_related(*JOINED)
        .defer("decision__record")
        .annotate(answers=Count("responses"))
        .order_by("-pk")
    )


def answers_words(count: int) -> str:
    """Say how many answered."""
    return ngettext("%(count)d response", "%(count)d responses", count) % {"count": count}


def report_back_sent_facts(report_back: ReportBack) -> Mapping[str, Any]:
    """Return what the ledger keeps of a report-back: whose, about what, by when; the words by their hash."""
    return {
        "decision": report_back.decision.number,
        "seat": report_back.seat_id,
        "constituency": report_back.constituency_id,
        "due_on": report_back.due_on,
        "sent_at": report_back.sent_at,
        "sent_by": report_back.sent_by_id,
        "text_sha256": digest(report_back.text),
    }
