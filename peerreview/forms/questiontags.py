"""The standards of each question of a set, as codes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from peerreview.models import Standard
from portal.voices.models import Question


class TagsForm(forms.Form):
    """One box of codes for each question."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        known: Mapping[str, Standard],
        tagged: Mapping[int, set[str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.questions, self.known = questions, known
        codes = {standard.lineage: standard.code for standard in known.values()}
        for question in questions:
            now = sorted(codes[one] for one in tagged.get(question.pk, ()) if one in codes)
            self.fields[f"q-{question.pk}"] = forms.CharField(
                label=question.text,
                help_text=_("Codes of standards, with spaces between them."),
                required=False,
                initial=" ".join(now),
                max_length=400,
            )

    def clean(self) -> dict[str, Any]:
        """Name the codes that no standard has."""
        data: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            name = f"q-{question.pk}"
            codes = str(data.get(name, "")).replace(",", " ").split()
            if wrong := [code for code in codes if code.casefold() not in self.known]:
                self.add_error(name, _("There is no standard %(codes)s in this edition.") % {"codes": ", ".join(wrong)})
            data[name] = [self.known[code.casefold()] for code in codes if code.casefold() in self.known]
        return data
