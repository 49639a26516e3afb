"""Children looked after: columns as published, and the plan for authorities and figures together."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.imports.domain.columns import Column, NotRead, choice, code, text, year
from portal.imports.domain.plans import Plan, Writes
from portal.imports.domain.problems import refuse
from portal.imports.kinds.authorities import AuthorityPlan
from portal.imports.kinds.figures import FigurePlan
from portal.imports.kinds.registry import ImportKind, Source
from portal.people.domain.figures import Figure, NotAFigure, parse_figure
from portal.people.models import Measure
from portal.people.queries.figures import latest_year

LEVELS = {"National": "national", "Regional": "regional", "Local authority": "authority"}
MEASURES = {
    "Children looked after on 31 March each year": Measure.LOOKED_AFTER.value,
    "Children starting to be looked after each year": Measure.STARTED.value,
    "Children ceasing to be looked after each year": Measure.CEASED.value,
}


def figure(*, fractions: bool = False) -> Callable[[str], Figure]:
    """Return the parser for a number or one of the publisher's letters."""

    def parse(value: str) -> Figure:
        try:
            return parse_figure(value, fractions=fractions)
        except NotAFigure:
            raise NotRead(_("should be a number, or one of c, z, x, “:” or low.")) from None

    return parse


COLUMNS = (
    Column("year", "time_period", year),
    Column("level", "geographic_level", choice(LEVELS, gettext_lazy("level"))),
    Column("country", "country_code", code(r"[EW][0-9]{8}", gettext_lazy("should be a code such as E92000001."))),
    Column(
        "region", "region_code", code(r"[EW][0-9]{8}", gettext_lazy("should be a code such as E12000002.")), blank=True
    ),
    Column("region_name", "region_name", text, blank=True),
    Column("number", "old_la_code", code(r"[0-9]{3}", gettext_lazy("should be a code of three digits.")), blank=True),
    Column("name", "la_name", text, blank=True),
    Column(
        "code", "new_la_code", code(r"[EW][0-9]{8}", gettext_lazy("should be a code such as E10000016.")), blank=True
    ),
    Column("measure", "population_type", choice(MEASURES, gettext_lazy("measure"))),
    Column("population", "population_estimate", figure()),
    Column("children", "children_count", figure()),
    Column("rate", "rate_per_10000", figure(fractions=True)),
)


def make() -> ImportKind:
    """Return the kind for the registry."""
    return ImportKind(
        "children-looked-after",
        gettext_lazy("Children looked after"),
        gettext_lazy(
            "Authorities with their codes, and the number and rate of children looked after by year, published by the "
            "Department for Education."
        ),
        COLUMNS,
        plan,
    )


def plan(source: Source) -> Plan:
    """Say what the table would change: authorities first, then their figures."""
    table = source.table
    if table.problems:
        return Plan(problems=list(table.problems))
    newest = max(record["year"] for record in table.records)
    oldest = min(record["year"] for record in table.records)
    known = latest_year()
    if known is not None and newest < known:
        raise refuse(
            _("ends in %(newest)d, but figures for %(known)d are here already.") % {"newest": newest, "known": known},
            _("Import the newest publication: it repeats the earlier years."),
            column="time_period",
        )
    made = Plan(edition=f"{oldest}–{newest}")
    authorities = AuthorityPlan(made)
    authorities.read(table.records)
    figures = FigurePlan(made, authorities)
    figures.read(table.records)

    def write(writes: Writes) -> None:
        authorities.write(writes)
        figures.write(writes)

    made.write = write
    return made
