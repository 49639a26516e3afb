"""Several people at one instant about amendments: nothing is joined silently, and no step is taken twice."""

import pytest

from governance.actions.amendments import MergeConflict, decline_amendment, merge_amendment
from governance.actions.versions import publish_version
from governance.domain.refusals import NotAllowed
from governance.enums.amendments import AmendmentState
from governance.models import Amendment
from governance.queries.amendmentchecks import findings
from tests.conftest import NOON
from tests.factories.amendments import proposed, steps, write
from tests.factories.governance import board_with_trustees
from tests.factories.proposals import proposal_in_discussion
from tests.governance.actions.test_rounds_race import at_once, ledger_holds

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_amendments_to_one_clause_taken_in_at_one_instant_are_one_conflict() -> None:
    board = board_with_trustees(seats=1)
    proposal = proposal_in_discussion(board)
    one, two = (proposed(proposal, board.chair, text=text) for text in ("Two beds.", "Three beds."))
    results = at_once(
        lambda: merge_amendment(amendment=one, by=board.chair, at=NOON),
        lambda: merge_amendment(amendment=two, by=board.secretary, at=NOON),
    )
    assert sorted(type(one).__name__ for one in results) == ["Amendment", "MergeConflict"]
    assert any(isinstance(one, MergeConflict) for one in results)
    assert list(findings()) == []
    assert ledger_holds()


def test_taking_in_and_declining_at_one_instant_answer_once() -> None:
    board = board_with_trustees(seats=1)
    amendment = proposed(proposal_in_discussion(board), board.trustees["directors"][0])
    results = at_once(
        lambda: merge_amendment(amendment=amendment, by=board.chair, at=NOON),
        lambda: decline_amendment(amendment=amendment, reason="No", by=board.secretary, at=NOON),
    )
    assert sum(isinstance(one, NotAllowed) for one in results) == 1
    assert len(steps(amendment)) == 2
    assert ledger_holds()


def test_version_published_while_an_amendment_is_taken_in_leaves_none_on_an_old_base() -> None:
    board = board_with_trustees(seats=1)
    proposal = proposal_in_discussion(board)
    amendment = proposed(proposal, board.chair)
    write(proposal, 1, "By hand.")
    at_once(
        lambda: publish_version(proposal=proposal, change_note="By hand", by=proposal.proposer, at=NOON),
        lambda: merge_amendment(amendment=amendment, by=board.chair, at=NOON),
    )
    # Before the version it met what was written by hand; after it, it was outdated: taken in it never was.
    assert Amendment.objects.get().state == AmendmentState.OUTDATED
    assert list(findings()) == []
    assert ledger_holds()
