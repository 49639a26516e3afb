"""What a person does with their own statement: change it until it is sent, add to it after, object once to a change."""

import pytest

from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Redaction, Statement, Words
from portal.voices.permissions import receipts
from tests.conftest import NOON

S = StatementState


@pytest.mark.parametrize("privacy", Privacy)
@pytest.mark.parametrize("state", S)
def test_it_is_changed_until_it_is_sent_and_added_to_until_it_is_archived(state: str, privacy: str) -> None:
    row = Statement(state=state, privacy=privacy)
    assert receipts.may_write(row) is (state == S.DRAFT)
    assert receipts.may_add(row) is (state not in (S.DRAFT, S.ARCHIVED))


@pytest.mark.parametrize(
    ("privacy", "kept"), [(Privacy.NAMED, True), (Privacy.PRIVATE, True), (Privacy.ANONYMOUS, False)]
)
def test_no_draft_of_somebody_whom_nobody_can_find_out_lies_on_the_server(privacy: str, kept: bool) -> None:
    assert receipts.may_be_kept_here(Statement(privacy=privacy)) is kept


@pytest.mark.parametrize("state", S)
def test_what_was_taken_out_is_objected_to_once_while_somebody_can_answer(state: str) -> None:
    words = Words(text="Kelly shouted.", statement=Statement(state=state))
    assert not receipts.may_object(words), "nothing was taken out"
    redaction = Redaction(words=words, text="[…] shouted.")
    assert receipts.may_object(words) is (state not in (S.DRAFT, S.ARCHIVED))
    redaction.objected_on = NOON.date()
    assert not receipts.may_object(words), "they have said so, and a reader answers"
