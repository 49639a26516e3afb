"""The texts of a proposal: the working copy, the published versions, and one beside another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.domain.versions import (
    ClauseInput,
    Comparison,
    Wording,
    compare,
    content_hash,
    stamp_of,
)
from governance.models import Clause, ClauseText, Proposal, ProposalVersion


def working_copy(proposal: Proposal) -> Wording:
    """Return what is written and perhaps not yet published; one query."""
    clauses = Clause.objects.filter(proposal=proposal, dropped=False).order_by("order", "pk")
    return Wording(
        proposal.title,
        proposal.summary,
        tuple(ClauseInput(clause.heading, clause.text, clause.pk) for clause in clauses),
    )


def dropped_clauses(proposal: Proposal) -> list[Clause]:
    """Return the clauses left out of the working copy: they can be put back."""
    return list(Clause.objects.filter(proposal=proposal, dropped=True).order_by("order", "pk"))


def working_stamp(proposal: Proposal, wording: Wording) -> str:
    """Return the mark of the working copy that a form sends back, so that a stale tab overwrites nothing."""
    about = (proposal.kind, proposal.confidentiality, str(proposal.affects_children), str(proposal.implementer_id))
    return stamp_of(wording, *about)


def wording_of(version: ProposalVersion) -> Wording:
    """Return the text of a published version; one query, or none when its texts are prefetched."""
    return Wording(
        version.title,
        version.summary,
        tuple(
            ClauseInput(text.heading, text.text, text.clause_id)
            for text in sorted(version.texts.all(), key=lambda text: text.order)
        ),
    )


def latest_version(proposal: Proposal) -> ProposalVersion | None:
    """Return the newest published version."""
    if not proposal.version_count:
        return None
    return ProposalVersion.objects.filter(proposal=proposal).order_by("-n").first()


def texts_of(version: ProposalVersion) -> "list[ClauseText]":
    """Return the clauses of a version in their order."""
    return list(ClauseText.objects.filter(version=version).order_by("order"))


def versions_after(version: ProposalVersion) -> list[ProposalVersion]:
    """Return the later versions of the same proposal, the newest first."""
    return list(ProposalVersion.objects.filter(proposal=version.proposal_id, n__gt=version.n).order_by("-n"))


def find_clause(proposal: Proposal, pk: int) -> Clause | None:
    """Return a clause of this proposal that was published once: nobody speaks about what only its author knows."""
    return Clause.objects.filter(proposal=proposal, pk=pk, texts__isnull=False).first()


def version_facts(version: ProposalVersion) -> Mapping[str, Any]:
    """Return what the ledger keeps: the hash is computed again from the text, so that a changed word is found."""
    computed = content_hash(wording_of(version))
    return {
        "number": version.proposal.number,
        "n": version.n,
        "sha256": computed if computed == version.sha256 else f"{version.sha256} is not the hash of the text",
        "published_at": version.published_at,
    }


@dataclass(frozen=True)
class VersionComparison:
    """Two versions of one proposal and what changed from the one to the other."""

    proposal: Proposal
    versions: list[ProposalVersion]
    older: ProposalVersion
    newer: ProposalVersion
    changes: Comparison


def compare_versions(proposal: Proposal, from_: int, to: int) -> VersionComparison | None:
    """Compare two versions, the older first whatever the order asked; None when one does not exist. Two queries."""
    versions = list(ProposalVersion.objects.filter(proposal=proposal).select_related("published_by").order_by("-n"))
    by_number = {version.n: version for version in versions}
    older, newer = by_number.get(min(from_, to)), by_number.get(max(from_, to))
    if older is None or newer is None:
        return None
    texts: dict[int, list[ClauseInput]] = {older.pk: [], newer.pk: []}
    for text in ClauseText.objects.filter(version__in=[older, newer]).order_by("order"):
        texts[text.version_id].append(ClauseInput(text.heading, text.text, text.clause_id))
    before, after = (Wording(it.title, it.summary, tuple(texts[it.pk])) for it in (older, newer))
    return VersionComparison(proposal, versions, older, newer, compare(before, after))
