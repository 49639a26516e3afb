"""Proposals for tests, made through the real actions: numbers, versions, history and ledger are as in life."""

from datetime import datetime
from typing import Any

from governance.actions.proposals import edit_draft, start_proposal
from governance.actions.versions import publish_version
from governance.domain.versions import ClauseInput
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.models import Proposal, ProposalVersion
from governance.queries.versions import working_copy
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import SmallBoard
from tests.remembering import remembered

CLAUSES = (
    ClauseInput("One emergency bed", "Each home keeps one bed free for a child who must move within a day."),
    ClauseInput("Who pays", "The placing authorities share the cost of the bed by the number of children they place."),
    ClauseInput("", "The board looks at how it works after six months."),
)


@remembered
def draft(board: SmallBoard, *, by: User | None = None, at: datetime = NOON, **fields: Any) -> Proposal:
    """Start a draft by the first trustee for providers, unless told otherwise."""
    values: dict[str, Any] = {
        "title": "A shared emergency bed",
        "summary": "Children wait for a place in offices and hotels. We want no child to wait overnight.",
        "clauses": CLAUSES,
        "kind": ProposalKind.ORDINARY,
        "confidentiality": Confidentiality.OPEN,
        "affects_children": True,
        **fields,
    }
    return start_proposal(board=board.board, by=by or board.trustees["providers"][0], at=at, **values)


@remembered
def proposal_in_discussion(
    board: SmallBoard, *, by: User | None = None, at: datetime = NOON, **fields: Any
) -> Proposal:
    """Start a draft and publish it as version 1."""
    proposal = draft(board, by=by, at=at, **fields)
    publish_version(proposal=proposal, change_note="", by=proposal.proposer, at=at)
    proposal.refresh_from_db()
    return proposal


@remembered
def next_version(proposal: Proposal, text: str = "Changed.", *, at: datetime = NOON) -> ProposalVersion:
    """Replace the text of the first clause by ``text`` and publish."""
    current = working_copy(proposal)
    first, *rest = current.clauses
    edit_draft(
        proposal=proposal,
        title=current.title,
        summary=current.summary,
        clauses=[ClauseInput(first.heading, text, first.key), *rest],
        expected=None,
        by=proposal.proposer,
        at=at,
    )
    version = publish_version(proposal=proposal, change_note="After the discussion", by=proposal.proposer, at=at)
    proposal.refresh_from_db()
    return version
