"""Immediate concerns: told at once, climbing when late, ended by a referral or a reason, unknown to the service."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from peerreview.actions.concerns import give_reason, raise_concern, refer_concern
from peerreview.enums.concerns import ConcernState, Referral
from peerreview.models import ImmediateConcern, Review
from peerreview.queries.visitchecks import findings
from portal.history.writing import save_with_history
from portal.notifications.actions.reminders import remind
from portal.notifications.models import Notification
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.peerreviews import HostRoleFactory
from tests.factories.reviewers import ReviewerConflictFactory
from tests.factories.visits import arranged, seated
from tests.people import person
from tests.remembering import remembered
from tests.thorough import examples

pytestmark = pytest.mark.django_db
SEEN = "A boy said that he is locked in at night."


@pytest.fixture
def host() -> User:
    return person(name="Host lead")


@pytest.fixture
@remembered
def review(host: User) -> Review:
    return arranged(lead=host)


@pytest.fixture
def manager() -> User:
    return person("programme_manager", name="Manager")


@pytest.fixture
def guard() -> User:
    return person("safeguarding_lead", name="Safeguarding lead")


def raised(review: Review, by: User) -> ImmediateConcern:
    return raise_concern(review=review, text=SEEN, by=by, at=NOON)


def told(event: str) -> set[User]:
    return {row.person for row in Notification.objects.filter(event=event).select_related("person")}


def test_those_who_have_to_act_are_told_at_once_and_nobody_of_the_service(
    review: Review, manager: User, guard: User, host: User
) -> None:
    concern = raised(review, seated(review, 2))
    assert told("peer_review.concern_raised") == {manager, guard, seated(review, 1)}
    assert concern.due_at == NOON + timedelta(hours=4)
    title = Notification.objects.filter(event="peer_review.concern_raised")[0].title
    assert review.service.name not in title
    assert "locked" not in title
    knows = {one for one in (host, manager, guard) if ImmediateConcern.objects.visible_to(one, NOON).exists()}
    assert knows == {manager, guard}
    assert ImmediateConcern.objects.visible_to(seated(review, 2), NOON).exists()
    assert not ImmediateConcern.objects.visible_to(seated(review, 3), NOON).exists()


def test_host_who_holds_an_office_of_the_network_does_not_know_either(review: Review) -> None:
    both = person("safeguarding_lead", "programme_manager", name="Both")
    HostRoleFactory(service=review.service, person=both)
    conflicted = person("safeguarding_lead", name="In conflict")
    ReviewerConflictFactory(person=conflicted, service=review.service)
    raised(review, seated(review, 2))
    assert told("peer_review.concern_raised") == {seated(review, 1)}
    for one in (both, conflicted):
        assert not ImmediateConcern.objects.visible_to(one, NOON).exists()


def test_it_ends_with_a_referral_or_with_a_reason(review: Review, manager: User, guard: User, host: User) -> None:
    first, second = raised(review, seated(review, 2)), raised(review, seated(review, 2))
    with pytest.raises(PermissionDenied):
        refer_concern(concern=first, to=Referral.POLICE, reason="", by=host, at=NOON)
    done = refer_concern(concern=first, to=Referral.AUTHORITY, reason="Duty desk, 4711.", by=guard, at=NOON)
    assert (done.state, done.settled_by) == (ConcernState.REFERRED, guard)
    with pytest.raises(Refused, match="already"):
        give_reason(concern=first, reason="No.", by=manager, at=NOON)
    with pytest.raises(Refused, match="Write down"):
        give_reason(concern=second, reason=" ", by=manager, at=NOON)
    give_reason(concern=second, reason="He meant the front door; we checked.", by=manager, at=NOON)
    assert told("peer_review.concern_settled") == {manager, guard, seated(review, 1), seated(review, 2)}


def test_it_climbs_to_the_safeguarding_lead_when_it_is_late_and_stops_when_it_is_settled(
    review: Review, manager: User, guard: User
) -> None:
    concern = raised(review, seated(review, 2))
    remind(at=concern.due_at - timedelta(minutes=30))
    assert told("peer_review.concern_due") == {manager, seated(review, 1)}
    remind(at=concern.due_at)
    remind(at=concern.due_at)
    late = Notification.objects.filter(event="peer_review.concern_due", person=guard)
    assert [row.title for row in late] == ["An immediate concern is late"]
    remind(at=concern.due_at + timedelta(hours=4))
    assert late.all().count() == 2
    assert [one for one in findings(concern.due_at + timedelta(days=2)) if one.startswith("30")] == [
        f"30: concern {concern.pk} is past its clock by more than a day."
    ]
    refer_concern(concern=concern, to=Referral.LADO, reason="", by=guard, at=concern.due_at + timedelta(hours=5))
    remind(at=concern.due_at + timedelta(days=3))
    assert late.all().count() == 2
    assert [one for one in findings(concern.due_at + timedelta(days=2)) if one.startswith("30")] == []


class TestEnds(TestCase):
    """Invariant 30, whatever is tried: no concern is settled without a referral or a written reason."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.review = arranged()
        cls.peer = seated(cls.review, 2)

    @settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.tuples(st.booleans(), st.sampled_from(["", " ", "\n", "Checked."])), max_size=5),
        st.sampled_from(ConcernState),
        st.sampled_from(["", *Referral]),
        st.sampled_from(["", " \t", "Because."]),
    )
    def test_no_concern_ends_without_one(
        self, tried: list[tuple[bool, str]], state: ConcernState, to: str, reason: str
    ) -> None:
        row = raised(self.review, self.peer)
        for refers, words in tried:
            try:
                if refers:
                    refer_concern(concern=row, to=Referral.POLICE, reason=words, by=self.peer, at=NOON)
                else:
                    give_reason(concern=row, reason=words, by=self.peer, at=NOON)
            except Refused:
                continue
        row.refresh_from_db()
        assert row.state == ConcernState.OPEN or row.referred_to or row.reason.strip()
        # Past the actions the database says the same.
        row.state, row.referred_to, row.reason = state, to, reason
        row.settled_by, row.settled_at = (None, None) if state == ConcernState.OPEN else (self.peer, NOON)
        allowed = {
            ConcernState.OPEN: not to and not reason,
            ConcernState.REFERRED: bool(to),
            ConcernState.NOT_REFERRED: not to and bool(reason.strip()),
        }[state]
        try:
            with transaction.atomic():
                save_with_history(row, by=None, reason="Made for a test", at=NOON)
        except IntegrityError:
            assert not allowed
        else:
            assert allowed
