"""The clocks of England and Wales, at ordinary hours, at night, over weekends and bank holidays."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from portal.people.enums import Nation
from portal.voices.domain.procedures import Clock, Done, clocks
from portal.voices.enums.cases import ReferredTo, StepKind

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


# Nation, opened, duty, due.
TABLE = [
    (Nation.ENGLAND, "2026-11-02T14:30", "tell_services", "2026-11-02T15:30"),
    (Nation.ENGLAND, "2026-11-02T23:30", "tell_services", "2026-11-03T00:30"),
    (Nation.ENGLAND, "2026-11-02T14:30", "tell_designated_officer", "2026-11-03T14:30"),
    (Nation.ENGLAND, "2026-11-06T14:30", "tell_designated_officer", "2026-11-09T14:30"),
    (Nation.ENGLAND, "2026-11-06T23:30", "tell_designated_officer", "2026-11-09T17:00"),
    (Nation.ENGLAND, "2026-11-07T11:00", "tell_designated_officer", "2026-11-09T17:00"),
    (Nation.ENGLAND, "2026-11-09T06:00", "tell_designated_officer", "2026-11-09T17:00"),
    (Nation.ENGLAND, "2026-12-24T10:00", "tell_regulator", "2026-12-29T10:00"),
    (Nation.ENGLAND, "2026-11-02T09:00", "tell_designated_officer", "2026-11-03T09:00"),
    (Nation.ENGLAND, "2026-11-02T09:30", "tell_designated_officer", "2026-11-03T09:30"),
    (Nation.ENGLAND, "2026-11-02T08:59", "tell_designated_officer", "2026-11-02T17:00"),
    (Nation.ENGLAND, "2026-11-02T16:59", "tell_designated_officer", "2026-11-03T16:59"),
    (Nation.ENGLAND, "2026-11-02T17:00", "tell_designated_officer", "2026-11-03T17:00"),
    (Nation.WALES, "2026-11-02T14:30", "tell_services", "2026-11-02T15:30"),
    (Nation.WALES, "2026-11-02T18:00", "tell_designated_officer", "2026-11-03T17:00"),
    (Nation.WALES, "2026-11-02T10:00", "tell_regulator", "2026-11-03T10:00"),
]


@pytest.mark.parametrize(("nation", "opened", "key", "due"), TABLE)
def test_a_duty_falls_due_as_the_procedure_says(nation: Nation, opened: str, key: str, due: str) -> None:
    (clock,) = [one for one in clocks(nation, at(opened), [], CHRISTMAS) if one.duty.key == key]
    assert clock.due == at(due)
    assert not clock.is_late(at(due))
    assert clock.is_late(at(due).replace(second=1))


def test_what_follows_a_referral_has_no_clock_before_it() -> None:
    opened = at("2026-11-02T14:00")
    assert {one.duty.key: one.due for one in clocks(Nation.WALES, opened, [], ())}["confirm_in_writing"] is None
    told = Done(StepKind.REFERRED, ReferredTo.CHILDRENS_SERVICES, at("2026-11-02T14:40"))
    found = {one.duty.key: one for one in clocks(Nation.WALES, opened, [told], ())}
    assert found["tell_services"].done_at == told.at
    assert found["confirm_in_writing"].due == at("2026-11-03T14:40")
    assert found["strategy_discussion"].due == at("2026-11-03T14:40")
    sent = Done(StepKind.NOTE, "", at("2026-11-02T16:00"))
    after = {one.duty.key: one for one in clocks(Nation.WALES, opened, [told, sent], ())}
    assert after["confirm_in_writing"].done_at == sent.at


def test_a_duty_that_is_done_late_stays_late_and_a_waived_one_says_so() -> None:
    opened = at("2026-11-02T14:00")
    late = Done(StepKind.REFERRED, ReferredTo.POLICE, at("2026-11-02T15:01"))
    not_for = Done(StepKind.NOTE, ReferredTo.DESIGNATED_OFFICER, at("2026-11-02T14:10"))
    found = {one.duty.key: one for one in clocks(Nation.ENGLAND, opened, [late, not_for], ())}
    assert found["tell_services"].is_late(at("2026-11-05T12:00"))
    assert found["tell_designated_officer"].is_waived
    assert not found["tell_designated_officer"].is_late(at("2026-11-05T12:00"))
    assert not found["tell_services"].is_waived


def test_every_duty_says_where_it_is_written() -> None:
    for nation in Nation:
        assert all(one.duty.source for one in clocks(nation, at("2026-11-02T14:00"), [], ()))


R, E, W = ReferredTo, Nation.ENGLAND, Nation.WALES
OPENED = at("2026-11-02T14:00")
THEN = at("2026-11-02T14:30")
# Whom telling ends a duty that begins with the case.
TOLD = {
    (E, "tell_services"): {R.CHILDRENS_SERVICES, R.POLICE},
    (E, "tell_designated_officer"): {R.DESIGNATED_OFFICER},
    (E, "tell_regulator"): {R.REGULATOR, R.PROVIDER},
    (W, "tell_services"): {R.CHILDRENS_SERVICES, R.POLICE},
    (W, "tell_designated_officer"): {R.DOS},
    (W, "tell_regulator"): {R.REGULATOR, R.PROVIDER},
}
# What follows once services or police were told.
FOLLOWS = {(E, "services_decide"), (W, "confirm_in_writing"), (W, "strategy_discussion")}


def found(nation: Nation, *steps: Done) -> dict[str, Clock]:
    return {clock.duty.key: clock for clock in clocks(nation, OPENED, steps, ())}


@pytest.mark.parametrize("nation", Nation)
def test_a_nation_has_its_own_duties_and_nothing_is_done_or_waived_at_first(nation: Nation) -> None:
    now = found(nation)
    assert {(nation, key) for key in now} == {pair for pair in [*TOLD, *FOLLOWS] if pair[0] == nation}
    assert {clock.duty.nation for clock in now.values()} == {nation}
    assert not any(clock.done_at or clock.is_waived for clock in now.values())


@pytest.mark.parametrize(("nation", "key"), list(TOLD))
def test_a_duty_ends_when_those_it_names_are_told_or_a_note_says_that_it_is_not_for_them(
    nation: Nation, key: str
) -> None:
    for kind, to in product(StepKind, R):
        clock = found(nation, Done(kind, to, THEN))[key]
        ends = to in TOLD[nation, key] and kind in (StepKind.REFERRED, StepKind.NOTE)
        assert clock.done_at == (THEN if ends else None), (kind, to)
        assert clock.is_waived is (ends and kind == StepKind.NOTE), (kind, to)


@pytest.mark.parametrize("to", R)
def test_only_telling_services_or_police_starts_what_follows(to: ReferredTo) -> None:
    for kind, (nation, key) in product(StepKind, FOLLOWS):
        starts = kind == StepKind.REFERRED and to in (R.CHILDRENS_SERVICES, R.POLICE)
        clock = found(nation, Done(kind, to, THEN))[key]
        assert (clock.due is not None) is starts
        assert clock.done_at is None
        assert clock.is_late(at("2027-11-02T14:00")) is starts, "what has not begun is not late"


@pytest.mark.parametrize(("minutes", "counts"), [(-1, False), (0, False), (1, True)])
def test_what_follows_is_done_by_a_note_or_the_end_of_the_case_after_it_began(minutes: int, counts: bool) -> None:
    later = Done(StepKind.REFERRED, R.POLICE, THEN + timedelta(hours=2))
    told = Done(StepKind.REFERRED, R.CHILDRENS_SERVICES, THEN)
    for kind, (nation, key) in product(StepKind, FOLLOWS):
        step = Done(kind, "", THEN + timedelta(minutes=minutes))
        clock = found(nation, later, told, step)[key]
        ends = counts and kind in (StepKind.NOTE, StepKind.CLOSED)
        assert clock.due == THEN + timedelta(days=1), "the first telling starts it"
        assert clock.done_at == (step.at if ends else None)
        assert not clock.is_waived
