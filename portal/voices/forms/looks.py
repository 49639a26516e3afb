"""Why somebody must be found, and what the second person says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import Radios


class AskForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Who could be hurt, and why do you need to know who said this?"),
        help_text=_("It is kept for good, with your name. Do not repeat what was said."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class SettleForm(forms.Form):
    """What the second person says."""

    agree = forms.TypedChoiceField(
        label=_("Could somebody be hurt if nobody finds out?"),
        choices=[("yes", _("Yes: I agree to finding out")), ("no", _("No: it stays private"))],
        coerce=lambda value: value == "yes",
        widget=Radios(reveals={"no": "reason"}),
    )
    reason = forms.CharField(
        label=_("Why not?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
