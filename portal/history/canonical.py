"""The canonical form of a ledger entry, and its hash: pure, so that a stranger can check without the portal.

An entry is one JSON object with exactly these keys: ``actor`` (number of the person, or null),
``at`` and ``recorded_at`` (UTC, ``2026-11-02T12:00:00.000000Z``), ``board_ref``, ``facts`` (an object),
``kind``, ``previous_hash``, ``seq`` (number), ``subject_id``, ``subject_type`` (text).

1. Write it as JSON: keys sorted by code point at every depth, no blanks between tokens (``,`` and ``:``),
   letters outside ASCII as themselves, no floating-point numbers anywhere (decimals are text).
2. Encode as UTF-8 and take SHA-256, written as 64 lower-case hexadecimal digits: that is ``hash``.
3. ``previous_hash`` of entry n is ``hash`` of entry n - 1; of entry 1 it is sixty-four noughts.

In Python, from the published fields: ``hashlib.sha256(json.dumps(entry, sort_keys=True,
separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()``.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID


def utc_text(moment: datetime) -> str:
    """Write a moment in UTC with all six digits of its second; a moment without zone is refused."""
    if moment.tzinfo is None:
        msg = "a moment in the ledger needs its time zone"
        raise ValueError(msg)
    there = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return there.isoformat(timespec="microseconds")[:-6] + "Z"  # Without its +00:00.


def plain(value: Any) -> Any:
    """Turn a fact into what JSON can say in one way only; refuse what it can say in two."""
    if type(value) in _AS_IT_IS:  # Nearly every fact: asked first, for a chain has hundreds of thousands.
        return value
    match value:
        case None | bool():
            return value
        case Enum():
            return plain(value.value)
        case str():
            return str(value)
        case int():
            return int(value)
        case datetime():
            return utc_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
        case UUID():
            return str(value)
        case Mapping():
            if not all(isinstance(key, str) for key in value):
                msg = "names of facts are text"
                raise TypeError(msg)
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            msg = f"a {type(value).__name__} has no canonical form in the ledger"
            raise TypeError(msg)


def canonical_json(value: Any) -> str:
    """Write ``value`` in the one canonical way."""
    return _CANONICAL.encode(plain(value))


_AS_IT_IS = frozenset({str, int, bool, type(None)})
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def recompute_hash(
    *,
    seq: int,
    at: datetime,
    recorded_at: datetime,
    kind: str,
    subject_type: str,
    subject_id: str,
    actor: int | None,
    board_ref: str,
    facts: Mapping[str, Any] | str,
    previous_hash: str,
) -> str:
    """Return the hash an entry with these fields must have; ``facts`` as values or already in canonical text."""
    text = facts if isinstance(facts, str) else canonical_json(facts)
    # Canonical JSON written out by hand: the facts are already canonical, and parsing them only to write
    # them again is most of the time of verifying a long chain.
    quote = json.encoder.encode_basestring
    entry = (
        f'{{"actor":{"null" if actor is None else int(actor)},"at":"{utc_text(at)}","board_ref":{quote(board_ref)},'
        f'"facts":{text},"kind":{quote(kind)},"previous_hash":{quote(previous_hash)},'
        f'"recorded_at":"{utc_text(recorded_at)}","seq":{int(seq)},'
        f'"subject_id":{quote(subject_id)},"subject_type":{quote(subject_type)}}}'
    )
    return sha256(entry.encode()).hexdigest()
