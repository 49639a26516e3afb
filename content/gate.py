"""The door every publication goes through. Asked by the editor, the workflow and the save itself."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from content.enums import Basis
from governance.queries import decisions

if TYPE_CHECKING:
    from content.models.published import PublishedPage


class PublicationRefused(PermissionDenied):
    """A rule stands against publishing; the words are fit for people. Nothing was published."""


def decision_refusal(*, basis: str, decision_number: str) -> str | None:
    """Say why the decision does not yet allow publishing; asked fresh of the register every time."""
    if basis != Basis.DECISION:
        return None
    if not decision_number.strip():
        return _("Give the number of the decision the page rests on.")
    if not is_adopted(decision_number.strip()):
        return _("Decision %(number)s is not adopted. The page can be published once it is.") % {
            "number": decision_number.strip()
        }
    return None


def note_refusal(change_note: str) -> str | None:
    """Say that the note is missing."""
    return None if change_note.strip() else _("Say what changed and why. Readers see it in the list of updates.")


def approval_refusal(page: "PublishedPage", revision_id: int | None) -> str | None:
    """Say that nobody but its author has approved this text; only pages that rest on a decision need it."""
    if page.basis != Basis.DECISION:
        return None
    if revision_id and approved_by_somebody_else(revision_id):
        return None
    return workflow_only()


def workflow_only() -> str:
    """Say how a page that rests on a decision is published."""
    return _(
        "A page that rests on a decision is published by its workflow, "
        "when somebody other than its author approves it. Submit it for approval instead."
    )


def approved_by_somebody_else(revision_id: int) -> bool:
    """Say whether a gate task approved exactly this revision, through a person who did not write it."""
    states = TaskState.objects.filter(
        revision_id=revision_id,
        status=TaskState.STATUS_APPROVED,
        task__content_type__app_label="content",
        task__content_type__model="consensusgatetask",
        finished_by__isnull=False,
    ).values_list("finished_by_id", "revision__user_id", "workflow_state__requested_by_id")
    return any(by not in (author, asked) for by, author, asked in states)


def ask(page: "PublishedPage") -> None:
    """Refuse the publication of ``page`` as it stands, unless every rule lets it through."""
    for refusal in (
        decision_refusal(basis=page.basis, decision_number=page.decision_number),
        approval_refusal(page, page.live_revision_id),
        note_refusal(page.change_note),
    ):
        if refusal:
            raise PublicationRefused(refusal)


def is_adopted(number: str) -> bool:
    """Say whether the register holds this decision as adopted and still standing."""
    return decisions.is_adopted(number)
