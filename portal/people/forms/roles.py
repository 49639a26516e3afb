"""Granting and ending roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.enums import RoleKind
from portal.people.forms.fields import ReasonField
from portal.ui.forms import DateField, Radios


class GrantRoleForm(forms.Form):
    """A role for a time."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices, widget=Radios)
    starts_on = DateField(label=_("From"))
    ends_on = DateField(
        label=_("Until"), required=False, help_text=_("The first day on which the role no longer holds.")
    )
    reason = ReasonField()


class EndForm(forms.Form):
    """The day something ends, and why."""

    ends_on = DateField(label=_("Ends on"), help_text=_("The first day on which it no longer holds."))
    reason = ReasonField()
