"""Sending a file of standards, confirming its lineage, and the acts on an edition."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.domain.lineage import Answer, Confidence, Fault, Line, faults
from peerreview.enums.standards import MappingKind, SetKind
from peerreview.queries.standards_import import Compared
from peerreview.queries.standards_reading import LIMITS
from portal.people.forms.fields import ReasonField, UploadField
from portal.ui.forms import DateField

# Pages that stand where a set would (``urls.py``).
TAKEN = frozenset({"manage", "values"})
KINDS = [(kind.value, kind.label) for kind in MappingKind if kind is not MappingKind.RETIRED]
FAULTS: Mapping[Fault, Any] = {
    Fault.UNKNOWN_CODE: _("%(after)s: the edition before has no standard %(before)s."),
    Fault.NEEDS_ONE: _("%(after)s: name exactly one standard it comes from."),
    Fault.NEEDS_NONE: _("%(after)s: a new standard comes from none. Empty the field, or choose otherwise."),
    Fault.NEEDS_SEVERAL: _("%(after)s: a merged standard comes from two or more."),
    Fault.WORDS_DIFFER: _("%(after)s: the words are not the same. Choose “Reworded”."),
    Fault.WORDS_AGREE: _("%(after)s: the words are the same. Choose “Unchanged”."),
    Fault.SPLIT_ALONE: _("%(after)s: a split standard becomes two or more; here is only one part of %(before)s."),
    Fault.USED_TWICE: _("%(after)s: %(before)s is named by another standard too, and neither is a part of it."),
    Fault.NOT_ANSWERED: _("%(after)s: say what it comes from."),
}


class StandardsFileForm(forms.Form):
    """One file."""

    file = UploadField(
        label=_("File"),
        max_length=200,
        allow_empty_file=True,
        help_text=_("XLSX, CSV, ODS, DOCX or JSON, at most 5 MB. Nothing is changed until you have confirmed it."),
        error_messages={"required": _("Choose the file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.ods,.docx,.json"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size is not None and file.size > LIMITS.file_bytes:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


class LineageForm(forms.Form):
    """For each standard, what happened and what it comes from; what is in doubt has to be chosen."""

    read = forms.BooleanField(
        label=_("I have read every line, and it says what happened"),
        error_messages={"required": _("Confirm that you have read every line.")},
    )

    def __init__(self, data: Any, *, rows: Sequence[Compared], before: Sequence[Line], after: Sequence[Line]) -> None:
        super().__init__(data)
        self.before, self.after = before, after
        self.rows = [row for row in rows if row.after is not None]
        for number, row in enumerate(self.rows):
            code = row.suggestion.after
            sure = row.suggestion.confidence != Confidence.LOW
            self.fields[f"kind-{number}"] = forms.ChoiceField(
                label=_("What happened to %(code)s") % {"code": code},
                choices=KINDS if sure else [("", _("Choose")), *KINDS],
                initial=row.suggestion.kind if sure else "",
                error_messages={"required": _("%(code)s: choose what happened.") % {"code": code}},
            )
            self.fields[f"before-{number}"] = forms.CharField(
                label=_("Where %(code)s comes from") % {"code": code},
                required=False,
                max_length=200,
                initial=", ".join(row.suggestion.before),
            )

    def lines(self) -> Iterable[tuple[Compared, Any, Any]]:
        """Return each standard with its two fields."""
        return [(row, self[f"kind-{number}"], self[f"before-{number}"]) for number, row in enumerate(self.rows)]

    def answers(self) -> list[Answer]:
        """Return what was chosen; call it on a valid form."""
        found = self.cleaned_data
        return [
            Answer(
                row.suggestion.after,
                tuple(code.strip() for code in found.get(f"before-{number}", "").split(",") if code.strip()),
                MappingKind(found[f"kind-{number}"]),
            )
            for number, row in enumerate(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Name everything that contradicts itself, not the first thing."""
        found: dict[str, Any] = super().clean() or {}
        if any(name.startswith(("kind", "before")) for name in self.errors):
            return found
        numbers = {row.suggestion.after: number for number, row in enumerate(self.rows)}
        for after, fault, before in faults(self.before, self.after, self.answers()):
            self.add_error(f"before-{numbers[after]}", FAULTS[fault] % {"after": after, "before": before})
        return found


class PublishEditionForm(forms.Form):
    """What readers see with the edition, and from when it counts."""

    change_note = forms.CharField(label=_("What changed, and why"), max_length=5000, widget=forms.Textarea)
    effective_from = DateField(label=_("In force from"))


class BeginSetForm(forms.Form):
    """What a set is called, where it is found, and what it is read by."""

    title = forms.CharField(label=_("Title"), max_length=150)
    code = forms.SlugField(
        label=_("In addresses"),
        max_length=60,
        help_text=_("Small letters, numbers and hyphens, such as night-care. It is cited by people and never changes."),
    )
    kind = forms.ChoiceField(
        label=_("What it is for"), choices=SetKind.choices, widget=forms.RadioSelect, initial=SetKind.SERVICE
    )
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=1000, widget=forms.Textarea, help_text=_("What it is about.")
    )

    def clean_code(self) -> str:
        """Keep addresses in small letters, and those of other pages free."""
        code = str(self.cleaned_data["code"]).casefold()
        if code in TAKEN:
            raise forms.ValidationError(_("This word is the address of another page. Choose another."))
        return code


class EditionReasonForm(forms.Form):
    """Why an edition goes."""

    reason = ReasonField()


class ConfirmForm(forms.Form):
    """Nothing to fill in."""
