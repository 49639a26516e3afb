"""Boards, proposals, rounds, decisions."""

from governance.models.boards import Board, BoardRole, Constituency
from governance.models.chairs import ChairTerm
from governance.models.confirmations import PositionConfirmation
from governance.models.decisions import Decision, DecisionRationale
from governance.models.discussion import Comment, Concern, Question
from governance.models.meetings import Meeting
from governance.models.proposals import Clause, ClauseText, Proposal, ProposalVersion
from governance.models.reminders import Reminder
from governance.models.reviews import DecisionReview, ProposalEffect, ReviewItem
from governance.models.rounds import Block, BlockFinding, Entitlement, Position, Round
from governance.models.rules import GoverningRules
from governance.models.seats import Appointment, ConstituencyMembership, Seat
from governance.models.urgents import UrgentDecision

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
    "Constituency",
    "ConstituencyMembership",
    "Decision",
    "DecisionRationale",
    "DecisionReview",
    "Entitlement",
    "GoverningRules",
    "Meeting",
    "Position",
    "PositionConfirmation",
    "Proposal",
    "ProposalEffect",
    "ProposalVersion",
    "Question",
    "Reminder",
    "ReviewItem",
    "Round",
    "Seat",
    "UrgentDecision",
]
