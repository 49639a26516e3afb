"""The step of a workflow that waits for a board."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from content import gate
from content.enums import Basis


class ConsensusGateTask(AbstractGroupApprovalTask):
    """Approved by somebody of the groups who did not write the text, and only when the decision is adopted.

    The decision is read afresh each time: it may be adopted, or rescinded, while the page waits.
    """

    class Meta:
        verbose_name = _("Consensus gate")
        verbose_name_plural = _("Consensus gates")

    @classmethod
    def get_description(cls) -> Any:
        """Return the words shown where workflows are put together."""
        return _("Somebody other than the author approves, once the decision the page rests on is adopted")

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Begin, unless the page says it rests on a decision and names none."""
        page = workflow_state.content_object.get_latest_revision_as_object()
        if getattr(page, "basis", "") == Basis.DECISION and not page.decision_number.strip():
            raise gate.PublicationRefused(gate.decision_refusal(basis=page.basis, decision_number=""))
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Lock the text for everybody: what is approved is exactly what was submitted."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Offer approval only to somebody else, and only when the gate is open; sending back is always possible."""
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        if self._refusal(obj.get_latest_revision(), user, self._requester(obj)):
            actions = [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Do it; approval asks the gate again, for the button may be older than the decision."""
        if action_name == "approve" and (
            refusal := self._refusal(task_state.revision, user, task_state.workflow_state.requested_by_id)
        ):
            raise PermissionDenied(refusal)
        return super().on_action(task_state, user, action_name, **kwargs)

    def _requester(self, obj: Any) -> int | None:
        state = obj.current_workflow_state
        return state.requested_by_id if state else None

    def _refusal(self, revision: Any, user: Any, requester: int | None) -> str | None:
        if user.pk in (revision.user_id, requester):
            return str(_("Nobody approves their own draft."))
        draft = revision.as_object()
        return gate.decision_refusal(
            basis=getattr(draft, "basis", Basis.EDITORIAL), decision_number=getattr(draft, "decision_number", "")
        )
