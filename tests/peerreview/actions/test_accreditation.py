"""A case's life: from the final report to the panel, decided by consensus, deferred, appealed, questioned, run out."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from peerreview.actions import accreditation, panels
from peerreview.domain.accreditation import Thresholds
from peerreview.enums.accreditation import AwardState, Outcome
from peerreview.enums.reviews import ReviewState
from peerreview.models import (
    Accreditation,
    AccreditationCase,
    AccreditationDecision,
    AwardCondition,
    CaseSnapshot,
    PanelProposal,
    PanelRecusal,
    PanelSeat,
    PanelVoice,
    Review,
    TeamSeat,
)
from peerreview.queries.accreditation import badge_of, last_snapshot
from peerreview.queries.accreditationchecks import findings
from peerreview.queries.panels import sitting_of
from peerreview.tasks import preview_accreditation, run_accreditation
from portal.history.models import LedgerEntry
from portal.history.writing import save_with_history
from portal.notifications.models import Notification
from portal.people.models import RoleGrant
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories import accreditation as make
from tests.factories.accreditation import nothing_is_wrong
from tests.factories.peerreviews import HostRoleFactory, ReviewFactory
from tests.factories.people import AffiliationFactory, RoleGrantFactory, UserFactory
from tests.factories.reviewers import with_team
from tests.factories.selfassessments import lead_of

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)
SOON = (NOON + timedelta(days=60)).date()


def test_a_case_is_opened_by_who_runs_the_review_and_keeps_scores_and_thresholds() -> None:
    review = make.final_review(make.ENOUGH)
    for other in (lead_of(review), UserFactory(roles=["reviewer"]), UserFactory()):
        with pytest.raises(PermissionDenied):
            accreditation.open_case(review=review, by=other, at=NOON)
    case = accreditation.open_case(review=review, by=make.manager(), at=NOON)
    stored = last_snapshot(case)
    assert Review.objects.get(pk=review.pk).state == ReviewState.WITH_PANEL
    assert [one.score for one in stored.snapshot.standards] == list(make.ENOUGH)
    assert stored.sha256 == stored.snapshot.sha256
    accreditation.set_thresholds(
        cycle=review.cycle, thresholds=Thresholds(90, 80, 60), appeal_days=10, reason="x", by=make.manager(), at=NOON
    )
    assert last_snapshot(case).snapshot.thresholds == Thresholds(100, 80, 60)
    with pytest.raises(PermissionDenied):
        accreditation.open_case(review=review, by=make.manager(), at=NOON)
    assert Notification.objects.filter(event="accreditation.case", person=lead_of(review)).count() == 1
    nothing_is_wrong()


def test_a_review_of_another_kind_or_before_its_report_is_final_has_no_case() -> None:
    for review in (ReviewFactory(state=ReviewState.FINAL), ReviewFactory(kind="accreditation", state="finalising")):
        with pytest.raises(PermissionDenied):
            accreditation.open_case(review=review, by=make.manager(), at=NOON)


def test_everybody_who_is_not_recused_agrees_or_nothing_is_decided() -> None:
    case = make.before_panel()
    one, two, three = make.panel_of(case)
    row = make.proposed(case)
    make.said(row, two)
    with pytest.raises(Refused, match="1"):
        panels.decide(proposal=row, by=one, at=NOON)
    with pytest.raises(Refused, match="Say why"):
        make.said(row, three, "objects", " ")
    make.said(row, three, "objects", "The weekends are not safe.")
    with pytest.raises(Refused, match="objects"):
        panels.decide(proposal=row, by=one, at=NOON)
    with pytest.raises(Refused, match="spoken"):
        make.said(row, three)
    again = make.proposed(case, by=three)
    with pytest.raises(Refused, match="no longer"):
        panels.decide(proposal=row, by=one, at=NOON)
    with pytest.raises(Refused, match="no longer"):
        make.said(row, one)
    for person in (one, two):
        make.said(again, person)
    decision = panels.decide(proposal=again, by=two, at=NOON)
    assert (decision.agreed, decision.decided_by) == (sorted(one.pk for one in (one, two, three)), two)
    award = Accreditation.objects.get()
    assert (award.starts_on, award.ends_on) == (NOON.date(), NOON.date().replace(year=2029))
    assert award.interim_on.year == 2028
    assert Review.objects.get(pk=case.review_id).state == ReviewState.DECIDED
    assert LedgerEntry.objects.filter(kind="peer_review.accreditation_decided").count() == 1
    nothing_is_wrong()


def test_a_recused_member_sees_nothing_counts_nowhere_and_cannot_come_back() -> None:
    case = make.before_panel()
    one, two, three = make.panel_of(case)
    row = make.proposed(case, by=three)
    make.said(row, one)
    make.said(row, two, "objects", "I know the manager well, and would say no.")
    panels.recuse(case=make.fresh(case), person=two, reason="I know the manager.", by=two, at=NOON)
    assert not AccreditationCase.objects.visible_to(two, NOON).exists()
    for act in (
        lambda: make.said(row, two),
        lambda: make.proposed(case, by=two),
        lambda: panels.decide(proposal=row, by=two, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act()
    decision = panels.decide(proposal=PanelProposal.objects.get(pk=row.pk), by=one, at=NOON)
    assert decision.agreed == sorted((one.pk, three.pk))
    assert not Notification.objects.filter(person=two, event="accreditation.decided").exists()
    nothing_is_wrong()


def test_nobody_is_outvoted_by_being_taken_out() -> None:
    case = make.before_panel()
    one, two, three = make.panel_of(case)
    runs = make.manager()
    row = make.proposed(case)
    make.said(row, two)
    make.said(row, three, "objects", "The weekends are not safe.")
    seat = PanelSeat.objects.get(person=three)
    with pytest.raises(Refused, match="objects to the proposal in hand"):
        panels.recuse(case=make.fresh(case), person=three, reason="They slow us down.", by=runs, at=NOON)
    with pytest.raises(Refused, match="object to a proposal"):
        panels.end_seat(seat=seat, ends_on=NOON.date(), reason="A new panel", by=runs, at=NOON)
    others = make.meeting_of([one, two])
    with pytest.raises(Refused, match="left out"):
        panels.lay_before(case=make.fresh(case), meeting=others, by=runs, at=NOON)
    again = make.proposed(case, by=three)
    for person in (one, two):
        make.said(again, person)
    panels.decide(proposal=again, by=one, at=NOON)
    panels.end_seat(seat=seat, ends_on=NOON.date() + timedelta(days=1), reason="They asked for it", by=runs, at=NOON)
    nothing_is_wrong()


def test_fewer_than_two_who_may_decide_are_no_panel() -> None:
    case = make.before_panel()
    one, two, three = make.panel_of(case)
    row = make.proposed(case, by=one)
    for person in (two, three):
        panels.recuse(case=make.fresh(case), person=person, reason="A tie.", by=make.manager(), at=NOON)
    with pytest.raises(Refused, match="Fewer than two"):
        panels.decide(proposal=row, by=one, at=NOON)
    with pytest.raises(Refused, match="Fewer than two"):
        panels.lay_before(case=make.fresh(case), meeting=make.fresh(case).meeting, by=make.manager(), at=NOON)  # type: ignore[arg-type]


@pytest.mark.parametrize("tie", ["works there", "hosts", "visited", "runs it", "seat over", "left"])
def test_who_is_tied_to_a_case_takes_no_part_without_being_asked(tie: str) -> None:
    case = make.before_panel()
    one, two, three = make.panel_of(case)
    if tie == "works there":
        AffiliationFactory(person=three, organisation=case.review.service.owner)
    elif tie == "hosts":
        HostRoleFactory(service=case.review.service, person=three, kind="staff")
    elif tie == "visited":
        with_team(case.review, state="attended")
        seat = TeamSeat.objects.filter(team__review=case.review)[1]
        seat.person = three
        save_with_history(seat, by=None, reason="Made for a test", at=NOON)
    elif tie == "runs it":
        RoleGrantFactory(person=three, role="programme_manager")
    elif tie == "seat over":
        panels.end_seat(seat=three.panel_seats.get(), ends_on=NOON.date(), reason="x", by=make.manager(), at=NOON)
    else:
        three.is_active = False
        save_with_history(three, by=None, reason="Left", at=NOON)
    assert sitting_of(make.fresh(case), NOON).deciding == {one.pk, two.pk}
    with pytest.raises(PermissionDenied):
        make.proposed(case, by=three)
    row = make.proposed(case, by=one)
    make.said(row, two)
    assert panels.decide(proposal=row, by=one, at=NOON).agreed == sorted((one.pk, two.pk))


def test_no_panel_decides_past_the_thresholds() -> None:
    with pytest.raises(Refused, match="thresholds"):
        make.proposed(make.before_panel(make.UNSAFE), Outcome.CONDITIONS, conditions=[("Knock.", SOON)])
    case = make.before_panel(make.SAFE)
    with pytest.raises(Refused, match="thresholds"):
        make.proposed(case)
    with pytest.raises(Refused, match="condition"):
        make.proposed(case, Outcome.CONDITIONS)
    with pytest.raises(Refused, match="after today"):
        make.proposed(case, Outcome.CONDITIONS, conditions=[("Knock.", NOON.date())])
    make.decided(case, Outcome.CONDITIONS, conditions=[("Plan supervision.", SOON), ("Knock.", SOON)])
    assert [row.n for row in AwardCondition.objects.all()] == [1, 2]
    nothing_is_wrong()


def test_a_condition_is_found_met_by_somebody_who_is_not_of_the_service() -> None:
    case = make.before_panel(make.SAFE)
    make.decided(case, Outcome.CONDITIONS, conditions=[("Plan supervision.", SOON)])
    row = AwardCondition.objects.select_related("proposal__case__review").get()
    with pytest.raises(PermissionDenied):
        accreditation.find_met(condition=row, reason="We did.", by=lead_of(case.review), at=NOON)
    with pytest.raises(Refused, match="seen"):
        accreditation.find_met(condition=row, reason=" ", by=make.manager(), at=NOON)
    met = accreditation.find_met(condition=row, reason="The rota shows it.", by=make.panel_of(case)[0], at=NOON)
    assert met.met_at == NOON
    with pytest.raises(PermissionDenied):
        accreditation.find_met(condition=row, reason="Again.", by=make.manager(), at=NOON)
    nothing_is_wrong()


def test_a_deferral_has_a_day_and_never_more_than_nine_months_in_all() -> None:
    case = make.before_panel(make.UNSAFE)
    for days in (None, 300):
        with pytest.raises(Refused, match="2 August 2027"):
            make.proposed(case, Outcome.DEFERRED, days=days)
    make.decided(case, Outcome.DEFERRED, days=100)
    review = Review.objects.get(pk=case.review_id)
    assert review.state == ReviewState.DEFERRED
    manager = make.manager()
    with pytest.raises(Refused, match="among those"):
        accreditation.bring_back(case=make.fresh(case), met_now=["1.1"], reason="Seen.", by=manager, at=NOON)
    accreditation.bring_back(case=make.fresh(case), met_now=["1.2"], reason="Read again.", by=manager, at=NOON)
    assert CaseSnapshot.objects.filter(case=case).count() == 2
    later = NOON + timedelta(days=200)
    panels.lay_before(case=make.fresh(case), meeting=make.meeting_of(make.seated(), later), by=manager, at=later)
    with pytest.raises(Refused, match="2 August 2027"):
        make.proposed(case, Outcome.DEFERRED, at=later, days=100)
    make.decided(case, Outcome.ACCREDITED, at=later)
    assert Review.objects.get(pk=case.review_id).state == ReviewState.DECIDED
    nothing_is_wrong()


def test_what_is_deferred_until_a_day_comes_back_by_itself_once_however_late() -> None:
    case = make.before_panel(make.UNSAFE)
    make.decided(case, Outcome.DEFERRED, days=100)
    assert run_accreditation(NOON + timedelta(days=99)) == []
    late = NOON + timedelta(days=400)
    assert len(preview_accreditation(late)) == 1
    assert len(run_accreditation(late)) == 1
    assert run_accreditation(late) == []
    assert Review.objects.get(pk=case.review_id).state == ReviewState.WITH_PANEL
    panels.lay_before(case=make.fresh(case), meeting=make.meeting_of(make.seated(), late), by=make.manager(), at=late)
    with pytest.raises(Refused, match="leave it open"):
        make.proposed(case, Outcome.DEFERRED, at=late, days=10)
    nothing_is_wrong()


def test_an_accreditation_runs_out_once_on_its_day_and_is_caught_up_when_late() -> None:
    case = make.before_panel()
    make.decided(case)
    award, service = Accreditation.objects.get(), case.review.service
    ends = NOON.replace(year=2029)
    assert badge_of(service, ends - timedelta(days=1)) == award
    # The badge goes with the day, whether the timer has come or not.
    assert badge_of(service, ends) is None
    assert run_accreditation(ends - timedelta(days=1)) == []
    late = ends + timedelta(days=3)
    assert len(run_accreditation(late)) == 1
    assert run_accreditation(late + timedelta(days=1)) == []
    award.refresh_from_db()
    lapsed = AccreditationDecision.objects.get(outcome=Outcome.LAPSED)
    assert (award.state, award.ended_on) == (AwardState.ENDED, ends.date())
    assert (lapsed.decided_by, lapsed.decided_at, lapsed.starts_on) == (None, None, ends.date())
    told = Notification.objects.filter(event="accreditation.lapsed")
    assert told.count() == 1 + RoleGrant.objects.filter(role="programme_manager").count()
    nothing_is_wrong()


def test_a_service_has_one_active_accreditation_and_a_new_one_takes_its_place() -> None:
    case = make.before_panel()
    make.decided(case)
    service = case.review.service
    first = Accreditation.objects.get()
    twin = Accreditation(
        service=service,
        case=case,
        decision=first.decision,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        interim_on=first.interim_on,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    later = NOON + 2 * YEAR
    second = accreditation.open_case(
        review=make.final_review(service=service, lead=UserFactory()), by=make.manager(), at=later
    )
    panels.lay_before(case=second, meeting=make.meeting_of(make.seated(), later), by=make.manager(), at=later)
    make.decided(second, at=later)
    first.refresh_from_db()
    assert (first.state, first.ended_on) == (AwardState.ENDED, later.date())
    assert badge_of(service, later).case == second  # type: ignore[union-attr]


def test_a_conflicted_programme_manager_is_a_stranger_to_the_case() -> None:
    case = make.before_panel()
    manager = make.manager()
    AffiliationFactory(person=manager, organisation=case.review.service.owner)
    assert not AccreditationCase.objects.visible_to(manager, NOON).exists()
    with pytest.raises(PermissionDenied):
        panels.lay_before(case=case, meeting=make.meeting_of(make.seated()), by=manager, at=NOON)


def test_seats_and_meetings_are_the_programme_managers_and_of_people_who_may_decide() -> None:
    manager, person = make.manager(), UserFactory()
    day = NOON.date()
    with pytest.raises(PermissionDenied):
        panels.give_seat(person=person, starts_on=day, ends_on=None, reason="x", by=person, at=NOON)
    with pytest.raises(Refused, match="does not sit"):
        panels.give_seat(person=manager, starts_on=day, ends_on=None, reason="x", by=manager, at=NOON)
    seat = panels.give_seat(person=person, starts_on=day, ends_on=None, reason="Chosen", by=manager, at=NOON)
    with pytest.raises(Refused, match="already"):
        panels.give_seat(person=person, starts_on=SOON, ends_on=None, reason="x", by=manager, at=NOON)
    with pytest.raises(Refused, match="at least two"):
        panels.call_meeting(title="x", held_on=SOON, people=[person], by=manager, at=NOON)
    with pytest.raises(Refused, match="do not sit"):
        panels.call_meeting(title="x", held_on=SOON, people=[person, UserFactory()], by=manager, at=NOON)
    panels.end_seat(seat=seat, ends_on=SOON, reason="Moved", by=manager, at=NOON)
    with pytest.raises(Refused, match="ended already"):
        panels.end_seat(seat=seat, ends_on=SOON, reason="Moved", by=manager, at=NOON)


def test_what_was_decided_said_and_decided_upon_stays_as_it_was_written() -> None:
    case = make.before_panel()
    people = make.panel_of(case)
    panels.recuse(case=case, person=people[2], reason="A tie.", by=people[2], at=NOON)
    row = make.proposed(case)
    make.said(row, people[1])
    panels.decide(proposal=row, by=people[0], at=NOON)
    for model in (AccreditationDecision, CaseSnapshot, PanelProposal, PanelRecusal, PanelVoice):
        found = model.objects.first()
        assert found is not None
        with pytest.raises(TypeError):
            found.save()
        field = next(one.name for one in model._meta.fields if one.name in ("reason", "sha256"))
        with pytest.raises(IntegrityError), transaction.atomic():
            QuerySet(model).update(**{field: "x"})  # no history: past the model, at the trigger


@pytest.mark.parametrize(
    "wrong", [{"decided_by": None}, {"decided_at": None}, {"outcome": Outcome.LAPSED}, {"proposal": None}]
)
def test_the_database_knows_who_decided_and_when_or_that_nobody_did(wrong: dict[str, object]) -> None:
    case = make.before_panel()
    row = make.proposed(case, Outcome.NOT_ACCREDITED)
    values = {
        "case": case,
        "n": 1,
        "outcome": Outcome.NOT_ACCREDITED,
        "proposal": row,
        "reason": "x",
        "starts_on": NOON.date(),
        "decided_by": row.by,
        "decided_at": NOON,
        "recorded_at": NOON,
    }
    with pytest.raises(IntegrityError, match="decided_if_and_only_if"), transaction.atomic():
        AccreditationDecision(**values | wrong).save()
    AccreditationDecision(**values).save()


def test_planted_falsehoods_are_found() -> None:
    case = make.before_panel()
    people = make.panel_of(case)
    panels.recuse(case=case, person=people[2], reason="A tie.", by=people[2], at=NOON)
    row = make.proposed(case)
    planted = AccreditationDecision(
        case=case,
        n=2,
        outcome=Outcome.NOT_ACCREDITED,
        proposal=row,
        agreed=[people[0].pk, people[2].pk],
        reason="x",
        starts_on=NOON.date(),
        decided_by=people[1],
        decided_at=NOON,
        recorded_at=NOON,
        snapshot_sha256=row.snapshot.sha256,
    )
    save_with_history(planted, by=None, reason="Planted", at=NOON)
    false = CaseSnapshot(case=case, n=3, content=row.snapshot.content, sha256="0" * 64, reason="x", made_by=people[0])
    false.made_at = NOON
    save_with_history(false, by=None, reason="Planted", at=NOON)
    found = " ".join(findings(NOON))
    for words in ("counts somebody who was recused", "was not called", "did not agree", "does not follow", "8: "):
        assert words in found, (words, found)
