"""Bringing in the texts that come with the portal."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from peerreview.actions.standards import load_edition_text, load_values, publish_edition
from peerreview.models import StandardSetEdition
from portal.people.models import User

TEXTS = Path(__file__).resolve().parents[1] / "standards_text"
SHIPPED = ("whole-home", "living-learning", "practitioner-competencies")


def load_shipped_standards(*, by: User | None, at: datetime) -> list[StandardSetEdition]:
    """Load and publish every set that comes with the portal; a second time nothing is written.

    Each set is a transaction of its own: interrupted half way, the next run goes on where it stopped.
    """
    load_values(data=_read("values"), by=by, at=at)
    editions = []
    for name in SHIPPED:
        edition = load_edition_text(data=_read(name), by=by, at=at).edition
        if not edition.is_frozen:
            edition = publish_edition(edition=edition, by=by, at=at)
        editions.append(edition)
    return editions


def _read(name: str) -> Any:
    return json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
