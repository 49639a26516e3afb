"""Deciding what cannot wait, taking the request back, and letting a proposal lapse."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4000


def why(label: Any, hint: Any, missing: Any) -> forms.CharField:
    """Return the box for a reason that must be given."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


class AskUrgentForm(forms.Form):
    """The chair says why it cannot wait, about the text they read."""

    reason = why(
        _("Why can it not wait for the board?"),
        _("What would happen before the next meeting. If the proposal is open, everybody reads it: write no names."),
        _("Say why it cannot wait"),
    )
    expected = forms.CharField(widget=forms.HiddenInput, required=False)


class ConfirmUrgentForm(forms.Form):
    """Another trustee says in their own words why it cannot wait."""

    reason = why(
        _("Why, in your own view, can it not wait?"),
        _("You answer for it together with the chair. If the proposal is open, everybody reads it: write no names."),
        _("Say why it cannot wait"),
    )


class TakeBackForm(forms.Form):
    """The chair takes the request back."""

    reason = why(_("Why do you take it back?"), _("The board reads it."), _("Say why you take it back"))


class LapseForm(forms.Form):
    """The chair lets a proposal lapse."""

    reason = why(_("Why does it lapse?"), _("Everybody who can read the proposal sees this."), _("Say why it lapses"))
