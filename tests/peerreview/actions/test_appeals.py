"""What makes a decision a question again: a regulator's judgement, and the one appeal of the service."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from peerreview.actions import accreditation, appeals, panels
from peerreview.enums.accreditation import AwardState, Outcome, RegulatoryKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import (
    Accreditation,
    AccreditationCase,
    Appeal,
    PanelProposal,
    RegulatoryEvent,
    Review,
)
from peerreview.queries.accreditation import badge_of, question_of
from peerreview.queries.panels import sitting_of
from peerreview.tasks import run_accreditation
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories import accreditation as make
from tests.factories.accreditation import nothing_is_wrong
from tests.factories.selfassessments import lead_of

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)
SOON = (NOON + timedelta(days=60)).date()


def test_a_regulators_judgement_is_a_question_that_the_panel_answers() -> None:
    case = make.before_panel()
    make.decided(case)
    manager, service = make.manager(), case.review.service
    event = {"kind": RegulatoryKind.INADEQUATE, "text": "Judged inadequate on 1 November."}
    with pytest.raises(PermissionDenied):
        appeals.record_event(case=case, happened_on=NOON.date(), by=lead_of(case.review), at=NOON, **event)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="after today"):
        appeals.record_event(case=case, happened_on=SOON, by=manager, at=NOON, **event)  # type: ignore[arg-type]
    appeals.record_event(case=make.fresh(case), happened_on=NOON.date(), by=manager, at=NOON, **event)  # type: ignore[arg-type]
    assert question_of(make.fresh(case)) == "standing"
    assert badge_of(service, NOON) is not None
    make.decided(case, Outcome.SUSPENDED)
    assert badge_of(service, NOON) is None
    assert RegulatoryEvent.objects.get().answer is not None
    assert question_of(make.fresh(case)) == "standing"
    make.decided(case, Outcome.RESUMED)
    assert badge_of(service, NOON) is not None
    assert question_of(make.fresh(case)) is None
    with pytest.raises(PermissionDenied):
        make.proposed(case, Outcome.WITHDRAWN)
    appeals.record_event(case=make.fresh(case), happened_on=NOON.date(), by=manager, at=NOON, **event)  # type: ignore[arg-type]
    make.decided(case, Outcome.WITHDRAWN)
    assert Accreditation.objects.get().state == AwardState.ENDED
    nothing_is_wrong()


def test_a_service_appeals_once_in_time_and_is_heard_by_others() -> None:
    case = make.before_panel(make.SAFE)
    host, first = lead_of(case.review), make.panel_of(case)
    with pytest.raises(Refused, match="appealed"):
        appeals.appeal(case=make.fresh(case), grounds="Too early.", by=host, at=NOON)
    make.decided(case, Outcome.NOT_ACCREDITED)
    with pytest.raises(PermissionDenied):
        appeals.appeal(case=make.fresh(case), grounds="For them.", by=make.manager(), at=NOON)
    with pytest.raises(Refused, match="no longer"):
        appeals.appeal(case=make.fresh(case), grounds="Too late.", by=host, at=NOON + timedelta(days=29))
    appeals.appeal(case=make.fresh(case), grounds="Two standards were read wrongly.", by=host, at=NOON)
    assert make.fresh(case).meeting is None
    manager = make.manager()
    with pytest.raises(Refused, match="Fewer than two"):
        panels.lay_before(case=make.fresh(case), meeting=make.meeting_of(first), by=manager, at=NOON)
    others = make.seated(2, "Appeal")
    panels.lay_before(case=make.fresh(case), meeting=make.meeting_of([*others, first[0]]), by=manager, at=NOON)
    assert not AccreditationCase.objects.visible_to(first[0], NOON).exists()
    assert sitting_of(make.fresh(case), NOON).deciding == {one.pk for one in others}
    row = make.proposed(case, Outcome.CONDITIONS, by=others[0], conditions=[("Plan supervision.", SOON)])
    make.said(row, others[1])
    panels.decide(proposal=PanelProposal.objects.get(pk=row.pk), by=others[0], at=NOON)
    assert Appeal.objects.get().heard is not None
    assert badge_of(case.review.service, NOON) is not None
    with pytest.raises(Refused, match="once"):
        appeals.appeal(case=make.fresh(case), grounds="Again.", by=host, at=NOON)
    nothing_is_wrong()


def test_an_appeal_against_a_deferral_is_heard_before_the_case_comes_back() -> None:
    case = make.before_panel(make.SAFE)
    make.decided(case, Outcome.DEFERRED, days=100)
    appeals.appeal(case=make.fresh(case), grounds="Conditions would do.", by=lead_of(case.review), at=NOON)
    with pytest.raises(PermissionDenied):
        accreditation.bring_back(case=make.fresh(case), met_now=[], reason="x", by=make.manager(), at=NOON)
    assert run_accreditation(NOON + timedelta(days=120)) == []
    meeting = make.meeting_of(make.seated(2, "Appeal"))
    panels.lay_before(case=make.fresh(case), meeting=meeting, by=make.manager(), at=NOON)
    make.decided(case, Outcome.STANDS)
    assert Review.objects.get(pk=case.review_id).state == ReviewState.DEFERRED
    assert len(run_accreditation(NOON + timedelta(days=120))) == 1
    nothing_is_wrong()


def test_an_upheld_appeal_against_a_deferral_decides_the_case() -> None:
    case = make.before_panel(make.SAFE)
    make.decided(case, Outcome.DEFERRED, days=100)
    appeals.appeal(case=make.fresh(case), grounds="Conditions would do.", by=lead_of(case.review), at=NOON)
    meeting = make.meeting_of(make.seated(2, "Appeal"))
    panels.lay_before(case=make.fresh(case), meeting=meeting, by=make.manager(), at=NOON)
    make.decided(case, Outcome.CONDITIONS, conditions=[("Knock.", SOON)])
    assert Review.objects.get(pk=case.review_id).state == ReviewState.DECIDED
    nothing_is_wrong()


def test_what_an_appeal_gives_back_ends_when_it_would_have_ended() -> None:
    case = make.before_panel()
    make.decided(case)
    ends = Accreditation.objects.get().ends_on
    later = NOON + YEAR
    event = {"kind": RegulatoryKind.NOTICE, "happened_on": later.date(), "text": "A notice."}
    appeals.record_event(case=make.fresh(case), by=make.manager(), at=later, **event)  # type: ignore[arg-type]
    make.decided(case, Outcome.WITHDRAWN, at=later)
    appeals.appeal(case=make.fresh(case), grounds="It was lifted.", by=lead_of(case.review), at=later)
    meeting = make.meeting_of(make.seated(2, "Appeal"), later)
    panels.lay_before(case=make.fresh(case), meeting=meeting, by=make.manager(), at=later)
    make.decided(case, Outcome.ACCREDITED, at=later)
    live = Accreditation.objects.get(state=AwardState.ACTIVE)
    assert (live.starts_on, live.ends_on) == (later.date(), ends)
    nothing_is_wrong()
