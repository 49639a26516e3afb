"""Narrowing a long list of standards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.enums.standards import AppliesTo, CompetencyLevel, SetKind, StandardType
from peerreview.models import CoreValue, StandardSetEdition


class StandardsFilter(forms.Form):
    """By type, by value, by kind of service or by level; everything may be left open."""

    mark_optional = False

    type = forms.ChoiceField(label=_("Type"), required=False)
    value = forms.ChoiceField(label=_("Core value"), required=False)
    kind = forms.ChoiceField(label=_("Kind of service"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    words = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, edition: StandardSetEdition, values: Sequence[CoreValue]) -> None:
        super().__init__(data)
        every = ("", _("Any"))
        self._choose("type", [every, *StandardType.choices])
        self._choose("value", [every, *((value.code, value.title) for value in values)])
        self._choose("kind", [every, *AppliesTo.choices])
        self._choose("level", [every, *CompetencyLevel.choices])
        del self.fields["kind" if edition.set.kind == SetKind.COMPETENCY else "level"]

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy
        field.choices = choices

    def wanted(self, name: str) -> str:
        """Return what was chosen; words that are no choice count as nothing chosen."""
        self.full_clean()
        return str(self.cleaned_data.get(name) or "")
