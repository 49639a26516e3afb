"""The database's own refusal to change a published edition: triggers, for whoever goes past the models."""

from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

PREFIX = "published_edition_"
FIXED = ("set_id", "number", "label", "introduction", "change_note", "effective_from", "sha256", "published_at")


@dataclass(frozen=True)
class Guard:
    """A table, and the question "is the edition of this row published?" asked of its old or new row."""

    table: str
    published: str

    def asked_of(self, row: str) -> str:
        """Return the question about ``OLD`` or ``NEW``."""
        return self.published.replace("@", row)


_EDITION = "SELECT 1 FROM peerreview_standardsetedition e WHERE e.sha256 <> ''"
GUARDS = (
    Guard("peerreview_section", f"EXISTS ({_EDITION} AND e.id = @.edition_id)"),
    Guard("peerreview_standard", f"EXISTS ({_EDITION} AND e.id = @.edition_id)"),
    Guard(
        "peerreview_standardvaluelink",
        f"EXISTS ({_EDITION} AND e.id ="  # noqa: S608 - constants only
        " (SELECT s.edition_id FROM peerreview_standard s WHERE s.id = @.standard_id))",
    ),
)
MESSAGE = "a published edition never changes"


def install_published_edition_guards(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put the triggers on; those that are there are replaced. Does nothing before the tables exist."""
    connection = connections[using]
    if not {table for table, _event in _pairs()} <= set(connection.introspection.table_names()):
        return
    remove_published_edition_guards(using)
    statements = _postgres() if connection.vendor == "postgresql" else _sqlite()
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put them on after every migration: SQLite loses the triggers of a table it has to rebuild."""
    install_published_edition_guards(using)


def remove_published_edition_guards(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers off: for restoring a backup row by row."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for table, event in _pairs():
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {PREFIX}{event.lower()}_{table}{where}")


def _pairs() -> list[tuple[str, str]]:
    pairs = [(guard.table, event) for guard in GUARDS for event in ("INSERT", "UPDATE", "DELETE")]
    return [*pairs, *(("peerreview_standardsetedition", event) for event in ("UPDATE", "DELETE"))]


def _conditions() -> list[tuple[str, str, str]]:
    """Return table, event and the condition under which the event is refused."""
    found = []
    for guard in GUARDS:
        old, new = guard.asked_of("OLD"), guard.asked_of("NEW")
        found += [
            (guard.table, "INSERT", new),
            (guard.table, "UPDATE", f"{old} OR {new}"),
            (guard.table, "DELETE", old),
        ]
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIXED)
    edition = "peerreview_standardsetedition"
    return [
        *found,
        (edition, "UPDATE", f"OLD.sha256 <> '' AND ({changed})"),
        (edition, "DELETE", "OLD.sha256 <> ''"),
    ]


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {PREFIX}{event.lower()}_{table} BEFORE {event} ON {table} FOR EACH ROW"
        # SQLite learned IS DISTINCT FROM late; IS NOT says the same in every release.
        f" WHEN {condition.replace('IS DISTINCT FROM', 'IS NOT')}"
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for table, event, condition in _conditions()
    ]


def _postgres() -> list[str]:
    """A condition of a trigger may hold no subquery there, so each trigger has its function."""
    statements = []
    for table, event, condition in _conditions():
        name = f"{PREFIX}{event.lower()}_{table}"
        statements += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF current_setting('portal.append_only', true) IS DISTINCT FROM 'suspended' AND ({condition}) THEN"
            f" RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            f" RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements
