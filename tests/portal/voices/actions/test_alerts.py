"""Alerts on a fake clock: within a minute, without content, climbing while unread, each person once on each rung."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from portal.due import run_jobs
from portal.notifications.actions.sending import send_waiting
from portal.notifications.enums import Choice
from portal.notifications.models import Notification, Preference
from portal.people.models import Affiliation, User
from portal.people.refusals import Refused
from portal.voices.actions.alerts import climb_all
from portal.voices.actions.cases import (
    close_case,
    keep_out,
    not_for,
    note,
    open_case,
    read_case,
    refer,
    reopen_case,
    take_case,
)
from portal.voices.enums.cases import CaseSource, CaseState, ReferredTo, StepKind
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Case, CaseAlert, CaseStep, Statement
from portal.voices.models.caseaccess import register_chairs
from tests.factories.statements import deputy, lead, moderator, organisation, place, statement
from tests.people import administrator, person

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 3, 2, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WORDS = "Zebedee hurts me in the laundry of Elmbrook"


@pytest.fixture
def cast() -> dict[str, User]:
    people = {"lead": lead(), "deputy": deputy(), "chair": person(), "admin": administrator(), "moderator": moderator()}
    register_chairs(lambda at: {people["chair"].pk})
    return people


def opened(**more: Any) -> Case:
    more.setdefault("told", WORDS)
    return open_case(source=CaseSource.UNSAFE, contact="07700 900123", at=NIGHT, **more)


def told(case: Case, rung: int) -> set[int]:
    return set(case.alerts.filter(rung=rung).values_list("person", flat=True))


def keys(cast: dict[str, User], *names: str) -> set[int]:
    return {cast[name].pk for name in names}


def letters_to(who: User) -> int:
    return sum(who.email in letter.to for letter in mail.outbox)


def test_lead_and_deputy_are_mailed_at_once_by_night_whatever_they_chose(
    cast: dict[str, User], django_capture_on_commit_callbacks: Any
) -> None:
    for name in ("lead", "deputy"):
        Preference.objects.create(person=cast[name], group="safeguarding", choice=Choice.NONE)
    with django_capture_on_commit_callbacks(execute=True):
        case = opened()
    send_waiting(at=NIGHT + timedelta(seconds=59))
    assert {letter.to[0] for letter in mail.outbox} == {cast["lead"].email, cast["deputy"].email}
    assert told(case, 0) == keys(cast, "lead", "deputy")
    assert all(alert.sent_at == NIGHT for alert in case.alerts.all())


def test_an_alert_says_nothing_of_what_it_is_about(cast: dict[str, User]) -> None:
    home = place(name="Elmbrook House")
    case = opened(place=home, statement=statement(text=WORDS, where=home))
    for minutes in (0, 5, 15, 60):
        climb_all(at=NIGHT + minutes * MINUTE)
    send_waiting(at=NIGHT + 61 * MINUTE)
    assert len(mail.outbox) == 2 + 2 + 4 + 4
    secret = re.compile("Zebedee|laundry|Elmbrook|07700|unsafe|statement", re.IGNORECASE)
    for letter in mail.outbox:
        whole = letter.message().as_string() + str(letter.body)
        assert not secret.search(whole.replace("Django", "")), whole
        assert str(case.pk) not in whole
    for notice in Notification.objects.all():
        assert not secret.search(f"{notice.title} {notice.url} {notice.key}")


def test_it_climbs_while_nobody_reads_each_person_once_on_each_rung(cast: dict[str, User]) -> None:
    case = opened()
    expected = {
        1: (5, keys(cast, "lead", "deputy")),
        2: (15, keys(cast, "lead", "deputy", "chair", "admin")),
        3: (60, keys(cast, "lead", "deputy", "chair", "admin")),
        4: (120, keys(cast, "lead", "deputy", "chair")),
        5: (720, keys(cast, "lead", "deputy", "chair", "admin")),
    }
    for minute in range(725):
        climb_all(at=NIGHT + minute * MINUTE)
        for rung, (after, people) in expected.items():
            if minute == after - 1:
                assert told(case, rung) == set()
            if minute == after:
                assert told(case, rung) == people
    assert Notification.objects.count() == CaseAlert.objects.count() == 2 + 2 + 4 + 4 + 3 + 4
    assert case.steps.filter(kind=StepKind.ESCALATED).count() == 5


def test_a_timer_that_is_two_days_late_tells_each_person_once(cast: dict[str, User]) -> None:
    case = opened()
    late = NIGHT + timedelta(days=2)
    climb_all(at=late)
    climb_all(at=late)
    climb_all(at=late + MINUTE)
    assert told(case, 5) == keys(cast, "lead", "deputy", "chair", "admin")
    assert case.alerts.exclude(rung=0).count() == 4
    assert Notification.objects.filter(person=cast["lead"]).count() == 2


def test_run_due_climbs_and_sends_in_one_run(cast: dict[str, User]) -> None:
    opened()
    reports = {report.job: report for report in run_jobs(NIGHT + 6 * MINUTE)}
    assert reports["safeguarding"].lines == ["2 safeguarding alerts sent"]
    assert not reports["safeguarding"].error
    # The first letters and the second: each person has both.
    assert letters_to(cast["lead"]) == letters_to(cast["deputy"]) == 2
    run_jobs(NIGHT + 7 * MINUTE)
    assert len(mail.outbox) == 4
    assert {report.job: report for report in run_jobs(NIGHT + 20 * MINUTE, preview=True)}["safeguarding"].lines == [
        "1 safeguarding cases would climb"
    ]


def test_reading_stops_what_is_unread_and_taking_stops_it_all(cast: dict[str, User]) -> None:
    case = opened()
    read_case(case=case, by=cast["deputy"], at=NIGHT + 3 * MINUTE)
    assert CaseAlert.objects.get(person=cast["deputy"]).read_at == NIGHT + 3 * MINUTE
    climb_all(at=NIGHT + 61 * MINUTE)
    assert case.alerts.count() == 2
    climb_all(at=NIGHT + 120 * MINUTE)
    assert told(case, 4) == keys(cast, "lead", "deputy", "chair")
    take_case(case=case, by=cast["deputy"], at=NIGHT + 130 * MINUTE)
    climb_all(at=NIGHT + timedelta(days=3))
    assert told(case, 5) == set()


def test_what_is_about_the_lead_goes_to_deputy_and_chair_only(cast: dict[str, User]) -> None:
    case = opened(is_about_lead=True)
    assert told(case, 0) == keys(cast, "deputy", "chair")
    for minutes in (5, 15, 60, 120, 720):
        climb_all(at=NIGHT + minutes * MINUTE)
    assert cast["lead"].pk not in set(CaseAlert.objects.values_list("person", flat=True))
    known = {name for name, who in cast.items() if Case.objects.visible_to(who, NIGHT).exists()}
    assert known == {"deputy", "chair"}
    with pytest.raises(PermissionDenied):
        read_case(case=case, by=cast["lead"], at=NIGHT)


def test_where_nobody_is_left_it_goes_to_the_chair_and_then_to_administrators(cast: dict[str, User]) -> None:
    owner = organisation()
    for name in ("lead", "deputy"):
        Affiliation.objects.create(
            person=cast[name], organisation=owner, role="Works", starts_on=NIGHT.date() - timedelta(days=9)
        )
    case = opened(place=place(owner))
    assert told(case, 0) == keys(cast, "chair")
    assert not Case.objects.visible_to(cast["lead"], NIGHT).exists()
    assert Case.objects.visible_to(cast["chair"], NIGHT).exists()
    User.objects.filter(pk=cast["chair"].pk).update(is_active=False)
    alone = opened(place=case.place)
    assert told(alone, 0) == keys(cast, "admin")
    assert not Case.objects.visible_to(cast["admin"], NIGHT).exists()


def test_an_administrator_and_a_moderator_never_see_a_case(cast: dict[str, User]) -> None:
    case = opened()
    for minutes in (15, 60, 720):
        climb_all(at=NIGHT + minutes * MINUTE)
    for name in ("admin", "moderator"):
        assert not Case.objects.visible_to(cast[name], NIGHT).exists()
        for act in (read_case, take_case):
            with pytest.raises(PermissionDenied):
                act(case=case, by=cast[name], at=NIGHT)
    assert CaseAlert.objects.all().visible_to(cast["admin"], NIGHT).count() == 3


def test_whoever_is_kept_out_has_no_case_no_alert_and_no_notice(cast: dict[str, User]) -> None:
    case = opened()
    take_case(case=case, by=cast["deputy"], at=NIGHT)
    keep_out(case=case, person=cast["lead"], by=cast["deputy"], at=NIGHT)
    assert not Case.objects.visible_to(cast["lead"], NIGHT).exists()
    assert not CaseAlert.objects.all().visible_to(cast["lead"], NIGHT).exists()
    reopened = case
    close_case(case=case, reason="Seen to.", by=cast["deputy"], at=NIGHT)
    reopen_case(case=reopened, reason="More came.", by=cast["deputy"], at=NIGHT)
    for act in (lambda: take_case(case=case, by=cast["lead"], at=NIGHT),):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(Refused, match="named yourself"):
        keep_out(case=case, person=cast["deputy"], by=cast["deputy"], at=NIGHT)


# Step, in which states it is allowed; everywhere else it is refused.
STEPS = [
    ("note", lambda case, by: note(case=case, text="Rang.", by=by, at=NIGHT), {"taken", "referred"}),
    (
        "refer",
        lambda case, by: refer(case=case, to=ReferredTo.POLICE, text="PC 1, ref 2", by=by, at=NIGHT),
        {"taken", "referred"},
    ),
    (
        "not_for",
        lambda case, by: not_for(case=case, to=ReferredTo.DESIGNATED_OFFICER, reason="No adult.", by=by, at=NIGHT),
        {"taken", "referred"},
    ),
    ("close", lambda case, by: close_case(case=case, reason="Seen to.", by=by, at=NIGHT), {"taken", "referred"}),
    ("reopen", lambda case, by: reopen_case(case=case, reason="More.", by=by, at=NIGHT), {"closed"}),
    ("take", lambda case, by: take_case(case=case, by=by, at=NIGHT), {"open", "taken", "referred"}),
]


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize(("name", "act", "allowed"), STEPS)
def test_a_step_is_taken_where_it_belongs_and_refused_elsewhere(
    name: str, act: Any, allowed: set[str], state: str, cast: dict[str, User]
) -> None:
    case = opened()
    closed = NIGHT if state == CaseState.CLOSED else None
    # Who closes it is on it; the others do what they do whoever is.
    taken_by = cast["lead"] if name == "close" else None
    Case.objects.filter(pk=case.pk).update(state=state, closed_at=closed, taken_by=taken_by)
    before = CaseStep.objects.count()
    if state in allowed:
        act(case, cast["lead"])
        assert CaseStep.objects.count() == before + 1
    else:
        with pytest.raises(Refused):
            act(case, cast["lead"])
        assert CaseStep.objects.count() == before


def test_a_case_is_closed_by_who_is_on_it_and_taking_it_over_is_noted(cast: dict[str, User]) -> None:
    case = opened()
    take_case(case=case, by=cast["lead"], at=NIGHT)
    with pytest.raises(Refused, match="closed by who is on it"):
        close_case(case=case, reason="Seen to.", by=cast["deputy"], at=NIGHT)
    assert Case.objects.get().state == CaseState.TAKEN
    # The lead is away: nothing waits for them, and the record says who took it over and who closed it.
    take_case(case=case, by=cast["deputy"], at=NIGHT + MINUTE)
    with pytest.raises(Refused, match="closed by who is on it"):
        close_case(case=case, reason="Seen to.", by=cast["lead"], at=NIGHT + MINUTE)
    close_case(case=case, reason="Seen to.", by=cast["deputy"], at=NIGHT + 2 * MINUTE)
    steps = [(step.kind, step.by) for step in case.steps.exclude(kind="opened")]
    assert steps == [("taken", cast["lead"]), ("taken", cast["deputy"]), ("closed", cast["deputy"])]
    assert Case.objects.get().taken_by == cast["deputy"]


def test_a_statement_is_held_while_its_case_is_open_and_goes_back_to_the_readers(cast: dict[str, User]) -> None:
    row = statement(state=StatementState.RELEASED)
    first, second = opened(statement=row), opened(statement=row)
    for case in (first, second):
        assert Statement.objects.get(pk=row.pk).state == StatementState.HELD_SAFEGUARDING
        take_case(case=case, by=cast["lead"], at=NIGHT)
        close_case(case=case, reason="Seen to.", by=cast["lead"], at=NIGHT)
    assert Statement.objects.get(pk=row.pk).state == StatementState.IN_MODERATION
    assert Statement.objects.get(pk=row.pk).priority == "urgent"


def test_what_the_author_tells_is_never_joined_to_a_statement_nobody_can_trace(cast: dict[str, User]) -> None:
    row = statement(state=StatementState.RECEIVED, privacy=Privacy.ANONYMOUS)
    case = opened(statement=row, receipt_hash=row.receipt_hash)
    assert (case.statement, case.place, case.receipt_hash) == (None, None, "")
    assert Statement.objects.get(pk=row.pk).state == StatementState.RECEIVED
    held = open_case(source=CaseSource.STATEMENT, statement=row, told="A worry.", at=NIGHT)
    assert (held.statement, held.place) == (row, None)


def test_a_draft_is_not_moved_by_its_case(cast: dict[str, User]) -> None:
    row = statement(state=StatementState.DRAFT)
    opened(statement=row)
    assert Statement.objects.get(pk=row.pk).state == StatementState.DRAFT


def test_the_others_hear_that_somebody_acts_and_not_what(cast: dict[str, User]) -> None:
    case = opened()
    take_case(case=case, by=cast["lead"], at=NIGHT + MINUTE)
    (notice,) = Notification.objects.filter(event="voices.case_changed")
    assert notice.person == cast["deputy"]
    assert notice.title == "Something changed in a case you were told of"
