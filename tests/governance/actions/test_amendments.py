"""Proposing other words, taking them in, declining, withdrawing, and linking them to concerns."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.actions.amendments import (
    MergeConflict,
    decline_amendment,
    link_concern,
    merge_amendment,
    propose_amendment,
    withdraw_amendment,
)
from governance.actions.discussion import raise_concern, withdraw_concern
from governance.actions.proposals import move_proposal
from governance.domain.amendments import Change
from governance.domain.refusals import NotAllowed
from governance.domain.versions import MOST_CLAUSES, ClauseInput
from governance.enums.amendments import AmendmentKind, AmendmentState, StepKind
from governance.enums.proposals import ProposalState
from governance.models import Amendment, AmendmentStep, Clause, Proposal
from governance.models.sealed import SealedForEver
from governance.queries.amendmentchecks import findings
from governance.queries.versions import latest_version, working_copy
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from tests.conftest import NOON
from tests.factories.amendments import TWO_BEDS, again, clauses, merged, next_text, proposed, steps, told, write
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import draft, next_version, proposal_in_discussion
from tests.factories.rounds import opened
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


def test_amendment_stands_on_the_newest_version_and_is_told_to_who_answers(
    board: SmallBoard, proposal: Proposal
) -> None:
    author = board.trustees["directors"][0]
    amendment = proposed(proposal, author, at=LATER)
    assert (amendment.n, amendment.state, amendment.base) == (1, AmendmentState.PROPOSED, latest_version(proposal))
    assert steps(amendment) == [StepKind.PROPOSED]
    assert told("amendment.proposed") == {proposal.proposer_id, board.chair.pk, board.secretary.pk}
    assert LedgerEntry.objects.filter(kind="amendment.proposed").count() == 1
    proposal.refresh_from_db()
    assert proposal.moved_at == LATER
    assert proposed(proposal, author).n == 2


def test_second_click_finds_the_amendment_of_the_first(board: SmallBoard, proposal: Proposal) -> None:
    base, token = latest_version(proposal), uuid4()
    assert base is not None
    change = Change(AmendmentKind.DELETE, clauses(proposal)[2].pk)
    act = {"proposal": proposal, "change": change, "rationale": "Not needed.", "base": base, "token": token}
    one, two = (propose_amendment(by=board.chair, at=NOON, **act) for _ in range(2))
    assert one == two
    assert Amendment.objects.count() == 1


def test_who_may_not_raise_a_concern_proposes_no_amendment(board: SmallBoard, proposal: Proposal) -> None:
    stranger = board_with_trustees("NE").everyone[0]
    for somebody in (board.secretary, stranger):
        with pytest.raises(PermissionDenied):
            proposed(proposal, somebody)


def test_draft_is_not_amended(board: SmallBoard) -> None:
    unpublished = draft(board)
    published = proposal_in_discussion(board)
    base = latest_version(published)
    assert base is not None
    with pytest.raises(NotAllowed):
        propose_amendment(
            proposal=unpublished,
            change=Change(AmendmentKind.INSERT, text="x"),
            rationale="x",
            base=base,
            by=unpublished.proposer,
            at=NOON,
        )


@pytest.mark.parametrize(
    ("change", "rationale"),
    [
        ({"kind": AmendmentKind.REPLACE, "text": " "}, "Why"),
        ({"kind": AmendmentKind.REPLACE, "text": "x"}, " "),
        ({"kind": AmendmentKind.REPLACE, "same": True}, "Why"),
        ({"kind": AmendmentKind.REPLACE, "text": "x", "clause": 0}, "Why"),
    ],
)
def test_amendment_that_lacks_something_is_refused_in_words(
    board: SmallBoard, proposal: Proposal, change: dict[str, object], rationale: str
) -> None:
    first = clauses(proposal)[0]
    words = (first.heading, first.text) if change.get("same") else ("", str(change["text"]))
    base = latest_version(proposal)
    assert base is not None
    with pytest.raises(NotAllowed):
        propose_amendment(
            proposal=proposal,
            change=Change(AmendmentKind.REPLACE, int(str(change.get("clause", first.pk))), None, *words),
            rationale=rationale,
            base=base,
            by=board.chair,
            at=NOON,
        )
    assert not Amendment.objects.exists()


def test_database_insists_on_reasons_and_places(board: SmallBoard, proposal: Proposal) -> None:
    amendment = proposed(proposal, board.chair)
    wrong: list[dict[str, object]] = [
        {"rationale": " "},
        {"clause": None},
        {"text": ""},
        {"state": AmendmentState.DECLINED, "answered_by": board.chair},
        {"state": AmendmentState.MERGED},
        {"published_in": amendment.base, "word_for_word": True},
    ]
    for fields in wrong:
        row = again(amendment)
        for name, value in fields.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save_without_historical_record()


def test_steps_and_links_are_written_once(board: SmallBoard, proposal: Proposal) -> None:
    concern = raise_concern(proposal=proposal, text="Few", by=board.chair, at=NOON)
    amendment = proposed(proposal, board.chair, concerns=[concern])
    for row in (amendment.steps.get(), amendment.answers.get()):
        with pytest.raises(SealedForEver):
            row.save()
        with pytest.raises(SealedForEver):
            row.delete()


def test_merged_amendment_is_published_with_the_next_version_and_named(board: SmallBoard, proposal: Proposal) -> None:
    author = board.trustees["directors"][0]
    amendment = merged(proposed(proposal, author), at=LATER)
    assert (amendment.state, amendment.answered_by) == (AmendmentState.MERGED, proposal.proposer)
    assert clauses(proposal)[0].text == TWO_BEDS
    assert told("amendment.answered") == {author.pk}
    version = next_text(proposal)
    amendment = again(amendment)
    assert (amendment.published_in, amendment.word_for_word) == (version, True)
    assert steps(amendment) == ["proposed", "merged", "published"]
    assert merge_amendment(amendment=amendment, by=proposal.proposer, at=LATER).published_in == version


def test_added_and_left_out_clauses_are_merged_and_published(board: SmallBoard, proposal: Proposal) -> None:
    added = proposed(proposal, board.chair, kind=AmendmentKind.INSERT, place=1, text="After one.")
    first = proposed(proposal, board.chair, kind=AmendmentKind.INSERT, place=None, text="Before all.")
    gone = proposed(proposal, board.chair, kind=AmendmentKind.DELETE, place=3)
    for one in (added, first, gone):
        merged(one, by=board.secretary)
    version = next_text(proposal)
    texts = list(version.texts.order_by("order").values_list("text", flat=True))
    assert texts[0] == "Before all."
    assert texts[2] == "After one."
    assert len(texts) == 4
    assert [again(one).word_for_word for one in (added, first, gone)] == [True, True, True]


def test_second_amendment_to_the_same_clause_is_a_conflict_with_all_sides(
    board: SmallBoard, proposal: Proposal
) -> None:
    one, two = (proposed(proposal, board.chair, text=text) for text in ("Two beds.", "Three beds."))
    merged(one)
    with pytest.raises(MergeConflict) as met:
        merged(two)
    sides = met.value.conflict
    assert sides.base is not None
    assert sides.theirs is not None
    assert sides.yours is not None
    assert (sides.theirs.text, sides.yours.text) == ("Two beds.", "Three beds.")
    assert again(two).state == AmendmentState.PROPOSED
    assert clauses(proposal)[0].text == "Two beds."
    with pytest.raises(MergeConflict):
        merge_amendment(amendment=two, text="x", expected="something else", by=board.chair, at=NOON)
    merge_amendment(amendment=two, text="Two or three beds.", expected=met.value.stamp, by=proposal.proposer, at=LATER)
    next_text(proposal)
    assert [again(it).word_for_word for it in (one, two)] == [False, False]
    assert AmendmentStep.objects.get(amendment=two, kind=StepKind.MERGED).in_other_words


def test_new_clause_after_a_changed_one_needs_words(board: SmallBoard, proposal: Proposal) -> None:
    added = proposed(proposal, board.chair, kind=AmendmentKind.INSERT)
    write(proposal, 1, "By hand.")
    with pytest.raises(MergeConflict) as met:
        merged(added)
    with pytest.raises(MergeConflict, match="Write the text"):
        merge_amendment(amendment=added, text=" ", expected=met.value.stamp, by=board.chair, at=NOON)
    merge_amendment(amendment=added, text="New.", expected=met.value.stamp, by=board.chair, at=NOON)
    assert again(added).made == clauses(proposal)[1]


def test_working_copy_takes_in_no_more_clauses_than_a_form_shows(board: SmallBoard) -> None:
    many = [ClauseInput("", f"Clause {n}.") for n in range(MOST_CLAUSES)]
    full = proposal_in_discussion(board, clauses=many)
    with pytest.raises(NotAllowed, match="at most"):
        merged(proposed(full, board.chair, kind=AmendmentKind.INSERT))


def test_declining_says_why_and_the_author_is_told(board: SmallBoard, proposal: Proposal) -> None:
    author = board.trustees["directors"][0]
    amendment = proposed(proposal, author)
    with pytest.raises(NotAllowed):
        decline_amendment(amendment=amendment, reason=" ", by=proposal.proposer, at=NOON)
    with pytest.raises(PermissionDenied):
        decline_amendment(amendment=amendment, reason="No", by=board.trustees["staff"][1], at=NOON)
    for _click in range(2):
        amendment = decline_amendment(amendment=amendment, reason="No money.", by=proposal.proposer, at=LATER)
    assert (amendment.state, amendment.answer) == (AmendmentState.DECLINED, "No money.")
    assert told("amendment.answered") == {author.pk}
    with pytest.raises(NotAllowed):
        merged(amendment)


def test_author_withdraws_what_is_not_answered(board: SmallBoard, proposal: Proposal) -> None:
    author = board.trustees["directors"][0]
    waiting, outdated, taken = (proposed(proposal, author, place=place) for place in (2, 1, 3))
    merged(taken)
    next_version(proposal)
    with pytest.raises(PermissionDenied):
        withdraw_amendment(amendment=waiting, by=board.chair, at=LATER)
    for one in (waiting, outdated, outdated):
        assert withdraw_amendment(amendment=one, why="", by=author, at=LATER).state == AmendmentState.WITHDRAWN
    with pytest.raises(NotAllowed):
        withdraw_amendment(amendment=taken, by=author, at=LATER)
    own = proposed(proposal, board.chair, place=2)
    with pytest.raises(PermissionDenied):
        decline_amendment(amendment=own, reason="Not mine to decline", by=board.chair, at=LATER)


def test_nothing_goes_into_a_text_the_board_has_provisionally_agreed(board: SmallBoard, proposal: Proposal) -> None:
    amendment = proposed(proposal, board.chair)
    for state in (ProposalState.TESTING, ProposalState.PROVISIONALLY_AGREED):
        move_proposal(proposal=proposal, to=state, by=None, reason="Test", at=NOON)
    before = working_copy(proposal)
    with pytest.raises(NotAllowed, match="stands as it is"):
        merged(amendment)
    with pytest.raises(NotAllowed, match="stands as it is"):
        proposed(proposal, board.chair, place=2)
    assert working_copy(proposal) == before


def test_concern_is_linked_by_who_wrote_raised_or_answers_and_never_when_closed(
    board: SmallBoard, proposal: Proposal
) -> None:
    worried, bystander = board.trustees["young-people"][0], board.trustees["staff"][1]
    concern = raise_concern(proposal=proposal, text="One bed is few.", by=worried, at=NOON)
    amendment = proposed(proposal, board.trustees["directors"][0])
    with pytest.raises(NotAllowed):
        link_concern(amendment=amendment, concern=concern, by=bystander, at=NOON)
    for _click in range(2):
        link_concern(amendment=amendment, concern=concern, by=worried, at=NOON)
    assert amendment.answers.count() == 1
    withdraw_concern(concern=concern, by=worried, at=NOON)
    other = proposed(proposal, board.chair, place=2)
    with pytest.raises(NotAllowed):
        link_concern(amendment=other, concern=concern, by=board.chair, at=NOON)
    elsewhere = proposal_in_discussion(board, title="Another")
    foreign = raise_concern(proposal=elsewhere, text="Elsewhere", by=board.chair, at=NOON)
    with pytest.raises(NotAllowed):
        link_concern(amendment=other, concern=foreign, by=board.chair, at=NOON)


def test_recused_trustee_can_do_nothing_about_amendments(board: SmallBoard, proposal: Proposal) -> None:
    author = board.trustees["directors"][0]
    amendment = proposed(proposal, author)
    opened(board, proposal=proposal, recused=[author])
    with pytest.raises(PermissionDenied):
        withdraw_amendment(amendment=amendment, by=author, at=NOON)
    assert Clause.objects.filter(proposal=proposal, text=TWO_BEDS).count() == 0
