"""Everybody a right in voices is asked of, about one home: one person a part, by real rows."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser

from portal.people.enums import RoleKind
from portal.people.models import Organisation, User
from portal.voices.models import Place
from tests.conftest import NOON
from tests.factories.people import AffiliationFactory, RoleGrantFactory
from tests.factories.statements import organisation
from tests.people import person
from tests.rights import Person

TODAY = NOON.date()
# Who of ``readers_of`` reads what was said at the home before anybody else; ``left`` worked there until yesterday.
READERS = "one two left lead deputy"
# Of them, who reads what is held for safeguarding.
GUARDS = "lead deputy"


def _works_for(owner: Organisation | None, *roles: str, **more: object) -> User:
    who = person(*roles)
    AffiliationFactory(person=who, organisation=owner, **more)
    return who


def _sister_of(home: Place) -> Organisation:
    """Return another provider of the same owner."""
    assert home.organisation is not None
    above, sister = home.organisation.owned_by or organisation(), organisation()
    for owned in (home.organisation, sister):
        owned.owned_by = above
        owned.save()
    return sister


def _held(role: str, **period: object) -> User:
    who = person()
    RoleGrantFactory(person=who, role=role, **period)
    return who


def outsiders(home: Place) -> dict[str, Person]:
    """Return who has no part in what is said, whatever else they may do."""
    return {
        "manager": _works_for(home.organisation),
        "administrator": person(RoleKind.ADMINISTRATOR),
        "editor": person(RoleKind.EDITOR),
        "reviewer": person(RoleKind.REVIEWER),
        "somebody": person(),
        "visitor": AnonymousUser(),
    }


def readers_of(home: Place) -> dict[str, Person]:
    """Return who reads for everybody, and whom one thing keeps from reading: their work, their time, their leaving."""
    moderator, lead, deputy = RoleKind.MODERATOR, RoleKind.SAFEGUARDING_LEAD, RoleKind.SAFEGUARDING_DEPUTY
    return {
        "one": person(moderator),
        "two": person(moderator),
        "left": _works_for(home.organisation, moderator, ends_on=TODAY),
        "lead": person(lead),
        "deputy": person(deputy),
        "host_moderator": _works_for(home.organisation, moderator),
        "sister_moderator": _works_for(_sister_of(home), moderator),
        "host_lead": _works_for(home.organisation, lead),
        "host_deputy": _works_for(home.organisation, deputy),
        "former_moderator": _held(moderator, ends_on=TODAY),
        "former_lead": _held(lead, ends_on=TODAY),
        "coming_moderator": _held(moderator, starts_on=TODAY + timedelta(days=1)),
        "gone_moderator": person(moderator, is_active=False),
        "gone_deputy": person(deputy, is_active=False),
    }


def askers_of(home: Place) -> dict[str, Person]:
    """Return who sets up, hands out or runs the programme; those of the home, the gone and the former beside them."""
    participation, helper = RoleKind.PARTICIPATION_LEAD, RoleKind.INDEPENDENT_HELPER
    return {
        "participation": person(participation),
        "host_participation": _works_for(home.organisation, participation),
        "former_participation": _held(participation, ends_on=TODAY),
        "gone_participation": person(participation, is_active=False),
        "helper": person(helper),
        "host_helper": _works_for(home.organisation, helper),
        "sister_helper": _works_for(_sister_of(home), helper),
        "former_helper": _held(helper, ends_on=TODAY),
        "gone_helper": person(helper, is_active=False),
        "programme": person(RoleKind.PROGRAMME_MANAGER),
        "former_programme": _held(RoleKind.PROGRAMME_MANAGER, ends_on=TODAY),
        "gone_programme": person(RoleKind.PROGRAMME_MANAGER, is_active=False),
    }
