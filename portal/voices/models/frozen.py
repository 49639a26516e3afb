"""The database's own refusal to change what people were asked and told: triggers, for whoever goes past the actions."""

from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

PREFIX = "voices_asked_"
MESSAGE = "what people were asked and told never changes"
TOLD = (
    *("space", "voice", "audience", "audience_by", "can_change", "cannot_change", "title", "opens_on", "opened_at"),
    *("kind", "subject_kind", "subject_key", "place_id"),
)
ASKED = ("set_id", "n", "introduction", "state", "published_at")
_PUBLISHED = "EXISTS (SELECT 1 FROM voices_questionsetversion v WHERE v.state = 'published' AND v.id = @.version_id)"
_OPENED = "EXISTS (SELECT 1 FROM voices_campaign c WHERE c.state <> 'draft' AND c.id = @.campaign_id)"
_ASKED_ALREADY = (
    "EXISTS (SELECT 1 FROM voices_campaignset o"
    " JOIN voices_questionsetversion ov ON ov.id = o.version_id JOIN voices_questionset os ON os.id = ov.set_id"
    " WHERE o.campaign_id = NEW.campaign_id AND os.band = (SELECT ns.band FROM voices_questionset ns"
    " JOIN voices_questionsetversion nv ON nv.set_id = ns.id WHERE nv.id = NEW.version_id))"
)


@dataclass(frozen=True)
class Guard:
    """A table, an event, and the condition under which it is refused."""

    table: str
    event: str
    refused: str

    @property
    def name(self) -> str:
        """Return the trigger's name."""
        return f"{PREFIX}{self.event.lower()}_{self.table}"


def _of(condition: str, row: str) -> str:
    return condition.replace("@", row)


def _changed(names: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)


GUARDS = (
    Guard("voices_question", "INSERT", _of(_PUBLISHED, "NEW")),
    Guard("voices_question", "UPDATE", f"{_of(_PUBLISHED, 'OLD')} OR {_of(_PUBLISHED, 'NEW')}"),
    Guard("voices_question", "DELETE", _of(_PUBLISHED, "OLD")),
    Guard("voices_questionsetversion", "UPDATE", f"OLD.state = 'published' AND ({_changed(ASKED)})"),
    Guard("voices_questionsetversion", "DELETE", "OLD.state = 'published'"),
    Guard("voices_campaign", "UPDATE", f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {_changed(TOLD)})"),
    Guard("voices_campaign", "DELETE", "OLD.state <> 'draft'"),
    Guard("voices_campaignset", "INSERT", f"{_of(_OPENED, 'NEW')} AND {_ASKED_ALREADY}"),
    Guard("voices_campaignset", "UPDATE", f"{_of(_OPENED, 'OLD')} OR {_of(_OPENED, 'NEW')}"),
    Guard("voices_campaignset", "DELETE", _of(_OPENED, "OLD")),
)


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put them on after every migration: SQLite loses the triggers of a table it has to rebuild."""
    connection = connections[using]
    if not {guard.table for guard in GUARDS} <= set(connection.introspection.table_names()):
        return
    remove(using)
    make = _postgres if connection.vendor == "postgresql" else _sqlite
    with transaction.atomic(using), connection.cursor() as cursor:
        for guard in GUARDS:
            for statement in make(guard):
                cursor.execute(statement)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers off."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for guard in GUARDS:
            where = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{where}")


def _sqlite(guard: Guard) -> list[str]:
    # SQLite learned IS DISTINCT FROM late; IS NOT says the same in every release.
    condition = guard.refused.replace("IS DISTINCT FROM", "IS NOT")
    return [
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    ]


def _postgres(guard: Guard) -> list[str]:
    """A condition of a trigger may hold no subquery there, so each trigger has its function."""
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF current_setting('portal.append_only', true) IS DISTINCT FROM 'suspended' AND ({guard.refused}) THEN"
        f" RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        f" RETURN {'OLD' if guard.event == 'DELETE' else 'NEW'}; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]
