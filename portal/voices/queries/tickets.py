"""What a browser carries for somebody whom nobody can find out: the server has nothing until they send."""

from datetime import date
from typing import Any

from portal.voices.enums.statements import Privacy
from portal.voices.models import Campaign, QuestionSetVersion, Statement
from portal.voices.models.secrets import code_hashes

_PLAIN = ("speaker", "band", "helper", "helper_works_here", "entry", "receipt_hash")


def ticket_of(statement: Statement) -> dict[str, Any]:
    """Return an opened, unsaved statement as plain values; nothing of one that is stored."""
    if not statement._state.adding or statement.privacy != Privacy.ANONYMOUS:
        return {}
    return {
        **{name: getattr(statement, name) for name in _PLAIN},
        "campaign": statement.campaign_id,
        "version": statement.version_id,
        "given_on": statement.given_on.isoformat(),
        "keep_until": statement.keep_until.isoformat(),
    }


def statement_of_ticket(ticket: dict[str, Any], code: str) -> Statement | None:
    """Return the unsaved statement again, for whoever has its code."""
    if not ticket or ticket.get("receipt_hash") not in code_hashes(code):
        return None
    campaign = Campaign.objects.filter(pk=ticket["campaign"]).first()
    version = QuestionSetVersion.objects.select_related("set").filter(pk=ticket["version"]).first()
    if campaign is None or version is None:
        return None
    return Statement(
        campaign=campaign,
        version=version,
        privacy=Privacy.ANONYMOUS,
        given_on=date.fromisoformat(ticket["given_on"]),
        keep_until=date.fromisoformat(ticket["keep_until"]),
        **{name: ticket[name] for name in _PLAIN},
    )
