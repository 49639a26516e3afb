"""Finding people, and acts that need only a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.enums import RoleKind
from portal.people.forms.fields import ReasonField

STATES = [
    ("", _("Any")),
    ("active", _("May sign in")),
    ("invited", _("Invited, not yet accepted")),
    ("inactive", _("May not sign in")),
    ("one-factor", _("No second factor")),
]


class FindPeopleForm(forms.Form):
    """The filter above the list."""

    mark_optional = False

    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("Any")), *RoleKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)


class ReasonForm(forms.Form):
    """Why."""

    reason = ReasonField()
