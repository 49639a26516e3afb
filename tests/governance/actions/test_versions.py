"""Publishing a version: it is sealed, counted, hashed, in the ledger, and voids what was tested before."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance import signals
from governance.actions.proposals import StaleDraft, edit_draft, move_proposal, withdraw_proposal
from governance.actions.rounds import open_round
from governance.actions.versions import publish_version
from governance.domain.proposals import NotAllowed
from governance.domain.versions import ClauseInput, content_hash
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundKind, RoundState
from governance.models import ClauseText, ProposalVersion
from governance.models.sealed import SealedForEver
from governance.queries.versions import wording_of, working_copy, working_stamp
from governance.receivers.versions import SEALED
from portal.history.append_only import install_append_only, remove_append_only
from portal.history.ledger import proof_of
from portal.history.models import LedgerEntry
from tests.conftest import NOON
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.proposals import draft, next_version, proposal_in_discussion
from tests.thorough import examples

LATER = NOON + timedelta(hours=1)
KIND = "proposal.version_published"


@pytest.fixture
def board(db: None) -> SmallBoard:
    return board_with_trustees()


def publish(proposal, note="Because", **fields):
    return publish_version(proposal=proposal, change_note=note, **{"by": proposal.proposer, "at": LATER, **fields})


def test_publish_version_puts_a_draft_to_discussion(board: SmallBoard) -> None:
    proposal = draft(board)
    version = publish(proposal, "")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version_count, proposal.unpublished) == (ProposalState.DISCUSSION, 1, False)
    assert (version.n, version.change_note, version.published_at) == (1, "First version", LATER)
    assert version.sha256 == content_hash(working_copy(proposal)) == content_hash(wording_of(version))
    assert [text.order for text in version.texts.all()] == [1, 2, 3]


def test_publish_version_writes_one_ledger_entry_that_proves_the_text(board: SmallBoard) -> None:
    version = publish(draft(board))
    proof = proof_of(version, KIND)
    assert proof is not None
    assert proof.holds
    assert proof.facts["sha256"] == version.sha256
    assert (proof.facts["number"], proof.facts["n"], proof.board_ref) == ("NW-2026-001", 1, "north-west")
    assert LedgerEntry.objects.filter(kind=KIND).count() == 1


def test_version_changed_behind_the_portals_back_is_found_by_the_ledger(board: SmallBoard) -> None:
    version = publish(draft(board))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE governance_clausetext SET text = 'Pay more' WHERE version_id = %s", [version.pk])
    proof = proof_of(ProposalVersion.objects.get(pk=version.pk), KIND)
    assert proof is not None
    assert not proof.holds


@pytest.mark.parametrize("model", [ProposalVersion, ClauseText])
def test_published_text_cannot_be_changed_or_deleted(board: SmallBoard, model) -> None:
    publish(draft(board))
    row = model.objects.first()
    for attempt in (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(),
        lambda: model.objects.bulk_update([row], ["order"]),
    ):
        with pytest.raises(SealedForEver):
            attempt()


def test_database_itself_refuses_to_change_a_published_text(board: SmallBoard) -> None:
    publish(draft(board))
    install_append_only(SEALED)
    try:
        for model in (ProposalVersion, ClauseText):
            rows = QuerySet(model)
            for act in (lambda rows=rows: rows.update(id=F("id")), lambda rows=rows: rows._raw_delete("default")):
                with pytest.raises(IntegrityError), transaction.atomic():
                    act()
    finally:
        remove_append_only(SEALED)


def test_publish_version_refuses_what_has_not_changed(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    with pytest.raises(NotAllowed, match="Nothing has changed since version 1"):
        publish(proposal)


def test_publish_version_is_done_once_when_clicked_twice(board: SmallBoard) -> None:
    proposal = draft(board)
    assert publish(proposal, after=0) == publish(proposal, after=0)
    assert ProposalVersion.objects.count() == 1
    assert LedgerEntry.objects.filter(kind=KIND).count() == 1


def test_publish_version_tells_a_stale_tab_that_another_version_came_first(board: SmallBoard) -> None:
    proposal = draft(board)
    publish(proposal, after=0)
    with pytest.raises(NotAllowed, match="Version 1 was published meanwhile"):
        publish(proposal, after=0, by=board.chair)


def test_publish_version_refuses_a_text_the_publisher_has_not_read(board: SmallBoard) -> None:
    proposal = draft(board)
    seen = working_stamp(proposal, working_copy(proposal))
    edit_draft(proposal=proposal, title="Other", summary="S", clauses=(), expected=None, by=board.secretary, at=NOON)
    proposal.refresh_from_db()
    edit_draft(
        proposal=proposal,
        title="Other",
        summary="S",
        clauses=[ClauseInput("", "Text")],
        expected=None,
        by=board.secretary,
        at=NOON,
    )
    with pytest.raises(StaleDraft, match="after you opened"):
        publish(proposal, expected=seen)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"summary": ""}, "why now"),
        ({"clauses": ()}, "at least one clause"),
        ({"clauses": (ClauseInput("One", "Text"), ClauseInput("Two", " "))}, "Clause 2 has no text"),
    ],
)
def test_publish_version_says_what_is_missing(board: SmallBoard, fields, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        publish(draft(board, **fields))


def test_publish_version_asks_for_a_note_from_the_second_on(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    next_version(proposal)
    current = working_copy(proposal)
    edit_draft(
        proposal=proposal,
        title="New title",
        summary=current.summary,
        clauses=current.clauses,
        expected=None,
        by=proposal.proposer,
        at=LATER,
    )
    proposal.refresh_from_db()
    assert proposal.unpublished
    with pytest.raises(NotAllowed, match="what changed and why"):
        publish(proposal, " ")
    assert publish(proposal, "Title").n == 3


def test_publish_version_is_for_proposer_chair_and_secretary(board: SmallBoard) -> None:
    proposal = draft(board)
    with pytest.raises(PermissionDenied):
        publish(proposal, by=board.trustees["directors"][0])
    assert publish(proposal, by=board.secretary).published_by == board.secretary


@pytest.mark.parametrize("state", [ProposalState.TESTING, ProposalState.BLOCKED, ProposalState.FALLBACK])
def test_new_version_goes_back_to_discussion_and_says_so_inside_the_transaction(
    board: SmallBoard, state: ProposalState
) -> None:
    proposal = proposal_in_discussion(board)
    move_proposal(proposal=proposal, to=ProposalState.TESTING, by=board.chair, reason="Round opened", at=NOON)
    if state != ProposalState.TESTING:
        move_proposal(proposal=proposal, to=state, by=board.chair, reason="Outcome", at=NOON)
    heard = []

    def receiver(**said: object) -> None:
        heard.append((said["proposal_id"], said["n"], said["by"], said["at"], connection.in_atomic_block))
        proposal.refresh_from_db()
        assert proposal.state == ProposalState.DISCUSSION

    signals.version_published.connect(receiver)
    try:
        next_version(proposal, at=LATER)
    finally:
        signals.version_published.disconnect(receiver)
    assert heard == [(proposal.pk, 2, proposal.proposer, LATER, True)]


def test_new_version_is_refused_by_a_receiver_as_a_whole(board: SmallBoard) -> None:
    proposal = draft(board)

    def receiver(**said: object) -> None:
        raise NotAllowed("The round cannot be voided.")

    signals.version_published.connect(receiver)
    try:
        with pytest.raises(NotAllowed, match="voided"), transaction.atomic():
            publish(proposal)
    finally:
        signals.version_published.disconnect(receiver)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version_count) == (ProposalState.DRAFT, 0)
    assert not ProposalVersion.objects.exists()


def test_withdrawn_proposal_takes_no_new_version(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    withdraw_proposal(proposal=proposal, reason="Not needed", by=proposal.proposer, at=NOON)
    with pytest.raises(NotAllowed, match="withdrawn"):
        publish(proposal)


def test_version_number_is_used_once(board: SmallBoard) -> None:
    version = publish(draft(board))
    version.pk, version._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_new_version_voids_the_open_round_and_its_positions_count_no_more(board: SmallBoard) -> None:
    proposal = proposal_in_discussion(board)
    round_ = open_round(
        proposal=proposal,
        kind=RoundKind.CONSENSUS_TEST,
        closes_at=NOON + timedelta(days=7),
        by=board.chair,
        at=NOON,
    )
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.TESTING
    next_version(proposal, at=LATER)
    round_.refresh_from_db()
    proposal.refresh_from_db()
    assert (round_.state, round_.version.n) == (RoundState.VOID, 1)
    assert (proposal.state, proposal.version_count) == (ProposalState.DISCUSSION, 2)


WORDS = st.text("ab c.\n'é", min_size=1, max_size=20).filter(str.strip)


@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_published_texts_stay_as_they_were_whatever_is_published_later(board: SmallBoard, texts: list) -> None:
    proposal, published = draft(board), []
    for words in texts:
        edit_draft(
            proposal=proposal,
            title=proposal.title,
            summary=proposal.summary,
            clauses=[ClauseInput("", word) for word in words],
            expected=None,
            by=proposal.proposer,
            at=NOON,
        )
        try:
            version = publish(proposal)
        except NotAllowed:
            continue
        published.append((version.pk, version.sha256, wording_of(version)))
    for pk, digest, wording in published:
        version = ProposalVersion.objects.get(pk=pk)
        assert wording_of(version) == wording
        assert version.sha256 == digest == content_hash(wording)
