"""The rules of an action plan: how an action moves, who is never its verifier, what must be there to hand it in.

An action that is carried on into the next review keeps where it stood and moves no more: its copy does.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from peerreview.enums.actionplans import ActionState as A
from peerreview.enums.reports import Strength
from peerreview.enums.reviews import ReviewState

ALLOWED: Mapping[A, frozenset[A]] = {
    A.PLANNED: frozenset({A.IN_PROGRESS, A.DONE, A.NOT_PURSUED}),
    A.IN_PROGRESS: frozenset({A.IN_PROGRESS, A.DONE, A.NOT_PURSUED}),
    # Whoever looks and does not find it done sends it back.
    A.DONE: frozenset({A.VERIFIED, A.IN_PROGRESS}),
    A.VERIFIED: frozenset(),
    # What was given up may be taken up again.
    A.NOT_PURSUED: frozenset({A.PLANNED}),
}
SETTLED = frozenset({A.VERIFIED, A.NOT_PURSUED})
OPEN = frozenset(A) - SETTLED
TO_DO = frozenset({A.PLANNED, A.IN_PROGRESS})

# The report is final and the plan may be written; a review for accreditation meets its panel meanwhile.
WRITING = frozenset({ReviewState.FINAL, ReviewState.WITH_PANEL, ReviewState.DEFERRED, ReviewState.DECIDED})
FOLLOWED = ReviewState.ACTION_PLAN
# Begun and not at its end: what is still open from last time goes on here.
TAKES_ON = frozenset(ReviewState) - {ReviewState.PLANNED, ReviewState.CANCELLED, ReviewState.CLOSED}


class Asked(NamedTuple):
    """A recommendation as the plan sees it: its key, and how much it asks."""

    key: int
    strength: Strength


@dataclass(frozen=True)
class Planned:
    """An action as the guards see it."""

    state: A
    answers: frozenset[int] = frozenset()
    has_owner: bool = True
    has_day: bool = True
    is_carried_on: bool = False

    @property
    def is_whole(self) -> bool:
        """Say whether it can be begun: somebody sees to it, by a day. What is given up or went on needs neither."""
        return self.state is A.NOT_PURSUED or self.is_carried_on or (self.has_owner and self.has_day)

    @property
    def is_open(self) -> bool:
        """Say whether something is still to come of it here."""
        return self.state in OPEN and not self.is_carried_on


def may_move(from_: A, to: A) -> bool:
    """Say whether the arrow exists."""
    return to in ALLOWED[from_]


def musts_open(asked: Iterable[Asked], actions: Collection[Planned], not_taken_up: Collection[int]) -> int:
    """Count the *must* recommendations that neither an action answers nor a reason why not."""
    answered = {key for action in actions for key in action.answers} | set(not_taken_up)
    return sum(one.strength is Strength.MUST and one.key not in answered for one in asked)


def unfinished(actions: Iterable[Planned]) -> int:
    """Count the actions nobody could begin yet: without an owner or a day."""
    return sum(not action.is_whole for action in actions)


def still_open(actions: Iterable[Planned]) -> int:
    """Count what is neither verified, nor given up with a reason, nor carried on."""
    return sum(action.is_open for action in actions)


def can_be_verified_by(person: int, *, owner: int | None, done_by: int | None) -> bool:
    """Say whether ``person`` is somebody else than who owns an action and who said that it is done (invariant 18)."""
    return owner is not None and person not in (owner, done_by)


def is_overdue(due_on: date | None, state: A, today: date, *, is_carried_on: bool = False) -> bool:
    """Say whether an action should have been done before today; what is done waits for others."""
    return due_on is not None and due_on < today and state in TO_DO and not is_carried_on


def is_followed(review: ReviewState, *, carried_in: bool) -> bool:
    """Say whether progress is written: once the plan is handed in; what came from last time never pauses."""
    if review is FOLLOWED:
        return True
    return carried_in and review in TAKES_ON


def shows_plan(review: ReviewState, *, has_actions: bool) -> bool:
    """Say whether a review has a plan to read: from its final report on, and before where actions were carried in."""
    if review in WRITING or review in (FOLLOWED, ReviewState.CLOSED):
        return True
    return has_actions and review is not ReviewState.PLANNED
