"""Who writes a service's action plan, who tells of progress, who looks whether it is so, and who reads it.

Whoever looks is never who answers for it (invariant 18): a programme manager who neither hosts nor is conflicted
there, and who led the team that recommended it.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.domain.actionplans import (
    FOLLOWED,
    TO_DO,
    WRITING,
    can_be_verified_by,
    is_followed,
    may_move,
    shows_plan,
)
from peerreview.domain.reviews import ALLOWED
from peerreview.enums.actionplans import ActionState
from peerreview.enums.evidence import Sensitivity
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.models import ActionPlan, EvidenceItem, PlanAction, Review
from peerreview.permissions.evidence import can_open
from peerreview.permissions.reviews import can_manage_review, is_stranger
from peerreview.permissions.selfassessments import hosts_as
from peerreview.queries.reports import report_of
from portal.people.enums import RoleKind
from portal.people.permissions.roles import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def looks_back(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` looks whether actions are done: who runs the review, and whose report it is.

    The lead does so long after the team's other papers are closed to them; never who has a part in the service.
    """
    if not person.is_authenticated or not person.is_active or hosts_as(person, review, at) is not None:
        return False
    if can_manage_review(person, review, at):
        return True
    report = report_of(review)
    if report is None or report.finalised_at is None or report.lead_id != person.pk:
        return False
    return has_role(person, RoleKind.REVIEWER, at) and not is_stranger(person, review, at)


def can_read_plan(person: "Person", review: Review, plan: ActionPlan | None, at: datetime) -> bool:
    """Say whether ``person`` reads it: those who host, and who looks back; nobody else of the team or the network.

    Before the final report there is one only where something was carried in: a plan is made with its first action.
    """
    if not shows_plan(ReviewState(review.state), has_actions=plan is not None):
        return False
    return hosts_as(person, review, at) is not None or looks_back(person, review, at)


def can_write_plan(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` adds to the plan: the host lead, from the final report on until the review is closed."""
    state = ReviewState(review.state)
    return (state in WRITING or state is FOLLOWED) and hosts_as(person, review, at) is HostKind.LEAD


def can_hand_in_plan(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` hands it in: the host lead alone."""
    onward = ALLOWED[ReviewState(review.state)]
    return ReviewState.ACTION_PLAN in onward and hosts_as(person, review, at) is HostKind.LEAD


def _is_followed(review: Review, action: PlanAction) -> bool:
    if action.removed_at is not None or action.carried_at is not None:
        return False
    return is_followed(ReviewState(review.state), carried_in=action.carried_from_id is not None)


def can_change_action(person: "Person", review: Review, action: PlanAction, at: datetime) -> bool:
    """Say whether ``person`` writes an action anew, or gives it to somebody else: the host lead, while it is to do."""
    if action.removed_at is not None or action.carried_at is not None or action.state not in TO_DO:
        return False
    if hosts_as(person, review, at) is not HostKind.LEAD:
        return False
    return ReviewState(review.state) in WRITING or _is_followed(review, action)


def can_remove_action(person: "Person", review: Review, action: PlanAction, at: datetime) -> bool:
    """Say whether ``person`` takes it out: until the plan is handed in, and never what came from last time."""
    if action.state != ActionState.PLANNED or action.carried_from_id is not None:
        return False
    return ReviewState(review.state) in WRITING and can_change_action(person, review, action, at)


def can_tell_progress(person: "Person", review: Review, action: PlanAction, at: datetime) -> bool:
    """Say whether ``person`` tells how far it is: its owner while they host, and the host lead of every one."""
    kind = hosts_as(person, review, at)
    if kind is None or not _is_followed(review, action) or action.state not in TO_DO:
        return False
    if action.owner_id is None or action.due_on is None:
        return False
    return kind is HostKind.LEAD or action.owner_id == person.pk


def can_show_evidence(person: "Person", review: Review, action: PlanAction, at: datetime) -> bool:
    """Say whether ``person`` links files of the library: who tells of it, also while it waits to be verified."""
    kind = hosts_as(person, review, at)
    if kind is None or not _is_followed(review, action) or action.state not in (*TO_DO, ActionState.DONE):
        return False
    return kind is HostKind.LEAD or action.owner_id == person.pk


def can_open_shown(person: "Person", item: EvidenceItem, at: datetime) -> bool:
    """Say whether a reader of the plan opens a file that is linked in it: what is restricted stays restricted."""
    return item.sensitivity == Sensitivity.ORDINARY or can_open(person, item, at)


def can_give_up(person: "Person", review: Review, action: PlanAction, at: datetime) -> bool:
    """Say whether ``person`` says that it is not pursued: the host lead, with a reason."""
    if not may_move(ActionState(action.state), ActionState.NOT_PURSUED):
        return False
    return can_change_action(person, review, action, at)


def can_take_up_again(person: "Person", review: Review, action: PlanAction, at: datetime) -> bool:
    """Say whether ``person`` takes up what was given up: the host lead, until the review is closed."""
    if action.state != ActionState.NOT_PURSUED or hosts_as(person, review, at) is not HostKind.LEAD:
        return False
    return ReviewState(review.state) in WRITING or _is_followed(review, action)


def can_verify(person: "Person", review: Review, action: PlanAction, at: datetime) -> bool:
    """Say whether ``person`` verifies it or sends it back: who looks back, and neither owns it nor said it is done."""
    if action.state != ActionState.DONE or not _is_followed(review, action) or person.pk is None:
        return False
    if not can_be_verified_by(person.pk, owner=action.owner_id, done_by=action.done_by_id):
        return False
    return looks_back(person, review, at)


def can_carry_on(person: "Person", review: Review, action: PlanAction, at: datetime) -> bool:
    """Say whether ``person`` carries it into the next review: who looks back, while it is open."""
    if review.state != FOLLOWED or not _is_followed(review, action):
        return False
    return action.state in (*TO_DO, ActionState.DONE) and looks_back(person, review, at)


def can_close(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` holds the progress review and closes: who looks back."""
    return review.state == FOLLOWED and looks_back(person, review, at)
