"""Proposing another wording, taking it in, declining, withdrawing and renewing it; nothing proposed is ever lost."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.actions.amendmentsteps import changed, take_step
from governance.actions.proposals import edit_draft, lock_proposal
from governance.announcements import amendments as announce
from governance.domain.amendments import Change, Conflict, changes_nothing, clause_of, merge, resolved, still_fits
from governance.domain.refusals import NotAllowed
from governance.domain.versions import MOST_CLAUSES, Wording, tidy
from governance.enums.amendments import AmendmentKind, AmendmentState, StepKind
from governance.enums.proposals import ProposalState
from governance.models import Amendment, AmendmentConcern, Concern, Proposal, ProposalVersion
from governance.permissions import amendments as permissions
from governance.permissions.proposals import can_view_proposal
from governance.queries.amendments import change_of
from governance.queries.versions import latest_version, wording_of, working_copy, working_stamp
from portal.people.models import User


class MergeConflict(NotAllowed):
    """The clause reads differently in the working copy: somebody has to choose the words, after seeing all sides."""

    def __init__(self, words: str, conflict: Conflict, stamp: str) -> None:
        super().__init__(words)
        self.conflict = conflict
        self.stamp = stamp


@transaction.atomic
def propose_amendment(
    *,
    proposal: Proposal,
    change: Change,
    rationale: str,
    base: ProposalVersion,
    by: User,
    at: datetime,
    concerns: Iterable[Concern] = (),
    token: UUID | None = None,
) -> Amendment:
    """Propose another wording of one clause of ``base``, the version the author read.

    When a newer version stands meanwhile, the amendment is about that one if it leaves the clause alone, and refused
    with the reason if not. ``concerns`` are those it is meant to resolve.
    """
    proposal = lock_proposal(proposal)
    if token and (made := Amendment.objects.filter(token=token, author=by, proposal=proposal).first()):
        return made
    _insist_on_open_text(proposal, by, at)
    if not permissions.can_propose_amendment(by, proposal, at):
        raise PermissionDenied
    newest = _newest(proposal)
    change = _fitting(change, base, newest)
    rationale = _said(rationale, _("Say why the text would be better so."))
    last = Amendment.objects.filter(proposal=proposal).order_by("-n").values_list("n", flat=True).first()
    amendment = Amendment(
        proposal=proposal,
        n=(last or 0) + 1,
        kind=change.kind,
        base=newest,
        clause_id=change.clause,
        after_id=change.after,
        heading=change.heading,
        text=change.text,
        rationale=rationale,
        author=by,
        proposed_at=at,
        state_since=at,
        token=token,
    )
    take_step(amendment, StepKind.PROPOSED, newest, by, at, _("Amendment proposed"))
    for concern in concerns:
        _link(amendment, concern, by, at)
    return amendment


@transaction.atomic
def merge_amendment(
    *,
    amendment: Amendment,
    by: User,
    at: datetime,
    heading: str = "",
    text: str = "",
    expected: str | None = None,
) -> Amendment:
    """Take an amendment into the working copy, from where the next version is published.

    When the working copy says something else than the version in that place, ``MergeConflict`` brings all sides and
    nothing is written, unless ``expected`` is the stamp of the working copy that was seen: then ``heading`` and
    ``text`` are the words chosen (no text leaves the clause out).
    """
    proposal, amendment = _locked(amendment, by, at)
    if amendment.state == AmendmentState.MERGED and amendment.answered_by_id == by.pk:
        return amendment
    _insist_on_open_text(proposal, by, at)
    _insist_on_waiting(amendment)
    if not permissions.can_merge_amendment(by, amendment, at):
        raise PermissionDenied
    base, newest, working = wording_of(amendment.base), _newest(proposal), working_copy(proposal)
    if amendment.base_id != newest.pk:
        raise NotAllowed(_("It was written on an earlier version. Its author has to renew it first."))
    change, stamp = change_of(amendment), working_stamp(proposal, working)
    outcome = merge(change, base, working)
    chosen = isinstance(outcome, Conflict)
    if isinstance(outcome, Conflict):
        if expected is None:
            raise MergeConflict(
                _("The next version already says something else here. Choose the words."), outcome, stamp
            )
        if expected != stamp:
            raise MergeConflict(_("The next version was changed meanwhile. Look at it again."), outcome, stamp)
        if change.kind is AmendmentKind.INSERT and not tidy(text):
            raise MergeConflict(_("Write the text of the new clause."), outcome, stamp)
        wording = resolved(change, base, working, tidy(heading), tidy(text))
    else:
        wording = outcome.wording
    _write(proposal, working, wording, stamp, by, at)
    if change.kind is AmendmentKind.INSERT:
        before = {clause.key for clause in working.clauses}
        after = working_copy(proposal).clauses
        amendment.made_id = next((clause.key for clause in after if clause.key not in before), None)
    amendment.answered_by, amendment.answer = by, ""
    words = _("Taken in, with words chosen after comparing") if chosen else _("Taken in")
    take_step(amendment, StepKind.MERGED, newest, by, at, words, in_other_words=chosen)
    return amendment


@transaction.atomic
def decline_amendment(*, amendment: Amendment, reason: str, by: User, at: datetime) -> Amendment:
    """Say no, and why; the author may propose something else."""
    _proposal, amendment = _locked(amendment, by, at)
    reason = tidy(reason)
    if amendment.state == AmendmentState.DECLINED and (amendment.answered_by_id, amendment.answer) == (by.pk, reason):
        return amendment
    _insist_on_waiting(amendment)
    if not permissions.can_decline_amendment(by, amendment, at):
        raise PermissionDenied
    amendment.answer, amendment.answered_by = _said(reason, _("Say why it is declined.")), by
    take_step(amendment, StepKind.DECLINED, amendment.base, by, at, reason)
    return amendment


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: User, at: datetime, why: str = "") -> Amendment:
    """Take back one's own amendment before it is answered."""
    _proposal, amendment = _locked(amendment, by, at)
    if amendment.state == AmendmentState.WITHDRAWN and amendment.author_id == by.pk:
        return amendment
    if amendment.state != AmendmentState.OUTDATED:
        _insist_on_waiting(amendment)
    if not permissions.can_withdraw_amendment(by, amendment, at):
        raise PermissionDenied
    amendment.answer = tidy(why)
    take_step(amendment, StepKind.WITHDRAWN, amendment.base, by, at, amendment.answer or _("Amendment withdrawn"))
    return amendment


@transaction.atomic
def renew_amendment(
    *, amendment: Amendment, change: Change, rationale: str, base: ProposalVersion, by: User, at: datetime
) -> Amendment:
    """Propose an outdated amendment again on the newest version, after its author has seen both texts.

    ``base`` is the version they were shown. Of a clause that is gone, a new one can be made of its words.
    """
    proposal, amendment = _locked(amendment, by, at)
    newest = _newest(proposal)
    if amendment.state == AmendmentState.PROPOSED and amendment.author_id == by.pk and amendment.base_id == newest.pk:
        return amendment
    _insist_on_open_text(proposal, by, at)
    if not permissions.can_renew_amendment(by, amendment, at):
        raise PermissionDenied
    change = _fitting(change, base, newest)
    amendment.kind, amendment.base = change.kind, newest
    amendment.clause_id, amendment.after_id = change.clause, change.after
    amendment.heading, amendment.text = change.heading, change.text
    amendment.rationale = _said(rationale, _("Say why the text would be better so."))
    take_step(amendment, StepKind.RENEWED, newest, by, at, _("Renewed on version %(n)s") % {"n": newest.n})
    return amendment


@transaction.atomic
def link_concern(*, amendment: Amendment, concern: Concern, by: User, at: datetime) -> AmendmentConcern:
    """Say that the amendment is meant to resolve the concern; saying it twice changes nothing."""
    _proposal, amendment = _locked(amendment, by, at)
    return _link(amendment, concern, by, at)


def _link(amendment: Amendment, concern: Concern, by: User, at: datetime) -> AmendmentConcern:
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    there = AmendmentConcern.objects.filter(amendment=amendment, concern=concern).first()
    if there is not None:
        return there
    if not permissions.can_link_concern(by, amendment, concern, at):
        raise NotAllowed(_("This concern cannot be linked: it is closed, or not yours to link."))
    linked = AmendmentConcern(amendment=amendment, concern=concern, by=by, at=at)
    linked.save()
    changed(amendment, by, at, "Concern linked")
    announce.concern_linked(amendment)
    return linked


def _locked(amendment: Amendment, by: User, at: datetime) -> tuple[Proposal, Amendment]:
    proposal = lock_proposal(amendment.proposal)
    if not can_view_proposal(by, proposal, at):
        raise PermissionDenied
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("base")
    amendment = rows.get(pk=amendment.pk)
    amendment.proposal = proposal
    return proposal, amendment


def _write(proposal: Proposal, working: Wording, wording: Wording, stamp: str, by: User, at: datetime) -> None:
    if len(wording.clauses) > MOST_CLAUSES:
        raise NotAllowed(_("A proposal has at most %(most)s clauses.") % {"most": MOST_CLAUSES})
    if wording != working:
        edit_draft(
            proposal=proposal,
            title=wording.title,
            summary=wording.summary,
            clauses=wording.clauses,
            expected=stamp,
            by=by,
            at=at,
        )


def _fitting(change: Change, base: ProposalVersion, newest: ProposalVersion) -> Change:
    """Return the change tidied, if it can be made to the newest version as its author read the one before."""
    change = Change(change.kind, change.clause, change.after, tidy(change.heading), tidy(change.text))
    old = wording_of(base)
    new = old if base.pk == newest.pk else wording_of(newest)
    if change.hangs_on is not None and clause_of(old, change.hangs_on) is None:
        raise NotAllowed(_("That clause is not part of the version."))
    if not still_fits(change, old, new):
        raise NotAllowed(
            _("Version %(n)s was published meanwhile and reads differently here. Look at it first.") % {"n": newest.n}
        )
    if change.kind is not AmendmentKind.DELETE and not change.text:
        raise NotAllowed(_("Write the text of the clause as you propose it."))
    if changes_nothing(change, new):
        raise NotAllowed(_("The clause reads like this already. Write what should be different."))
    if change.kind is AmendmentKind.DELETE:
        return Change(change.kind, change.clause)
    return change


def _newest(proposal: Proposal) -> ProposalVersion:
    version = latest_version(proposal)
    if version is None:
        raise NotAllowed(_("There is no published version yet."))
    return version


def _said(text: str, words: str) -> str:
    text = tidy(text)
    if not text:
        raise NotAllowed(words)
    return text


def _insist_on_waiting(amendment: Amendment) -> None:
    if amendment.state != AmendmentState.PROPOSED:
        raise NotAllowed(
            _("This amendment does not wait for an answer any more: %(state)s.")
            % {"state": amendment.get_state_display().lower()}
        )


def _insist_on_open_text(proposal: Proposal, by: User, at: datetime) -> None:
    if not can_view_proposal(by, proposal, at):
        raise PermissionDenied
    if not permissions.text_is_open(proposal):
        raise NotAllowed(
            _("%(number)s is %(state)s: its text stands as it is.")
            % {"number": proposal.number, "state": ProposalState(proposal.state).label.lower()}
        )
