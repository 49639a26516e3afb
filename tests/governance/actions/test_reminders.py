"""What governance reminds people of: rounds, windows, reasons, reviews, report-backs, soundings; told as previewed."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core import mail

from governance.actions.rounds import extend_round
from governance.announcements.reminders import morning_of
from governance.enums.proposals import Confidentiality
from governance.models import Decision, Proposal
from governance.tasks import run_due
from portal.jobs import letters, preview_letters, preview_reminders, reminders
from portal.notifications.actions.preferences import choose
from portal.notifications.enums import Choice
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.representation import answered, asked, member_of, owed, sent
from tests.factories.rounds import adopted, agreed, all_agree, closed, opened, reasoned, take
from tests.people import administrator, browser
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def told(event: str) -> Counter[int]:
    return Counter(Notification.objects.filter(event=event).values_list("person_id", flat=True))


def pks(*people: User) -> set[int]:
    return {person.pk for person in people}


def test_whoever_is_silent_hears_two_days_and_a_day_before_the_round_closes(board: SmallBoard) -> None:
    first, *others = board.everyone
    kept_out, *silent = others
    round = opened(board, recused=[kept_out])
    take(round, first)
    reminders(round.closes_at - 2 * DAY - HOUR)
    assert not told("round.closing")
    reminders(round.closes_at - 2 * DAY)
    assert set(told("round.closing")) == pks(*silent)
    take(round, silent[0], at=round.closes_at - 2 * DAY + HOUR)
    reminders(round.closes_at - HOUR)
    assert told("round.closing") == Counter({one.pk: 1 + (one != silent[0]) for one in silent})
    reminders(round.closes_at)
    assert max(told("round.closing").values()) == 2


def test_more_time_begins_a_new_series(board: SmallBoard) -> None:
    round = opened(board)
    reminders(round.closes_at - DAY)
    before, at = round.closes_at, round.closes_at - HOUR
    extend_round(round=round, closes_at=before + 7 * DAY, reason="Half term.", by=board.chair, at=at)
    reminders(before)
    assert set(told("round.closing").values()) == {1}
    reminders(before + 5 * DAY)
    assert set(told("round.closing").values()) == {2}


def test_short_round_reminds_nobody_the_moment_it_opens(board: SmallBoard) -> None:
    round = opened(board, lasts=DAY)
    reminders(round.opens_at + HOUR)
    assert not told("round.closing")


def test_absent_members_hear_a_week_before_their_window_closes(board: SmallBoard) -> None:
    round = opened(board)
    silent = board.trustees["directors"][0]
    all_agree(round, [one for one in board.everyone if one != silent])
    closed(round)
    window = round.proposal.rounds.get(state="open")
    reminders(window.closes_at - 7 * DAY)
    assert told("window.closing") == Counter([silent.pk])
    reminders(window.closes_at - HOUR)
    assert told("window.closing") == Counter([silent.pk] * 2)


def test_reasons_that_are_missing_are_asked_for_until_they_are_written(board: SmallBoard) -> None:
    round = agreed(board)
    at = round.closed_at or NOON
    answer_for_it = pks(board.chair, board.secretary, board.trustees["providers"][0])
    reminders(at)
    reminders(at + 6 * DAY)
    assert told("rationale.missing") == Counter(answer_for_it)
    reminders(at + 22 * DAY)
    assert set(told("rationale.missing").values()) == {2}
    reasoned(round.proposal, board.chair, at + 22 * DAY)
    reminders(at + 60 * DAY)
    assert set(told("rationale.missing").values()) == {2}


def test_owner_and_secretary_hear_of_a_review_a_month_ahead_and_until_it_is_done(board: SmallBoard) -> None:
    decision = adopted(board)
    due = morning_of(decision.review_on)
    reminders(due - 31 * DAY)
    assert not told("decision.review")
    for days, times in ((-30, 1), (-7, 2), (0, 3), (27, 3), (28, 4), (200, 5)):
        reminders(due + days * DAY)
        assert told("decision.review") == Counter(dict.fromkeys(pks(decision.owner, board.secretary), times))


def test_seat_hears_of_its_report_back_before_on_the_day_and_weekly_while_it_is_late(board: SmallBoard) -> None:
    decision = adopted(board)
    sent(board, decision, "directors")
    due = morning_of(owed(decision).due_on)
    carriers = pks(*(board.trustees[code][0] for code in ("local-authorities", "providers", "staff", "young-people")))
    for days, times in ((-3, 1), (0, 2), (6, 2), (7, 3)):
        reminders(due + days * DAY)
        assert told("report_back.due") == Counter(dict.fromkeys(carriers, times))
    reminders(due + 40 * DAY)
    newest = Notification.objects.filter(event="report_back.due").latest("pk")
    assert "5 weeks late" in newest.title
    assert max(told("report_back.due").values()) == 4


def test_members_hear_before_a_sounding_closes_and_the_asker_when_it_has(board: SmallBoard) -> None:
    silent, spoke = member_of(board), member_of(board)
    sounding = asked(board)
    answered(sounding, spoke, text="Yes.")
    reminders(sounding.closes_at - DAY)
    reminders(sounding.closes_at - HOUR)
    assert told("sounding.closing") == Counter([silent.pk])
    reminders(sounding.closes_at + 2 * DAY)
    reminders(sounding.closes_at + 3 * DAY)
    assert told("sounding.closed") == Counter([board.trustees["staff"][0].pk])
    assert told("sounding.closing") == Counter([silent.pk])


def test_titles_that_leave_the_portal_do_not_name_what_is_not_open(board: SmallBoard) -> None:
    title = "A home that may have to close"
    opened(board, title=title, confidentiality=Confidentiality.RESTRICTED)
    round = agreed(board, title=title, confidentiality=Confidentiality.MEMBERS)
    decision = adopted(board, title=title, confidentiality=Confidentiality.RESTRICTED)
    reminders((round.closed_at or NOON) - DAY)
    reminders(morning_of(decision.review_on))
    titles = set(Notification.objects.filter(event__in=REMINDED).values_list("title", flat=True))
    assert len(titles) >= 3
    assert not [words for words in titles if title in words]


REMINDED = ("round.closing", "window.closing", "rationale.missing", "decision.review")


@remembered
def busy(board: SmallBoard) -> datetime:
    """Leave a board with something of every kind that time brings; return when the first of it falls due."""
    member_of(board)
    asked(board)
    adopted(board, NOON - 20 * DAY)
    agreed(board, NOON - 7 * DAY)
    round = opened(board)
    all_agree(round, board.everyone[2:])
    reasoned(round.proposal, board.chair, NOON)
    # The run itself closes this one, and then the reasons are missing.
    without_reasons = opened(board)
    all_agree(without_reasons, board.everyone)
    return round.closes_at


@pytest.mark.parametrize("late", [timedelta(0), 2 * DAY, 30 * DAY])
def test_preview_says_exactly_which_reminders_and_letters_the_run_then_sends(
    board: SmallBoard, late: timedelta
) -> None:
    at = busy(board) + late
    for number, person in enumerate(User.objects.order_by("pk")):
        choose(by=person, choices={"positions": list(Choice)[number % 3], "representation": Choice.AT_ONCE})
    mail.outbox.clear()
    rows = [model.objects.count() for model in (Notification, Proposal, Decision)]
    told_before, sent_before = preview_reminders(at), preview_letters(at)
    assert rows == [model.objects.count() for model in (Notification, Proposal, Decision)]
    assert mail.outbox == []
    run_due(at)
    assert reminders(at) == told_before != []
    assert letters(at) == sent_before != []
    assert sum(int(line.split()[0]) for line in sent_before) == len(mail.outbox)
    assert preview_reminders(at) == reminders(at) == letters(at) == []


def test_administrator_sees_the_coming_week_without_names_or_what_they_may_not_read(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "A home that may have to close"
    opened(board, title=title, confidentiality=Confidentiality.RESTRICTED, lasts=5 * DAY)
    decision = adopted(board, NOON - 18 * DAY)
    monkeypatch.setattr("portal.views.reminders.now", lambda: NOON)
    page = browser(administrator()).get("/administration/reminders/").content.decode()
    assert "A round closes soon" in page
    assert "North West board" in page
    assert "10 people" in page
    assert title not in page
    assert Proposal.objects.get(title=title).number not in page
    assert not [one.name for one in board.everyone if one.name in page.split("<main", 1)[1]]
    assert owed(decision).due_on.year == 2026
    assert browser(board.chair).get("/administration/reminders/").status_code == 404
