"""Sending a file to be checked, and reading its changes."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.imports.enums import Change
from portal.imports.kinds.registry import ImportKind
from portal.people.forms.fields import UploadField


class CheckFileForm(forms.Form):
    """One published file, and what it does not say of itself."""

    file = UploadField(
        label=_("File"),
        max_length=200,
        allow_empty_file=True,
        help_text=_("CSV, ODS or XLSX, exactly as published. Nothing is changed until you have seen the changes."),
        error_messages={"required": _("Choose the file.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.ods,.xlsx"}),
    )
    edition = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.option:
            self.fields["edition"].label = kind.option_label
        else:
            del self.fields["edition"]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": limit})
        return file

    def options(self) -> dict[str, str]:
        """Return what is said beside the file."""
        edition = self.cleaned_data.get("edition", "").strip()
        return {"edition": edition} if edition else {}


class ChangesForm(forms.Form):
    """Which changes to show."""

    mark_optional = False

    change = forms.ChoiceField(
        label=_("Changes"),
        required=False,
        choices=[("", _("All")), *((c.value, c.label) for c in Change if c is not Change.UNCHANGED)],
    )
    q = forms.CharField(label=_("Words"), required=False, max_length=60)
