"""Models without history, each with the reason; every other model of the project declares ``AuditRecords``."""

from django.apps import apps
from django.db import models
from wagtail.models import Page

PROJECT = ("portal", "governance", "peerreview", "content")

WITHOUT_HISTORY = {
    "content.ConsensusGateTask": "A Wagtail workflow task: its workflow log says who changed it.",
    "content.ConsensusGateTask_groups": "Made by Wagtail for group approval tasks; the gate asks the decision instead.",
    "content.Publication": "Immutable: each published version is a row, never changed, with its note and hash.",
    "governance.AmendmentConcern": "Immutable: that an amendment is meant to resolve a concern, said once.",
    "governance.AmendmentStep": "Immutable: one step of an amendment, said once and kept in the ledger.",
    "governance.ClauseText": "Immutable: the words of one clause in one sealed version, covered by its hash.",
    "governance.ReferralChain": "Immutable: follows from referrals and effects, which have history; made with them.",
    "history.LedgerEntry": "It is history: append-only and chained by hash.",
    "history.LedgerHead": "Where the ledger ends; every entry repeats what it held.",
    "imports.PlannedChange": "Written once with the plan; what was applied stands in the records' own history.",
    "notifications.CalendarFeed": "The hash of a secret its owner may change; keeping old ones would serve nobody.",
    "notifications.Delivery": "Says of itself when it was claimed, sent or given up.",
    "notifications.Digest": "Says of itself when it was claimed, sent or given up.",
    "notifications.Notification": "Written once; what it tells of has its own history.",
    "notifications.Preference": "How somebody wants to hear is theirs alone and explains no record.",
    "peerreview.MatchRun": "Its own record: who asked what and when, how far the search came, what it found.",
    "people.User_groups": "Follows the dated role grants, which have history; Wagtail's editors group only.",
    "people.User_user_permissions": "Never used: rights are asked of dated roles, not stored on a person.",
    "portal.Heartbeat": "A sign of life, overwritten by the next.",
    "portal.SearchEntry": "Made from the records, which have their own history, and made again at any time.",
    "voices.Attachment": "Deleting deletes: nothing of what somebody said may have a copy in a history.",
    "voices.Case": "Every step is a row of its own; what was told goes when its time is over.",
    "voices.CaseAlert": "Says of itself when it was sent and read.",
    "voices.CaseExclusion": "Written once, with who and when; the case's steps repeat it.",
    "voices.CaseStep": "It is the history of a case: only added.",
    "voices.Invite": "A moment of its use would tell which statement a card became.",
    "voices.ModerationStep": "It is the history of a statement: only added, and deleted with it.",
    "voices.Redaction": "Deleting deletes: the words as others read them go with the statement.",
    "voices.Release": "Says of itself who proposed, released and ended it; the steps repeat it.",
    "voices.Release_with_attachments": "Says which files one release shows; it goes with the statement.",
    "voices.RightOrNot": "Said once by nobody who can be named.",
    "voices.Statement": "Deleting deletes; what readers did is in its steps, and a history would tell the minute.",
    "voices.ThemeStatement": "It goes with the statement and may leave no trace of it.",
    "voices.Tombstone": "Written once: it is what remains of a statement.",
    "voices.Words": "Deleting deletes: nothing of what somebody said may have a copy in a history.",
}


def models_without_history() -> list[type[models.Model]]:
    """Return the project's models that keep no history of their own.

    Left out are history tables themselves, and pages: Wagtail keeps their revisions and log, and
    simple-history would record their drafts as if they were published.
    """
    histories = {
        model.history.model  # type: ignore[attr-defined]
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    }
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.partition(".")[0] in PROJECT
        and not hasattr(model._meta, "simple_history_manager_attribute")
        and model not in histories
        and not issubclass(model, Page)
        and not model._meta.proxy
    ]
