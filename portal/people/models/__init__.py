"""People, organisations and places."""

from portal.people.models.affiliations import Affiliation
from portal.people.models.authorities import AuthoritySuccession, LocalAuthority
from portal.people.models.organisations import Organisation
from portal.people.models.periods import DatedQuerySet, Period
from portal.people.models.regions import Region
from portal.people.models.roles import RoleGrant
from portal.people.models.users import User

__all__ = [
    "Affiliation",
    "AuthoritySuccession",
    "DatedQuerySet",
    "LocalAuthority",
    "Organisation",
    "Period",
    "Region",
    "RoleGrant",
    "User",
]
