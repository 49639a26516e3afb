"""What the evidence library's pages send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.enums.evidence import EvidenceKind, Sensitivity
from peerreview.models import Standard
from portal.people.forms.fields import ReasonField, UploadField
from portal.ui.forms import Checkboxes

WHAT = _("PDF, Word, Excel, OpenDocument, JPEG, PNG, text or CSV, at most 20 MB. Pictures lose what the camera wrote.")


class StandardsField(forms.ModelMultipleChoiceField[Standard]):
    """Standards by code and text."""

    widget = Checkboxes

    def label_from_instance(self, obj: Any) -> str:
        """Say code and text."""
        return f"{obj.code} {obj.text}"


class FileForm(forms.Form):
    """A file."""

    file = UploadField(label=_("File"), help_text=WHAT, allow_empty_file=True)


class EvidenceForm(FileForm):
    """A new item with its file."""

    title = forms.CharField(label=_("Title"), max_length=150)
    kind = forms.ChoiceField(label=_("What is it?"), choices=EvidenceKind.choices, widget=forms.RadioSelect)
    sensitivity = forms.ChoiceField(
        label=_("Who may open it?"),
        choices=Sensitivity.choices,
        initial=Sensitivity.ORDINARY,
        widget=forms.RadioSelect,
    )
    has_child_data = forms.BooleanField(
        label=_("Something about a child is in it, so that it is restricted"), required=False
    )
    field_order = ["title", "kind", "file", "sensitivity", "has_child_data"]


class LinkForm(forms.Form):
    """Which standards a file shows something about."""

    standards = StandardsField(label=_("Which standards does it show something about?"), queryset=None, required=False)

    def __init__(self, *args: Any, standards: list[Standard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standards"].queryset = (  # type: ignore[attr-defined]
            Standard.objects.filter(pk__in=[one.pk for one in standards]).order_by("order")
        )


class RemoveForm(forms.Form):
    """Why an item is taken out."""

    reason = ReasonField(label=_("Why is it taken out?"), help_text=_("It is kept in the history, with your name."))
