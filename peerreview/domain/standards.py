"""Rules of editions: which state follows which, and the hash that proves nothing changed."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from peerreview.enums.standards import EditionState

ALLOWED: dict[EditionState, frozenset[EditionState]] = {
    EditionState.DRAFT: frozenset({EditionState.CONSULTATION, EditionState.PUBLISHED, EditionState.WITHDRAWN}),
    EditionState.CONSULTATION: frozenset({EditionState.DRAFT, EditionState.PUBLISHED, EditionState.WITHDRAWN}),
    EditionState.PUBLISHED: frozenset({EditionState.SUPERSEDED, EditionState.WITHDRAWN}),
    EditionState.SUPERSEDED: frozenset(),
    EditionState.WITHDRAWN: frozenset(),
}

# Lists whose order says nothing: sorted before hashing, so that two exports of one edition agree.
UNORDERED = frozenset({"applies_to", "nations", "values"})


class PublishedEditionNeverChanges(Exception):
    """Somebody tried to change what is published; the way to change it is a new edition."""

    def __str__(self) -> str:
        return "A published edition never changes. Make a new edition instead."


def may_become(now: str, then: str) -> bool:
    """Say whether an edition in state ``now`` may go to ``then``."""
    return EditionState(then) in ALLOWED[EditionState(now)]


def canonical(content: Mapping[str, Any]) -> str:
    """Write the content of an edition in the one way that is hashed.

    JSON with sorted keys and no blanks, text in Unicode's composed form, lists kept in their published
    order except those whose order means nothing.
    """
    return json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the content, 64 hexadecimal digits."""
    return sha256(canonical(content).encode()).hexdigest()


def _plain(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, Mapping):
        return {name: _plain(item, name) for name, item in value.items()}
    if isinstance(value, Sequence):
        items = [_plain(item) for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True)) if key in UNORDERED else items
    return value
