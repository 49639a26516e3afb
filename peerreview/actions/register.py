"""The regulator's register as a kind of import: its columns, and from its rows to a plan."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerreview.actions.registerplan import RegisterPlan
from peerreview.domain.register import KINDS, SECTORS, STATUSES, day_in
from peerreview.queries.register import KIND, held, latest_edition
from portal.imports.domain.columns import Column, choice, code, day, text, whole_number
from portal.imports.domain.plans import Plan, shown
from portal.imports.domain.problems import refuse
from portal.imports.kinds.registry import ImportKind, Source
from portal.people.models.periods import day_of


def yes(value: str) -> bool:
    """Read a column that is empty for no, and says something for yes."""
    return value.casefold() not in {"", "n", "no"}


COLUMNS = (
    Column("urn", "URN", code(r"[A-Z]{0,4}[0-9]{4,9}", gettext_lazy("should be a reference such as SC428895."))),
    Column("education_urn", "Linked education URN", text, required=False, blank=True),
    Column("kind", "Provision type", choice({k: v.value for k, v in KINDS.items()}, gettext_lazy("type of provision"))),
    Column("registered_on", "Registration date", day, blank=True),
    Column(
        "status",
        "Registration status",
        choice({k: v.value for k, v in STATUSES.items()}, gettext_lazy("registration status")),
    ),
    Column("name", "Name", text),
    Column("region", "Government Office Region", text),
    Column("authority", "Local authority", text),
    Column("sector", "Sector", choice({k: v.value for k, v in SECTORS.items()}, gettext_lazy("sector")), blank=True),
    Column("places", "Places", whole_number, blank=True),
    Column("short_breaks_only", "Short-break-only children's home", yes, required=False, blank=True),
    Column("several_buildings", "Multi-building children's home", yes, required=False, blank=True),
    Column("owner", "Organisation name", text, blank=True),
)


def make() -> ImportKind:
    """Return the kind for the registry."""
    return ImportKind(
        KIND,
        gettext_lazy("Register of services"),
        gettext_lazy(
            "Homes, schools, fostering and other services with their owners, published by Ofsted. The names of homes "
            "are redacted by the publisher, and their addresses are never kept here."
        ),
        COLUMNS,
        plan,
        prefer="Providers+places",
        option="edition",
        option_label=gettext_lazy("Day the register speaks of, such as 31 March 2023, if the file does not say it"),
    )


def plan(source: Source) -> Plan:
    """Say what this edition of the register would change."""
    table = source.table
    if table.problems:
        return Plan(problems=list(table.problems))
    as_at, note = _as_at(source)
    newest = latest_edition()
    if newest is not None and as_at < newest:
        raise refuse(
            _("speaks of %(as_at)s, but the register of %(newest)s has been imported already.")
            % {"as_at": shown(as_at), "newest": shown(newest)},
            _("Import the newest edition: an older one would undo it."),
        )
    made = Plan(edition=as_at.isoformat(), notes=[note] if note else [])
    comparison = RegisterPlan(made, held(day_of(source.at)), as_at, source.at)
    comparison.read(table.records)
    made.write = comparison.write
    made.steps = comparison.steps
    return made


def _as_at(source: Source) -> tuple[date, str]:
    """The day asked for; else what the sheet, its titles or the file's name say; else today: and say which."""
    asked = source.options.get("edition", "")
    if asked:
        found = day_in(asked) or _iso(asked)
        if found is None:
            raise refuse(_("The day “%(day)s” cannot be read.") % {"day": asked}, _("Write it like 31 March 2023."))
        return found, ""
    found = day_in(source.table.sheet, *source.table.above, source.file_name)
    if found is not None:
        return found, ""
    today = day_of(source.at)
    return today, _("The file does not say which day it speaks of; it is taken for %(day)s.") % {"day": shown(today)}


def _iso(text_: str) -> date | None:
    try:
        return date.fromisoformat(text_)
    except ValueError:
        return None
