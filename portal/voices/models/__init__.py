"""Campaigns and their cards, statements, what readers did, safeguarding, themes and answers."""

from portal.voices.models.campaigns import Campaign, CampaignSet, Invite, Place
from portal.voices.models.cases import Case, CaseAlert, CaseExclusion, CaseStep
from portal.voices.models.moderation import Look, ModerationStep, Redaction, Release
from portal.voices.models.questions import Question, QuestionSet, QuestionSetVersion
from portal.voices.models.statements import Attachment, Statement, Tombstone, Words
from portal.voices.models.themes import Answer, Numbers, RightOrNot, Theme, ThemeStatement

__all__ = [
    "Answer",
    "Attachment",
    "Campaign",
    "CampaignSet",
    "Case",
    "CaseAlert",
    "CaseExclusion",
    "CaseStep",
    "Invite",
    "Look",
    "ModerationStep",
    "Numbers",
    "Place",
    "Question",
    "QuestionSet",
    "QuestionSetVersion",
    "Redaction",
    "Release",
    "RightOrNot",
    "Statement",
    "Theme",
    "ThemeStatement",
    "Tombstone",
    "Words",
]
