"""Putting away what nothing more is to be done with: who reads it then, what stays counted, what its author is told."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from portal.people.enums import RoleKind
from portal.people.models import User
from portal.people.refusals import Refused
from portal.voices.actions import moderation as actions
from portal.voices.actions.cases import close_case, open_case, take_case
from portal.voices.actions.deletion import forget_due
from portal.voices.actions.statements import add_words, object_to_change, withdraw
from portal.voices.actions.themes import give_answer, publish_theme, say_right_or_not, write_theme
from portal.voices.enums.campaigns import QuestionKind
from portal.voices.enums.cases import CaseSource, CaseState
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import StatementState
from portal.voices.enums.themes import AnswerKind, Right
from portal.voices.models import CampaignSet, Question, Redaction, Release, Statement, Theme, Tombstone, Words
from portal.voices.queries.moderation import counts_for, queue
from portal.voices.queries.numbers import rows_of
from portal.voices.queries.released import released_statements
from portal.voices.queries.statements import OnceHash, heard, put_away, why_returned
from portal.voices.queries.themes import to_gather
from portal.voices.queries.waiting import readers_of_objections, readers_of_unread
from tests.conftest import NOON
from tests.factories.statements import (
    campaign,
    deputy,
    everybody_hears,
    lead,
    moderator,
    place,
    question,
    statement,
)
from tests.people import person

pytestmark = pytest.mark.django_db
S = StatementState
DAY = timedelta(days=1)
WHY = "Thank you. What you asked for is done."
MAY = {S.IN_MODERATION, S.RETURNED, S.RELEASED, S.THEMED, S.ANSWERED}


def put(row: Statement, by: User | None = None, at: Any = NOON, reason: str = WHY) -> Statement:
    actions.put_away(statement=row, reason=reason, by=by or moderator(), at=at)
    return Statement.objects.get(pk=row.pk)


def stayed(row: Statement, match: str, by: User | None = None) -> None:
    """It cannot be put away, and nothing of it has changed."""
    before = Statement.objects.get(pk=row.pk)
    with pytest.raises(Refused, match=match):
        put(row, by)
    after = Statement.objects.get(pk=row.pk)
    assert (after.state, after.keep_until, after.taken_by) == (before.state, before.keep_until, before.taken_by)
    assert not row.steps.filter(verdict=Verdict.ARCHIVED).exists()


@pytest.mark.parametrize("state", S)
def test_it_is_put_away_from_where_the_table_allows_it_and_refused_in_words_elsewhere(state: str) -> None:
    row = statement(state=state, cleared=True)
    by = deputy() if state == S.HELD_SAFEGUARDING else moderator()
    if state == S.DRAFT:
        with pytest.raises(PermissionDenied):
            put(row, by)
    elif state in MAY:
        assert put(row, by).state == S.ARCHIVED
        step = row.steps.get()
        assert (step.verdict, step.note, step.by, step.at) == (Verdict.ARCHIVED, WHY, by, NOON)
    else:
        stayed(
            row,
            {
                S.HELD_SAFEGUARDING: "lead and deputy see to something first",
                S.ARCHIVED: "put away already",
            }.get(S(state), "once it has been read"),
            by,
        )


def test_nobody_but_a_reader_puts_it_away_and_no_reader_without_a_reason() -> None:
    row = statement(state=S.RELEASED, cleared=True, where=place())
    for who in (person(), person("administrator"), person("participation_lead"), person("independent_helper")):
        with pytest.raises(PermissionDenied):
            put(row, who)
    with pytest.raises(Refused, match="Write the reason"):
        put(row, reason="  ")
    assert Statement.objects.get().state == S.RELEASED


def test_it_is_nobodys_waits_in_no_queue_and_is_counted_nowhere_but_where_it_is_kept() -> None:
    by, second = moderator(), lead()
    row = statement(state=S.IN_MODERATION, cleared=True, taken_by=by, priority="urgent")
    Statement.objects.filter(pk=row.pk).update(given_on=NOON.date() - 9 * DAY)
    actions.propose_release(statement=row, audience=Audience.PUBLIC, by=by, at=NOON)
    counted = counts_for(second, NOON)
    assert (counted["waiting"], counted["urgent"], counted["second"]) == (1, 1, 1)
    assert put(row, by).taken_by is None
    for who in (by, second):
        assert set(counts_for(who, NOON).values()) == {0}
        counts = {key: number for key, _words, number in queue(who, NOON).counts}
        assert counts.pop("archived") == 1
        assert set(counts.values()) == {0}
        for show in (*counts, "anything else"):
            assert not queue(who, NOON, show).rows, show
        assert list(queue(who, NOON, "archived").rows) == [row]
    assert list(readers_of_unread(NOON)) == []
    assert list(readers_of_objections(NOON)) == []


@pytest.mark.parametrize("audience", Audience)
def test_no_audience_reads_it_any_more_or_is_offered_it(audience: Audience) -> None:
    one, two, member = moderator(), moderator(), person()
    everybody_hears(audience, member)
    row = statement(state=S.IN_MODERATION, cleared=True, where=place())
    found = actions.propose_release(statement=row, audience=audience, by=one, at=NOON)
    actions.release(release=found, by=two, at=NOON)
    gatherer = person(RoleKind.PARTICIPATION_LEAD)
    everybody_hears(audience, gatherer)
    assert list(released_statements(member, NOON)) == [row]
    assert list(to_gather(gatherer, row.campaign, NOON)) == [row]
    put(row, one)
    assert not released_statements(member, NOON).exists()
    assert not to_gather(gatherer, row.campaign, NOON).exists()
    assert Release.objects.get().ended_at == NOON
    # What ended does not come back, and it is offered to nobody again.
    with pytest.raises(Refused):
        actions.release(release=found, by=two, at=NOON)
    for other in Audience:
        with pytest.raises(Refused):
            actions.propose_release(statement=row, audience=other, by=one, at=NOON)


def test_nothing_is_done_with_it_any_more_by_anybody() -> None:
    by, row = moderator(), statement(state=S.RELEASED, cleared=True)
    Redaction.objects.create(words=row.words.get(), text="[…]", reason="A place", by=by, at=NOON)
    put(row, by)
    stay: dict[str, dict[str, str]] = {
        "take": {},
        "clear": {},
        "put_back": {},
        "needs_redaction": {},
        "return_": {"reason": "No."},
    }
    for act, words in stay.items():
        with pytest.raises(Refused):
            getattr(actions, act)(statement=row, by=by, at=NOON, **words)
    with pytest.raises(Refused, match="Nothing can be added"):
        add_words(statement=row, text="One more thing", at=NOON)
    with pytest.raises(Refused, match="nothing here to object to"):
        object_to_change(statement=row, n=1, text="It is my dog.", at=NOON)
    assert Statement.objects.get().state == S.ARCHIVED


def test_a_danger_found_in_what_is_put_away_reaches_lead_and_deputy_and_keeps_it_until_they_have_seen_to_it() -> None:
    by, acts, row = moderator(), deputy(), statement(state=S.RELEASED, cleared=True)
    put(row, by)
    last_day = NOON + (Statement.objects.get().keep_until - NOON.date())
    case = actions.hold(statement=row, why="Who is the man at the gate?", by=by, at=NOON)
    assert Statement.objects.get().state == S.ARCHIVED
    assert case.state != CaseState.CLOSED
    # Nobody but lead and deputy reads it now, and nobody holds it twice.
    assert [Statement.objects.visible_to(who, NOON).exists() for who in (by, acts)] == [False, True]
    with pytest.raises(PermissionDenied):
        actions.hold(statement=row, why="A worry.", by=by, at=NOON)
    with pytest.raises(Refused, match="held already"):
        actions.hold(statement=row, why="A worry.", by=acts, at=NOON)
    forget_due(at=last_day)
    assert Statement.objects.exists()
    take_case(case=case, by=acts, at=last_day)
    close_case(case=case, reason="Seen to.", by=acts, at=last_day)
    assert Statement.objects.get().state == S.ARCHIVED
    assert Statement.objects.visible_to(by, NOON).exists()
    forget_due(at=last_day)
    assert not Statement.objects.exists()


def test_a_worry_is_finished_first_also_when_it_began_before_the_statement_was_sent() -> None:
    row, acts = statement(state=S.DRAFT), deputy()
    case = open_case(source=CaseSource.UNSAFE, statement=row, at=NOON)
    Statement.objects.update(state=S.RETURNED)
    # A moderator is told that somebody sees to it, and not that there is a case.
    stayed(row, "^The safeguarding lead and deputy see to something first")
    stayed(row, "see to something first", acts)
    take_case(case=case, by=acts, at=NOON)
    close_case(case=case, reason="Seen to.", by=acts, at=NOON)
    assert put(row).state == S.ARCHIVED


def test_an_author_who_objects_is_answered_first() -> None:
    by, row = moderator(), statement(state=S.IN_MODERATION)
    found = actions.redact(words=row.words.get(), text="[…]", reason="A place", by=by, at=NOON)
    assert found
    actions.clear(statement=row, by=by, at=NOON)
    object_to_change(statement=row, n=1, text="It is my dog.", at=NOON)
    stayed(row, "Its author objects")
    actions.answer_objection(redaction=found, answer="A dog’s name says whose it is.", by=by, at=NOON)
    assert put(row).state == S.ARCHIVED


def test_words_added_while_a_reader_decides_are_read_first() -> None:
    row = statement(state=S.RELEASED, cleared=True)
    add_words(statement=row, text="And nobody comes when I call.", at=NOON)
    stayed(row, "has not been read and cleared")
    returned = statement(state=S.RETURNED)
    add_words(statement=returned, text="I say it again.", at=NOON)
    stayed(returned, "has not been read and cleared")


def answered_theme(row: Statement) -> tuple[Theme, User]:
    by = person(RoleKind.PARTICIPATION_LEAD)
    everybody_hears(Audience.MEMBERS, by)
    reader = moderator()
    found = actions.propose_release(statement=row, audience=Audience.MEMBERS, by=reader, at=NOON)
    actions.release(release=found, by=reader, at=NOON)
    row.refresh_from_db()
    theme = write_theme(
        campaign=row.campaign, title="Nights", text="", easy="Nights.", topic="", statements=[row], by=by, at=NOON
    )
    stayed(row, "the answer to that is owed")
    theme = publish_theme(theme=theme, by=moderator(), at=NOON)
    stayed(row, "the answer to that is owed")
    answer(theme, by)
    return theme, by


def answer(theme: Theme, by: User, at: Any = NOON) -> None:
    give_answer(theme=theme, kind=AnswerKind.DID, text="Done.", easy="Done.", role="The board", by=by, at=at)


def test_what_was_answered_stays_answered_for_its_author_and_the_answer_keeps_who_it_is_for() -> None:
    row = statement(state=S.IN_MODERATION, cleared=True)
    theme, by = answered_theme(row)
    put(row)
    once = OnceHash("otter teapot ribbon moon rain")
    (mine,) = heard(row, once)
    assert (mine.theme, mine.answer is not None, mine.may_say) == (theme, True, True)
    assert theme.links.count() == 1
    # They may still say whether it is right; another answer is given to them as to everybody, and moves nothing.
    say_right_or_not(answer=theme.answers.get(), once_hash=once(theme.answers.get()), right=Right.NO, at=NOON)
    answer(theme, by, NOON + DAY)
    (mine,) = heard(row, once)
    assert mine.answer is not None
    assert (mine.answer.n, Statement.objects.get().state) == (2, S.ARCHIVED)


def test_another_answer_that_is_owed_is_given_first() -> None:
    row = statement(state=S.IN_MODERATION, cleared=True)
    theme, by = answered_theme(row)
    for number in range(3):
        first = theme.answers.get()
        say_right_or_not(answer=first, once_hash=f"{number:064x}", right=Right.NO, at=NOON)
    stayed(row, "the answer to that is owed")
    answer(theme, by, NOON + DAY)
    assert put(row).state == S.ARCHIVED


def of_a_choice(one: Question, choice: str, **more: Any) -> Statement:
    row = statement(**more)
    row.words.all().delete()
    Statement.objects.filter(pk=row.pk).update(version=one.version)
    Words.objects.create(statement=row, question=one, n=1, choice=choice, said_on=NOON.date(), is_cleared=True)
    return row


def test_a_table_counts_the_same_people_before_and_after() -> None:
    asked, one = campaign(), question(kind=QuestionKind.YES_NO)
    CampaignSet.objects.create(campaign=asked, version=one.version)
    homes = [place() for _home in range(3)]
    counted = [
        of_a_choice(one, "yes" if n % 2 else "no", asked=asked, where=homes[n % 3], state=S.ANSWERED) for n in range(10)
    ]
    # Passed on to nobody after it had been cleared: it is in no table, and is in none once it is put away.
    returned = [of_a_choice(one, "no", asked=asked, where=homes[n % 3], state=S.RETURNED) for n in range(2)]
    before = {audience: rows_of(asked, "safe", audience) for audience in (Audience.PUBLIC, Audience.MEMBERS)}
    assert [row.n for row in before[Audience.PUBLIC]] == [10]
    for row in (*counted[:4], *returned):
        put(row)
    assert {audience: rows_of(asked, "safe", audience) for audience in before} == before


def test_it_is_deleted_on_the_day_it_would_have_been_and_its_author_may_still_take_it_back(
    settings: Any, tmp_path: Path
) -> None:
    # Files that other tests leave are no statement's.
    settings.MEDIA_ROOT = str(tmp_path / "media")
    rows = [statement(state=S.ANSWERED, cleared=True), statement(state=S.RETURNED)]
    days = [NOON.date() + 300 * DAY, NOON.date() + 40 * DAY]
    for row, day in zip(rows, days, strict=True):
        Statement.objects.filter(pk=row.pk).update(keep_until=day)
        assert put(row).keep_until == day
    assert forget_due(at=NOON + 39 * DAY) == [0, 0, 0]
    assert forget_due(at=NOON + 40 * DAY) == [1, 0, 0]
    assert forget_due(at=NOON + 300 * DAY) == [1, 0, 0]
    withdraw(statement=put(statement(state=S.ANSWERED, cleared=True)), at=NOON)
    assert not Statement.objects.exists()
    assert sorted(Tombstone.objects.values_list("why", flat=True)) == ["retention", "retention", "withdrawn"]


def test_the_author_reads_what_became_of_it() -> None:
    by = moderator()
    alone = statement(state=S.IN_MODERATION, cleared=True)
    assert put_away(alone) is None
    put(alone, by)
    alone.refresh_from_db()
    told = put_away(alone)
    assert told
    assert (told.on, told.why, told.was_passed_on) == (NOON.date(), WHY, False)
    passed = statement(state=S.IN_MODERATION, cleared=True)
    found = actions.propose_release(statement=passed, audience=Audience.BOARD, by=by, at=NOON)
    actions.release(release=found, by=by, at=NOON)
    told = put_away(put(passed, by))
    assert told
    assert told.was_passed_on


def test_why_it_was_not_passed_on_is_told_also_after_it_is_put_away_but_not_when_it_was_taken_up_again() -> None:
    by = moderator()
    rows = []
    for again in (False, True):
        row = statement(state=S.IN_MODERATION)
        actions.return_(statement=row, reason="It names others.", by=by, at=NOON)
        if again:
            actions.put_back(statement=row, by=by, at=NOON + timedelta(hours=1))
            actions.clear(statement=row, by=by, at=NOON + timedelta(hours=2))
        rows.append(put(row, by, NOON + DAY))
    assert [why_returned(row) for row in rows] == ["It names others.", ""]
