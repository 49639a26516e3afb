"""Reminders: what falls due is told once, late only the newest of each thing, and as the preview said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.jobs import letters, preview_letters, preview_reminders
from portal.notifications import Reminder, register_reminders
from portal.notifications.actions import reminders as actions
from portal.notifications.actions.preferences import choose
from portal.notifications.actions.reminders import remind
from portal.notifications.domain.reminders import moments
from portal.notifications.enums import Choice
from portal.notifications.models import Delivery, Digest, Notification
from portal.notifications.queries.reminders import coming_reminders, readable
from portal.notifications.reminders import SOURCES
from portal.people.models import User
from tests.people import person
from tests.portal.notifications.conftest import hide
from tests.thorough import examples

DUE = datetime(2026, 11, 9, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Thing:
    """Something that falls due, and whom that concerns."""

    name: int
    due: datetime
    people: set[User]
    ends: datetime | None = None


@pytest.fixture
def things() -> Iterator[list[Thing]]:
    """Replace every source by one of our own: three days before, on the day, every week after."""
    standing: list[Thing] = []

    def source(at: datetime, until: datetime) -> Iterator[Reminder]:
        for thing in standing:
            for due in moments(thing.due, until, before=(3 * DAY,), late_every=7 * DAY):
                yield Reminder(
                    event="trial.happened",
                    thing=str(thing.name),
                    due=due,
                    people=frozenset(who.pk for who in thing.people),
                    subject_kind="thing",
                    subject_id=thing.name,
                    title=f"Thing {thing.name} of {due:%-d %B}",
                    url="/account/",
                    ends=thing.ends,
                )

    kept = dict(SOURCES)
    SOURCES.clear()
    register_reminders("trial", source)
    yield standing
    SOURCES.clear()
    SOURCES.update(kept)


def told(who: User) -> list[str]:
    return [notice.title for notice in Notification.objects.filter(person=who).order_by("pk")]


@pytest.mark.django_db
def test_run_that_is_late_tells_only_the_newest(things: list[Thing]) -> None:
    who = person()
    things.append(Thing(1, DUE, {who}))
    assert remind(at=DUE + 16 * DAY) == ["Thing 1 of 23 November (1 person is told)"]
    assert remind(at=DUE + 16 * DAY) == []
    assert told(who) == ["Thing 1 of 23 November"]


@pytest.mark.django_db
def test_run_whose_clock_is_behind_tells_nothing_older(things: list[Thing]) -> None:
    who = person()
    things.append(Thing(1, DUE, {who}))
    remind(at=DUE + 8 * DAY)
    assert remind(at=DUE) == []
    assert told(who) == ["Thing 1 of 16 November"]


@pytest.mark.django_db
def test_nobody_is_told_of_what_is_over_or_hidden_or_when_they_cannot_sign_in(things: list[Thing]) -> None:
    kept_out, gone, who = person(), person(is_active=False), person()
    hide(kept_out, 1)
    things.append(Thing(1, DUE, {kept_out, gone, who}))
    things.append(Thing(2, DUE, {who}, ends=DUE + DAY))
    assert remind(at=DUE + DAY) == ["Thing 1 of 9 November (1 person is told)"]
    assert told(who) == ["Thing 1 of 9 November"]


@pytest.mark.django_db
def test_whoever_takes_over_is_told_what_is_newest(things: list[Thing]) -> None:
    before, after = person(), person()
    things.append(Thing(1, DUE, {before}))
    remind(at=DUE)
    things[0].people = {after}
    remind(at=DUE + DAY)
    assert told(after) == ["Thing 1 of 9 November"]


@pytest.mark.django_db
def test_source_that_fails_keeps_no_other_from_being_told(things: list[Thing]) -> None:
    def broken(at: datetime, until: datetime) -> Iterator[Reminder]:
        raise LookupError

    who = person()
    things.append(Thing(1, DUE, {who}))
    trial = SOURCES.pop("trial")
    register_reminders("broken", broken)
    register_reminders("trial", trial)
    with pytest.raises(ExceptionGroup):
        remind(at=DUE)
    assert told(who) == ["Thing 1 of 9 November"]


@pytest.mark.django_db
def test_run_that_dies_between_two_reminders_has_told_none_of_them_and_the_next_tells_all(
    things: list[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    who = person()
    things.extend([Thing(1, DUE, {who}), Thing(2, DUE, {who})])
    left = [actions.notify]

    def die_at_the_second(**told: Any) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop()(**told)

    with monkeypatch.context() as dying:
        dying.setattr(actions, "notify", die_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            remind(at=DUE)
    assert told(who) == []
    remind(at=DUE)
    remind(at=DUE)
    assert told(who) == ["Thing 1 of 9 November", "Thing 2 of 9 November"]


@pytest.mark.django_db
def test_coming_week_shows_what_will_be_told_and_names_only_what_its_reader_may_see(things: list[Thing]) -> None:
    who, reader = person(), person()
    hide(reader, 2)
    things.extend([Thing(1, DUE, {who}), Thing(2, DUE + DAY, {who}), Thing(3, DUE + 30 * DAY, {who})])
    coming = coming_reminders(DUE - DAY, DUE + 6 * DAY)
    assert [(one.thing, one.due) for one in coming] == [("1", DUE), ("2", DUE + DAY)]
    assert readable(reader, coming, DUE) == {coming[0].key}


# Invariant 21 of governance.md, for reminders: whatever runs, repeated, late, or with a clock behind another's,
# each reminder reaches each person once at most, never after a later one of its thing; after every run the newest that
# has fallen due was told; the preview says beforehand exactly what is told, and which letters go.
SCHEDULE = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.integers(0, 240)),
        st.tuples(st.just("again"), st.just(0)),
        st.tuples(st.just("behind"), st.integers(1, 200)),
        st.tuples(st.just("ends"), st.integers(0, 2)),
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.django_db
@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=SCHEDULE,
    dues=st.lists(st.integers(0, 480), min_size=1, max_size=3),
    choices=st.tuples(st.sampled_from(Choice), st.sampled_from(Choice)),
)
def test_every_reminder_is_told_once_in_order_and_as_previewed(
    things: list[Thing], acts: list[tuple[str, int]], dues: list[int], choices: tuple[Choice, Choice]
) -> None:
    for model in (Delivery, Digest, Notification):
        model.objects.all().delete()
    mail.outbox.clear()
    people = {person(), person()}
    for who, choice in zip(sorted(people, key=lambda one: one.pk), choices, strict=True):
        choose(by=who, choices={"trial": choice})
    things[:] = [Thing(name, DUE + timedelta(hours=hours), set(people)) for name, hours in enumerate(dues)]
    at = latest = DUE - 4 * DAY
    for act, value in acts:
        if act == "ends" and value < len(things):
            things[value].ends = at
            continue
        at = latest - timedelta(hours=value) if act == "behind" else latest + timedelta(hours=value)
        latest = max(at, latest)
        before = preview_reminders(at), preview_letters(at)
        assert before == (remind(at=at), letters(at))
        for thing in things:
            fallen = list(moments(thing.due, latest, before=(3 * DAY,), late_every=7 * DAY))
            for who in people:
                of_it = list(Notification.objects.filter(person=who, subject_id=thing.name).order_by("pk"))
                keys = [notice.key for notice in of_it]
                assert keys == sorted(set(keys))
                if fallen and thing.ends is None:
                    assert keys[-1].endswith(f"{fallen[-1]:%Y-%m-%dT%H:%M:%S}")
    names = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert len(names) == len(set(names))
