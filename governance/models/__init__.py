"""Boards, proposals, rounds, decisions."""

from governance.models.agreedactions import AgreedAction
from governance.models.alternates import Alternate, StandIn
from governance.models.amendments import Amendment, AmendmentConcern, AmendmentStep
from governance.models.attendance import Attendance, AttendanceInterval
from governance.models.blocks import BlockStep
from governance.models.boards import Board, BoardRole, Constituency
from governance.models.chairs import ChairTerm, ChairTurn, HandoverTick
from governance.models.confirmations import PositionConfirmation
from governance.models.conflicts import ConflictDeclaration
from governance.models.decisions import Decision, DecisionRationale
from governance.models.discussion import Comment, Concern, Question
from governance.models.fallbacks import FallbackMember, FallbackStep
from governance.models.interests import Interest, InterestConfirmation
from governance.models.meetings import Meeting
from governance.models.proposals import Clause, ClauseText, Proposal, ProposalVersion
from governance.models.referrals import Referral, ReferralChain, ReferralReply
from governance.models.reminders import Reminder
from governance.models.reportbacks import ConstituencyResponse, ReportBack, ReportBackCorrection
from governance.models.reviews import DecisionReview, ProposalEffect, ReviewItem
from governance.models.rounds import Block, BlockFinding, Entitlement, Position, Round
from governance.models.rules import GoverningRules
from governance.models.seats import Appointment, ConstituencyMembership, Seat
from governance.models.soundings import Sounding, SoundingAnswer, SoundingOption
from governance.models.urgents import UrgentDecision

__all__ = [
    "AgreedAction",
    "Amendment",
    "AmendmentConcern",
    "AmendmentStep",
    "Alternate",
    "Appointment",
    "Attendance",
    "AttendanceInterval",
    "Block",
    "BlockFinding",
    "BlockStep",
    "Board",
    "BoardRole",
    "ChairTerm",
    "ChairTurn",
    "Clause",
    "ClauseText",
    "Comment",
    "Concern",
    "ConflictDeclaration",
    "Constituency",
    "ConstituencyMembership",
    "ConstituencyResponse",
    "Decision",
    "DecisionRationale",
    "DecisionReview",
    "Entitlement",
    "FallbackMember",
    "FallbackStep",
    "GoverningRules",
    "HandoverTick",
    "Interest",
    "InterestConfirmation",
    "Meeting",
    "Position",
    "PositionConfirmation",
    "Proposal",
    "ProposalEffect",
    "ProposalVersion",
    "Question",
    "Referral",
    "ReferralChain",
    "ReferralReply",
    "Reminder",
    "ReportBack",
    "ReportBackCorrection",
    "ReviewItem",
    "Round",
    "Seat",
    "Sounding",
    "SoundingAnswer",
    "SoundingOption",
    "StandIn",
    "UrgentDecision",
]
