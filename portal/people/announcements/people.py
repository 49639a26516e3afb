"""Letters about a person's own way in."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext

from portal.people.models import User


def email_change_asked(person: User, new_email: str, link: str) -> None:
    """Ask at the new address whether it is theirs."""
    _write("people/mail/confirm_email.txt", gettext("Confirm your new e-mail address"), person, new_email, link=link)


def email_changed(person: User, old_email: str) -> None:
    """Tell the old address, so that nobody loses their way in without hearing of it."""
    _write("people/mail/email_changed.txt", gettext("Your e-mail address was changed"), person, old_email)


def second_factor_reset(person: User) -> None:
    """Tell somebody that an administrator has removed their second factor."""
    subject = gettext("Your second way of signing in was removed")
    _write("people/mail/second_factor_reset.txt", subject, person, person.email)


def _write(template: str, subject: str, person: User, to: str, **context: str) -> None:
    body = render_to_string(
        template, {"name": person.get_short_name(), "email": person.email, "site_name": settings.SITE_NAME, **context}
    )
    transaction.on_commit(lambda: send_mail(subject, body, None, [to]) and None)
