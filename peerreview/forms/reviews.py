"""What is written when a review is returned, postponed, cancelled, or given more time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.forms.fields import ReasonField
from portal.ui.forms import DateField


class ReturnForm(forms.Form):
    """What the host is asked for, and until when."""

    reason = ReasonField(
        label=_("What is missing?"), help_text=_("The host reads it. It is kept in the history, with your name.")
    )
    until = DateField(label=_("To be handed in again by"))


class PostponeForm(forms.Form):
    """Why there is no visit now, and until when."""

    reason = ReasonField(
        label=_("Why is it postponed?"), help_text=_("The host reads it. It is kept in the history, with your name.")
    )
    until = DateField(label=_("Postponed until"))


class CancelForm(forms.Form):
    """Why there will be no visit."""

    reason = ReasonField(
        label=_("Why is it cancelled?"), help_text=_("The host reads it. It is kept in the history, with your name.")
    )


class ExtendForm(forms.Form):
    """More time, and why."""

    to_on = DateField(label=_("New day"))
    reason = ReasonField(
        label=_("Why is there more time?"), help_text=_("The host reads it. It is kept in the history, with your name.")
    )
