"""An edition's states, and the one way its content is written down to be hashed."""

from itertools import product

import pytest

from peerreview.domain.standards import ALLOWED, PublishedEditionNeverChanges, canonical, digest, may_become
from peerreview.enums.standards import EditionState


@pytest.mark.parametrize(("now", "then"), list(product(EditionState, EditionState)))
def test_an_edition_goes_only_where_its_table_leads(now: EditionState, then: EditionState) -> None:
    assert may_become(now, then) is (then in ALLOWED[now])


def test_nothing_leads_back_from_what_was_published() -> None:
    for state in (EditionState.PUBLISHED, EditionState.SUPERSEDED, EditionState.WITHDRAWN):
        assert not ALLOWED[state] & {EditionState.DRAFT, EditionState.CONSULTATION}
    assert "new edition" in str(PublishedEditionNeverChanges())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": None}, {"b": None, "a": 1}, True),
        ({"nations": ["wales", "england"]}, {"nations": ["england", "wales"]}, True),
        ({"sources": ["b", "a"]}, {"sources": ["a", "b"]}, False),
        ({"text": "Zoe\u0308"}, {"text": "Zoë"}, True),
        ({"standards": [{"nations": ["b", "a"]}]}, {"standards": [{"nations": ["a", "b"]}]}, True),
        ({"core": True}, {"core": False}, False),
    ],
)
def test_the_hash_forgets_only_what_says_nothing(one: dict[str, object], other: dict[str, object], same: bool) -> None:
    assert (digest(one) == digest(other)) is same
    assert (canonical(one) == canonical(other)) is same
