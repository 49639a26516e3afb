"""The fallback steps: begun in the order of the rules, ended with what came of them. Nothing is voted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.actions.discussion import record_open_concerns
from governance.actions.proposals import edit_draft, lock_proposal, move_proposal
from governance.actions.versions import publish_version
from governance.announcements import fallbacks as announce
from governance.domain.fallbacks import LEADS_TO, group_lacks, passed_over
from governance.domain.refusals import NotAllowed
from governance.domain.versions import ClauseInput
from governance.enums.fallbacks import FallbackKind, FallbackOutcome, FallbackState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import Stance
from governance.models import FallbackMember, FallbackStep, Proposal, ProposalVersion
from governance.permissions import fallbacks as permissions
from governance.queries.fallbacks import last_lines, objectors, open_step, order_of
from governance.queries.versions import wording_of
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


@dataclass(frozen=True)
class Plan:
    """What a step is to do; of each kind only its own parts are kept."""

    what: str
    due_on: date
    measure: str = ""
    members: Sequence[int] = ()
    without_objector: str = ""
    facilitator: User | None = None
    facilitator_name: str = ""


@transaction.atomic
def fall_back(*, proposal: Proposal, reason: str, by: User, at: datetime) -> Proposal:
    """Take a text that was tested and not agreed to the fallback steps, with the reason."""
    proposal = lock_proposal(proposal)
    if proposal.state == ProposalState.FALLBACK and permissions.leads(by, proposal, at):
        return proposal
    if not permissions.can_fall_back(by, proposal, at):
        raise PermissionDenied
    return move_proposal(
        proposal=proposal, to=ProposalState.FALLBACK, by=by, reason=_said(reason, _("Say why.")), at=at
    )


@transaction.atomic
def start_step(
    *, proposal: Proposal, kind: FallbackKind, plan: Plan, reason: str, by: User, at: datetime, why_skipped: str = ""
) -> FallbackStep:
    """Begin a step; those before it in the rules' order that were not taken are passed over, each with the reason."""
    proposal = lock_proposal(proposal)
    standing = open_step(proposal)
    if standing is not None and (standing.kind, standing.started_by_id) == (kind, by.pk):
        return standing
    if not permissions.can_start_step(by, proposal, at):
        raise PermissionDenied
    reason = _said(reason, _("Say why this step."))
    what = _said(plan.what, _("Say what is to be done."))
    if plan.due_on <= timezone.localdate(at):
        raise NotAllowed(_("Choose a day that is still to come."))
    taken = [FallbackKind(step.kind) for step in proposal.fallback_steps.all()]
    if kind in taken or kind not in order_of(proposal, at):
        raise NotAllowed(_("This step was taken before, or the board’s rules do not name it."))
    _pass_over(proposal, passed_over(order_of(proposal, at), taken, kind), why_skipped, by, at)
    step = FallbackStep(
        proposal=proposal,
        n=proposal.fallback_steps.count() + 1,
        kind=kind,
        reason=reason,
        what=what,
        due_on=plan.due_on,
        started_by=by,
        started_at=at,
    )
    members = _shape(step, proposal, plan)
    save_with_history(step, by=by, reason=_("Fallback step begun: %(kind)s") % {"kind": kind.label}, at=at)
    for member in members:
        member.step = step
        save_with_history(member, by=by, reason=_("Named for the small group"), at=at)
    append_to_ledger(kind="fallback.started", subject=step, by=by, at=at, board_ref=proposal.board.slug)
    announce.step_started(step, by, at)
    return step


@transaction.atomic
def end_step(*, step: FallbackStep, outcome: FallbackOutcome, result: str, by: User, at: datetime) -> FallbackStep:
    """Write down what came of a step; the proposal goes back to discussion, or waits for the next step."""
    proposal = lock_proposal(step.proposal)
    step = _lock_step(step)
    if step.state == FallbackState.ENDED and (step.outcome, step.ended_by_id) == (outcome, by.pk):
        return step
    if not permissions.can_end_step(by, step, at):
        raise PermissionDenied
    leads_to = LEADS_TO[FallbackKind(step.kind)]
    if outcome not in leads_to or outcome is FallbackOutcome.TEXT:
        raise NotAllowed(_("A new text is published as the next version; that ends the step by itself."))
    _end(step, outcome, _said(result, _("Say what came of it.")), by, at)
    if leads_to[outcome] is not ProposalState.FALLBACK:
        move_proposal(proposal=proposal, to=leads_to[outcome], by=by, reason=result.strip(), at=at)
    return step


@transaction.atomic
def put_trial(*, step: FallbackStep, by: User, at: datetime) -> ProposalVersion:
    """Publish the text as a trial: the newest version with a clause that says until when and how it is measured.

    From then on it is discussed and tested for consensus like any other text.
    """
    proposal = lock_proposal(step.proposal)
    step = _lock_step(step)
    if step.kind != FallbackKind.TRIAL or not permissions.can_put_trial(by, step, at) or step.due_on is None:
        raise PermissionDenied
    latest = proposal.versions.order_by("-n").prefetch_related("texts")[0]
    wording = wording_of(latest)
    clause = ClauseInput(
        _("This is a trial"),
        _(
            "This holds until %(day)s. We will know whether it worked by this: %(measure)s"
            " After that day it ends by itself, unless the board agrees otherwise."
        )
        % {"day": date_format(step.due_on, "j F Y"), "measure": _sentence(step.measure)},
    )
    edit_draft(
        proposal=proposal,
        title=wording.title,
        summary=wording.summary,
        clauses=[*wording.clauses, clause],
        expected=None,
        by=by,
        at=at,
    )
    note = _("As a trial until %(day)s") % {"day": date_format(step.due_on, "j F Y")}
    return publish_version(proposal=proposal, change_note=note, by=by, at=at)


@transaction.atomic
def end_without_agreement(
    *, proposal: Proposal, reason: str, by: User, at: datetime, why_skipped: str = ""
) -> Proposal:
    """End at the end of the steps: things stay as they are. What worries people is recorded as unresolved."""
    proposal = lock_proposal(proposal)
    if proposal.state == ProposalState.NOT_AGREED and permissions.leads(by, proposal, at):
        return proposal
    if not permissions.can_start_step(by, proposal, at):
        raise PermissionDenied
    reason = _said(reason, _("Say why the board could not agree, and what stays as it is."))
    taken = [FallbackKind(step.kind) for step in proposal.fallback_steps.all()]
    _pass_over(proposal, passed_over(order_of(proposal, at), taken, None), why_skipped, by, at)
    record_open_concerns(proposal=proposal, by=by, at=at)
    proposal = move_proposal(
        proposal=proposal, to=ProposalState.NOT_AGREED, by=by, reason=reason, at=at, why_ended=reason
    )
    append_to_ledger(kind="proposal.not_agreed", subject=proposal, by=by, at=at, board_ref=proposal.board.slug)
    announce.not_agreed(proposal, by, at)
    return proposal


def end_by_leaving(*, proposal: Proposal, outcome: FallbackOutcome, words: str, by: User | None, at: datetime) -> None:
    """End the step under way because its proposal went on: a text was published, or it was withdrawn."""
    step = open_step(lock_proposal(proposal))
    if step is not None:
        _end(_lock_step(step), outcome, words, by, at)


def _end(step: FallbackStep, outcome: FallbackOutcome, result: str, by: User | None, at: datetime) -> None:
    step.state, step.outcome, step.result = FallbackState.ENDED, outcome, result
    step.ended_by, step.ended_at = by, at
    save_with_history(step, by=by, reason=result, at=at)
    append_to_ledger(kind="fallback.ended", subject=step, by=by, at=at, board_ref=step.proposal.board.slug)
    announce.step_ended(step, by, at)


def _pass_over(proposal: Proposal, kinds: Sequence[FallbackKind], why: str, by: User, at: datetime) -> None:
    for n, kind in enumerate(kinds, start=proposal.fallback_steps.count() + 1):
        step = FallbackStep(
            proposal=proposal,
            n=n,
            kind=kind,
            state=FallbackState.SKIPPED,
            reason=_said(why, _("Say why the steps before it are passed over.")),
            started_by=by,
            started_at=at,
        )
        save_with_history(step, by=by, reason=_("Fallback step passed over: %(kind)s") % {"kind": kind.label}, at=at)
        append_to_ledger(kind="fallback.started", subject=step, by=by, at=at, board_ref=proposal.board.slug)


def _shape(step: FallbackStep, proposal: Proposal, plan: Plan) -> list[FallbackMember]:
    """Fill in what this kind of step needs, or say what it lacks; return the members of a small group."""
    if step.kind == FallbackKind.TRIAL:
        step.measure = _said(plan.measure, _("Say how we will know whether the trial worked."))
    if step.kind == FallbackKind.FACILITATED:
        step.facilitator, step.facilitator_name = plan.facilitator, plan.facilitator_name.strip()
        if step.facilitator is None and not step.facilitator_name:
            raise NotAllowed(_("Name who facilitates."))
        parties = {proposal.proposer_id, proposal.implementer_id, *(one.pk for one in objectors(proposal))}
        if step.facilitator is not None and step.facilitator.pk in parties:
            raise NotAllowed(_("Whoever proposes, blocks or has to carry it out is a party: name somebody else."))
    if step.kind == FallbackKind.SMALL_GROUP:
        return _group(step, proposal, plan)
    return []


def _group(step: FallbackStep, proposal: Proposal, plan: Plan) -> list[FallbackMember]:
    lines = {line.entitlement.seat_id: line for line in last_lines(proposal)}
    chosen = [line for line in lines.values() if line.entitlement.person_id in set(plan.members)]
    blocking = {one.pk for one in objectors(proposal)}
    lacks = group_lacks(
        [line.entitlement.seat_id for line in chosen],
        {seat: line.entitlement.constituency.name for seat, line in lines.items()},
        {seat: Stance(line.position.stance) for seat, line in lines.items() if line.position},
        [seat for seat, line in lines.items() if line.entitlement.person_id in blocking],
        why_without=plan.without_objector,
    )
    words = {
        "constituencies": _("Name at least two people of at least two constituencies."),
        "others": _("Name somebody as well who did not agree."),
        "objector": _("Name whoever blocks, or say why they are not in the group."),
    }
    if lacks:
        raise NotAllowed(" ".join(words[lack] for lack in lacks))
    step.without_objector = plan.without_objector.strip()
    return [
        FallbackMember(person=line.entitlement.person, constituency=line.entitlement.constituency) for line in chosen
    ]


def _lock_step(step: FallbackStep) -> FallbackStep:
    return FallbackStep.objects.select_for_update(of=("self",)).select_related("proposal__board").get(pk=step.pk)


def _said(text: str, refusal: str) -> str:
    if not text.strip():
        raise NotAllowed(refusal)
    return text.strip()


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
