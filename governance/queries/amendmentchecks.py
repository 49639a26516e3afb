"""What must hold of amendments, asked of the live data (invariant 19)."""

from collections.abc import Callable, Iterator

from django.db.models import F

from governance.domain.amendments import Fate, clause_hash, clause_of, fate, replay
from governance.domain.proposals import ENDED
from governance.domain.versions import Wording
from governance.enums.amendments import AmendmentState, StepKind
from governance.models import Amendment, AmendmentConcern, ProposalVersion
from governance.queries.amendments import change_of
from governance.queries.versions import wording_of


def findings() -> Iterator[str]:
    """19: every amendment stands where its steps lead, and what is said to be published is in that version."""
    texts: dict[int, Wording] = {}

    def text(version: ProposalVersion) -> Wording:
        if version.pk not in texts:
            texts[version.pk] = wording_of(version)
        return texts[version.pk]

    rows = Amendment.objects.select_related("proposal", "base", "published_in").prefetch_related("steps__version")
    for amendment in rows.order_by("proposal", "n"):
        steps = list(amendment.steps.all())
        if replay(StepKind(step.kind) for step in steps) != amendment.state:
            yield f"19: {amendment} is {amendment.state}, and its steps do not lead there."
        waits = amendment.state == AmendmentState.PROPOSED
        if waits and amendment.base.n != amendment.proposal.version_count:
            yield f"19: {amendment} waits on version {amendment.base.n}, which is not the latest."
        unpublished = amendment.state == AmendmentState.MERGED and amendment.published_in is None
        if (waits or unpublished) and amendment.proposal.state in ENDED:
            yield f"19: {amendment} waits, and its proposal has ended."
        yield from _published(amendment, text)
        # What a renewed amendment rested on before may have been another clause: the last step is compared.
        last = steps[-1] if steps else None
        if last and last.clause_sha256 != clause_hash(clause_of(text(last.version), change_of(amendment).hangs_on)):
            yield f"19: {amendment}: version {last.version.n} does not read as its last step says."
    for link in AmendmentConcern.objects.exclude(concern__proposal=F("amendment__proposal")):
        yield f"19: amendment {link.amendment_id} is linked to a concern about another proposal."


def _published(amendment: Amendment, text: Callable[[ProposalVersion], Wording]) -> Iterator[str]:
    version = amendment.published_in
    if version is None:
        return
    if version.proposal_id != amendment.proposal_id or version.n <= amendment.base.n:
        yield f"19: {amendment} is published with {version}, which did not follow what it was written on."
        return
    became = fate(change_of(amendment), text(amendment.base), amendment.made_id, text(version))
    said = Fate.WORD_FOR_WORD if amendment.word_for_word else Fate.IN_OTHER_WORDS
    if became is not said:
        yield f"19: {amendment} is not in {version} as it is said to be."
