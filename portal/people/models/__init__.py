"""People, organisations and places."""

from portal.people.models.affiliations import Affiliation
from portal.people.models.authorities import AuthoritySuccession, LocalAuthority
from portal.people.models.figures import LookedAfterFigure, Mark, Measure
from portal.people.models.invitations import INVITATION_LASTS, Invitation
from portal.people.models.neighbours import Closeness, NeighbourLink
from portal.people.models.organisations import Organisation
from portal.people.models.periods import DatedQuerySet, Period
from portal.people.models.regions import Region
from portal.people.models.roles import RoleGrant
from portal.people.models.users import User

__all__ = [
    "INVITATION_LASTS",
    "Affiliation",
    "AuthoritySuccession",
    "Closeness",
    "DatedQuerySet",
    "Invitation",
    "LocalAuthority",
    "LookedAfterFigure",
    "Mark",
    "Measure",
    "NeighbourLink",
    "Organisation",
    "Period",
    "Region",
    "RoleGrant",
    "User",
]
