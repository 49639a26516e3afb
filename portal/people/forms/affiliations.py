"""Where somebody belongs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.forms.fields import ReasonField
from portal.people.models import Organisation
from portal.ui.forms import DateField


class AffiliationForm(forms.Form):
    """An organisation, what the person is there, and since when."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.order_by("name"), empty_label=_("Choose one")
    )
    role = forms.CharField(
        label=_("As"), max_length=120, help_text=_("Registered manager, head of commissioning, support worker …")
    )
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Until"), required=False, help_text=_("The first day on which it no longer holds."))
    reason = ReasonField()
