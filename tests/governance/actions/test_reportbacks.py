"""Report-backs: owed with the decision, written by who carries them, never changed, answered by members."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from governance.actions.conflicts import release_conflict
from governance.actions.decisions import adopt
from governance.actions.reportbacks import correct_report_back, owe_report_backs, respond, send_report_back
from governance.actions.rounds import close_round
from governance.actions.seats import end_appointment
from governance.domain.refusals import NotAllowed
from governance.enums.proposals import Confidentiality
from governance.models import (
    Appointment,
    ChairTerm,
    ConflictDeclaration,
    GoverningRules,
    Proposal,
    ReportBack,
    ReportBackCorrection,
)
from governance.models.sealed import SealedForEver
from governance.permissions.reportbacks import can_read_responses_to
from governance.queries.checks import findings
from governance.queries.reportbacks import find_report_back, starting_text, to_write
from governance.queries.reportbacks import owed as all_owed
from portal.history.models import LedgerEntry
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.conflicts import recuse
from tests.factories.governance import SmallBoard, board_with_trustees, national_group
from tests.factories.representation import member_of, owed, sent
from tests.factories.rounds import Stance, adopted, agreed, opened, published, reasoned, take
from tests.people import browser, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def test_decision_owes_each_constituency_one_report_back_in_a_fortnight(board: SmallBoard) -> None:
    decision = adopted(board)
    rows = list(ReportBack.objects.filter(decision=decision))
    assert [row.code for row in rows] == ["local-authorities", "directors", "providers", "staff", "young-people"]
    assert {row.due_on for row in rows} == {decision.decided_on + 14 * DAY}
    assert owe_report_backs(decision=decision, by=None, at=NOON) == rows
    assert ReportBack.history.count() == 5
    assert not list(findings(decision.decided_at))


@pytest.mark.parametrize("kept", [Confidentiality.MEMBERS, Confidentiality.RESTRICTED])
def test_decision_that_is_not_open_owes_nobody_and_tells_nobody(board: SmallBoard, kept: Confidentiality) -> None:
    member = member_of(board)
    decision = adopted(board, confidentiality=kept)
    assert not ReportBack.objects.filter(decision=decision).exists()
    assert not Notification.objects.filter(person=member).exists()
    assert not list(findings(decision.decided_at))


def test_empty_constituency_is_owed_nothing_and_a_seat_that_spoke_reports_first(board: SmallBoard) -> None:
    first, second = board.trustees["directors"]
    for seat in Appointment.objects.filter(seat__constituency__code="providers"):
        end_appointment(appointment=seat, ends_on=NOON.date(), why="Left.", by=board.secretary, at=NOON - DAY)
    round = opened(board, by=board.trustees["directors"][0])
    for one in board.everyone:
        if one not in (first, *board.trustees["providers"]):
            take(round, one)
    close_round(round=round, by=None, at=round.closes_at)
    window = round.proposal.rounds.get(state="open")
    reasoned(round.proposal, board.chair, window.opens_at)
    decision = adopt(proposal=round.proposal, by=board.chair, at=window.closes_at)
    codes = [row.code for row in ReportBack.objects.filter(decision=decision)]
    assert codes == ["local-authorities", "directors", "staff", "young-people"]
    assert to_write(second, window.closes_at) == [owed(decision, "directors")]
    assert to_write(first, window.closes_at) == []


def test_seat_reports_back_once_and_for_ever(board: SmallBoard) -> None:
    decision = adopted(board)
    row = sent(board, decision, text="  We agreed.\r\n ")
    at = row.sent_at or NOON
    again = send_report_back(report_back=row, text="We agreed.", by=board.trustees["staff"][0], at=at + DAY)
    assert (again.text, again.sent_at) == ("We agreed.", row.sent_at)
    with pytest.raises(NotAllowed, match="sent meanwhile"):
        send_report_back(report_back=row, text="Otherwise.", by=board.trustees["staff"][0], at=at + DAY)
    again.text = "Otherwise."
    with pytest.raises(SealedForEver):
        again.save()
    with pytest.raises(SealedForEver):
        again.delete()
    entries = LedgerEntry.objects.filter(kind="report_back.sent")
    assert [entry.subject_id for entry in entries] == [str(row.pk)]
    assert not list(findings(at + DAY))


def test_database_refuses_to_change_what_was_sent(board: SmallBoard) -> None:
    decision = adopted(board)
    row = sent(board, decision)
    correction = correct_report_back(
        report_back=row, text="It begins in May.", by=board.trustees["staff"][0], at=(row.sent_at or NOON) + DAY
    )
    for statement, pk in (
        ("UPDATE governance_reportback SET text = 'x' WHERE id = %s", row.pk),
        ("UPDATE governance_reportback SET sent_at = NULL WHERE id = %s", row.pk),
        ("UPDATE governance_reportbackcorrection SET text = 'x' WHERE id = %s", correction.pk),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [pk])


def test_nobody_but_the_seats_holder_reports_back(board: SmallBoard) -> None:
    row = owed(adopted(board))
    others = [board.trustees["staff"][1], board.trustees["directors"][0], board.secretary, member_of(board), person()]
    for other in others:
        with pytest.raises(PermissionDenied):
            send_report_back(report_back=row, text="Ours.", by=other, at=NOON + 8 * DAY)
    with pytest.raises(NotAllowed, match="Write what you tell"):
        send_report_back(report_back=row, text=" \n", by=board.trustees["staff"][0], at=NOON + 8 * DAY)


def test_while_the_seat_is_vacant_another_of_the_constituency_carries_the_duty(board: SmallBoard) -> None:
    decision = adopted(board)
    first, second = board.trustees["directors"]
    row, later = owed(decision, "directors"), decision.decided_at + 2 * DAY
    end_appointment(
        appointment=Appointment.objects.get(person=first),
        ends_on=later.date(),
        why="Left.",
        by=board.secretary,
        at=later - DAY,
    )
    assert to_write(first, later) == []
    assert to_write(second, later) == [row]
    send_report_back(report_back=row, text="We agreed.", by=second, at=later)


def test_who_carries_a_report_back_is_the_same_to_the_rows_and_to_the_reminders(board: SmallBoard) -> None:
    decision = adopted(board)
    at = decision.decided_at + DAY
    end_appointment(
        appointment=Appointment.objects.get(person=board.trustees["directors"][0]),
        ends_on=at.date(),
        why="Left.",
        by=board.secretary,
        at=at - DAY,
    )
    said = {one.report_back.pk: one.carriers for one in all_owed(at, decision.decided_on + 30 * DAY)}
    assert len(said) == 5
    for one in [*board.everyone, board.secretary]:
        assert {row.pk for row in to_write(one, at)} == {pk for pk, carriers in said.items() if one.pk in carriers}


def test_regional_chair_reports_back_to_the_regional_board() -> None:
    boards = [board_with_trustees(letters) for letters in ("NW", "NE", "EM")]
    group = national_group([one.board for one in boards])
    chair = boards[0].chair
    ChairTerm.objects.create(
        board=group,
        appointment=Appointment.objects.get(person=chair),
        kind="confirmed",
        starts_on=NOON.date(),
        ends_on=NOON.date() + 100 * DAY,
        why_picked="First.",
    )
    national = SmallBoard(group, {"all": [one.chair for one in boards], "providers": [chair]}, chair, chair)
    rules = GoverningRules.objects.get(board=group)
    rules.quorum_constituencies = 1
    rules.save()
    round = opened(national)
    for one in boards:
        take(round, one.chair)
    at = close_round(round=round, by=None, at=round.closes_at).closed_at or NOON
    reasoned(round.proposal, chair, at)
    decision = adopt(proposal=round.proposal, by=chair, at=at)
    codes = {row.code for row in ReportBack.objects.filter(decision=decision)}
    assert codes == {one.board.slug for one in boards}
    row = owed(decision, boards[1].board.slug)
    assert to_write(boards[1].chair, at) == [row]
    assert [one.carriers for one in all_owed(at, row.due_on) if one.report_back == row] == [{boards[1].chair.pk}]
    told = boards[1].trustees["directors"][0]
    send_report_back(report_back=row, text="We agreed.", by=boards[1].chair, at=at + DAY)
    assert find_report_back(told, decision.number, row.code, at + DAY) == row
    assert Notification.objects.filter(person=told, event="report_back.sent").count() == 1
    assert find_report_back(boards[2].trustees["directors"][0], decision.number, row.code, at + DAY) is None
    respond(report_back=row, text="Thank you.", by=told, at=at + DAY)
    with pytest.raises(PermissionDenied):
        respond(report_back=row, text="Thank you.", by=boards[2].trustees["directors"][0], at=at + DAY)
    assert not list(findings(at + DAY))


def test_members_are_told_and_answer_once_however_often_they_click(board: SmallBoard) -> None:
    member, elsewhere = member_of(board), member_of(board, "providers")
    decision = adopted(board)
    row = owed(decision)
    with pytest.raises(PermissionDenied):
        respond(report_back=row, text="Too early.", by=member, at=decision.decided_at)
    row = sent(board, decision)
    at, token = (row.sent_at or NOON) + DAY, uuid4()
    assert Notification.objects.filter(person=member, event="report_back.sent").count() == 1
    assert not Notification.objects.filter(person=elsewhere, event="report_back.sent").exists()
    first = respond(report_back=row, text="Who pays?", by=member, at=at, token=token)
    assert respond(report_back=row, text="Who pays?", by=member, at=at, token=token) == first
    with pytest.raises(NotAllowed, match="Write your response"):
        respond(report_back=row, text=" ", by=member, at=at)
    for other in (elsewhere, board.trustees["staff"][0], board.secretary):
        with pytest.raises(PermissionDenied):
            respond(report_back=row, text="Mine.", by=other, at=at)
    told = Notification.objects.filter(event="response.added").values_list("person", flat=True)
    assert set(told) == {one.pk for one in board.trustees["staff"]}


def test_correction_stands_beneath_what_was_sent_and_members_hear_of_it(board: SmallBoard) -> None:
    member, trustee = member_of(board), board.trustees["staff"][0]
    decision = adopted(board)
    with pytest.raises(PermissionDenied):
        correct_report_back(report_back=owed(decision), text="Too early.", by=trustee, at=decision.decided_at)
    row = sent(board, decision)
    at, token = (row.sent_at or NOON) + DAY, uuid4()
    first = correct_report_back(report_back=row, text="It begins in May.", by=trustee, at=at, token=token)
    assert correct_report_back(report_back=row, text="It begins in May.", by=trustee, at=at, token=token) == first
    with pytest.raises(NotAllowed, match="put right"):
        correct_report_back(report_back=row, text="", by=trustee, at=at)
    with pytest.raises(PermissionDenied):
        correct_report_back(report_back=row, text="Mine.", by=member, at=at)
    assert ReportBackCorrection.objects.count() == 1
    assert Notification.objects.filter(person=member, event="report_back.sent").count() == 2


def test_beginning_says_what_was_decided_and_what_ones_own_seat_said(board: SmallBoard) -> None:
    staff, directors = board.trustees["staff"][0], board.trustees["directors"][0]
    round = agreed(board, stances={directors: Stance.RESERVATIONS})
    at = round.closed_at or NOON
    reasoned(round.proposal, board.chair, at)
    decision = adopt(proposal=round.proposal, by=board.chair, at=at)
    text = starting_text(owed(decision, "directors"))
    assert decision.number in text
    assert "by consensus: 10 of 10 took a position" in text
    assert "Our seat’s position: agree with reservations. Why: " in text
    assert "night cover" not in text
    assert staff.name not in text
    assert "Our seat’s position: agree. Why: " in starting_text(owed(decision))


def test_beginning_of_a_seat_with_a_conflict_says_no_more_than_the_public_reads(board: SmallBoard) -> None:
    pair = board.trustees["directors"]
    round = opened(board, recused=pair)
    for one in board.everyone:
        if one not in pair:
            take(round, one)
    at = close_round(round=round, by=None, at=round.closes_at).closed_at or NOON
    reasoned(round.proposal, board.chair, at)
    decision = adopt(proposal=round.proposal, by=board.chair, at=at)
    assert "it had a conflict of interest" in starting_text(owed(decision, "directors"))
    assert to_write(pair[0], at) == [owed(decision, "directors")]
    assert can_read_responses_to(pair[0], owed(decision, "directors"), at)
    assert not can_read_responses_to(pair[0], owed(decision), at)
    assert can_read_responses_to(board.chair, owed(decision, "directors"), at)
    assert not can_read_responses_to(person(), owed(decision), at)


def test_nobody_kept_out_of_a_matter_reads_what_other_seats_told_about_it(board: SmallBoard) -> None:
    proposal, withdrawn = published(board), board.trustees["providers"][0]
    recuse(proposal, withdrawn)
    # The secretary has no seat: their withdrawal stands in no round.
    recuse(proposal, board.secretary)
    round = opened(board, proposal=Proposal.objects.get(pk=proposal.pk))
    for one in board.everyone:
        if one != withdrawn:
            take(round, one)
    at = close_round(round=round, by=None, at=round.closes_at).closed_at or NOON
    reasoned(round.proposal, board.chair, at)
    decision = adopt(proposal=round.proposal, by=board.chair, at=at)
    report_back, own = sent(board, decision), owed(decision, "providers")

    def reads(reader: User, row: ReportBack) -> tuple[bool, bool]:
        visible = ReportBack.objects.visible_to(reader, at).filter(pk=row.pk).exists()
        return visible, visible and can_read_responses_to(reader, ReportBack.objects.get(pk=row.pk), at)

    assert reads(board.secretary, report_back) == reads(withdrawn, report_back) == (False, False)
    # The constituency's other seat spoke, so the duty is that one's.
    assert reads(withdrawn, own) == reads(board.secretary, own) == (False, False)
    assert reads(board.trustees["providers"][1], own) == (True, True)
    assert reads(board.trustees["directors"][0], report_back) == (True, True)
    assert reads(member_of(board), report_back) == (True, True)
    assert browser(withdrawn).get(f"/decisions/{decision.number}/report-backs/staff/").status_code == 404
    assert report_back.text not in browser(withdrawn).get(f"/decisions/{decision.number}/").content.decode()
    for conflict in ConflictDeclaration.objects.all():
        release_conflict(conflict=conflict, why="Sold.", by=board.chair, at=at)
    for one in (withdrawn, board.secretary):
        assert reads(User.objects.get(pk=one.pk), report_back) == (True, True)
