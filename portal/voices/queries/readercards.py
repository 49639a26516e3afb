"""What waits for a reader and for safeguarding, on their Today page: never a word, a place or a name."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.people.enums import RoleKind
from portal.people.permissions.roles import roles_of
from portal.today import Card
from portal.voices.enums.cases import CaseState
from portal.voices.models.reading import READERS, SAFEGUARDING
from portal.voices.queries.cases import listed, waiting_cases
from portal.voices.queries.moderation import counts_for

if TYPE_CHECKING:
    from portal.people.models import User


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Ask nothing for anybody else: most people read no statements."""
    roles = roles_of(person, at)
    if roles & SAFEGUARDING:
        yield from _cases(person, at)
    if roles & READERS:
        yield from _reading(person, at, is_moderator=RoleKind.MODERATOR in roles)


def _cases(person: "User", at: datetime) -> Iterator[Card]:
    for case in waiting_cases(person, at):
        seen = listed(case, at)
        if case.state == CaseState.OPEN:
            yield Card(
                _("Open the alert and take it"),
                _("Somebody may not be safe, and nobody has taken it yet."),
                reverse("voices:case", args=[case.pk]),
                _("Open it"),
                due=case.opened_at,
                tag=case.get_state_display() or "",
                tag_state="urgent",
            )
        elif seen.due is not None:
            yield Card(
                str(seen.due.title),
                _("You are on this case, and its clock runs."),
                reverse("voices:case", args=[case.pk]),
                _("Open the case"),
                due=seen.due.due,
                tag=case.get_state_display() or "",
                tag_state=case.state,
            )


def _reading(person: "User", at: datetime, *, is_moderator: bool) -> Iterator[Card]:
    counts = counts_for(person, at)
    waiting, urgent = counts["waiting"], counts["urgent"]
    queue = reverse("voices:moderation")
    if waiting and (is_moderator or urgent):
        yield Card(
            ngettext("Read what waits: %(count)d statement", "Read what waits: %(count)d statements", waiting)
            % {"count": waiting},
            _("Nobody else reads it before a reader has."),
            queue,
            _("Open the queue"),
            tag=_("Urgent") if urgent else _("Reading"),
            tag_state="urgent" if urgent else "waiting",
        )
    if counts["second"]:
        yield Card(
            _("Decide as the second person"),
            _("Somebody proposed that everybody may read something."),
            f"{queue}?show=second",
            _("Open them"),
            tag=_("Second person"),
            tag_state="waiting",
        )
    if counts["objections"]:
        yield Card(
            _("Answer an author who objects"),
            _("They do not want words taken out, or want others taken out."),
            f"{queue}?show=objections",
            _("Open them"),
            tag=_("Objection"),
            tag_state="waiting",
        )
