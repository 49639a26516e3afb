"""What people say about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.forms.fields import EmailAddressField, NameField
from portal.people.models import User


class DetailsForm(forms.Form):
    """A person's name."""

    name = NameField()
    known_as = NameField(
        label=_("Known as"),
        max_length=80,
        required=False,
        help_text=_("What people call you, if it is not your first name."),
    )

    @classmethod
    def of(cls, person: User, data: Any = None) -> "DetailsForm":
        """Return the form as ``person`` stands."""
        return cls(data, initial={"name": person.name, "known_as": person.known_as})


class EmailForm(forms.Form):
    """The address to change to."""

    email = EmailAddressField(label=_("New e-mail address"), help_text=_("We will send a link there."))
