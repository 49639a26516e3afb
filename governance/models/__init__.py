"""Boards, proposals, rounds, decisions."""

from governance.models.boards import Board, BoardRole, Constituency
from governance.models.chairs import ChairTerm
from governance.models.conflicts import ConflictDeclaration
from governance.models.decisions import Decision, DecisionRationale
from governance.models.discussion import Comment, Concern, Question
from governance.models.interests import Interest, InterestConfirmation
from governance.models.meetings import Meeting
from governance.models.proposals import Clause, ClauseText, Proposal, ProposalVersion
from governance.models.rounds import Block, BlockFinding, Entitlement, Position, Round
from governance.models.rules import GoverningRules
from governance.models.seats import Appointment, ConstituencyMembership, Seat

__all__ = [
    "Appointment",
    "Block",
    "BlockFinding",
    "Board",
    "BoardRole",
    "ChairTerm",
    "Clause",
    "ClauseText",
    "Comment",
    "Concern",
    "ConflictDeclaration",
    "Constituency",
    "ConstituencyMembership",
    "Decision",
    "DecisionRationale",
    "Entitlement",
    "GoverningRules",
    "Interest",
    "InterestConfirmation",
    "Meeting",
    "Position",
    "Proposal",
    "ProposalVersion",
    "Question",
    "Round",
    "Seat",
]
