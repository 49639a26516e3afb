"""Standards and what is said in them; services."""

from peerreview.models.memberships import Membership, MembershipQuestion
from peerreview.models.services import Service, ServiceOwnership
from peerreview.models.standards import (
    Section,
    Standard,
    StandardMapping,
    StandardSet,
    StandardSetEdition,
    StandardValueLink,
)
from peerreview.models.standards_import import StandardsImport
from peerreview.models.values import CoreValue

__all__ = [
    "CoreValue",
    "Membership",
    "MembershipQuestion",
    "Section",
    "Service",
    "ServiceOwnership",
    "Standard",
    "StandardMapping",
    "StandardSet",
    "StandardSetEdition",
    "StandardValueLink",
    "StandardsImport",
]
