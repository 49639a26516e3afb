"""What is written in a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.ui.forms import Radios
from portal.voices.enums.cases import ReferredTo


class NoteForm(forms.Form):
    """What was done or heard."""

    text = forms.CharField(
        label=_("What was done or heard?"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )


class ReferForm(forms.Form):
    """Who was told."""

    to = forms.TypedChoiceField(
        label=_("Whom did you tell?"), choices=ReferredTo.choices, coerce=ReferredTo, widget=Radios()
    )
    text = forms.CharField(
        label=_("Whom did you speak to, when, and under which reference?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class NotForForm(forms.Form):
    """Who need not be told."""

    to = forms.TypedChoiceField(
        label=_("Who need not be told?"), choices=ReferredTo.choices, coerce=ReferredTo, widget=Radios()
    )
    reason = forms.CharField(label=_("Why not?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(forms.Form):
    """Why it is closed or opened again."""

    reason = forms.CharField(label=_("Why?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class KeepOutForm(forms.Form):
    """Who is named in it."""

    email = forms.EmailField(
        label=_("The e-mail address of whoever is named in it"),
        help_text=_("From this moment there is no such case for them: in no list, count, notice or search."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Find the person; an address nobody has is said so."""
        data = super().clean() or {}
        email = data.pop("email", "")
        if email:
            data["person"] = User.objects.filter(email__iexact=email).first()
            if data["person"] is None:
                self.add_error(
                    "email", _("Nobody here has this address. Check the spelling, or there is nobody to keep out.")
                )
        return data
