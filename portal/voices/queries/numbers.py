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
    kinds: dict[str, str] = {}
    words = Words.objects.filter(statement__campaign=campaign, question__core=core, is_cleared=True)
    words = words.filter(statement__state__in=COUNTED).exclude(choice="").order_by()
    place = Coalesce("statement__place", "statement__campaign__place")
    found = words.annotate(home=place).values_list("statement__band", "choice", "home", "question__kind")
    for band, choice, home, of_kind in found:
        counts[band][choice] += 1
        kinds[band] = of_kind
        if home is not None:
            homes[band].add(home)
    asked = [band for band in AgeBand.values if campaign.sets.filter(version__set__band=band).exists()]
    return [
        told(band, kinds[band], counts[band], len(homes[band]), RULES[audience]) if band in kinds else Row(band)
        for band in asked
    ]


def as_table(kind: str, text: str, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what is stored, and all that pages and charts ever read. Staff are never added to young people."""
    young = [row for row in rows if row.label != AgeBand.STAFF]
    return {"kind": kind, "question": text, "rows": [_row(row) for row in rows], "total": _row(total("all", young))}


def _row(row: Row) -> dict[str, Any]:
    parts = [{"values": list(part.values), "count": part.count} for part in row.parts]
    return {"label": row.label, "n": row.n, "parts": parts}


def stored_rows(numbers: Numbers) -> list[Row]:
    """Return a stored table's rows as the rule takes them."""
    return [_stored(one) for one in numbers.table["rows"]]


def is_as_published(campaign: Campaign, core: str) -> bool:
    """Say whether counting again gives every table of a question as it was published.

    Two tables from different days could be subtracted: the difference is what one person said.
    """
    done = Numbers.objects.filter(campaign=campaign, core=core)
    return all(rows_of(campaign, core, one.audience) == stored_rows(one) for one in done)


def _stored(row: dict[str, Any]) -> Row:
    parts = tuple(Part(tuple(part["values"]), part["count"]) for part in row["parts"])
    return Row(row["label"], row["n"], parts)


def numbers_in_breach() -> list[Numbers]:
    """Return published tables that tell of too few."""
    rows = Numbers.objects.order_by("pk")
    return [one for one in rows if breaches(stored_rows(one), RULES[one.audience], _stored(one.table["total"]))]
