"""Standards and what is said in them; services, who hosts there, and how they are reviewed."""

from peerreview.models.control import ControlGroup, ControlGroupMembership
from peerreview.models.cycles import ReviewCycle
from peerreview.models.deadlines import Deadline, DeadlineExtension
from peerreview.models.evidence import EvidenceItem, EvidenceLink, EvidencePortfolio, EvidenceRevision
from peerreview.models.hosts import HostRole
from peerreview.models.memberships import Membership, MembershipQuestion
from peerreview.models.profiles import PracticeProfile
from peerreview.models.reviews import Review
from peerreview.models.selfassessments import KeptAnswer, SelfAssessment, StandardResponse, YoungPeoplesInput
from peerreview.models.services import Service, ServiceOwnership
from peerreview.models.standards import (
    Section,
    Standard,
    StandardMapping,
    StandardSet,
    StandardSetEdition,
    StandardValueLink,
)
from peerreview.models.values import CoreValue

__all__ = [
    "ControlGroup",
    "ControlGroupMembership",
    "CoreValue",
    "Deadline",
    "DeadlineExtension",
    "EvidenceItem",
    "EvidenceLink",
    "EvidencePortfolio",
    "EvidenceRevision",
    "HostRole",
    "KeptAnswer",
    "Membership",
    "MembershipQuestion",
    "PracticeProfile",
    "Review",
    "ReviewCycle",
    "Section",
    "SelfAssessment",
    "Service",
    "ServiceOwnership",
    "Standard",
    "StandardMapping",
    "StandardResponse",
    "StandardSet",
    "StandardSetEdition",
    "StandardValueLink",
    "YoungPeoplesInput",
]
