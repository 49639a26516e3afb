"""The steps of amendments: each is recorded with the text it rests on, and a new version moves every open one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from governance.actions.proposals import lock_proposal
from governance.announcements import amendments as announce
from governance.domain.amendments import (
    STEPS,
    Fate,
    change_hash,
    clause_hash,
    clause_of,
    fate,
    may_step,
    still_fits,
)
from governance.domain.refusals import NotAllowed
from governance.domain.versions import Wording
from governance.enums.amendments import AmendmentState, StepKind
from governance.enums.proposals import ConcernState, ProposalState
from governance.models import Amendment, AmendmentStep, Concern, Proposal, ProposalVersion
from governance.queries.amendments import change_of
from governance.queries.versions import wording_of
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User


def take_step(
    amendment: Amendment,
    kind: StepKind,
    version: ProposalVersion,
    by: User | None,
    at: datetime,
    words: str,
    *,
    in_other_words: bool = False,
    text: Wording | None = None,
) -> AmendmentStep:
    """Follow one arrow: the amendment, its step, the ledger and who is told. The caller holds the proposal's lock.

    ``text`` is the text of ``version`` where the caller has read it already.
    """
    state = None if amendment.pk is None else AmendmentState(amendment.state)
    if not may_step(state, kind, published=amendment.published_in_id is not None and kind is not StepKind.PUBLISHED):
        raise NotAllowed(_("This cannot happen to the amendment any more."))
    amendment.state = STEPS[kind][1]
    if kind is not StepKind.CARRIED:
        amendment.state_since = at
    changed(amendment, by, at, words)
    change = change_of(amendment)
    clause = clause_of(text or wording_of(version), change.hangs_on)
    step = AmendmentStep(
        amendment=amendment,
        n=AmendmentStep.objects.filter(amendment=amendment).count() + 1,
        kind=kind,
        version=version,
        by=by,
        at=at,
        words=words,
        clause_sha256=clause_hash(clause),
        change_sha256=change_hash(change),
        in_other_words=in_other_words,
    )
    step.save()
    announce.amendment_stepped(step, by, at)
    board = amendment.proposal.board.slug
    append_to_ledger(kind=f"amendment.{StepKind(kind).value}", subject=step, by=by, at=at, board_ref=board)
    return step


def changed(amendment: Amendment, by: User | None, at: datetime, reason: str) -> None:
    """Save the amendment; its proposal counts as changed, for whoever looks at what is new."""
    save_with_history(amendment, by=by, reason=reason, at=at)
    proposal = amendment.proposal
    if proposal.moved_at >= at:
        return
    proposal.moved_at = at
    # Not part of the proposal's history, so no history row is written for it.
    save_with_history(proposal, by=by, reason=reason, at=at, update_fields=["moved_at"])


@transaction.atomic
def settle_amendments(*, version: ProposalVersion, by: User | None, at: datetime) -> None:
    """Say of every open amendment what a newly published version means for it; none is passed over in silence.

    What was taken in is looked for in the published text. What waits is carried on when its clause reads the same,
    with the hash of the clause as proof, and is outdated when it does not.
    """
    proposal = lock_proposal(version.proposal)
    new = wording_of(version)
    texts: dict[int, Wording] = {}
    for amendment in _open(proposal):
        if amendment.base_id not in texts:
            texts[amendment.base_id] = wording_of(amendment.base)
        base = texts[amendment.base_id]
        if amendment.state == AmendmentState.MERGED:
            _published(amendment, version, base, new, by, at)
        if amendment.state == AmendmentState.PROPOSED:
            _moved(amendment, version, base, new, by, at)


@transaction.atomic
def end_amendments(*, proposal: Proposal, to: ProposalState, by: User | None, at: datetime) -> None:
    """Say of every amendment still open that its proposal has ended, so that none seems to wait for ever."""
    proposal = lock_proposal(proposal)
    words = _("The proposal ended before this was answered: %(state)s.") % {"state": to.label.lower()}
    unpublished = _("The proposal ended before this was published: %(state)s.") % {"state": to.label.lower()}
    for amendment in _open(proposal):
        said = unpublished if amendment.state == AmendmentState.MERGED else words
        take_step(amendment, StepKind.OUTDATED, amendment.base, by, at, said)


def _open(proposal: Proposal) -> list[Amendment]:
    waiting = (AmendmentState.PROPOSED, AmendmentState.MERGED)
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("base").order_by("n")
    found = list(rows.filter(proposal=proposal, state__in=waiting, published_in=None))
    for amendment in found:
        amendment.proposal = proposal
    return found


def _published(
    amendment: Amendment, version: ProposalVersion, base: Wording, new: Wording, by: User | None, at: datetime
) -> None:
    change = change_of(amendment)
    became = fate(change, base, amendment.made_id, new)
    words = {"n": version.n}
    if became in (Fate.WORD_FOR_WORD, Fate.IN_OTHER_WORDS):
        amendment.published_in, amendment.word_for_word = version, became is Fate.WORD_FOR_WORD
        said = (
            _("Published with version %(n)s")
            if amendment.word_for_word
            else _("Published with version %(n)s, in other words")
        )
        take_step(amendment, StepKind.PUBLISHED, version, by, at, said % words, text=new)
        for concern in Concern.objects.filter(answered_by__amendment=amendment, state=ConcernState.OPEN):
            announce.concern_met(concern, amendment, by, at)
        return
    amendment.made = None
    if became is Fate.TAKEN_OUT:
        said = _("Taken out again before version %(n)s was published; it waits for an answer") % words
        take_step(amendment, StepKind.RETURNED, version, by, at, said, text=new)
    else:
        said = _("Version %(n)s says something else in this place") % words
        take_step(amendment, StepKind.OUTDATED, version, by, at, said, text=new)


def _moved(
    amendment: Amendment, version: ProposalVersion, base: Wording, new: Wording, by: User | None, at: datetime
) -> None:
    change = change_of(amendment)
    words = {"n": version.n}
    if still_fits(change, base, new):
        amendment.base = version
        said = _("Carried on to version %(n)s, where the clause reads the same") % words
        if change.hangs_on is None:
            said = _("Carried on to version %(n)s: it adds a first clause") % words
        take_step(amendment, StepKind.CARRIED, version, by, at, said, text=new)
        return
    gone = clause_of(new, change.hangs_on) is None
    said = _("Version %(n)s leaves the clause out") if gone else _("Version %(n)s changes the clause")
    take_step(amendment, StepKind.OUTDATED, version, by, at, said % words, text=new)
