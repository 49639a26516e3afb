"""Notes arrive in any order and any number of times, belong to their author, and are never changed."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from governance.models.sealed import SealedForEver
from peerreview.actions.observations import Written, keep_note
from peerreview.actions.visits import record_attendance
from peerreview.enums.reviews import ReviewState
from peerreview.models import Observation, ObservationText, Review, TimetableSession
from peerreview.permissions.observations import can_read_team_notes, can_write_notes
from peerreview.queries.observations import notes_of
from portal.history.writing import save_with_history
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.visits import VISITED, arranged, planned, seated
from tests.remembering import remembered
from tests.thorough import examples

pytestmark = pytest.mark.django_db


@pytest.fixture
@remembered
def review() -> Review:
    row = arranged()
    planned(row)
    return row


def session(review: Review) -> int:
    return TimetableSession.objects.filter(timetable__visit__review=review)[0].pk


def written(review: Review, text: str, **more: object) -> Written:
    names = {"note": uuid.uuid4(), "act": uuid.uuid4(), "session": session(review), "standard": "", "base": 0}
    return Written(**{**names, **more}, text=text)  # type: ignore[arg-type]


def test_a_note_sent_twice_is_there_once(review: Review) -> None:
    peer = seated(review, 2)
    one = written(review, "Nobody hurries at breakfast.", standard=review.edition.standards.order_by("order")[0].code)
    first = keep_note(review=review, written=one, by=peer, at=VISITED)
    assert keep_note(review=review, written=one, by=peer, at=VISITED) == first
    text = ObservationText.objects.get()
    assert (text.text, text.n, text.standard) == (one.text, 1, review.edition.standards.order_by("order")[0])


def test_a_clash_keeps_both_and_says_so(review: Review) -> None:
    peer, note = seated(review, 2), uuid.uuid4()
    keep_note(review=review, written=written(review, "At the table.", note=note), by=peer, at=VISITED)
    clash = keep_note(review=review, written=written(review, "On the phone.", note=note), by=peer, at=VISITED)
    assert clash.standing == 2
    (found,) = notes_of(review, peer)
    assert [text.text for text in found.standing] == ["At the table.", "On the phone."]
    together = written(review, "Both.", note=note, base=2, settles=True)
    assert keep_note(review=review, written=together, by=peer, at=VISITED).standing == 1
    assert ObservationText.objects.count() == 3


def test_nobody_writes_in_the_notebook_of_somebody_else(review: Review) -> None:
    one = written(review, "Mine.")
    keep_note(review=review, written=one, by=seated(review, 2), at=VISITED)
    with pytest.raises(Refused, match="another notebook"):
        keep_note(review=review, written=written(review, "Yours.", note=one.note), by=seated(review, 3), at=VISITED)
    with pytest.raises(Refused, match="another note"):
        keep_note(review=review, written=written(review, "Yours.", act=one.act), by=seated(review, 3), at=VISITED)
    with pytest.raises(PermissionDenied):
        keep_note(review=review, written=written(review, "Host."), by=review.submitted_by, at=VISITED)
    assert [text.text for text in ObservationText.objects.all()] == ["Mine."]


def test_sessions_and_standards_of_other_reviews_are_refused(review: Review) -> None:
    other = arranged()
    planned(other)
    with pytest.raises(Refused, match="session"):
        keep_note(review=review, written=written(other, "Here."), by=seated(review, 2), at=VISITED)
    with pytest.raises(Refused, match="There is no standard"):
        keep_note(review=review, written=written(review, "X", standard="99.9"), by=seated(review, 2), at=VISITED)
    assert not Observation.objects.exists()


def test_notes_are_their_authors_until_the_visit_has_been_and_then_the_teams(review: Review) -> None:
    lead, peer, absent = (seated(review, n) for n in (1, 2, 3))
    keep_note(review=review, written=written(review, "Seen."), by=peer, at=VISITED)
    assert not can_read_team_notes(lead, review, VISITED)
    record_attendance(review=review, missing={3: "Ill."}, by=lead, at=VISITED)
    review = Review.objects.get(pk=review.pk)
    assert can_read_team_notes(lead, review, VISITED)
    assert not can_read_team_notes(absent, review, VISITED)
    # A phone that comes back to the net afterwards is still heard; once the report is final it is not.
    keep_note(review=review, written=written(review, "Late."), by=peer, at=VISITED)
    review.state, review.state_since = ReviewState.FINAL, VISITED
    save_with_history(review, by=None, reason="Made for a test", at=VISITED)
    assert not can_write_notes(peer, review, VISITED)


def test_a_text_that_arrived_is_never_changed(review: Review) -> None:
    keep_note(review=review, written=written(review, "Seen."), by=seated(review, 2), at=VISITED)
    text = ObservationText.objects.get()
    text.text = "Unseen."
    with pytest.raises(SealedForEver):
        text.save()
    with pytest.raises(SealedForEver):
        ObservationText.objects.update(text="Unseen.")


class TestReplay(TestCase):
    """Invariants 25 and 26 on the database: any queue, cut anywhere and sent again, is the queue sent once."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.review = arranged()
        planned(cls.review)
        cls.peer = seated(cls.review, 2)

    @settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.text("ab c", min_size=1, max_size=5)), max_size=6),
        st.data(),
    )
    def test_replaying_a_queue_is_sending_it_once(self, said: list[tuple[int, int, str]], data: st.DataObject) -> None:
        names = [uuid.uuid4() for _ in range(3)]
        queue = [written(self.review, text, note=names[n], base=base) for n, base, text in said]
        for one in queue:
            keep_note(review=self.review, written=one, by=self.peer, at=NOON)
        kept = list(ObservationText.objects.order_by("pk").values("act", "n", "base", "text"))
        assert sorted(row["act"] for row in kept) == sorted(one.act for one in queue)
        assert {row["act"]: row["text"] for row in kept} == {one.act: one.text for one in queue}
        for one in data.draw(st.permutations(queue)):
            keep_note(review=self.review, written=one, by=self.peer, at=NOON)
        assert list(ObservationText.objects.order_by("pk").values("act", "n", "base", "text")) == kept
