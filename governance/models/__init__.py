"""Boards, proposals, rounds, decisions."""

from governance.models.blocks import BlockStep
from governance.models.boards import Board, BoardRole, Constituency
from governance.models.chairs import ChairTerm
from governance.models.decisions import Decision, DecisionRationale
from governance.models.discussion import Comment, Concern, Question
from governance.models.fallbacks import FallbackMember, FallbackStep
from governance.models.meetings import Meeting
from governance.models.proposals import Clause, ClauseText, Proposal, ProposalVersion
from governance.models.referrals import Referral, ReferralReply
from governance.models.rounds import Block, BlockFinding, Entitlement, Position, Round
from governance.models.rules import GoverningRules
from governance.models.seats import Appointment, ConstituencyMembership, Seat

__all__ = [
    "Appointment",
    "Block",
    "BlockFinding",
    "BlockStep",
    "Board",
    "BoardRole",
    "ChairTerm",
    "Clause",
    "ClauseText",
    "Comment",
    "Concern",
    "Constituency",
    "ConstituencyMembership",
    "Decision",
    "DecisionRationale",
    "Entitlement",
    "FallbackMember",
    "FallbackStep",
    "GoverningRules",
    "Meeting",
    "Position",
    "Proposal",
    "ProposalVersion",
    "Question",
    "Referral",
    "ReferralReply",
    "Round",
    "Seat",
]
