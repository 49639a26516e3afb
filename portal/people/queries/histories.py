"""What happened to a person or an organisation, ready to be shown."""

from typing import Any

from portal.history.as_of import history_rows
from portal.history.timeline import Source, TimelineItem, timeline
from portal.people.models import Affiliation, Invitation, Organisation, RoleGrant, User

# Switches of the framework that say nothing to people.
SILENT = ("is_superuser", "is_staff", "invited_by", "person")


def history_of_person(person: User, *, limit: int = 20) -> list[dict[str, Any]]:
    """Return the latest changes of a person, their roles, affiliations and invitations."""
    sources = [
        Source(history_rows(person)),
        Source(history_rows(RoleGrant).filter(person_id=person.pk), label=lambda row: row.get_role_display()),
        Source(history_rows(Affiliation).filter(person_id=person.pk), label=lambda row: row.role),
        Source(history_rows(Invitation).filter(person_id=person.pk)),
    ]
    return [_event(item) for item in timeline(sources, limit=limit, hidden_fields=SILENT)]


def history_of_organisation(organisation: Organisation, *, limit: int = 20) -> list[dict[str, Any]]:
    """Return the latest changes of an organisation."""
    return [_event(item) for item in timeline([organisation], limit=limit)]


def _event(item: TimelineItem) -> dict[str, Any]:
    return {
        "title": f"{item.verb.label}: {item.record}",
        "by": item.who,
        "at": item.at,
        "reason": item.reason,
        "changes": [{"label": change.label, "old": change.old, "new": change.new} for change in item.changes],
    }
