"""Publishing a page from code, through the same doors as in the editor."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import LogContext
from wagtail.models import Revision

from content.enums import ChangeKind
from content.models.publications import Publication, publishing_at

if TYPE_CHECKING:
    from content.models.published import PublishedPage
    from portal.people.models import User


@transaction.atomic
def publish_page(
    *, page: "PublishedPage", note: str, by: "User | None", at: datetime, kind: str = ChangeKind.MINOR
) -> Publication | None:
    """Save ``page`` as a working copy and publish it; None when its text is what is published already.

    ``by`` is None when the portal itself publishes the texts it comes with.
    """
    page.change_note, page.change_kind = note, kind
    revision = page.save_revision(user=by, log_action=True)
    with publishing_at(at):
        revision.publish(user=by)
    page.refresh_from_db()
    return Publication.objects.filter(page_id=page.pk, revision_id=revision.pk).first()


@transaction.atomic
def submit_page(*, page: "PublishedPage", note: str, by: "User", kind: str = ChangeKind.MINOR) -> Any:
    """Save ``page`` as a working copy and send it to its workflow; somebody else approves it."""
    page.change_note, page.change_kind = note, kind
    page.save_revision(user=by, log_action=True)
    workflow = page.get_workflow()
    with LogContext(user=by):
        return workflow.start(page, by)


@transaction.atomic
def approve_page(*, page: "PublishedPage", by: "User", at: datetime) -> Publication | None:
    """Approve the step the page waits at; the last approval publishes. Refused where the gate is shut."""
    state = page.current_workflow_task_state
    revision: Revision = state.revision
    with LogContext(user=by), publishing_at(at):
        state.task.specific.on_action(state, by, "approve")
    return Publication.objects.filter(page_id=page.pk, revision_id=revision.pk).first()
