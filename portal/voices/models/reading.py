"""The one gate to statements: who reads what was said, before it is released and after.

Before a release it is read by moderators and the safeguarding lead and deputy, never by anybody who works for the
home's organisation and never by somebody named in its case. After it the audiences read the words as they were cleared.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from portal.people.enums import RoleKind
from portal.people.permissions.roles import roles_of
from portal.voices.domain.moderation import MAY_BE_READ_BY_AUDIENCES, SAFE_FOR_SMALL_TEAMS, SMALL_TEAM
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.cases import CaseState
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import StatementState
from portal.voices.models.audiences import heard_by
from portal.voices.models.caseaccess import organisations_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User
    from portal.voices.models.moderation import Release

SAFEGUARDING = frozenset({RoleKind.SAFEGUARDING_LEAD, RoleKind.SAFEGUARDING_DEPUTY})
Row = TypeVar("Row", bound=models.Model, covariant=True)
READERS = SAFEGUARDING | {RoleKind.MODERATOR}


class StatementQuerySet(models.QuerySet[Row]):
    """Statements as somebody may see them."""

    def visible_to(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what ``person`` reads at ``at``, sealed words or released ones; ``readable_by`` says which are raw."""
        return self.filter(Q(pk__in=self._raw(person, at).values("pk")) | Q(pk__in=self._released(person, at)))

    def readable_by(self, person: "User | AnonymousUser", at: datetime) -> Self:
        """Keep what ``person`` reads as it was said: the readers' own queue, and nobody else's."""
        return self.filter(pk__in=self._raw(person, at).values("pk"))

    def released_to(
        self, person: "User | AnonymousUser", at: datetime, audiences: Iterable[Audience] = tuple(Audience)
    ) -> Self:
        """Keep what was released to an audience that ``person`` is part of; only cleared words of it may be shown.

        A page that says where a statement comes from names its ``audiences``: what everybody reads says no home.
        """
        return self.filter(pk__in=self._released(person, at, audiences))

    def _all(self) -> "StatementQuerySet[Row]":
        return StatementQuerySet(self.model, using=self.db)

    def _raw(self, person: "User | AnonymousUser", at: datetime) -> "StatementQuerySet[Row]":
        roles = roles_of(person, at)
        if not roles & READERS:
            return self._all().none()
        rows = self._all().exclude(state=StatementState.DRAFT)
        rows = rows.exclude(_is_about(organisations_of(person, at)))
        case = apps.get_model("voices", "Case").objects.filter(statement=OuterRef("pk"))
        rows = rows.exclude(Exists(case.filter(exclusions__person=person.pk)))
        if RoleKind.SAFEGUARDING_LEAD in roles or not roles & SAFEGUARDING:
            rows = rows.exclude(Exists(case.filter(is_about_lead=True)))
        if not roles & SAFEGUARDING:
            rows = rows.exclude(state=StatementState.HELD_SAFEGUARDING)
            # What is put away is not moved by a case that begins afterwards, and is kept from others all the same.
            rows = rows.exclude(Q(state=StatementState.ARCHIVED) & Exists(case.exclude(state=CaseState.CLOSED)))
        return rows

    def _released(
        self, person: "User | AnonymousUser", at: datetime, audiences: Iterable[Audience] = tuple(Audience)
    ) -> "models.QuerySet[Release, Any]":
        found = Q(pk__in=[])
        for audience in audiences:
            for statements in heard_by(audience, person, at):
                found |= Q(audience=audience, statement__in=self._all().filter(statements).values("pk"))
        release = apps.get_model("voices", "Release").objects.filter(found, released_at__lte=at)
        release = release.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))
        release = release.filter(statement__state__in=MAY_BE_READ_BY_AUDIENCES)
        return release.exclude(_by_a_small_team(person, at)).values("statement")


def _is_about(organisations: frozenset[int]) -> Q:
    """Match what is about a home of these organisations; where the home is not known, what could be.

    Of somebody whom nobody can find out no home is stored: then every home the campaign's cards went to counts.
    """
    cards = apps.get_model("voices", "Invite").objects.filter(
        campaign=OuterRef("campaign"), place__organisation__in=organisations
    )
    unknown = Q(place__isnull=True, campaign__place__isnull=True)
    found: Q = (
        Q(place__organisation__isnull=False, place__organisation__in=organisations)
        | Q(campaign__place__organisation__isnull=False, campaign__place__organisation__in=organisations)
        | (unknown & Q(Exists(cards)))
    )
    return found


def _by_a_small_team(person: "User | AnonymousUser", at: datetime) -> Q:
    """Match releases of what staff of a small or unknown team said, to whoever might be their manager.

    Who works with seven others is known by their words, whoever takes the name away (voices.md, staff).
    """
    small = Q(statement__speaker=Speaker.STAFF) & ~Exists(
        apps.get_model("voices", "Statement")
        .objects.annotate(team=Coalesce("place__staff", "campaign__place__staff"))
        .filter(pk=OuterRef("statement"), team__gte=SMALL_TEAM)
    )
    mine = organisations_of(person, at)
    nearby = (
        Q(statement__place__organisation__in=mine)
        | Q(statement__campaign__place__organisation__in=mine)
        | ~Q(audience__in=SAFE_FOR_SMALL_TEAMS)
    )
    return small & nearby
