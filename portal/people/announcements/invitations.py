"""The letter that carries an invitation."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext

from portal.people.models import Invitation


def invitation_made(invitation: Invitation, link: str) -> None:
    """Write to the invited person when the invitation is committed. The link exists only in this letter."""
    person = invitation.person
    body = render_to_string(
        "people/mail/invitation.txt",
        {
            "name": person.get_short_name(),
            "invited_by": invitation.invited_by.name if invitation.invited_by else "",
            "link": link,
            "expires_at": invitation.expires_at,
            "site_name": settings.SITE_NAME,
        },
    )
    subject = gettext("Your invitation to %(site)s") % {"site": settings.SITE_NAME}
    to = person.email
    transaction.on_commit(lambda: send_mail(subject, body, None, [to]) and None)
