"""Invariant 4: an alternate of the same constituency, for one seat; the principal or the alternate, never both."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.actions.alternates import end_alternate, hand_over_voice, name_alternate, take_back_voice
from governance.actions.meetings import cancel_meeting, plan_meeting
from governance.actions.positions import take_position
from governance.actions.rounds import close_round
from governance.actions.seats import end_appointment
from governance.domain.refusals import NotAllowed
from governance.enums.rounds import ActsAs, Stance
from governance.models import Alternate, Appointment, Meeting, StandIn
from governance.models.standing import standing_of
from governance.queries.checks import findings
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import ConstituencyMembershipFactory, SmallBoard, board_with_trustees, constituency
from tests.factories.people import UserFactory
from tests.factories.rounds import opened, take
from tests.thorough import examples

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def seat_of(person: User) -> Appointment:
    return Appointment.objects.select_related("seat__board", "person").get(person=person)


def member(board: SmallBoard, code: str = "providers") -> User:
    joined = ConstituencyMembershipFactory(board=board.board, constituency=constituency(code))
    person: User = joined.person
    return person


def named(board: SmallBoard, person: User | None = None, seat: int = 0) -> Alternate:
    own = board.trustees["providers"][seat]
    return name_alternate(appointment=seat_of(own), person=person or member(board), starts_on=TODAY, by=own, at=NOON)


def lent(board: SmallBoard, days: int = 7) -> StandIn:
    alternate = named(board)
    own = board.trustees["providers"][0]
    return hand_over_voice(alternate=alternate, starts_on=TODAY, ends_on=TODAY + days * DAY, by=own, at=NOON)


def test_a_round_gives_the_voice_to_the_alternate_and_not_to_the_principal(board: SmallBoard) -> None:
    voice = lent(board)
    round = opened(board)
    own = board.trustees["providers"][0]
    entitled = round.entitlements.get(seat=seat_of(own).seat)
    assert (entitled.person, entitled.acts_as) == (voice.person, ActsAs.ALTERNATE)
    assert not round.entitlements.filter(person=own).exists()
    with pytest.raises(PermissionDenied):
        take_position(round=round, by=own, stance=Stance.AGREE, reason="", at=NOON)
    take(round, voice.person)
    assert list(findings(NOON)) == []


def test_a_round_keeps_what_it_was_opened_with_when_the_voice_comes_back(board: SmallBoard) -> None:
    voice = lent(board)
    own = board.trustees["providers"][0]
    before = opened(board)
    for _ in range(2):
        take_back_voice(stand_in=voice, by=own, at=NOON)
    after = opened(board)
    take(before, voice.person)
    take(after, own)
    with pytest.raises(PermissionDenied):
        take(before, own)
    with pytest.raises(PermissionDenied):
        take(after, voice.person)
    assert list(findings(NOON)) == []


def test_a_round_opened_before_the_voice_was_lent_stays_the_principals(board: SmallBoard) -> None:
    round = opened(board)
    voice = lent(board)
    take(round, board.trustees["providers"][0])
    with pytest.raises(PermissionDenied):
        take(round, voice.person)


def test_the_absent_members_window_asks_whoever_had_the_voice_in_the_test(board: SmallBoard) -> None:
    voice = lent(board)
    round = opened(board)
    own = board.trustees["providers"][0]
    for person in board.everyone:
        if person != own:
            take(round, person)
    window = close_round(round=round, by=None, at=round.closes_at).followed_by.get()
    assert [(one.person, one.acts_as) for one in window.entitlements.all()] == [(voice.person, ActsAs.ALTERNATE)]


def test_standing_in_does_not_get_round_a_conflict_of_interest(board: SmallBoard) -> None:
    lent(board)
    own = board.trustees["providers"][0]
    round = opened(board, recused=[own])
    entitled = round.entitlements.get(seat=seat_of(own).seat)
    assert (entitled.person, entitled.recused, entitled.acts_as) == (own, True, ActsAs.PRINCIPAL)


def test_whoever_stands_in_reads_as_a_trustee_does_and_only_meanwhile(board: SmallBoard) -> None:
    voice = lent(board, days=3)
    for moment, expected in ((NOON, True), (NOON + 2 * DAY, True), (NOON + 3 * DAY, False)):
        standing = standing_of(User.objects.get(pk=voice.person_id), moment)
        assert (board.board.pk in standing.inside) is expected
        assert board.board.pk not in standing.trustee_of


@pytest.mark.parametrize("case", ["other constituency", "a trustee", "named already", "second standing", "not seated"])
def test_naming_refuses_whom_the_rules_exclude(board: SmallBoard, case: str) -> None:
    own, other = board.trustees["providers"]
    person, starts_on = member(board), TODAY
    if case == "other constituency":
        person = member(board, "staff")
    elif case == "a trustee":
        person = other
        ConstituencyMembershipFactory(board=board.board, constituency=constituency("providers"), person=other)
    elif case == "named already":
        named(board, person, seat=1)
    elif case == "second standing":
        named(board)
    else:
        starts_on = date(2019, 1, 1)
    with pytest.raises(NotAllowed):
        name_alternate(appointment=seat_of(own), person=person, starts_on=starts_on, by=own, at=NOON)


def test_only_principal_and_keepers_name_and_only_principal_and_secretary_hand_over(board: SmallBoard) -> None:
    own, other = board.trustees["providers"]
    with pytest.raises(PermissionDenied):
        name_alternate(appointment=seat_of(own), person=member(board), starts_on=TODAY, by=other, at=NOON)
    alternate = named(board)
    span = {"starts_on": TODAY, "ends_on": TODAY + DAY}
    for somebody in (other, board.chair, alternate.person):
        with pytest.raises(PermissionDenied):
            hand_over_voice(alternate=alternate, by=somebody, at=NOON, **span)
    voice = hand_over_voice(alternate=alternate, by=board.secretary, at=NOON, **span)
    assert hand_over_voice(alternate=alternate, by=own, at=NOON, **span) == voice
    for somebody in (other, alternate.person):
        with pytest.raises(PermissionDenied):
            take_back_voice(stand_in=voice, by=somebody, at=NOON)
        with pytest.raises(PermissionDenied):
            end_alternate(alternate=alternate, ends_on=TODAY, why="x", by=somebody, at=NOON)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (0, 0, "ends after it starts"),
        (-2, 3, "days that are past"),
        (2, 9, "in that time already"),
        (40, 50, "not named for all"),
    ],
)
def test_a_voice_is_handed_over_for_days_that_fit(board: SmallBoard, first: int, last: int, words: str) -> None:
    voice = lent(board)
    own = board.trustees["providers"][0]
    end_alternate(alternate=voice.alternate, ends_on=TODAY + 30 * DAY, why="A new post.", by=own, at=NOON)
    alternate = Alternate.objects.get(pk=voice.alternate_id)
    with pytest.raises(NotAllowed, match=words):
        hand_over_voice(alternate=alternate, starts_on=TODAY + first * DAY, ends_on=TODAY + last * DAY, by=own, at=NOON)


def meeting(board: SmallBoard) -> Meeting:
    starts = NOON + timedelta(days=10)
    return plan_meeting(
        board=board.board,
        title="Meeting",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        how="",
        by=board.secretary,
        at=NOON,
    )


def test_an_alternate_for_one_meeting_can_speak_on_its_day_only(board: SmallBoard) -> None:
    own, held = board.trustees["providers"][0], meeting(board)
    alternate = name_alternate(
        appointment=seat_of(own), person=member(board), starts_on=TODAY, meeting=held, by=own, at=NOON
    )
    assert (alternate.starts_on, alternate.ends_on) == (held.held_on, held.held_on + DAY)
    with pytest.raises(NotAllowed, match="not named for all"):
        hand_over_voice(alternate=alternate, starts_on=TODAY, ends_on=TODAY + DAY, by=own, at=NOON)
    hand_over_voice(alternate=alternate, starts_on=held.held_on, ends_on=held.held_on + DAY, by=own, at=NOON)
    other = meeting_called_off(board, held)
    with pytest.raises(NotAllowed, match="planned meeting"):
        name_alternate(appointment=seat_of(own), person=member(board), starts_on=TODAY, meeting=other, by=own, at=NOON)


def meeting_called_off(board: SmallBoard, held: Meeting) -> Meeting:
    return cancel_meeting(meeting=held, reason="Snow.", by=board.secretary, at=NOON)


def test_ending_gives_the_voice_back_and_needs_a_reason_and_a_day_that_fits(board: SmallBoard) -> None:
    voice = lent(board)
    own = board.trustees["providers"][0]
    for ends_on, why in ((TODAY, " "), (TODAY - DAY, "Early.")):
        with pytest.raises(NotAllowed):
            end_alternate(alternate=voice.alternate, ends_on=ends_on, why=why, by=own, at=NOON)
    end_alternate(alternate=voice.alternate, ends_on=TODAY, why="A new post.", by=own, at=NOON)
    voice.refresh_from_db()
    assert voice.ends_on == TODAY
    take(opened(board), own)


def test_alternates_end_with_the_seat(board: SmallBoard) -> None:
    voice = lent(board)
    appointment = seat_of(board.trustees["providers"][0])
    end_appointment(appointment=appointment, ends_on=TODAY + 2 * DAY, why="Moves.", by=board.secretary, at=NOON)
    voice.refresh_from_db()
    assert voice.ends_on == TODAY + 2 * DAY
    assert Alternate.objects.get().ends_on == TODAY + 2 * DAY


def test_the_database_itself_refuses_one_alternate_for_two_seats(board: SmallBoard) -> None:
    voice = lent(board)
    other = seat_of(board.trustees["providers"][1])
    with pytest.raises(IntegrityError), transaction.atomic():
        Alternate.objects.create(
            board=board.board, appointment=other, person=voice.person, kind="standing", starts_on=TODAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        StandIn.objects.create(
            alternate=voice.alternate,
            board=board.board,
            appointment=other,
            person=voice.person,
            starts_on=TODAY,
            ends_on=TODAY + DAY,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Alternate.objects.create(
            board=board.board,
            appointment=voice.appointment,
            person=UserFactory(),
            kind="standing",
            starts_on=TODAY + DAY,
        )


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.lists(
        st.tuples(
            st.sampled_from(["lend", "back", "end"]),
            st.integers(0, 1),
            st.integers(0, 1),
            st.integers(0, 9),
            st.integers(1, 6),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_no_seat_ever_has_two_voices_and_nobody_two_seats_whatever_is_asked(
    asked: list[tuple[str, int, int, int, int]], noon: datetime
) -> None:
    with transaction.atomic():
        board = board_with_trustees()
        people = [member(board), member(board)]
        own = board.trustees["providers"]
        for what, seat, who, start, length in asked:
            alternate = Alternate.objects.filter(appointment__person=own[seat], person=people[who]).last()
            try:
                if what == "lend":
                    alternate = alternate or named(board, people[who], seat)
                    first = TODAY + start * DAY
                    hand_over_voice(
                        alternate=alternate, starts_on=first, ends_on=first + length * DAY, by=own[seat], at=noon
                    )
                elif alternate and what == "end":
                    end_alternate(alternate=alternate, ends_on=TODAY + start * DAY, why="Asked.", by=own[seat], at=noon)
                elif voice := StandIn.objects.filter(appointment__person=own[seat]).last():
                    take_back_voice(stand_in=voice, by=own[seat], at=noon)
            except NotAllowed:
                continue
        for day in range(16):
            acting = StandIn.objects.active(TODAY + day * DAY)
            seats, persons = ([getattr(one, name) for one in acting] for name in ("appointment_id", "person_id"))
            assert len(seats) == len(set(seats))
            assert len(persons) == len(set(persons))
        transaction.set_rollback(True)
