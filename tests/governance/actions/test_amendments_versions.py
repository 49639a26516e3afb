"""What a new version, or the end of a proposal, does to amendments; renewing one; the concerns they answer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.actions.amendments import (
    decline_amendment,
    propose_amendment,
    renew_amendment,
)
from governance.actions.discussion import raise_concern, resolve_concern, withdraw_concern
from governance.actions.proposals import edit_draft, withdraw_proposal
from governance.domain.amendments import Change
from governance.domain.refusals import NotAllowed
from governance.domain.versions import ClauseInput
from governance.enums.amendments import AmendmentKind, AmendmentState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import Stance
from governance.models import AmendmentStep, Proposal
from governance.queries.amendmentchecks import findings
from governance.queries.versions import latest_version, working_copy
from portal.history.verifying import verify_ledger
from portal.notifications.models import Notification
from tests.conftest import NOON
from tests.factories.amendments import again, clauses, merged, next_text, proposed, steps, told, write
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import next_version, proposal_in_discussion
from tests.factories.rounds import agreed, opened, take
from tests.remembering import remembered

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def board(db: None) -> SmallBoard:
    return board_with_trustees()


@pytest.fixture
@remembered
def proposal(board: SmallBoard) -> Proposal:
    return proposal_in_discussion(board)


@pytest.fixture(autouse=True)
def _all_is_well_in_the_end(board: SmallBoard) -> Iterator[None]:
    """Whatever a test did, every invariant about amendments holds, and the ledger verifies."""
    yield
    assert list(findings()) == []
    assert [str(one) for one in verify_ledger() if not one.where.startswith("governance.ChairTerm")] == []


def test_version_outdates_what_it_touches_and_carries_on_the_rest_on_record(
    board: SmallBoard, proposal: Proposal
) -> None:
    author = board.trustees["directors"][0]
    touched = proposed(proposal, author)
    behind = proposed(proposal, author, kind=AmendmentKind.INSERT, place=1)
    apart = proposed(proposal, author, place=2)
    first = proposed(proposal, author, kind=AmendmentKind.INSERT, place=None)
    version = next_version(proposal, at=LATER)
    for one in (touched, behind):
        assert again(one).state == AmendmentState.OUTDATED
        assert again(one).base.n == 1
    for one in (apart, first):
        assert (again(one).state, again(one).base) == (AmendmentState.PROPOSED, version)
        assert steps(one) == ["proposed", "carried"]
    hashes = AmendmentStep.objects.filter(amendment=apart).values_list("clause_sha256", flat=True)
    assert len(set(hashes)) == 1
    assert Notification.objects.filter(person=author, event="amendment.answered").count() == 2
    with pytest.raises(NotAllowed):
        merged(touched)
    with pytest.raises(NotAllowed):
        decline_amendment(amendment=touched, reason="No", by=board.chair, at=LATER)


def test_version_that_drops_a_clause_outdates_its_amendments(board: SmallBoard, proposal: Proposal) -> None:
    changed, gone = proposed(proposal, board.chair), proposed(proposal, board.chair, kind=AmendmentKind.DELETE)
    merged(gone)
    next_text(proposal)
    assert again(changed).state == AmendmentState.OUTDATED
    assert "leaves the clause out" in AmendmentStep.objects.get(amendment=changed, kind="outdated").words


def test_what_was_taken_in_and_out_again_waits_once_more(board: SmallBoard, proposal: Proposal) -> None:
    before = clauses(proposal)[0]
    amendment = merged(proposed(proposal, board.trustees["directors"][0]))
    write(proposal, 1, before.text, before.heading)
    write(proposal, 2, "Another clause is new.")
    version = next_text(proposal)
    assert (again(amendment).state, again(amendment).base) == (AmendmentState.PROPOSED, version)
    assert steps(amendment) == ["proposed", "merged", "returned", "carried"]
    merged(again(amendment), by=board.chair)
    next_text(proposal)
    assert again(amendment).word_for_word


def test_what_was_taken_in_and_overtaken_is_outdated(board: SmallBoard, proposal: Proposal) -> None:
    amendment = merged(proposed(proposal, board.chair, kind=AmendmentKind.DELETE))
    proposal.refresh_from_db()
    current = working_copy(proposal)
    back = ClauseInput("Back", "It came back otherwise.", amendment.clause_id)
    edit_draft(
        proposal=proposal,
        title=current.title,
        summary=current.summary,
        clauses=[back, *current.clauses],
        expected=None,
        by=proposal.proposer,
        at=NOON,
    )
    next_text(proposal)
    assert steps(amendment) == ["proposed", "merged", "outdated"]


def test_stale_tab_amends_the_new_version_only_where_it_reads_the_same(board: SmallBoard, proposal: Proposal) -> None:
    old = latest_version(proposal)
    assert old is not None
    one, two, _three = clauses(proposal)
    new = next_version(proposal)
    act = {"proposal": proposal, "rationale": "Why", "base": old, "by": board.chair, "at": LATER}
    with pytest.raises(NotAllowed, match="meanwhile"):
        propose_amendment(change=Change(AmendmentKind.REPLACE, one.pk, text="x"), **act)  # type: ignore[arg-type]
    made = propose_amendment(change=Change(AmendmentKind.REPLACE, two.pk, text="x"), **act)  # type: ignore[arg-type]
    assert made.base == new


def test_outdated_amendment_is_renewed_by_its_author_alone(board: SmallBoard, proposal: Proposal) -> None:
    author = board.trustees["directors"][0]
    amendment = proposed(proposal, author)
    version = next_version(proposal)
    change = Change(AmendmentKind.REPLACE, clauses(proposal)[0].pk, None, "Beds", "Two beds, from six.")
    act = {"amendment": amendment, "change": change, "rationale": "Still few.", "base": version, "at": LATER}
    with pytest.raises(PermissionDenied):
        renew_amendment(by=board.chair, **act)  # type: ignore[arg-type]
    for _click in range(2):
        amendment = renew_amendment(by=author, **act)  # type: ignore[arg-type]
    assert (amendment.state, amendment.base, amendment.text) == ("proposed", version, "Two beds, from six.")
    assert steps(amendment) == ["proposed", "outdated", "renewed"]
    assert len({step.change_sha256 for step in amendment.steps.all()}) == 2
    assert clauses(proposal)[0].text == "Changed."
    merged(amendment)


def test_amendment_to_a_clause_that_is_gone_is_renewed_as_a_new_clause(board: SmallBoard, proposal: Proposal) -> None:
    amendment = proposed(proposal, board.chair)
    merged(proposed(proposal, board.chair, kind=AmendmentKind.DELETE))
    version = next_text(proposal)
    gone = Change(AmendmentKind.REPLACE, amendment.clause_id, None, "Beds", "x")
    with pytest.raises(NotAllowed):
        renew_amendment(amendment=amendment, change=gone, rationale="Why", base=version, by=board.chair, at=LATER)
    again_ = Change(AmendmentKind.INSERT, None, None, "Beds", "Two beds.")
    renewed = renew_amendment(
        amendment=amendment, change=again_, rationale="Why", base=version, by=board.chair, at=LATER
    )
    assert (renewed.kind, renewed.clause) == (AmendmentKind.INSERT, None)


def test_end_of_a_proposal_is_said_of_what_was_still_open(board: SmallBoard, proposal: Proposal) -> None:
    author = board.trustees["directors"][0]
    waiting, taken, declined = (proposed(proposal, author, place=place) for place in (1, 2, 3))
    merged(taken)
    decline_amendment(amendment=declined, reason="No", by=board.chair, at=NOON)
    withdraw_proposal(proposal=proposal, reason="Another way was found.", by=proposal.proposer, at=LATER)
    assert [again(one).state for one in (waiting, taken, declined)] == ["outdated", "outdated", "declined"]
    assert "ended" in AmendmentStep.objects.get(amendment=waiting, kind="outdated").words
    titles = Notification.objects.filter(person=author, at=LATER).values_list("title", flat=True)
    assert [title for title in titles if "renew" in title] == []
    assert sum("ended before your amendment" in title for title in titles) == 2


def test_concern_is_offered_to_who_raised_it_when_its_amendment_is_published(
    board: SmallBoard, proposal: Proposal
) -> None:
    worried = board.trustees["young-people"][0]
    concern = raise_concern(proposal=proposal, text="One bed is few.", by=worried, at=NOON)
    over = raise_concern(proposal=proposal, text="Never mind.", by=worried, at=NOON)
    amendment = proposed(proposal, board.trustees["directors"][0], concerns=[concern, over])
    withdraw_concern(concern=over, by=worried, at=NOON)
    merged(amendment)
    assert told("concern.met") == set()
    version = next_text(proposal)
    assert told("concern.met") == {worried.pk}
    assert Notification.objects.get(event="concern.met").url.endswith(f"concerns/{concern.pk}/resolve/")
    concern.refresh_from_db()
    assert concern.state == "open"
    resolve_concern(concern=concern, how="Two beds.", resolved_in=version, by=worried, at=LATER)


def test_blocked_proposal_is_amended_and_goes_back_to_discussion(board: SmallBoard) -> None:
    objector = board.everyone[0]
    round = agreed(board, stances={objector: Stance.BLOCK})
    blocked = Proposal.objects.get(pk=round.proposal_id)
    assert blocked.state == ProposalState.BLOCKED
    amendment = merged(proposed(blocked, objector, text="Nobody is left alone at night."))
    version = next_text(blocked, at=round.closes_at + timedelta(hours=1))
    assert blocked.state == ProposalState.DISCUSSION
    assert again(amendment).published_in == version
    again_tested = opened(board, round.closes_at + timedelta(hours=2), proposal=blocked)
    take(again_tested, objector, at=round.closes_at + timedelta(hours=3))
