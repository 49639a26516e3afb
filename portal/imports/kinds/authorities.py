"""What a publication says of the authorities themselves: new, renamed, recoded, ended, succeeded."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from portal.imports.domain.columns import Record, fold
from portal.imports.domain.plans import FieldChange, Item, Plan, Writes, differences, first_values, shown
from portal.imports.domain.problems import Problem
from portal.imports.enums import Change
from portal.imports.kinds.reorganisations import REORGANISATIONS
from portal.people.domain.figures import reporting_year
from portal.people.enums import Nation
from portal.people.models import AuthoritySuccession, LocalAuthority, LookedAfterFigure, Region

# Published between London and its boroughs; they are parts of London, not regions.
PARTS_OF_LONDON = {"E13000001": "Inner London", "E13000002": "Outer London"}
LONDON = "E12000007"
NAMED = ("code", "number", "name", "region")


@dataclass
class Told:
    """What the rows of one authority tell together; the newest year has the last word on its name."""

    record: Record
    region: Region
    reported: set[int] = field(default_factory=set)


class AuthorityPlan:
    """Compares the authorities of a table with those we have."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.regions = {region.code: region for region in Region.objects.all()}
        self.by_code = {row.code: row for row in LocalAuthority.objects.select_related("region")}
        self.new: list[LocalAuthority] = []
        self.changed: list[LocalAuthority] = []
        self.successions: list[AuthoritySuccession] = []

    def region(self, record: Record) -> Region | None:
        """Return the region of a row; None, and a problem, when it is none of ours or its name is another's."""
        code, name = record["region"], record["region_name"]
        if code in PARTS_OF_LONDON:
            return self.regions[LONDON]
        found = self.regions.get(code)
        if found is None or fold(found.name) != fold(name):
            said = _("is none of the ten regions with its name.")
            self._problem(record, said, "region_code", f"{code} {name}".strip())
            return None
        return found

    def read(self, records: Sequence[Record]) -> None:
        """Plan every change to authorities that these rows tell."""
        told = self._told(records)
        before = self._reported_before()
        newest = max(record["year"] for record in records)
        numbers = {row.number: row for row in self.by_code.values() if row.number and row.ends_on is None}
        for code, each in sorted(told.items()):
            row = self.by_code.get(code)
            if row is None:
                same = numbers.get(each.record["number"])
                row = same if same is not None and same.code not in told else None
            years = each.reported | (before.get(row.pk, set()) if row else set())
            if row is None:
                self._create(each, years, newest)
            else:
                self.by_code[code] = row
                self._update(row, each, years, newest)
        self._close_missing(set(told), before)
        self._succeed()

    def write(self, writes: Writes) -> None:
        """Write authorities, then who succeeded whom."""
        writes.create(self.new)
        writes.update(self.changed, [*NAMED, "starts_on", "ends_on"])
        writes.create(self.successions)

    def _told(self, records: Sequence[Record]) -> dict[str, Told]:
        told: dict[str, Told] = {}
        for record in records:
            if record["level"] != "authority":
                continue
            region = self.region(record)
            missing = [(key, head) for key, head in (("code", "new_la_code"), ("name", "la_name")) if not record[key]]
            for _key, heading in missing:
                self._problem(record, _("is empty."), heading, "")
            if region is None or missing:
                continue
            each = told.setdefault(record["code"], Told(record, region))
            if record["year"] > each.record["year"]:
                each.record, each.region = record, region
            if record["population"].mark != "x":
                each.reported.add(record["year"])
        return told

    def _create(self, each: Told, years: set[int], newest: int) -> None:
        record = each.record
        starts_on, ends_on = _period(years, newest)
        row = LocalAuthority(
            code=record["code"],
            number=record["number"],
            name=record["name"],
            region=each.region,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        self.by_code[row.code] = row
        self.new.append(row)
        names = (*NAMED, "starts_on", *(["ends_on"] if ends_on else []))
        self._item(Change.CREATED, row, record.row, first_values(row, names))

    def _update(self, row: LocalAuthority, each: Told, years: set[int], newest: int) -> None:
        record = each.record
        values = {
            "code": record["code"],
            "number": record["number"] or row.number,
            "name": record["name"],
            "region": each.region,
        }
        starts_on, ends_on = _period(years, newest)
        if years and starts_on < row.starts_on:
            values["starts_on"] = starts_on
        closes = row.ends_on is None and ends_on is not None
        reopens = row.ends_on is not None and bool(years) and reporting_year(max(years))[1] > row.ends_on
        if closes or reopens:
            values["ends_on"] = ends_on
        changes = differences(row, values)
        if not changes:
            self.plan.unchanged += 1
            return
        self._item(Change.CLOSED if closes else Change.UPDATED, row, record.row, tuple(changes))
        for name, value in values.items():
            setattr(row, name, value)
        self.changed.append(row)

    def _close_missing(self, told: set[str], before: dict[int, set[int]]) -> None:
        """Close what the publication no longer mentions; an authority without figures was never published here."""
        for row in {row.pk: row for row in self.by_code.values() if row.pk}.values():
            if row.ends_on is not None or row.code in told or row.pk not in before:
                continue
            ends_on = max(reporting_year(max(before[row.pk]))[1], row.starts_on)
            self._item(Change.CLOSED, row, None, (FieldChange(_("until"), shown(None), shown(ends_on)),))
            row.ends_on = ends_on
            self.changed.append(row)

    def _succeed(self) -> None:
        known = set(AuthoritySuccession.objects.values_list("predecessor__code", "successor__code"))
        explained: set[str] = set()
        for each in REORGANISATIONS:
            explained.update(each.ended)
            for old in each.ended:
                for new in each.began:
                    if old not in self.by_code or new not in self.by_code or (old, new) in known:
                        continue
                    row = AuthoritySuccession(predecessor=self.by_code[old], successor=self.by_code[new], on=each.on)
                    self.successions.append(row)
                    fields = (FieldChange(_("on"), "", shown(each.on)), FieldChange(_("source"), "", each.source))
                    self.plan.items.append(Item(Change.CREATED, _("Who took over"), str(row), None, fields))
        touched = [*self.new, *self.changed]
        unexplained = sorted({row.name for row in touched if row.ends_on and row.code not in explained})
        if unexplained:
            self.plan.notes.append(
                _("Ended without a successor that we know of: %(names)s. Record who took over, if anybody did.")
                % {"names": ", ".join(unexplained)}
            )

    def _reported_before(self) -> dict[int, set[int]]:
        rows = LookedAfterFigure.objects.filter(
            authority__isnull=False, authority__region__nation=Nation.ENGLAND
        ).exclude(population_mark="x")
        found: dict[int, set[int]] = defaultdict(set)
        for pk, year in rows.values_list("authority_id", "year").distinct():
            if pk is not None:
                found[pk].add(year)
        return dict(found)

    def _item(self, change: Change, row: LocalAuthority, number: int | None, fields: tuple[FieldChange, ...]) -> None:
        self.plan.items.append(Item(change, _("Local authorities"), row.name, number, fields))

    def _problem(self, record: Record, said: str, column: str, value: str) -> None:
        remedy = _("Compare the row with the publication.")
        self.plan.problems.append(Problem(said, remedy, record.row, column, value))


def _period(years: set[int], newest: int) -> tuple[date, date | None]:
    """The days an authority is known for: from its first reported year to its last, open when that is the newest.

    One that was never reported yet begins after the newest year.
    """
    if not years:
        return reporting_year(newest)[1], None
    last = max(years)
    return reporting_year(min(years))[0], reporting_year(last)[1] if last < newest else None
