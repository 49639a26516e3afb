"""Statistical neighbours: ten columns of three-digit codes and ten of closeness become links of one edition."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.imports.domain.columns import Column, Record, choice, code, text
from portal.imports.domain.plans import FieldChange, Item, Plan, Writes
from portal.imports.domain.problems import Problem
from portal.imports.enums import Change
from portal.imports.kinds.registry import ImportKind, Source
from portal.people.models import Closeness, LocalAuthority, NeighbourLink
from portal.people.queries.neighbours import latest_edition

RANKS = range(1, 11)
CODE = code(r"[0-9]{3}", gettext_lazy("should be a code of three digits."))
SPELLINGS = {
    "Extremely close": Closeness.EXTREMELY,
    "Very close": Closeness.VERY,
    "Close": Closeness.CLOSE,
    "Somewhat close": Closeness.SOMEWHAT,
    "Not close": Closeness.NOT_CLOSE,
}
Key = tuple[int, int]


def make() -> ImportKind:
    """Return the kind for the registry."""
    closeness = choice({key: str(value) for key, value in SPELLINGS.items()}, gettext_lazy("degree of closeness"))
    columns = [Column("authority", "old_la_code", CODE), Column("name", "la_name", text)]
    for rank in RANKS:
        columns.append(Column(f"neighbour_{rank}", f"SN_{rank}", CODE, also=(f"SN{rank}",)))
        columns.append(Column(f"closeness_{rank}", f"SN_{rank}P", closeness, also=(f"SN{rank}P",)))
    return ImportKind(
        "neighbours",
        gettext_lazy("Statistical neighbours"),
        gettext_lazy("Each authority’s ten nearest statistical neighbours, published by the Department for Education."),
        columns,
        plan,
        option="edition",
        option_label=gettext_lazy("Year of the edition, if the file’s name does not say it"),
    )


def plan(source: Source) -> Plan:
    """Say what the table would change in its edition."""
    edition, note = _edition(source)
    made = Plan(edition=str(edition), problems=list(source.table.problems), notes=[note] if note else [])
    authorities = _by_number(source)
    current: dict[Key, NeighbourLink] = {
        (link.authority_id, link.rank): link
        for link in NeighbourLink.objects.filter(edition=edition).select_related("authority", "neighbour")
    }
    new: list[NeighbourLink] = []
    changed: list[NeighbourLink] = []
    seen: dict[str, int] = {}
    for record in source.table.records:
        authority = _known(record, "authority", "old_la_code", authorities, made)
        if authority is None:
            continue
        if authority.number in seen:
            made.problems.append(_twice(record, seen[authority.number], authority.number))
            continue
        seen[authority.number] = record.row
        _one_authority(record, authority, authorities, current, made, edition, new, changed)
    gone = [link for link in current.values() if link.authority.number not in seen]
    if gone:
        names = sorted({link.authority.name for link in gone})
        made.notes.append(_("Not in this file, and left as they were: %(names)s.") % {"names": ", ".join(names)})

    def write(writes: Writes) -> None:
        writes.create(new)
        writes.update(changed, ["neighbour", "closeness"])

    made.write = write
    return made


def _one_authority(
    record: Record,
    authority: LocalAuthority,
    authorities: dict[str, LocalAuthority],
    current: dict[Key, NeighbourLink],
    made: Plan,
    edition: int,
    new: list[NeighbourLink],
    changed: list[NeighbourLink],
) -> None:
    met: set[str] = set()
    for rank in RANKS:
        column = f"SN_{rank}"
        neighbour = _known(record, f"neighbour_{rank}", column, authorities, made)
        closeness = record[f"closeness_{rank}"]
        if neighbour is None or closeness is None:
            continue
        if neighbour == authority or neighbour.number in met:
            said = _("is the authority itself.") if neighbour == authority else _("names a neighbour a second time.")
            made.problems.append(Problem(said, _("Correct the code."), record.row, column, neighbour.number))
            continue
        met.add(neighbour.number)
        title = _("%(authority)s, neighbour %(rank)d") % {"authority": authority.name, "rank": rank}
        label = str(Closeness(closeness).label)
        link = current.get((authority.pk, rank))
        if link is None:
            new.append(
                NeighbourLink(edition=edition, authority=authority, neighbour=neighbour, rank=rank, closeness=closeness)
            )
            fields = (FieldChange(_("neighbour"), "", neighbour.name), FieldChange(_("closeness"), "", label))
            made.items.append(Item(Change.CREATED, authority.name, title, record.row, fields))
            continue
        differs: list[FieldChange] = []
        if link.neighbour_id != neighbour.pk:
            differs.append(FieldChange(_("neighbour"), link.neighbour.name, neighbour.name))
        if link.closeness != closeness:
            differs.append(FieldChange(_("closeness"), str(link.get_closeness_display()), label))
        if differs:
            link.neighbour, link.closeness = neighbour, closeness
            changed.append(link)
            made.items.append(Item(Change.UPDATED, authority.name, title, record.row, tuple(differs)))
        else:
            made.unchanged += 1


def _edition(source: Source) -> tuple[int, str]:
    """The year asked for; else in the file's name; else the edition we have; else this year: and say which."""
    asked = source.options.get("edition", "")
    if re.fullmatch(r"(19|20)[0-9]{2}", asked):
        return int(asked), ""
    named = re.findall(r"(?<![0-9])(20[0-9]{2})(?![0-9])", source.file_name)
    if named:
        return int(named[-1]), ""
    edition = latest_edition() or source.at.year
    return edition, _("Neither the file nor its name says which year it is for; it is taken for %(year)d.") % {
        "year": edition
    }


def _by_number(source: Source) -> dict[str, LocalAuthority]:
    """Authorities by three-digit code; of two with one code the later one, which took it over."""
    rows: Any = LocalAuthority.objects.exclude(number="").order_by("starts_on", "pk")
    return {row.number: row for row in rows}


def _known(
    record: Record, key: str, column: str, authorities: dict[str, LocalAuthority], made: Plan
) -> LocalAuthority | None:
    number = record[key]
    if number is None:
        return None
    found = authorities.get(number)
    if found is None:
        remedy = _("Import children looked after first: it brings the authorities and their codes.")
        made.problems.append(Problem(_("is the code of no known authority."), remedy, record.row, column, number))
    return found


def _twice(record: Record, first: int, number: str) -> Problem:
    said = _("stands in row %(row)d already.") % {"row": first}
    return Problem(said, _("Leave one of the rows."), record.row, "old_la_code", number)
