"""What must always be true of cycles and reviews, asked of the live data: one sentence for each thing that is not."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from peerreview.domain.reviews import BEFORE_VISIT, may_move
from peerreview.enums.cycles import CycleState
from peerreview.enums.reviews import ReviewState
from peerreview.models import Deadline, DeadlineExtension, Membership, PracticeProfile, Review
from peerreview.queries.deadlines import wrongly_kept
from portal.history.as_of import history_rows


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; numbers are those of the invariants of peer review."""
    yield from _editions()
    yield from _arrows()
    yield from _deadlines()
    yield from _cycles()
    yield from _profiles()


def _editions() -> Iterator[str]:
    """2: a review's edition is one of a set its service is or was a member with."""
    sets: dict[int, set[str]] = {}
    for service, code in Membership.objects.values_list("service", "standard_set"):
        sets.setdefault(service, set()).add(code)
    rows = Review.objects.values_list("pk", "service", "edition__set__code")
    for pk, service, code in rows.order_by("pk").iterator():
        if code not in sets.get(service, ()):
            yield f"2: review {pk} is by an edition of {code}, with which its service was never a member."


def _arrows() -> Iterator[str]:
    """17: every state in the history came from the one before it by an arrow of the machine, beginning with planned."""
    before: dict[int, ReviewState] = {}
    rows = history_rows(Review).order_by("id", "history_date", "history_id").values_list("id", "state")
    for pk, state in rows.iterator():
        to = ReviewState(state)
        earlier = before.get(pk)
        if earlier is None and to is not ReviewState.PLANNED:
            yield f"17: review {pk} begins as {to}."
        elif earlier is not None and earlier is not to and not may_move(earlier, to):
            yield f"17: review {pk} came from {earlier} to {to}, for which there is no arrow."
        before[pk] = to
    for pk, state in Review.objects.order_by("pk").values_list("pk", "state").iterator():
        if before.get(pk) != state:
            yield f"17: review {pk} stands at {state}, and its history does not say so."


def _deadlines() -> Iterator[str]:
    """A day moved only by an extension that says why, and each extension begins where the one before ended."""
    last = DeadlineExtension.objects.filter(deadline=OuterRef("pk")).order_by("-at", "-pk").values("to_on")[:1]
    moved = Deadline.objects.annotate(extended_to=Subquery(last)).filter(extended_to__isnull=False)
    for row in moved.exclude(due_on=F("extended_to")).order_by("pk"):
        yield f"deadlines: {row.pk} is due on {row.due_on}, which is not what the last extension says."
    ends: dict[int, object] = {}
    chain = DeadlineExtension.objects.order_by("deadline", "at", "pk").values_list("deadline", "from_on", "to_on")
    for deadline, from_on, to_on in chain.iterator():
        if deadline in ends and ends[deadline] != from_on:
            yield f"deadlines: an extension of {deadline} begins on {from_on}, not where the one before ended."
        ends[deadline] = to_on
    for pk in Review.objects.filter(deadlines__isnull=True).order_by("pk").values_list("pk", flat=True):
        yield f"deadlines: review {pk} has none."
    for pk in wrongly_kept():
        yield f"deadlines: review {pk} keeps to be waited for what its deadlines do not say."


def _cycles() -> Iterator[str]:
    """A closed cycle holds no review that waits for a visit."""
    rows = Review.objects.filter(cycle__state=CycleState.CLOSED, state__in=BEFORE_VISIT).order_by("pk")
    for pk in rows.values_list("pk", flat=True):
        yield f"cycles: review {pk} waits for a visit in a cycle that is closed."


def _profiles() -> Iterator[str]:
    """Versions of a profile are numbered 1 to n."""
    counted: dict[int, int] = {}
    for service, n in PracticeProfile.objects.order_by("service", "n").values_list("service", "n"):
        if n != counted.get(service, 0) + 1:
            yield f"profiles: version {n} of service {service} does not follow the one before it."
        counted[service] = n
