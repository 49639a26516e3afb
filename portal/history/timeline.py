"""The timeline of a record: who changed what, when and why, with everything that belongs to it in one list."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.history.as_of import end_of, history_rows
from portal.history.changes import FieldChange, Words, differences
from portal.history.newest import keys_of_page, newest, with_keys_beside

if TYPE_CHECKING:
    from portal.people.models import User

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Verb(TextChoices):
    """What happened to the record; the values are simple_history's."""

    CREATED = "+", pgettext_lazy("in a history", "Created")
    CHANGED = "~", pgettext_lazy("in a history", "Changed")
    DELETED = "-", pgettext_lazy("in a history", "Deleted")


class BadCursor(ValueError):
    """The place in the timeline somebody asked for was not written by the portal."""


@dataclass(frozen=True)
class Source:
    """One kind of record in a timeline.

    ``rows`` are history rows: ``history_rows(proposal)``, or ``history_rows(Question).filter(proposal_id=5)``.
    ``hidden`` names fields the reader may not see: their changes are left out, and a change of nothing
    else is shown as withheld, without its reason. A function returns rows that are written only when they are asked.
    ``label`` says which record a row is about; without it the model's name stands. ``show_first`` also lists the values
    a record began with.
    """

    rows: "QuerySet[Any] | Callable[[], QuerySet[Any]]"
    hidden: Collection[str] = ()
    label: "Callable[[Any], str | Promise] | None" = None
    show_first: bool = False

    def written(self) -> "QuerySet[Any]":
        """Return the rows as a queryset."""
        return self.rows if isinstance(self.rows, QuerySet) else self.rows()


@dataclass(frozen=True)
class TimelineItem:
    """One change of one record."""

    at: datetime
    who: "str | Promise"
    person: "User | None"
    reason: str
    verb: Verb
    record: "str | Promise"
    record_type: str
    record_id: Any
    changes: tuple[FieldChange, ...]
    withheld: bool
    cursor: str


@dataclass(frozen=True)
class TimelinePage:
    """Some items, and the cursor for the next older ones, empty at the beginning of the record's life."""

    items: list[TimelineItem] = field(default_factory=list)
    older: str = ""


def timeline(
    sources: "Iterable[Source | Model | QuerySet[Any]]",
    *,
    person: "User | None" = None,
    at: date | datetime | None = None,
    limit: int = 50,
    before: str = "",
    hidden_fields: Collection[str] = (),
) -> list[TimelineItem]:
    """Return the newest ``limit`` changes, newest first; ``before`` is the cursor of the last one already shown."""
    return timeline_page(sources, person=person, at=at, limit=limit, before=before, hidden_fields=hidden_fields).items


def timeline_page(
    sources: "Iterable[Source | Model | QuerySet[Any]]",
    *,
    person: "User | None" = None,
    at: date | datetime | None = None,
    limit: int = 50,
    before: str = "",
    hidden_fields: Collection[str] = (),
    kept: "Callable[[], list[Any]] | None" = None,
) -> TimelinePage:
    """Return a page of the timeline and where the older one begins.

    ``person`` keeps what one person did, ``at`` what was done by then. One query finds the page, one reads each
    source that has a row on it, at most one more an earlier state beyond the page, and one the records of each kind
    that foreign keys name. Whether the reader may see the record at all is the caller's question.

    ``kept`` asks ``first_page`` of the same sources, as a statement the caller keeps: the newest page of a record's own
    life is then read by that one alone.
    """
    known = [_source(source) for source in sources]
    # One more than shown: it says whether there is more, and is usually the state before the last.
    own = kept() if kept and not before else []
    found: Mapping[int, list[int] | None]
    wanted: list[QuerySet[Any]] = []
    if own:
        found = keys_of_page(own, limit + 1)
    else:
        wanted = [_narrowed(source.written(), place, person, at, before) for place, source in enumerate(known)]
        found = newest(wanted, limit + 1) if len(wanted) > 1 else {0: None}
    rows: list[tuple[int, Any]] = []
    for place, keys in found.items():
        if own and not place:
            rows += [(place, row) for row in own[: len(keys or ())]]
            continue
        part = wanted[place] if wanted else known[place].written()
        if keys is not None:
            part = part.filter(history_id__in=keys)
        rows += [(place, row) for row in _whole(part)[: limit + 1]]
    rows.sort(key=lambda pair: (pair[1].history_date, pair[0], pair[1].history_id), reverse=True)
    shown = rows[:limit]
    earlier = _earlier(rows, shown)
    hidden = [frozenset({*source.hidden, *hidden_fields}) for source in known]
    raw = [
        differences(row, earlier.get((place, row.history_id)), show_first=known[place].show_first)
        for place, row in shown
    ]
    words = Words.for_values(value for changes in raw for change in changes for value in change.values())
    items = []
    for (place, row), changes in zip(shown, raw, strict=True):
        visible = tuple(words.change(change) for change in changes if change.field.name not in hidden[place])
        withheld = bool(changes) and not visible and row.history_type == Verb.CHANGED
        items.append(_item(known[place], place, row, visible, withheld=withheld))
    return TimelinePage(items, items[-1].cursor if len(rows) > limit and items else "")


def first_page(sources: "Iterable[Source]", limit: int) -> "QuerySet[Any]":
    """Return what ``kept`` asks: the newest rows of the first source, with the keys of the newest of all others."""
    wanted = [source.written() for source in sources]
    return with_keys_beside([_whole(wanted[0]), *wanted[1:]], limit + 1)


def _whole(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    whole: QuerySet[Any] = rows.select_related("history_user").annotate(state_before=_state_before(rows))
    return whole


def _source(source: "Source | Model | QuerySet[Any]") -> Source:
    if isinstance(source, Source):
        return source
    return Source(source if isinstance(source, QuerySet) else history_rows(source))


def _narrowed(
    rows: "QuerySet[Any]", place: int, person: "User | None", at: date | datetime | None, before: str
) -> "QuerySet[Any]":
    if person is not None:
        rows = rows.filter(history_user=person)
    if at is not None:
        rows = rows.filter(end_of(at))
    if before:
        moment, its_place, its_id = read_cursor(before)
        if place < its_place:
            rows = rows.filter(history_date__lte=moment)
        elif place > its_place:
            rows = rows.filter(history_date__lt=moment)
        else:
            rows = rows.filter(Q(history_date__lt=moment) | Q(history_id__lt=its_id), history_date__lte=moment)
    return rows.order_by("-history_date", "-history_id")


def _earlier(rows: Sequence[tuple[int, Any]], shown: Sequence[tuple[int, Any]]) -> dict[tuple[int, int], Any]:
    """Return, by source and row, the state of the same record just before; asked for only where not at hand."""
    at_hand = {(place, row.history_id): row for place, row in rows}
    beyond: dict[int, tuple[Any, set[int]]] = {}
    for place, row in shown:
        if row.state_before is not None and (place, row.state_before) not in at_hand:
            beyond.setdefault(place, (type(row), set()))[1].add(row.state_before)
    for place, (model, ids) in beyond.items():
        at_hand |= {(place, key): state for key, state in model._default_manager.in_bulk(ids).items()}
    return {
        (place, row.history_id): at_hand[place, row.state_before]
        for place, row in shown
        if (place, row.state_before) in at_hand
    }


def _state_before(rows: "QuerySet[Any]") -> Subquery:
    """Find the row before each of the same record, by the index that as-of reading uses.

    Its neighbour in the list would not do: the list may be narrowed to one person, or to the questions
    that belong to one proposal now.
    """
    key = rows.model.instance_type._meta.pk.attname
    return Subquery(
        rows.model._default_manager.filter(
            Q(history_date__lt=OuterRef("history_date")) | Q(history_id__lt=OuterRef("history_id")),
            history_date__lte=OuterRef("history_date"),
            **{key: OuterRef(key)},
        )
        .order_by("-history_date", "-history_id")
        .values("history_id")[:1]
    )


def _item(source: Source, place: int, row: Any, changes: tuple[FieldChange, ...], *, withheld: bool) -> TimelineItem:
    model = row.instance_type
    return TimelineItem(
        at=row.history_date,
        who=str(row.history_user) if row.history_user_id else _("The portal"),
        person=row.history_user,
        reason="" if withheld else row.history_change_reason,
        verb=Verb(row.history_type),
        record=source.label(row) if source.label else _called(model, get_language()),
        record_type=model._meta.label,
        record_id=getattr(row, model._meta.pk.attname),
        changes=changes,
        withheld=withheld,
        cursor=write_cursor(row.history_date, place, row.history_id),
    )


@cache
def _called(model: Any, language: str | None) -> str:
    # In the language it is asked in, once: a page of forty changes speaks of a few kinds of records.
    return str(model._meta.verbose_name)


def write_cursor(moment: datetime, place: int, row_id: int) -> str:
    """Write the place of a row in the total order: moment, source, row."""
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{place}-{row_id}"


def read_cursor(cursor: str) -> tuple[datetime, int, int]:
    """Read a cursor back, or raise ``BadCursor``."""
    try:
        microseconds, place, row_id = (int(part) for part in cursor.rsplit("-", 2))
        return EPOCH + timedelta(microseconds=microseconds), place, row_id
    except (ValueError, OverflowError) as error:
        raise BadCursor(cursor) from error
