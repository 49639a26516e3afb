"""What governance tells people of: the events, who may see their subjects, and the calls when something happens."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from governance import signals
from governance.announcements import notices as tell
from governance.announcements import reminders
from governance.models import (
    Board,
    ChairTerm,
    Comment,
    Concern,
    Decision,
    Entitlement,
    Meeting,
    Position,
    Proposal,
    Question,
    Round,
)
from governance.permissions import campaigns as asking
from governance.queries import calendars, campaigns, today
from governance.queries.standing import KeptFor
from governance.queries.statements import heard_on_proposals
from portal.notifications import (
    register_calendar,
    register_event,
    register_group,
    register_reminders,
    register_subjects,
)
from portal.notifications.quiet import is_silent
from portal.people.models import User
from portal.today import register_today
from portal.voices.enums.moderation import Audience
from portal.voices.models.audiences import register_audience
from portal.voices.models.subjects import SubjectKind, register_campaign_subject


def register() -> None:
    """Name events, subjects and calendars, and listen to the signals; called once, when the portal starts."""
    _name_events()
    register_subjects(("proposal", "round", "decision", "meeting", "board"), visible)
    register_calendar(calendars.meetings)
    register_calendar(calendars.closings)
    register_calendar(calendars.reviews)
    register_reminders("governance.rounds", reminders.closing_rounds)
    register_reminders("governance.reasons", reminders.missing_reasons)
    register_reminders("governance.reviews", reminders.coming_reviews)
    register_audience(Audience.BOARD, heard_on_proposals)
    kind = SubjectKind(campaigns.shown, campaigns.known, asking.keeps, asking.may_ask)
    register_campaign_subject("proposal", kind)
    register_today("governance", cards=today.cards, waiting=today.waiting, coming=today.coming, decided=today.decided)
    _listen()


def _name_events() -> None:
    register_group(
        "positions",
        _("Your position"),
        _("A round opens, is given more time or closes; a position entered for you."),
        default="at_once",
    )
    register_group(
        "discussion",
        _("Discussion"),
        _("New texts, questions, concerns and comments on your boards’ proposals."),
        default="digest",
    )
    register_group(
        "decisions", _("Decisions"), _("What your boards have decided, and who takes the chair."), default="digest"
    )
    register_group("meetings", _("Meetings"), _("A meeting is planned, moved or called off."), default="at_once")
    for event, label, group in (
        ("round.opened", _("A round opened"), "positions"),
        ("round.extended", _("A round was given more time"), "positions"),
        ("round.closed", _("A round closed"), "positions"),
        ("round.closing", _("A round closes soon and you have not taken a position"), "positions"),
        ("window.closing", _("The time for absent members to speak ends soon"), "positions"),
        ("position.recorded_for", _("A position was entered for you"), "positions"),
        ("proposal.version", _("A text was published"), "discussion"),
        ("proposal.ended", _("A proposal was withdrawn"), "discussion"),
        ("question.asked", _("A question was asked"), "discussion"),
        ("question.replied", _("Your question was answered"), "discussion"),
        ("concern.raised", _("A concern was raised"), "discussion"),
        ("concern.closed", _("Your concern was closed"), "discussion"),
        ("concern.reopened", _("Your concern was opened again"), "discussion"),
        ("comment.added", _("Somebody commented"), "discussion"),
        ("decision.recorded", _("A decision was recorded"), "decisions"),
        ("rationale.missing", _("The reasons of an agreed decision are not written"), "decisions"),
        ("decision.review", _("A decision is to be reviewed"), "decisions"),
        ("chair.changed", _("The chair changes"), "decisions"),
        ("meeting.planned", _("A meeting is planned"), "meetings"),
        ("meeting.cancelled", _("A meeting is called off"), "meetings"),
    ):
        register_event(event, label, group)


def visible(person: User, keys: Mapping[str, Collection[int]], at: datetime) -> set[tuple[str, int]]:
    """Return which subjects ``person`` may see, all kinds in one query; of a round also those not recused from it."""
    wanted = {kind: tuple(some) for kind, some in keys.items()}
    if not person.is_authenticated or not person.is_active:
        return set()
    return set(_VISIBLE.ask(person, at, tuple(sorted(wanted)), **wanted)) if wanted else set()


def _visible(person: User, at: datetime, kinds: tuple[str, ...], **keys: tuple[int, ...]) -> "QuerySet[Any, Any]":
    read = Proposal.objects.visible_to(person, at)
    recused = Entitlement.objects.filter(round=OuterRef("pk"), person=person, recused=True)
    rows: dict[str, QuerySet[Any]] = {
        "proposal": read,
        "round": Round.objects.filter(~Exists(recused), proposal__in=read.order_by().values("pk")),
        "decision": Decision.objects.visible_to(person, at),
        "meeting": calendars.meetings_of(person, at),
        "board": Board.objects.all(),
    }
    asked = [
        rows[kind].filter(pk__in=keys[kind]).order_by().annotate(subject=Value(kind)).values_list("subject", "pk")
        for kind in kinds
    ]
    together: QuerySet[Any, Any] = asked[0].union(*asked[1:], all=True)
    return together


_VISIBLE = KeptFor(_visible)


def _listen() -> None:
    about_proposal = ("proposal__board",)

    def proposal(e: dict[str, Any]) -> Proposal:
        return Proposal.objects.select_related("board").get(pk=e["proposal_id"])

    def question(e: dict[str, Any]) -> Question:
        return Question.objects.select_related(*about_proposal).get(pk=e["question_id"])

    def concern(e: dict[str, Any]) -> Concern:
        return Concern.objects.select_related(*about_proposal).get(pk=e["concern_id"])

    def round(e: dict[str, Any]) -> Round:
        return Round.objects.select_related(*about_proposal).get(pk=e["round_id"])

    def comment(e: dict[str, Any]) -> Comment:
        return Comment.objects.select_related(*about_proposal).get(pk=e["comment_id"])

    def position(e: dict[str, Any]) -> Position:
        return Position.objects.select_related("entitlement__round__proposal__board").get(pk=e["position_id"])

    def meeting(e: dict[str, Any]) -> Meeting:
        return Meeting.objects.select_related("board").get(pk=e["meeting_id"])

    def term(e: dict[str, Any]) -> ChairTerm:
        return ChairTerm.objects.select_related("board", "appointment__person").get(pk=e["term_id"])

    def decision(e: dict[str, Any]) -> Decision:
        return Decision.objects.select_related("board").get(pk=e["decision_id"])

    listen(signals.version_published, lambda e: tell.version_published(proposal(e), e["n"], *who(e)))
    listen(signals.proposal_withdrawn, lambda e: tell.proposal_withdrawn(proposal(e), *who(e)))
    listen(signals.question_asked, lambda e: tell.question_asked(question(e), *who(e)))
    listen(signals.question_replied, lambda e: tell.question_replied(question(e), *who(e)))
    listen(signals.concern_raised, lambda e: tell.concern_raised(concern(e), *who(e)))
    listen(signals.concern_closed, lambda e: tell.concern_changed(concern(e), "concern.closed", *who(e)))
    listen(signals.concern_reopened, lambda e: tell.concern_changed(concern(e), "concern.reopened", *who(e)))
    listen(signals.comment_added, lambda e: tell.comment_added(comment(e), *who(e)))
    listen(signals.round_opened, lambda e: tell.round_opened(round(e), *who(e)))
    listen(signals.round_extended, lambda e: tell.round_extended(round(e), *who(e)))
    listen(signals.round_closed, lambda e: tell.round_closed(round(e), *who(e)))
    listen(signals.position_recorded_for, lambda e: tell.position_recorded_for(position(e), *who(e)))
    listen(signals.decision_recorded, lambda e: tell.decision_recorded(decision(e), *who(e)))
    listen(signals.chair_changed, lambda e: tell.chair_changed(term(e), *who(e)))
    listen(signals.meeting_planned, lambda e: tell.meeting_planned(meeting(e), *who(e)))
    listen(signals.meeting_cancelled, lambda e: tell.meeting_cancelled(meeting(e), *who(e)))


def who(event: dict[str, Any]) -> tuple[User | None, datetime]:
    return event["by"], event["at"]


def listen(signal: Signal, act: Callable[[dict[str, Any]], None]) -> None:
    """Act on what is told, unless everything is done in silence."""

    def heard(sender: Any, **event: Any) -> None:
        if not is_silent():
            act(event)

    signal.connect(heard, weak=False, dispatch_uid=f"{act.__module__}.{id(signal)}")
