"""What allauth asks of us: who may sign up (nobody), where to go, how secrets are kept, what letters say."""

import base64
from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.requests import now
from portal.people.secondfactor import FACTORS


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again, or reset your password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes themselves a person here."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Go on only to an address of this very host: ``next`` comes from whoever wrote the link."""
        request = allauth_context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def set_password(self, user: User, password: str) -> None:
        """Save with history; the password itself is in none of it."""
        user.set_password(password)
        at: datetime = now()
        save_with_history(user, by=user, reason="Password changed", at=at)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own page."""
        return reverse("people:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write when the change is committed, not before."""
        words = {"request": allauth_context.request, "email": email, "site_name": settings.SITE_NAME, **context}
        message = self.render_mail(template_prefix, email, words)
        transaction.on_commit(lambda: message.send() and None)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted; the last second factor stays while one is required."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("You need a second way of proving who you are. Add another one first."),
        "incorrect_code": _("This code is not right, or it has expired. Enter the newest one."),
    }

    def encrypt(self, text: str) -> str:
        """Keep a stolen copy of the database from making anybody's codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read what ``encrypt`` wrote, also under a key that has been replaced."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether another second factor remains."""
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """Offer a name by which the owner tells passkeys apart."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}

    def get_totp_issuer(self) -> str:
        """Name the portal in the authenticator app."""
        return settings.SITE_NAME

    def _get_site_name(self) -> str:
        return settings.SITE_NAME


def _cipher() -> MultiFernet:
    """Derive the keys from the secret key and those it replaced."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [
        base64.urlsafe_b64encode(sha256(f"portal.second-factor:{force_str(one)}".encode()).digest()) for one in secrets
    ]
    return MultiFernet([Fernet(key) for key in keys])
