"""Small editions of standards for tests, loaded and published through the real actions."""

from datetime import datetime
from typing import Any

from peerreview.actions.standards import load_edition_text, load_values, publish_edition
from peerreview.models import StandardSetEdition
from tests.conftest import NOON
from tests.remembering import remembered

VALUES = {
    "values": [
        {"code": code, "title": code.title(), "statement": f"What {code} means.", "plain_text": f"{code} in short."}
        for code in ("attachment", "respect", "process")
    ]
}


def standard(code: str, **fields: Any) -> dict[str, Any]:
    """Return one standard as a file says it."""
    return {
        "code": code,
        "lineage": f"line-{code.replace('.', '-')}",
        "text": f"Adults keep promise {code}.",
        "plain_text": f"Grown-ups keep promise {code}.",
        "type": 2,
        "core": False,
        "guidance": "Listen at breakfast.",
        "evidence_hint": "Talk with two adults.",
        "applies_to": ["home"],
        "nations": ["england", "wales"],
        "values": [{"value": "respect", "strength": "primary"}],
        "sources": [],
        **fields,
    }


def text(*standards: dict[str, Any], number: int = 1, code: str = "small", **edition: Any) -> dict[str, Any]:
    """Return a whole file with one section."""
    return {
        "set": {"code": code, "title": "Small Standards", "kind": "service", "summary": "A few."},
        "edition": {
            "number": number,
            "label": f"Edition {number}",
            "effective_from": "2026-09-01",
            "change_note": "What people asked for.",
            "introduction": "Read it slowly.",
            **edition,
        },
        "sections": [
            {"code": "1", "title": "Promises", "summary": "Kept.", "standards": list(standards or [standard("1.1")])}
        ],
    }


@remembered
def draft_edition(*standards: dict[str, Any], at: datetime = NOON, **fields: Any) -> StandardSetEdition:
    """Load an edition and leave it a draft."""
    load_values(data=VALUES, by=None, at=at)
    return load_edition_text(data=text(*standards, **fields), by=None, at=at).edition


@remembered
def published_edition(*standards: dict[str, Any], at: datetime = NOON, **fields: Any) -> StandardSetEdition:
    """Load an edition and publish it."""
    return publish_edition(edition=draft_edition(*standards, at=at, **fields), by=None, at=at)
