"""Sign-in, sessions, headers: safe by default; ``dev`` relaxes only what HTTP on one machine needs."""

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.settings.env import env

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "portal.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.people.forms.signin.SignInForm",
    "change_password": "portal.people.forms.signin.ChangePasswordForm",
    "reset_password": "portal.people.forms.signin.AskResetForm",
    "reset_password_from_key": "portal.people.forms.signin.ResetPasswordForm",
    "reauthenticate": "portal.people.forms.signin.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Nobody signs up: an address is proved by accepting the invitation sent to it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/5m/key,20/5m/ip",
    "reset_password": "5/h/key,20/h/ip",
    "invitation": "20/m/ip",
    "demonstration": "60/m/ip",
}
# How many proxies of our own stand in front: only their word about the visitor's address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_ADAPTER = "portal.people.adapters.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "portal.people.forms.secondfactor.ActivateForm",
    "add_webauthn": "portal.people.forms.secondfactor.AddPasskeyForm",
    "authenticate": "portal.people.forms.secondfactor.CodeForm",
    "reauthenticate": "portal.people.forms.secondfactor.CodeAgainForm",
    "edit_webauthn": "portal.people.forms.secondfactor.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = False
# One step of thirty seconds either way: phones' clocks differ.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Hearth"
SECOND_FACTOR_REQUIRED = True
# Our own middleware notes activity once a minute; allauth's would write on every request.
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview is a frame of our own.
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY, which would end the preview

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# Seal what young people and staff say and hash their codes (portal/voices/models/secrets.py), newest first; without
# any, a key derived from SECRET_KEY does. Older ones stay listed until everything sealed with them is gone.
VOICES_KEYS: list[str] = env.list("VOICES_KEYS", default=[])

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.filestore.RoomForUploads",
]
# The largest file the import pages accept, in bytes; the register is about 2 MB.
IMPORT_MAX_BYTES = 25 * 1024 * 1024

SIGNED_OUT_MESSAGE = _("You were signed out because you had not used the portal for a while.")
