"""What changed from the edition before, as anybody reads it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.enums.standards import MappingKind
from peerreview.models import Standard, StandardMapping, StandardSetEdition
from peerreview.queries.standards_import import before_number
from portal.history.diff import Op, word_diff

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


@dataclass(frozen=True)
class Change:
    """One change: the standards it began with and those it led to, with the words that differ where both are one."""

    kind: MappingKind
    before: tuple[Standard, ...]
    after: tuple[Standard, ...]
    ops: Sequence[Op]
    notes: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Say whether one standard only has another code."""
        return len(self.before) == len(self.after) == 1 and self.before[0].code != self.after[0].code


@dataclass(frozen=True)
class Changes:
    """All of them, by kind; how many stayed as they were."""

    before: StandardSetEdition
    by_kind: dict[MappingKind, list[Change]]
    unchanged: int

    @property
    def total(self) -> int:
        """Return how many standards changed, came or went."""
        return sum(len(found) for found in self.by_kind.values())


ORDER = (MappingKind.NEW, MappingKind.REWORDED, MappingKind.SPLIT, MappingKind.MERGED, MappingKind.RETIRED)


def changes_of(edition: StandardSetEdition, person: "User | AnonymousUser", at: datetime) -> Changes | None:
    """Return what changed since the edition before; None when there is none this reader may know of."""
    before = edition.supersedes or before_number(edition.set, edition.number)
    if before is None or not StandardSetEdition.objects.visible_to(person, at).filter(pk=before.pk).exists():
        return None
    old = list(before.standards.order_by("order"))
    new = list(edition.standards.order_by("order"))
    found = _mapped(edition, before, old, new)
    same = [one for one in found if one.kind == MappingKind.SAME]
    shown = [one for one in found if one.kind != MappingKind.SAME or one.moved]
    by_kind = {kind: [one for one in shown if one.kind == kind] for kind in (*ORDER, MappingKind.SAME)}
    return Changes(before, {kind: rows for kind, rows in by_kind.items() if rows}, sum(not one.moved for one in same))


def _mapped(
    edition: StandardSetEdition, before: StandardSetEdition, old: Sequence[Standard], new: Sequence[Standard]
) -> list[Change]:
    """Read what was confirmed; where nothing was said (an edition loaded by its lineage), lineage speaks."""
    olds, news = {one.pk: one for one in old}, {one.pk: one for one in new}
    said = list(StandardMapping.objects.filter(after__edition=edition))
    told = {mapping.after_id for mapping in said}
    by_lineage = {one.lineage: one for one in old}
    taken = {mapping.before_id for mapping in said}
    pairs: list[tuple[MappingKind, Standard | None, Standard, str]] = [
        (MappingKind(one.kind), olds.get(one.before_id or 0), news[one.after_id or 0], one.note) for one in said
    ]
    for one in new:
        if one.pk not in told:
            origin = by_lineage.get(one.lineage)
            taken.add(origin.pk if origin else None)
            kind = MappingKind.NEW
            if origin is not None:
                kind = MappingKind.SAME if origin.text == one.text else MappingKind.REWORDED
            pairs.append((kind, origin, one, ""))
    grouped: dict[tuple[MappingKind, int], list[tuple[Standard | None, Standard, str]]] = defaultdict(list)
    for kind, origin, one, note in pairs:
        # The parts of one standard are read together, and so is what became one.
        key = origin.pk if kind == MappingKind.SPLIT and origin else one.pk
        grouped[kind, key].append((origin, one, note))
    found = [_change(kind, rows) for (kind, _key), rows in grouped.items()]
    gone = [one for one in old if one.pk not in taken]
    found += [Change(MappingKind.RETIRED, (one,), (), word_diff(one.text, ""), ()) for one in gone]
    return sorted(found, key=lambda one: (one.after or one.before)[0].order)


def _change(kind: MappingKind, rows: Sequence[tuple[Standard | None, Standard, str]]) -> Change:
    before = tuple(sorted({origin for origin, _one, _note in rows if origin}, key=lambda one: one.order))
    after = tuple(sorted({one for _origin, one, _note in rows}, key=lambda one: one.order))
    was, now = (" ".join(one.text for one in side) for side in (before, after))
    return Change(kind, before, after, word_diff(was, now), tuple(note for _b, _a, note in rows if note))
