"""allauth's forms of the second factor with our words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


def _code(form: forms.BaseForm, label: Any, hint: Any = "") -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"inputmode": "text", "spellcheck": "false", "class": "govuk-input--width-10"}


class CodeForm(base.AuthenticateForm):
    """The code at signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code"), _("Six figures from your authenticator app, or one of your recovery codes."))


class CodeAgainForm(base.ReauthenticateForm):
    """The code, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code"), _("Six figures from your authenticator app, or one of your recovery codes."))


class ActivateForm(totp.ActivateTOTPForm):
    """The first code proves that the app has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("Code from the app"), _("Six figures; the app shows a new code every thirty seconds."))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey always signs in without a password: one kind of key, one explanation."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you can tell your passkeys apart: work laptop, phone.")


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
