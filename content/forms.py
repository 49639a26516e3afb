"""What the editor's form asks before a page is published."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from content import gate
from content.enums import Basis

PUBLISHING = ("action-publish", "action-submit", "action-restart-workflow")


class PublishedPageForm(WagtailAdminPageForm):
    """Publishing needs a change note and, where the page says so, an adopted decision; saving needs neither."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The note belongs to the version that is out; the next version wants its own.
        if self.instance.live and not self.instance.has_unpublished_changes and "change_note" in self.fields:
            self.initial["change_note"] = ""

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be published, beside the field that says why; the draft stays in the form."""
        cleaned: dict[str, Any] = super().clean()
        wanted = [name for name in PUBLISHING if self.data.get(name)]
        if not wanted:
            return cleaned
        if refusal := gate.note_refusal(cleaned.get("change_note") or ""):
            self.add_error("change_note", refusal)
        basis, number = cleaned.get("basis") or "", cleaned.get("decision_number") or ""
        if basis == Basis.DECISION and not number.strip():
            self.add_error("decision_number", gate.decision_refusal(basis=basis, decision_number=""))
        elif "action-publish" in wanted:
            if refusal := gate.decision_refusal(basis=basis, decision_number=number):
                self.add_error("decision_number", refusal)
            elif basis == Basis.DECISION:
                self.add_error("basis", gate.workflow_only())
        return cleaned
