"""Amendments for tests, made through the real actions."""

from collections.abc import Sequence
from datetime import datetime

from governance.actions.amendments import merge_amendment, propose_amendment
from governance.actions.proposals import edit_draft
from governance.actions.versions import publish_version
from governance.domain.amendments import Change
from governance.domain.versions import ClauseInput
from governance.enums.amendments import AmendmentKind
from governance.models import Amendment, AmendmentStep, Clause, Concern, Proposal, ProposalVersion
from governance.queries.versions import latest_version, working_copy
from portal.notifications.models import Notification
from portal.people.models import User
from tests.conftest import NOON
from tests.remembering import remembered

TWO_BEDS = "Each home keeps two beds free for children who must move within a day."


def clauses(proposal: Proposal) -> list[Clause]:
    """Return the clauses in the order of the working copy."""
    return list(Clause.objects.filter(proposal=proposal, dropped=False).order_by("order"))


@remembered
def proposed(
    proposal: Proposal,
    by: User,
    *,
    kind: AmendmentKind = AmendmentKind.REPLACE,
    place: int | None = 1,
    text: str = TWO_BEDS,
    heading: str = "Beds",
    at: datetime = NOON,
    concerns: Sequence[Concern] = (),
) -> Amendment:
    """Propose an amendment about the clause at ``place``, to change the first one unless told otherwise."""
    key = clauses(proposal)[place - 1].pk if place else None
    inserts, deletes = kind is AmendmentKind.INSERT, kind is AmendmentKind.DELETE
    base = latest_version(proposal)
    assert base is not None
    change = Change(
        kind,
        None if inserts else key,
        key if inserts else None,
        "" if deletes else heading,
        "" if deletes else text,
    )
    return propose_amendment(
        proposal=proposal, change=change, rationale="One is too few.", base=base, by=by, at=at, concerns=concerns
    )


@remembered
def merged(amendment: Amendment, by: User | None = None, at: datetime = NOON) -> Amendment:
    """Take it into the working copy."""
    return merge_amendment(amendment=amendment, by=by or amendment.proposal.proposer, at=at)


@remembered
def next_text(proposal: Proposal, at: datetime = NOON) -> ProposalVersion:
    """Publish what the working copy says."""
    version = publish_version(proposal=proposal, change_note="As amended", by=proposal.proposer, at=at)
    proposal.refresh_from_db()
    return version


def again(amendment: Amendment) -> Amendment:
    """Return the row as it stands now."""
    return Amendment.objects.select_related("base", "published_in", "proposal__board").get(pk=amendment.pk)


def steps(amendment: Amendment) -> list[str]:
    """Return what happened to it, in order."""
    return list(AmendmentStep.objects.filter(amendment=amendment).order_by("n").values_list("kind", flat=True))


def told(event: str) -> set[int]:
    """Return who was told of an event."""
    return set(Notification.objects.filter(event=event).values_list("person", flat=True))


@remembered
def write(proposal: Proposal, place: int, text: str, heading: str = "By hand") -> None:
    """Write other words into the working copy by hand."""
    proposal.refresh_from_db()
    current = working_copy(proposal)
    rows = list(current.clauses)
    rows[place - 1] = ClauseInput(heading, text, rows[place - 1].key)
    edit_draft(
        proposal=proposal,
        title=current.title,
        summary=current.summary,
        clauses=rows,
        expected=None,
        by=proposal.proposer,
        at=NOON,
    )
