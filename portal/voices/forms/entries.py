"""Typing in for somebody: who, how far they may be known, who sat beside, and what they said."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.voices.domain.questions import MOST, TEXTS
from portal.voices.enums.campaigns import AgeBand, QuestionKind
from portal.voices.enums.statements import EntryMode, HelperKind, Privacy
from portal.voices.models import Question


class WhoForm(forms.Form):
    """Who speaks, as they chose it."""

    entry = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=[(EntryMode.PAPER, _("On paper")), (EntryMode.PHONE, _("On the telephone"))],
        widget=forms.RadioSelect,
    )
    band = forms.ChoiceField(label=_("Which questions?"), widget=forms.RadioSelect)
    privacy = forms.ChoiceField(
        label=_("Who may know that it is them? Ask them."),
        choices=Privacy.choices,
        initial=Privacy.PRIVATE,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Their name, if they chose to give it"), required=False, max_length=100)
    helper = forms.ChoiceField(
        label=_("Who sat beside them?"), choices=HelperKind.choices, initial=HelperKind.NOBODY, widget=forms.RadioSelect
    )
    works_here = forms.BooleanField(label=_("Whoever sat beside them works at the home"), required=False)

    def __init__(self, *args: Any, bands: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = set(bands)
        self.fields["band"].choices = [row for row in AgeBand.choices if row[0] in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the name where it was chosen."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("privacy") == Privacy.NAMED and not data.get("name", "").strip():
            self.add_error("name", _("They chose “with my name”: write it, or choose another."))
        return data


class AnswersForm(forms.Form):
    """Every question on one page; all can be left out."""

    mark_optional = False

    def __init__(self, *args: Any, questions: Iterable[tuple[Question, list[tuple[str, str]]]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = list(questions)
        for question, choices in self.asked:
            name = f"q-{question.pk}"
            if question.kind in TEXTS:
                self.fields[name] = forms.CharField(
                    label=question.text,
                    required=False,
                    max_length=MOST[QuestionKind(question.kind)],
                    widget=forms.Textarea(attrs={"rows": 3}),
                )
            else:
                self.fields[name] = forms.ChoiceField(
                    label=question.text, required=False, choices=choices, widget=forms.RadioSelect
                )

    def answers(self) -> dict[int, tuple[str, str]]:
        """Return what was said, by question."""
        found = {}
        for question, _choices in self.asked:
            value = str(self.cleaned_data.get(f"q-{question.pk}", ""))
            found[question.pk] = ("", value) if question.kind in TEXTS else (value, "")
        return found
