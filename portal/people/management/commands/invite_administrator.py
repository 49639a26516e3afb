"""``manage.py invite_administrator EMAIL NAME``: the way in for the first person on a new installation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.people.actions.invitations import invite_person
from portal.people.actions.roles import grant_role
from portal.people.enums import RoleKind
from portal.people.models import RoleGrant
from portal.people.refusals import Refused
from portal.people.requests import now


class Command(BaseCommand):
    """There are no default accounts: whoever runs the server invites the first administrator."""

    help = "Invite somebody as administrator; prints the link and mails it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the name."""
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite, grant the role, print the link once."""
        at = now()
        links: list[str] = []

        def link(token: str) -> str:
            links.append(settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("people:accept_invitation", args=[token]))
            return links[-1]

        reason = "First administrator, invited from the server"
        try:
            with transaction.atomic():
                invitation = invite_person(
                    email=options["email"], name=options["name"], reason=reason, link=link, by=None, at=at
                )
                person = invitation.person
                if not RoleGrant.objects.filter(person=person, role=RoleKind.ADMINISTRATOR).active(at).exists():
                    grant_role(
                        person=person,
                        role=RoleKind.ADMINISTRATOR,
                        starts_on=timezone.localdate(at),
                        ends_on=None,
                        reason=reason,
                        by=None,
                        at=at,
                    )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{person} may sign in with {links[0]} until {invitation.expires_at:%d %B %Y}.")
