"""Naming who may stand in, and handing over the voice of a seat."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.actions.chairs import lock_board
from governance.announcements import chairs as announce
from governance.domain.refusals import NotAllowed
from governance.enums.boards import MeetingState
from governance.enums.chairs import AlternateKind
from governance.models import Alternate, Appointment, ConstituencyMembership, Meeting, StandIn
from governance.permissions import alternates as permissions
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of

ONE_DAY = timedelta(days=1)


@transaction.atomic
def name_alternate(
    *,
    appointment: Appointment,
    person: User,
    starts_on: date,
    by: User,
    at: datetime,
    meeting: Meeting | None = None,
) -> Alternate:
    """Name who may stand in, until further notice or for ``meeting``: of the same constituency, for one seat only."""
    board = lock_board(appointment.seat.board)
    appointment = Appointment.objects.select_related("seat__board", "person").get(pk=appointment.pk)
    if not permissions.can_name_alternate(by, appointment, at):
        raise PermissionDenied
    seat, ends_on = appointment.seat, appointment.ends_on
    if meeting is not None:
        if meeting.board_id != board.pk or meeting.state != MeetingState.PLANNED:
            raise NotAllowed(_("Choose a planned meeting of this board."))
        starts_on, ends_on = meeting.held_on, meeting.held_on + ONE_DAY
    if not appointment.holds(starts_on):
        raise NotAllowed(_("%(person)s does not hold the seat on that day.") % {"person": appointment.person})
    members = ConstituencyMembership.objects.active(starts_on).filter(board=board, constituency=seat.constituency_id)
    if seat.constituency_id is None or not members.filter(person=person).exists():
        raise NotAllowed(_("An alternate belongs to the same constituency of this board."))
    if Appointment.objects.filter(seat__board=board, person=person).overlapping(starts_on, ends_on).exists():
        raise NotAllowed(_("%(person)s holds a seat on this board then.") % {"person": person})
    others = Alternate.objects.filter(board=board).overlapping(starts_on, ends_on)
    if others.filter(person=person).exists():
        raise NotAllowed(_("%(person)s is already named as an alternate on this board then.") % {"person": person})
    kind = AlternateKind.ONE_MEETING if meeting else AlternateKind.STANDING
    if meeting is None and others.filter(appointment=appointment, kind=AlternateKind.STANDING).exists():
        raise NotAllowed(_("There is a standing alternate for this seat. End that first."))
    alternate = Alternate(
        board=board,
        appointment=appointment,
        person=person,
        kind=kind,
        meeting=meeting,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    save_with_history(alternate, by=by, reason=_("Named to stand in"), at=at)
    announce.alternate_named(alternate, by, at)
    return alternate


@transaction.atomic
def end_alternate(*, alternate: Alternate, ends_on: date, why: str, by: User, at: datetime) -> Alternate:
    """End that somebody may stand in; the voice goes back to the principal. Rounds that are open keep theirs."""
    lock_board(alternate.board)
    alternate = (
        Alternate.objects.select_for_update(of=("self",))
        .select_related("appointment__seat__board", "board")
        .get(pk=alternate.pk)
    )
    if not permissions.can_name_alternate(by, alternate.appointment, at):
        raise PermissionDenied
    if not why.strip():
        raise NotAllowed(_("Say why it ends."))
    if ends_on < alternate.starts_on or (alternate.ends_on is not None and ends_on > alternate.ends_on):
        raise NotAllowed(_("The last day must lie inside the time for which they were named."))
    alternate.ends_on, alternate.why_ended = ends_on, why.strip()
    save_with_history(alternate, by=by, reason=why.strip(), at=at)
    for voice in StandIn.objects.filter(alternate=alternate, ends_on__gt=ends_on):
        _take_back(voice, max(ends_on, voice.starts_on), by, at)
    return alternate


@transaction.atomic
def hand_over_voice(*, alternate: Alternate, starts_on: date, ends_on: date, by: User, at: datetime) -> StandIn:
    """Give the voice of the seat to the alternate for these days; in rounds opened in them the principal has none.

    ``ends_on`` is the first day on which the principal speaks again. An open round keeps what it was opened with.
    """
    board = lock_board(alternate.board)
    alternate = (
        Alternate.objects.select_for_update(of=("self",))
        .select_related("appointment__seat__board", "appointment__person", "person")
        .get(pk=alternate.pk)
    )
    appointment = alternate.appointment
    if not permissions.can_hand_over_voice(by, appointment, at):
        raise PermissionDenied
    if ends_on <= starts_on:
        raise NotAllowed(_("It ends after it starts."))
    if starts_on < day_of(at):
        raise NotAllowed(_("The voice cannot be handed over for days that are past."))
    last = ends_on - ONE_DAY
    if not (alternate.holds(starts_on) and alternate.holds(last)):
        raise NotAllowed(_("%(person)s is not named for all of these days.") % {"person": alternate.person})
    if not (appointment.holds(starts_on) and appointment.holds(last)):
        raise NotAllowed(_("%(person)s does not hold the seat on all of these days.") % {"person": appointment.person})
    taken = StandIn.objects.filter(board=board).overlapping(starts_on, ends_on)
    same = taken.filter(alternate=alternate, starts_on=starts_on, ends_on=ends_on).first()
    if same is not None:
        return same
    if taken.filter(appointment=appointment).exists():
        raise NotAllowed(_("The voice of this seat is handed over in that time already. Take it back first."))
    if taken.filter(person=alternate.person).exists():
        raise NotAllowed(_("%(person)s has another seat’s voice then.") % {"person": alternate.person})
    voice = StandIn(
        alternate=alternate,
        board=board,
        appointment=appointment,
        person=alternate.person,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    save_with_history(voice, by=by, reason=_("Voice handed over"), at=at)
    announce.voice_handed_over(voice, by, at)
    return voice


@transaction.atomic
def take_back_voice(*, stand_in: StandIn, by: User, at: datetime) -> StandIn:
    """Be present again from today on: rounds opened from now give the voice to the principal."""
    lock_board(stand_in.board)
    voice = (
        StandIn.objects.select_for_update(of=("self",)).select_related("appointment__seat__board").get(pk=stand_in.pk)
    )
    if not permissions.can_hand_over_voice(by, voice.appointment, at):
        raise PermissionDenied
    today = day_of(at)
    if voice.taken_back_at is not None or (voice.ends_on is not None and voice.ends_on <= today):
        return voice
    _take_back(voice, max(today, voice.starts_on), by, at)
    return voice


def _take_back(voice: StandIn, ends_on: date, by: User, at: datetime) -> None:
    voice.ends_on, voice.taken_back_at = ends_on, at
    save_with_history(voice, by=by, reason=_("Voice taken back"), at=at)
    announce.voice_handed_over(voice, by, at)
