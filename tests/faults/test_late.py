"""A worker killed in the middle of the post, a timer two days late, and the days on which the clock changes."""

import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection

from governance.enums.rounds import RoundState
from governance.models import Appointment, Round
from portal.history.models import LedgerEntry
from portal.notifications import notify
from portal.notifications.actions.preferences import choose
from portal.notifications.enums import Choice, SendState
from portal.notifications.models import Delivery, Digest, Notification
from portal.notifications.registry import event_named
from portal.people.models import User
from tests.factories.governance import ChairTermFactory, SmallBoard, board_with_trustees
from tests.factories.rounds import opened
from tests.processes import Running, manage, wait_until

pytestmark = pytest.mark.fault
LONDON = ZoneInfo("Europe/London")
EVENT = "round.opened"


def tell(people: list[User], key: str, round: Round, at: datetime) -> None:
    notify(
        people=people,
        event=EVENT,
        key=key,
        subject_kind="proposal",
        subject_id=round.proposal_id,
        title=f"Something about {key}",
        url="/today/",
        at=at,
    )


def choose_for_all(people: list[User], choice: Choice) -> None:
    """Choose how they hear of rounds; whoever is asked to take the chair meanwhile is written to by nobody."""
    for person in people:
        choose(by=person, choices={event_named(EVENT).group: choice, "chairs": Choice.NONE})


def test_every_letter_goes_once_when_the_worker_is_killed_in_the_middle(
    board: SmallBoard, tested: Round, just_now: datetime, env: dict[str, str], tmp_path: Path
) -> None:
    book = tmp_path / "book"
    book.touch()
    Delivery.objects.all().delete()
    choose_for_all(board.everyone, Choice.AT_ONCE)
    for turn in range(4):
        tell(board.everyone, f"turn:{turn}", tested, just_now)
    wanted = Delivery.objects.count()
    assert wanted >= 20
    office = env | {"DJANGO_SETTINGS_MODULE": "tests.faults.slow_post", "POST_BOOK": str(book)}
    connection.close()

    def taken() -> list[str]:
        return [line.split()[0] for line in book.read_text(encoding="utf-8").splitlines()]

    with Running(sys.executable, "manage.py", "run_due", env=office) as worker:
        wait_until(lambda: len(taken()) >= 5, within=30, what="letters are going out")
        worker.kill()
    before = len(taken())
    assert before < wanted
    # At once only what nobody had in hand goes; what the killed one held waits until it is surely dead.
    manage(office, "run_due")
    later = datetime.now(UTC) + timedelta(minutes=11)
    manage(office, "run_due", "--at", later.isoformat())
    counted = Counter(taken())
    assert len(counted) == wanted
    # Killed between the office's receipt and our note of it, the same letter is handed over again under its name.
    assert sum(counted.values()) <= wanted + 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {SendState.SENT}


def test_every_reminder_goes_once_when_the_run_is_killed_in_the_middle_of_the_post(
    board: SmallBoard, just_now: datetime, env: dict[str, str], tmp_path: Path
) -> None:
    book = tmp_path / "book"
    book.touch()
    # Two reminders have fallen due for everybody, and the newer one alone is told.
    opened(board, just_now - timedelta(days=6), lasts=timedelta(days=6, hours=12))
    Notification.objects.all().delete()
    choose_for_all(board.everyone, Choice.AT_ONCE)
    office = env | {"DJANGO_SETTINGS_MODULE": "tests.faults.slow_post", "POST_BOOK": str(book)}
    wanted = Counter(person.email for person in board.everyone)
    previewed = manage(office, "run_due", "--preview")
    assert f"({len(wanted)} people are told)" in previewed
    connection.close()

    def readers() -> Counter[str]:
        return Counter(line.split()[1] for line in book.read_text(encoding="utf-8").splitlines())

    with Running(sys.executable, "manage.py", "run_due", env=office) as worker:
        wait_until(lambda: sum(readers().values()) >= 3, within=60, what="reminders are going out")
        worker.kill()
    assert sum(readers().values()) < len(wanted)
    manage(office, "run_due")
    later = datetime.now(UTC) + timedelta(minutes=11)
    manage(office, "run_due", "--at", later.isoformat())
    assert set(readers()) == set(wanted)
    # Killed between the office's receipt and our note of it, one letter is handed over again under its name.
    assert sum(readers().values()) <= len(wanted) + 1
    told = Notification.objects.filter(event="round.closing").values_list("person", flat=True)
    assert sorted(told) == sorted(person.pk for person in board.everyone)


def test_timer_two_days_late_catches_up_once(
    board: SmallBoard, just_now: datetime, env: dict[str, str], tmp_path: Path
) -> None:
    book = tmp_path / "book"
    book.touch()
    closes = timedelta(days=7)
    begun = just_now - timedelta(days=9)
    tested = opened(board, begun, lasts=closes)
    Delivery.objects.all().delete()
    choose_for_all(board.everyone, Choice.DIGEST)
    for day in range(2):
        tell(board.everyone, f"day:{day}", tested, just_now - timedelta(days=3 - day))
    office = env | {"DJANGO_SETTINGS_MODULE": "tests.faults.slow_post", "POST_BOOK": str(book)}
    connection.close()
    said = manage(office, "run_due")
    assert f"{tested.proposal.number}: round 1 closes" in said
    again = manage(office, "run_due")
    assert "closes" not in again
    assert "letters" not in again
    closed = Round.objects.get(pk=tested.pk)
    assert closed.state != RoundState.OPEN
    assert LedgerEntry.objects.filter(kind="round.closed").count() == 1
    readers = Counter(line.split()[1] for line in book.read_text(encoding="utf-8").splitlines())
    assert set(readers) == {person.email for person in board.everyone}
    assert set(readers.values()) == {1}


CHANGES = {
    "March": (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
    "October": (datetime(2026, 10, 24, 11, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
}


@pytest.mark.parametrize("month", CHANGES)
def test_round_and_digest_keep_their_hour_when_the_clock_changes(month: str, transactional_db: None) -> None:
    eve, closes = CHANGES[month]
    board = board_with_trustees()
    if month == "March":
        seat = Appointment.objects.get(person=board.chair)
        ChairTermFactory(appointment=seat, starts_on=date(2027, 3, 1), ends_on=date(2027, 9, 1))
    tested = opened(board, eve, lasts=closes - eve)
    Delivery.objects.all().delete()
    choose_for_all(board.everyone, Choice.DIGEST)
    tell(board.everyone, "eve", tested, eve)
    mail.outbox.clear()

    call_command("run_due", at=(closes - timedelta(minutes=1)).isoformat(), verbosity=0)
    assert Round.objects.get(pk=tested.pk).state == RoundState.OPEN
    call_command("run_due", at=closes.isoformat(), verbosity=0)
    assert Round.objects.get(pk=tested.pk).state != RoundState.OPEN

    half_past_seven = datetime.combine(closes.astimezone(LONDON).date(), datetime.min.time(), LONDON)
    half_past_seven = half_past_seven.replace(hour=7, minute=30).astimezone(UTC)
    call_command("run_due", at=(half_past_seven - timedelta(minutes=1)).isoformat(), verbosity=0)
    assert Digest.objects.count() == 0
    for minutes in (0, 5, 60, 90):
        at = half_past_seven + timedelta(minutes=minutes)
        call_command("run_due", at=at.isoformat(), verbosity=0)
    assert Digest.objects.count() == len(board.everyone)
    assert Counter(letter.to[0] for letter in mail.outbox) == Counter(person.email for person in board.everyone)
