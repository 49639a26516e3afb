"""Publishing a text: from then on it never changes."""

from datetime import datetime
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.actions.proposals import StaleDraft, lock_proposal
from governance.announcements import proposals as announce
from governance.domain.proposals import NotAllowed, may_be_edited
from governance.domain.versions import Wording, content_hash, tidy
from governance.enums.proposals import ProposalState
from governance.models import ClauseText, Proposal, ProposalVersion
from governance.permissions import proposals as permissions
from governance.queries.versions import latest_version, working_copy, working_stamp
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


@transaction.atomic
def publish_version(
    *,
    proposal: Proposal,
    change_note: str,
    by: User,
    at: datetime,
    after: int | None = None,
    expected: str | None = None,
    stays_draft: bool = False,
) -> ProposalVersion:
    """Publish the working copy as the next version and put it to discussion; what was tested before is void.

    ``after`` is how many versions the publisher saw (a second click then finds the work done), ``expected``
    the stamp of the text they saw. The first version may go without a note. ``stays_draft`` is for an urgent decision:
    its text is sealed before two people decide on it, and is not put to discussion.
    """
    proposal = lock_proposal(proposal)
    if not permissions.can_see_working_copy(by, proposal, at):
        raise PermissionDenied
    wording = working_copy(proposal)
    digest = content_hash(wording)
    latest = latest_version(proposal)
    if after is not None and latest is not None and latest.n != after:
        if latest.n == after + 1 and latest.published_by_id == by.pk and latest.sha256 == digest:
            return latest
        raise NotAllowed(_("Version %(n)s was published meanwhile. Look at it first.") % {"n": latest.n})
    _insist_on_publishable(proposal, wording, latest, digest)
    stamp = working_stamp(proposal, wording)
    if expected is not None and expected != stamp:
        raise StaleDraft(_("The text was changed after you opened this page. Read it again first."), wording, stamp)
    note = tidy(change_note) or ("" if latest else _("First version"))
    if not note:
        raise NotAllowed(_("Say what changed and why."))
    return put_version(proposal=proposal, wording=wording, note=note, by=by, at=at, stays_draft=stays_draft)


def put_version(
    *, proposal: Proposal, wording: Wording, note: str, by: User, at: datetime, stays_draft: bool = False
) -> ProposalVersion:
    """Publish ``wording``, the working copy of the locked ``proposal``; the caller has asked whether it may be."""
    from_ = ProposalState(proposal.state)
    moves = from_ != ProposalState.DISCUSSION and not stays_draft
    if moves:
        proposal.state = ProposalState.DISCUSSION
        proposal.state_since = at
        proposal.window_closes_at = None
    proposal.version_count += 1
    proposal.unpublished = False
    proposal.moved_at = max(at, proposal.moved_at)
    reason = _("Version %(n)s published: %(note)s") % {"n": proposal.version_count, "note": note}
    save_with_history(proposal, by=by, reason=reason, at=at)
    version = ProposalVersion(
        proposal=proposal,
        n=proposal.version_count,
        title=wording.title,
        summary=wording.summary,
        change_note=note,
        sha256=content_hash(wording),
        published_by=by,
        published_at=at,
    )
    save_with_history(version, by=by, reason=note, at=at)
    # no history: governance.ClauseText has none
    ClauseText.objects.bulk_create(
        ClauseText(
            version=version, clause_id=cast("int", clause.key), order=order, heading=clause.heading, text=clause.text
        )
        for order, clause in enumerate(wording.clauses, start=1)
    )
    if moves:
        announce.proposal_moved(proposal, from_, ProposalState.DISCUSSION, reason, by, at)
    announce.version_published(version, by, at)
    append_to_ledger(kind="proposal.version_published", subject=version, by=by, at=at, board_ref=proposal.board.slug)
    return version


def _insist_on_publishable(proposal: Proposal, wording: Wording, latest: ProposalVersion | None, digest: str) -> None:
    state = ProposalState(proposal.state)
    if not may_be_edited(state):
        raise NotAllowed(
            _("%(number)s is %(state)s: its text stands as it is.")
            % {"number": proposal.number, "state": state.label.lower()}
        )
    if not wording.summary:
        raise NotAllowed(_("Say what the proposal is about and why now, before publishing it."))
    if not wording.clauses:
        raise NotAllowed(_("Write at least one clause before publishing."))
    for order, clause in enumerate(wording.clauses, start=1):
        if not clause.text:
            raise NotAllowed(_("Clause %(order)s has no text yet.") % {"order": order})
    if latest is not None and latest.sha256 == digest:
        raise NotAllowed(_("Nothing has changed since version %(n)s.") % {"n": latest.n})
