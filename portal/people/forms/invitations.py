"""Inviting, and accepting."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.people.forms.fields import EmailAddressField, NameField, NewPasswordField, ReasonField, clean_new_password
from portal.people.models import User


class InviteForm(forms.Form):
    """Whom to invite and why."""

    name = NameField(help_text=_("They can correct it when they accept."))
    email = EmailAddressField(help_text=_("The link goes here. It works once, for fourteen days."))
    reason = ReasonField(label=_("Why are they invited?"))


class AcceptForm(forms.Form):
    """Name and password of somebody who accepts."""

    name = NameField()
    known_as = NameField(
        label=_("Known as"),
        max_length=80,
        required=False,
        help_text=_("What people call you, if it is not your first name."),
    )
    password = NewPasswordField()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": person.name, "known_as": person.known_as})
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Refuse weak passwords, also those made of the name just entered."""
        person = User(email=self.person.email, name=self.cleaned_data.get("name", ""))
        try:
            return clean_new_password(self.cleaned_data["password"], person)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
