"""An immediate concern: what it is, and how it ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.enums.concerns import Referral


class RaiseConcernForm(forms.Form):
    """What was seen or heard."""

    text = forms.CharField(
        label=_("What did you see or hear?"),
        help_text=_("Where, when, who was there. Say which child as far as somebody needs it to act."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ReferForm(forms.Form):
    """To whom it was passed on."""

    to = forms.TypedChoiceField(
        label=_("To whom did you pass it on?"), choices=Referral.choices, coerce=Referral, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What was said, and under which reference?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WhyNotForm(forms.Form):
    """Why nobody has to be told."""

    reason = forms.CharField(
        label=_("Why does nobody have to be told?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
