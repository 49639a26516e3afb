"""Who writes a report, says what of its draft, corrects it, makes it final, and reads which version."""

from datetime import timedelta
from typing import Any

import pytest

from peerreview.domain.reviews import IS_FINAL, WITH_REPORT
from peerreview.enums.reports import VersionKind
from peerreview.enums.reviews import DeadlineKind, ReviewState
from peerreview.enums.teams import SeatRole, SeatState
from peerreview.models import AccuracyComment, ReportVersion, Review, TeamSeat, VisitReport
from peerreview.permissions import reports
from tests.conftest import NOON
from tests.factories.peerreviews import DeadlineFactory, ReviewFactory
from tests.factories.reviewcasts import HOSTS, TEAM, cast_of, stages, team_of
from tests.remembering import remembered
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
S = ReviewState
READS = f"manager {TEAM}"


@pytest.fixture
@remembered
def review() -> Review:
    return ReviewFactory(state=S.DRAFTING)  # type: ignore[no-any-return]


@pytest.fixture
@remembered
def cast(review: Review) -> dict[str, Person]:
    found = {**cast_of(review), **team_of(review)}
    VisitReport.objects.create(review=review, lead=found["team_lead"], begun_at=NOON)
    return found


def again(review: Review) -> Review:
    return Review.objects.select_related("report", "service").get(pk=review.pk)


def seat_of(who: Person) -> TeamSeat:
    return TeamSeat.objects.get(person=who.pk)


def test_who_was_there_writes_and_the_lead_answers_for_it(review: Review, cast: dict[str, Any]) -> None:
    drafting, correcting = again(review), again(review)
    correcting.state = S.FINALISING
    put = again(review)
    put.report.put_n = 1
    seats = {name: seat_of(cast[name]) for name in ("peer", "tied_peer")}
    hold(
        cast,
        {
            "answer for it": ("team_lead", lambda one: reports.is_report_lead(one, drafting, NOON)),
            "read": (READS, lambda one: reports.can_read_writing(one, drafting, NOON)),
            "write": (TEAM, lambda one: reports.can_write_report(one, drafting, NOON)),
            "correct": ("team_lead", lambda one: reports.can_write_report(one, correcting, NOON)),
            "put it to the team": ("team_lead", lambda one: reports.can_put_to_team(one, drafting, NOON)),
            "put it again": ("", lambda one: reports.can_put_to_team(one, correcting, NOON)),
            "say before it is put": ("", lambda one: reports.can_say_of_draft(one, drafting, seats["peer"], NOON)),
            "say of it": ("peer", lambda one: reports.can_say_of_draft(one, put, seats["peer"], NOON)),
            "say of it tied": ("", lambda one: reports.can_say_of_draft(one, put, seats["tied_peer"], NOON)),
            "say without a seat": ("", lambda one: reports.can_say_of_draft(one, put, None, NOON)),
            "bring it on": (
                "team_lead",
                lambda one: reports.can_move_report(one, drafting, S.ACCURACY_CHECK, NOON),
            ),
            "bring it further": ("", lambda one: reports.can_move_report(one, drafting, S.FINALISING, NOON)),
            "bring it to its end": ("", lambda one: reports.can_move_report(one, correcting, S.FINAL, NOON)),
            "make it final": ("manager", lambda one: reports.can_finalise(one, correcting, NOON)),
            "make a draft final": ("", lambda one: reports.can_finalise(one, drafting, NOON)),
        },
    )
    peer, lead, manager = cast["peer"], cast["team_lead"], cast["manager"]
    assert stages(put, lambda: reports.can_say_of_draft(peer, put, seats["peer"], NOON)) == {S.DRAFTING}
    assert stages(drafting, lambda: reports.can_write_report(peer, drafting, NOON)) == {S.DRAFTING}
    assert stages(drafting, lambda: reports.can_write_report(lead, drafting, NOON)) == {S.DRAFTING, S.FINALISING}
    assert stages(drafting, lambda: reports.can_read_writing(peer, drafting, NOON)) == WITH_REPORT
    assert stages(drafting, lambda: reports.can_finalise(manager, drafting, NOON)) == {S.FINALISING}
    # Who leads the report never makes it final, whatever office they hold (invariant 18).
    correcting.report.lead = manager
    assert not reports.can_finalise(manager, correcting, NOON)


def test_whoever_had_a_seat_and_was_not_there_reads_and_does_not_write(review: Review, cast: dict[str, Any]) -> None:
    TeamSeat.objects.filter(person=cast["peer"]).update(state=SeatState.CONFIRMED)  # no history: its effect is asked
    drafting = again(review)
    hold(
        cast,
        {
            "read": (READS, lambda one: reports.can_read_writing(one, drafting, NOON)),
            "write": ("team_lead", lambda one: reports.can_write_report(one, drafting, NOON)),
        },
    )


def test_before_its_first_word_the_report_is_the_leads_and_without_a_lead_the_first_seats() -> None:
    review = ReviewFactory(state=S.DRAFTING)
    empty = ReviewFactory(state=S.DRAFTING, service=review.service)
    cast = {**cast_of(review), **team_of(review)}
    seat = seat_of(cast["peer"])
    hold(
        cast,
        {
            "answer for it": ("team_lead", lambda one: reports.is_report_lead(one, review, NOON)),
            "answer where nobody was": ("", lambda one: reports.is_report_lead(one, empty, NOON)),
            "say of nothing": ("", lambda one: reports.can_say_of_draft(one, review, seat, NOON)),
            "make nothing final": ("", lambda one: reports.can_finalise(one, review, NOON)),
            "comment on nothing": ("", lambda one: reports.can_comment(one, review, NOON)),
        },
    )
    TeamSeat.objects.filter(role=SeatRole.LEAD).update(person=None, state=SeatState.OPEN)  # no history: as above
    leaderless = again(review)
    hold(cast, {"answer for it": ("peer", lambda one: reports.is_report_lead(one, leaderless, NOON))})


def test_the_host_lead_says_what_is_not_accurate_in_time_and_the_lead_answers(
    review: Review, cast: dict[str, Any]
) -> None:
    checked, done = again(review), again(review)
    checked.state = done.state = S.ACCURACY_CHECK
    done.report.host_done_at = NOON
    comment, drafting = AccuracyComment(), again(review)
    DeadlineFactory(review=review, kind=DeadlineKind.ACCURACY, due_on=NOON.date())
    late = NOON + timedelta(days=1)
    hold(
        cast,
        {
            "comment": ("lead", lambda one: reports.can_comment(one, checked, NOON)),
            "comment too late": ("", lambda one: reports.can_comment(one, checked, late)),
            "comment when done": ("", lambda one: reports.can_comment(one, done, NOON)),
            "answer": ("team_lead", lambda one: reports.can_answer_comment(one, checked, comment, NOON)),
            "bring it on": ("team_lead", lambda one: reports.can_move_report(one, checked, S.FINALISING, NOON)),
            "read comments": (f"lead {READS}", lambda one: reports.can_read_comments(one, checked, NOON)),
            "read comments on a draft": (READS, lambda one: reports.can_read_comments(one, drafting, NOON)),
        },
    )
    lead, team_lead = cast["lead"], cast["team_lead"]
    assert stages(checked, lambda: reports.can_comment(lead, checked, NOON)) == {S.ACCURACY_CHECK}
    assert stages(checked, lambda: reports.can_answer_comment(team_lead, checked, comment, NOON)) == {S.ACCURACY_CHECK}
    assert stages(checked, lambda: reports.can_read_comments(lead, checked, NOON)) == WITH_REPORT - {S.DRAFTING}


def test_the_service_reads_its_draft_in_its_window_and_what_is_final_and_nothing_between(
    review: Review, cast: dict[str, Any]
) -> None:
    shown = again(review)
    hosts = {name: cast[name] for name in HOSTS.split()}
    for state in ReviewState:
        shown.state = state
        of_the_team = set(VersionKind) if state in WITH_REPORT else set()
        of_the_service = {S.ACCURACY_CHECK: {VersionKind.ACCURACY}}.get(
            state, {VersionKind.FINAL, VersionKind.PUBLIC} if state in IS_FINAL else set()
        )
        found = {name: reports.readable_kinds(one, shown, NOON) for name, one in cast.items()}
        reads = {name: set(kinds) for name, kinds in found.items() if kinds}
        expected = {**dict.fromkeys(READS.split(), of_the_team), **dict.fromkeys(hosts, of_the_service)}
        assert reads == {name: kinds for name, kinds in expected.items() if kinds}, state
        for kind in VersionKind:
            version = ReportVersion(kind=kind)
            may = {name for name, one in cast.items() if reports.can_read_version(one, shown, version, NOON)}
            assert may == {name for name, kinds in reads.items() if kind in kinds}, (state, kind)
