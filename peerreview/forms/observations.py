"""One note of a visit as a page or a notebook sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.actions.observations import Written


class NoteForm(forms.Form):
    """A note with the names the notebook gave it; an empty text takes the words out again."""

    note = forms.UUIDField(widget=forms.HiddenInput)
    act = forms.UUIDField(widget=forms.HiddenInput)
    session = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    settles = forms.BooleanField(required=False)
    standard = forms.CharField(label=_("Standard"), max_length=20, required=False)
    text = forms.CharField(label=_("Note"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5}))

    def clean_text(self) -> str:
        """Keep lines as the notebook has them: a form sends them with the ends of another system."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")

    def written(self) -> Written:
        """Return it as the action takes it."""
        data: dict[str, Any] = self.cleaned_data
        return Written(**{name: data[name] for name in Written.__dataclass_fields__})
