"""Standards and what is said in them; services, who hosts there, how they are reviewed, visited and by whom."""

from peerreview.models.accreditation import (
    Accreditation,
    AccreditationCase,
    AccreditationDecision,
    AwardCondition,
    CaseSnapshot,
    PanelProposal,
    PanelRecusal,
    PanelVoice,
)
from peerreview.models.accuracy import AccuracyComment
from peerreview.models.actionplans import (
    ActionPlan,
    NotTakenUp,
    PlanAction,
    PlanAnswer,
    PlanEvidence,
    ProgressUpdate,
)
from peerreview.models.aggregates import AggregateReport, AggregateVersion, NetworkActionPoint, NetworkPointUpdate
from peerreview.models.appeals import Appeal, RegulatoryEvent
from peerreview.models.concerns import ImmediateConcern
from peerreview.models.conflicts import ConflictAttestation, ConflictWaiver, ReviewerConflict
from peerreview.models.control import ControlGroup, ControlGroupMembership
from peerreview.models.cycles import ReviewCycle
from peerreview.models.deadlines import Deadline, DeadlineExtension
from peerreview.models.evidence import EvidenceItem, EvidenceLink, EvidencePortfolio, EvidenceRevision
from peerreview.models.hosts import HostRole
from peerreview.models.matchruns import MatchRun
from peerreview.models.memberships import Membership, MembershipQuestion
from peerreview.models.observations import Observation, ObservationText
from peerreview.models.panels import PanelMeeting, PanelMember, PanelSeat
from peerreview.models.profiles import PracticeProfile
from peerreview.models.questiontags import QuestionTag
from peerreview.models.reports import (
    Achievement,
    KeptJudgement,
    LookedAtWord,
    PeerJudgement,
    Recommendation,
    RecommendationStandard,
    ReportFile,
    ReportVersion,
    SeatAgreement,
    VisitReport,
)
from peerreview.models.reviewers import Availability, Clearance, ReviewerProfile, ReviewerTraining
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
from peerreview.models.standards_import import StandardsImport
from peerreview.models.teams import SeatLeaving, Team, TeamSeat
from peerreview.models.timetables import SessionSeat, Timetable, TimetableSession
from peerreview.models.values import CoreValue
from peerreview.models.visits import Absence, DayReply, HeldDay, Visit

__all__ = [
    "NetworkPointUpdate",
    "NetworkActionPoint",
    "AggregateVersion",
    "AggregateReport",
    "Absence",
    "Accreditation",
    "AccreditationCase",
    "AccreditationDecision",
    "AccuracyComment",
    "Achievement",
    "ActionPlan",
    "Appeal",
    "Availability",
    "AwardCondition",
    "CaseSnapshot",
    "Clearance",
    "ConflictAttestation",
    "ConflictWaiver",
    "ControlGroup",
    "ControlGroupMembership",
    "CoreValue",
    "DayReply",
    "Deadline",
    "DeadlineExtension",
    "EvidenceItem",
    "EvidenceLink",
    "EvidencePortfolio",
    "EvidenceRevision",
    "HeldDay",
    "HostRole",
    "ImmediateConcern",
    "KeptAnswer",
    "KeptJudgement",
    "LookedAtWord",
    "MatchRun",
    "Membership",
    "MembershipQuestion",
    "NotTakenUp",
    "Observation",
    "ObservationText",
    "PanelMeeting",
    "PanelMember",
    "PanelProposal",
    "PanelRecusal",
    "PanelSeat",
    "PanelVoice",
    "PeerJudgement",
    "PlanAction",
    "PlanAnswer",
    "PlanEvidence",
    "PracticeProfile",
    "ProgressUpdate",
    "QuestionTag",
    "Recommendation",
    "RecommendationStandard",
    "RegulatoryEvent",
    "ReportFile",
    "ReportVersion",
    "Review",
    "ReviewCycle",
    "ReviewerConflict",
    "ReviewerProfile",
    "ReviewerTraining",
    "SeatAgreement",
    "SeatLeaving",
    "Section",
    "SelfAssessment",
    "Service",
    "ServiceOwnership",
    "SessionSeat",
    "Standard",
    "StandardMapping",
    "StandardResponse",
    "StandardSet",
    "StandardSetEdition",
    "StandardValueLink",
    "StandardsImport",
    "Team",
    "TeamSeat",
    "Timetable",
    "TimetableSession",
    "Visit",
    "VisitReport",
    "YoungPeoplesInput",
]
