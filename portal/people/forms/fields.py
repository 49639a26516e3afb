"""Fields that several forms ask for."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.filestore import NotStored
from portal.people.models import User


class ReasonField(forms.CharField):
    """Why something is done; it stands in the history for good."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Reason"))
        options.setdefault("help_text", _("It is kept in the history, with your name."))
        super().__init__(max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **options)


class UploadField(forms.FileField):
    """A file somebody sends; for one that found no room on the server it says that, and not that it is empty."""

    def to_python(self, data: Any) -> Any:
        """Refuse what could not be taken in."""
        if isinstance(data, NotStored):
            raise forms.ValidationError(
                _("The file could not be stored: the server has no room. Nothing was changed; tell an administrator.")
            )
        return super().to_python(data)


class NameField(forms.CharField):
    """A person's name in any script, with apostrophes and hyphens; only its blanks are tidied."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Full name"))
        options.setdefault("max_length", 150)
        super().__init__(
            widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Return the name with single blanks."""
        return " ".join(str(super().clean(value) or "").split())


class EmailAddressField(forms.EmailField):
    """An address, in small letters: people do not sign in differently because of a capital."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("E-mail address"))
        super().__init__(widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}), **options)

    def clean(self, value: Any) -> Any:
        """Return the address in small letters."""
        return str(super().clean(value) or "").lower()


class NewPasswordField(forms.CharField):
    """A password to be set: pasted or managed ones welcome, nothing stripped."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Password"))
        options.setdefault(
            "help_text", _("At least 12 characters. Three or four unrelated words make a good one. You may paste it.")
        )
        super().__init__(
            strip=False, max_length=256, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), **options
        )


def clean_new_password(password: str, person: User) -> str:
    """Refuse a password that is short, common or like the person's own name or address."""
    validate_password(password, person)
    return password
