"""What the front door shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from content.queries.publications import PublishedRow
from content.queries.publications import latest_guidance as latest
from governance.models import Decision
from governance.queries import decisions


@dataclass(frozen=True)
class Door:
    """A way in."""

    title: str
    text: str
    href: str


def doors() -> Sequence[Door]:
    """Return the four doors."""
    return (
        Door(_("Decisions"), _("What was decided, by whom, and why."), "/decisions/"),
        Door(_("Standards"), _("What children and families can expect of every service."), "/standards/"),
        Door(_("Boards"), _("Who sits for whom in your region, and who is in the chair."), "/boards/"),
        Door(_("Have your say"), _("For young people and staff. You need no account."), "/have-your-say/"),
    )


def latest_decisions(limit: int = 4) -> list[Decision]:
    """Return what the public may read of the newest decisions."""
    return decisions.latest_decisions(AnonymousUser(), timezone.now(), limit)


def latest_guidance(request: HttpRequest, limit: int = 4) -> list[PublishedRow]:
    """Return the guidance published last."""
    return latest(request, limit)
