"""The canonical form: a stranger with nothing but JSON and SHA-256 gets the same hash."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.history.canonical import canonical_json, recompute_hash, utc_text
from tests.thorough import examples

WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
FACTS = st.dictionaries(
    WORDS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | WORDS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=5,
)
MOMENT = st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1))  # noqa: DTZ001 - hypothesis wants it bare


@settings(max_examples=examples(60), deadline=None)
@given(facts=FACTS, at=MOMENT, words=WORDS, actor=st.none() | st.integers(1, 10**12))
def test_a_stranger_computes_the_same_hash_from_the_published_fields(
    facts: dict[str, Any], at: datetime, words: str, actor: int | None
) -> None:
    fields: dict[str, Any] = {
        "seq": 7,
        "kind": words,
        "subject_type": "a.B",
        "subject_id": "5",
        "actor": actor,
        "board_ref": words,
        "previous_hash": "0" * 64,
    }
    ours = recompute_hash(**fields, at=at, recorded_at=at, facts=facts)
    published = {**fields, "facts": facts, "at": utc_text(at), "recorded_at": utc_text(at)}
    text = json.dumps(published, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == ours
    assert recompute_hash(**fields, at=at, recorded_at=at, facts=canonical_json(facts)) == ours


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 7, 1, 13, tzinfo=timezone(timedelta(hours=1))), '"2026-07-01T12:00:00.000000Z"'),
        (date(2026, 7, 1), '"2026-07-01"'),
        (Decimal("1.50"), '"1.5"'),
        (Decimal("1E+3"), '"1000"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        ({"b": 1, "a": (True, None)}, '{"a":[true,null],"b":1}'),
        ("Siân", '"Siân"'),
    ],
)
def test_a_value_is_written_in_one_way_only(value: Any, written: str) -> None:
    assert canonical_json(value) == written


@pytest.mark.parametrize("value", [1.5, {1: "a"}, {"a", "b"}, object(), b"bytes"])
def test_a_value_that_could_be_written_in_two_ways_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        canonical_json(datetime(2026, 7, 1))  # noqa: DTZ001 - the point of the test
