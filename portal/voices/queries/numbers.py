"""Counting answers for a table that is published once, suppressed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models.functions import Coalesce

from portal.voices.domain.suppression import MEMBERS, PUBLIC, WAYS, Part, Row, Rule, breaches, told, total
from portal.voices.enums.campaigns import AgeBand
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import StatementState
from portal.voices.models import Campaign, Numbers, Question, Words

RULES: dict[str, Rule] = {Audience.PUBLIC: PUBLIC, Audience.MEMBERS: MEMBERS}
# Read by a reader and not held: what is not counted yet is not counted later either, for a table is published once.
COUNTED = (
    StatementState.IN_MODERATION,
    StatementState.RELEASED,
    StatementState.THEMED,
    StatementState.ANSWERED,
    StatementState.ARCHIVED,
)


def countable(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Return core questions of a campaign that can be counted: key, kind, and the words of the oldest who are asked."""
    rows = Question.objects.filter(version__campaigns__campaign=campaign, kind__in=list(WAYS)).exclude(core="")
    found: dict[str, tuple[str, str]] = {}
    for row in rows.select_related("version__set").order_by("version__set__band", "n"):
        found.setdefault(row.core, (row.kind, row.text))
    return [(core, kind, text) for core, (kind, text) in sorted(found.items())]


def rows_of(campaign: Campaign, core: str, audience: str) -> list[Row]:
    """Return the table that may be told of a core question, a row for each age band that was asked."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    homes: dict[str, set[int]] = defaultdict(set)
    kind = ""
    words = Words.objects.filter(statement__campaign=campaign, question__core=core, is_cleared=True)
    words = words.filter(statement__state__in=COUNTED).exclude(choice="").order_by()
    place = Coalesce("statement__place", "statement__campaign__place")
    found = words.annotate(home=place).values_list("statement__band", "choice", "home", "question__kind")
    for band, choice, home, of_kind in found:
        counts[band][choice] += 1
        kind = of_kind
        if home is not None:
            homes[band].add(home)
    asked = [band for band in AgeBand.values if campaign.sets.filter(version__set__band=band).exists()]
    if not kind:
        return [Row(band) for band in asked]
    return [told(band, kind, counts[band], len(homes[band]), RULES[audience]) for band in asked]


def as_table(kind: str, text: str, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what is stored, and all that pages and charts ever read."""
    return {"kind": kind, "question": text, "rows": [_row(row) for row in rows], "total": _row(total("all", rows))}


def _row(row: Row) -> dict[str, Any]:
    parts = [{"values": list(part.values), "count": part.count} for part in row.parts]
    return {"label": row.label, "n": row.n, "parts": parts}


def stored_rows(numbers: Numbers) -> list[Row]:
    """Return a stored table's rows as the rule takes them."""
    return [
        Row(one["label"], one["n"], tuple(Part(tuple(part["values"]), part["count"]) for part in one["parts"]))
        for one in numbers.table["rows"]
    ]


def numbers_in_breach() -> list[Numbers]:
    """Return published tables that tell of too few."""
    return [one for one in Numbers.objects.order_by("pk") if breaches(stored_rows(one), RULES[one.audience])]
