"""Boards, proposals, rounds, decisions."""

from governance.models.boards import Board, BoardRole, Constituency
from governance.models.chairs import ChairTerm
from governance.models.decisions import Decision, DecisionRationale
from governance.models.discussion import Comment, Concern, Question
from governance.models.meetings import Meeting
from governance.models.proposals import Clause, ClauseText, Proposal, ProposalVersion
from governance.models.reportbacks import ConstituencyResponse, ReportBack, ReportBackCorrection
from governance.models.rounds import Block, BlockFinding, Entitlement, Position, Round
from governance.models.rules import GoverningRules
from governance.models.seats import Appointment, ConstituencyMembership, Seat
from governance.models.soundings import Sounding, SoundingAnswer, SoundingOption

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
    "ConstituencyResponse",
    "Decision",
    "DecisionRationale",
    "Entitlement",
    "GoverningRules",
    "Meeting",
    "Position",
    "Proposal",
    "ProposalVersion",
    "Question",
    "ReportBack",
    "ReportBackCorrection",
    "Round",
    "Seat",
    "Sounding",
    "SoundingAnswer",
    "SoundingOption",
]
