"""Whether somebody proves who they are in a second way, and who must."""

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from portal.people.models import User

# Recovery codes alone are no second factor: they stand in for one that is lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KEY = "portal_second_factor"


def has_second_factor(person: "User") -> bool:
    """Say whether ``person`` has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists())


def lacks_second_factor(request: HttpRequest) -> bool:
    """Say whether this signed-in person must set up a second factor before anything else.

    The answer is remembered in the session: signing in asks for the factor wherever there is one, the last one
    cannot be removed while it is required, and resetting it ends every session.
    """
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    if request.session.get(KEY):
        return False
    if has_second_factor(request.user):
        request.session[KEY] = True
        return False
    return True
