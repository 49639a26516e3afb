"""Control groups and owners."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.forms.fields import ReasonField
from portal.people.models import Organisation
from portal.ui.forms import DateField


class AddGroupForm(forms.Form):
    """A group by its name."""

    name = forms.CharField(label=_("Name of the group"), max_length=200)
    reason = ReasonField(label=_("How do we know of it?"))


class OrganisationField(forms.CharField):
    """An organisation by its exact name: there are thousands, and a list of them would be no help."""

    def clean(self, value: object) -> Organisation:
        """Find the one of that name."""
        name = str(super().clean(value)).strip()
        found = list(Organisation.objects.filter(name__iexact=name)[:2])
        if not found:
            raise forms.ValidationError(_("No organisation has exactly this name."))
        if len(found) > 1:
            raise forms.ValidationError(_("Two organisations have this name. An administrator can tell them apart."))
        return found[0]


class BringUnderForm(forms.Form):
    """An organisation comes under the group's control."""

    organisation = OrganisationField(label=_("Name of the organisation"), max_length=200)
    starts_on = DateField(label=_("From"))
    reason = ReasonField(label=_("How do we know of it?"))


class LetGoForm(forms.Form):
    """The first day without the group's control."""

    ends_on = DateField(label=_("First day without it"))
    reason = ReasonField(label=_("How do we know of it?"))


class ChangeOwnerForm(forms.Form):
    """Who owns a service, from when."""

    owner = OrganisationField(label=_("Name of the new owner"), max_length=200)
    from_on = DateField(label=_("From"))
    reason = ReasonField(label=_("How do we know of it?"))
