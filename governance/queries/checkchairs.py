"""Invariants 1 to 4 for the chair and its alternates, asked of the live data."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import F, Q
from django.utils import timezone

from governance.domain.chairs import term_is_too_long
from governance.domain.rotation import first_turn
from governance.enums.boards import BoardKind, ChairTermKind
from governance.enums.chairs import TurnState
from governance.enums.rounds import ActsAs
from governance.models import Alternate, Appointment, Board, ChairTerm, ChairTurn, Entitlement, StandIn
from governance.queries.duechairs import grace_of
from governance.queries.rotation import Record, code_of, record_of
from governance.queries.seats import holders
from portal.people.models.periods import day_of


def chairs(at: datetime) -> Iterator[str]:
    """1, 2: one chair, no gap beyond grace, six months at most, nobody twice running, nobody twice in a lap."""
    today = timezone.localdate(at)
    for board in Board.objects.filter(dissolved_on__isnull=True).select_related("region"):
        record, grace = record_of(board), grace_of(board, at)
        yield from _one_chair(record, today, grace)
        yield from _in_turn(record)
    yield from _accepted()


def _one_chair(record: Record, today: date, grace: timedelta) -> Iterator[str]:
    board, terms = record.board, record.live
    for term in terms:
        if term.ends_on and term_is_too_long(term.starts_on, term.ends_on):
            yield f"1: {board}: the term from {term.starts_on} is longer than six months."
    for earlier, later in pairwise(terms):
        if earlier.ends_on is None or later.starts_on < earlier.ends_on:
            yield f"1: {board}: two chairs on {later.starts_on}."
        elif later.starts_on - earlier.ends_on > grace and later.starts_on <= today:
            yield f"1: {board}: nobody in the chair from {earlier.ends_on} to {later.starts_on}."
    place = board.region.order - 1 if board.region else 0
    last = terms[-1].ends_on if terms else first_turn(board.founded_on, place)
    if last and today - last > grace:
        yield f"1: {board}: nobody in the chair since {last}."


def _in_turn(record: Record) -> Iterator[str]:
    """Whoever sits twice running had nobody to leave it to; nobody sits three times past somebody always there.

    Twice would be too strict: within one lap the national balance may let somebody go one term earlier.
    """
    for earlier, later in pairwise(record.live):
        if earlier.appointment.person_id == later.appointment.person_id and _others_at(record, later):
            yield f"1: {record.board}: the same person twice running, from {later.starts_on}."
    picked = [term for term in record.live if term.kind == ChairTermKind.CONFIRMED and not _was_recorded(term)]
    codes = [code_of(term) for term in picked]
    for number, code in enumerate(codes):
        own = [place for place in range(number) if codes[place] == code][-2:]
        if len(own) == 2:
            between = picked[own[0] + 1 : number + 1]
            always = set.intersection(*(_others_at(record, term) | {code_of(term)} for term in between))
            for passed in sorted(always - {code_of(term) for term in between}):
                yield f"2: {record.board}: {passed} were passed over for a whole lap before {picked[number].starts_on}."


def _was_recorded(term: ChairTerm) -> bool:
    """Say whether a person, not the rota, put them there: by hand or by a decision to swap."""
    codes = {one["code"] for one in term.reasons or ()}
    return not codes or bool(codes & {"recorded", "swapped"})


def _others_at(record: Record, term: ChairTerm) -> set[str]:
    """Return the other constituencies that held a seat and had not refused this very term."""
    passed = {turn.appointment_id for turn in record.turns if turn.starts_on == term.starts_on}
    held = holders(record.board, term.starts_on)
    codes = {holder.constituency.code for holder in held if holder.appointment.pk not in passed}
    return codes - {code_of(term)}


def _accepted() -> Iterator[str]:
    """1: whoever accepted a turn has the term they accepted."""
    rows = ChairTurn.objects.filter(state=TurnState.ACCEPTED).exclude(
        term__board=F("board"), term__appointment=F("appointment"), term__starts_on=F("starts_on")
    )
    for turn in rows.select_related("board"):
        yield f"1: {turn.board}: the turn from {turn.starts_on} was accepted and has another term."


def national_seats(at: datetime) -> Iterator[str]:
    """3: whoever sits nationally is whoever chairs at home, seat by seat, also seen from the other side."""
    for board in Board.objects.filter(kind=BoardKind.NATIONAL, dissolved_on__isnull=True):
        sitting = {holder.seat.ex_officio_of_id: holder.person.pk for holder in holders(board, at)}
        chairing = dict(
            ChairTerm.objects.active(at)
            .filter(appointment__in=Appointment.objects.active(at), board__national_seats__board=board)
            .filter(Q(board__national_seats__ends_on__isnull=True) | Q(board__national_seats__ends_on__gt=day_of(at)))
            .values_list("board_id", "appointment__person_id")
        )
        if sitting != chairing:
            yield f"3: {board}: the seats are not held by those who chair the regional boards."


def alternates() -> Iterator[str]:
    """4: of the same constituency, for one seat at a time, and in no round beside the principal."""
    for model, words in ((Alternate, "named"), (StandIn, "speaking")):
        rows = model.objects.filter(Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")))
        ordered = rows.order_by("board_id", "person_id", "starts_on", "pk")
        for earlier, later in pairwise(ordered.values_list("board_id", "person_id", "starts_on", "ends_on")):
            if earlier[:2] == later[:2] and (earlier[3] is None or later[2] < earlier[3]):
                yield f"4: one alternate ({later[1]}) {words} for two seats on {later[2]}."
    for one in Alternate.objects.exclude(appointment__seat__board=F("board")):
        yield f"4: alternate {one.pk} is named for a seat of another board."
    acting = Entitlement.objects.filter(acts_as=ActsAs.ALTERNATE, round__follows__isnull=True)
    for voice in acting.select_related("round", "seat"):
        day = day_of(voice.round.opens_at)
        lent = StandIn.objects.filter(person=voice.person_id, appointment__seat=voice.seat_id, starts_on__lte=day)
        # Taken back later on the same day, the voice was lent when the round opened.
        if not lent.filter(ends_on__gte=day).exists():
            yield f"4: {voice.round}: an alternate has the voice of a seat nobody handed over."
