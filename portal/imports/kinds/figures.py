"""What a publication says in numbers and letters, compared with what we have."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.imports.domain.columns import Record
from portal.imports.domain.plans import FieldChange, Item, Plan, Writes, label_of
from portal.imports.domain.problems import Problem
from portal.imports.enums import Change
from portal.imports.kinds.authorities import PARTS_OF_LONDON, AuthorityPlan
from portal.people.domain.figures import Figure, format_figure
from portal.people.enums import Nation
from portal.people.models import LocalAuthority, LookedAfterFigure, Measure, Region

NATIONS = {"E92000001": Nation.ENGLAND, "W92000004": Nation.WALES}
NUMBERS = ("children", "rate", "population")
Target = LocalAuthority | Region | Nation
Key = tuple[str, int, str]


class FigurePlan:
    """Compares the figures of a table with those we have."""

    def __init__(self, plan: Plan, authorities: AuthorityPlan) -> None:
        self.plan = plan
        self.authorities = authorities
        self.new: list[LookedAfterFigure] = []
        self.changed: list[LookedAfterFigure] = []

    def read(self, records: Sequence[Record]) -> None:
        """Plan every change to figures that these rows tell."""
        # By the codes as they will be once the authorities are written.
        codes = {row.pk: code for code, row in self.authorities.by_code.items() if row.pk}
        regions = {row.pk: code for code, row in self.authorities.regions.items()}
        current: dict[Key, LookedAfterFigure] = {}
        for row in LookedAfterFigure.objects.all():
            place = row.nation or (codes[row.authority_id] if row.authority_id else regions[row.region_id or 0])
            current[place, row.year, row.measure] = row
        seen: dict[Key, int] = {}
        parts = 0
        for record in records:
            if record["level"] == "regional" and record["region"] in PARTS_OF_LONDON:
                parts += 1
                continue
            target = self._target(record)
            if target is None:
                continue
            code = str(target.value) if isinstance(target, Nation) else self._code(record, target)
            key = (code, record["year"], record["measure"])
            if key in seen:
                said = _("repeats the place, year and measure of row %(row)d.") % {"row": seen[key]}
                self.plan.problems.append(Problem(said, _("Leave one of the rows."), record.row, "population_type"))
                continue
            seen[key] = record.row
            self._compare(record, target, current.get(key))
        if parts:
            self.plan.notes.append(
                _("%(count)d rows of Inner and Outer London are not kept: they are parts of London, not regions.")
                % {"count": parts}
            )

    def write(self, writes: Writes) -> None:
        """Write the figures."""
        writes.create(self.new)
        writes.update(self.changed, [name for number in NUMBERS for name in (number, f"{number}_mark")])

    def _target(self, record: Record) -> Target | None:
        if record["level"] == "authority":
            return self.authorities.by_code.get(record["code"])
        if record["level"] == "regional":
            return self.authorities.region(record)
        nation = NATIONS.get(record["country"])
        if nation is None:
            said = _("is neither England nor Wales.")
            self.plan.problems.append(Problem(said, "", record.row, "country_code", record["country"]))
        return nation

    def _code(self, record: Record, target: LocalAuthority | Region) -> str:
        return str(record["code"]) if isinstance(target, LocalAuthority) else target.code

    def _compare(self, record: Record, target: Target, row: LookedAfterFigure | None) -> None:
        name = str(target.label) if isinstance(target, Nation) else target.name
        title = f"{name}, {record['year']}, {Measure(record['measure']).label}"
        group = _("Figures for %(year)d") % {"year": record["year"]}
        labels = {name: label_of(LookedAfterFigure, name) for name in NUMBERS}
        if row is None:
            row = LookedAfterFigure(year=record["year"], measure=record["measure"], **_place(target))
            _set(row, record)
            self.new.append(row)
            fields = tuple(FieldChange(labels[name], "", format_figure(record[name])) for name in NUMBERS)
            self.plan.items.append(Item(Change.CREATED, group, title, record.row, fields))
            return
        changes = tuple(
            FieldChange(labels[name], format_figure(_stored(row, name)), format_figure(record[name]))
            for name in NUMBERS
            if _stored(row, name) != record[name]
        )
        if not changes:
            self.plan.unchanged += 1
            return
        _set(row, record)
        self.changed.append(row)
        self.plan.items.append(Item(Change.UPDATED, group, title, record.row, changes))


def _place(target: Target) -> dict[str, Any]:
    if isinstance(target, LocalAuthority):
        return {"authority": target}
    return {"region": target} if isinstance(target, Region) else {"nation": target.value}


def _stored(row: LookedAfterFigure, name: str) -> Figure:
    number = getattr(row, name)
    return Figure(None if number is None else Decimal(number), getattr(row, f"{name}_mark"))


def _set(row: LookedAfterFigure, record: Record) -> None:
    for name in NUMBERS:
        figure: Figure = record[name]
        setattr(row, name, figure.number if name == "rate" else figure.whole)
        setattr(row, f"{name}_mark", figure.mark)
