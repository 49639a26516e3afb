"""The clocks of England and Wales, at ordinary hours, at night, over weekends and bank holidays."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.people.enums import Nation
from portal.voices.domain.procedures import Done, clocks
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
