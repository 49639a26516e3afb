"""The chair's and the alternates' notices, ledger entries, Today cards and calendar entries, registered once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance import signals
from governance.announcements import chairnotices as tell
from governance.announcements.chairreminders import answers_awaited, handovers_opening
from governance.enums.chairs import TurnState
from governance.models import Alternate, ChairTurn, StandIn
from governance.queries import chaircards
from governance.queries.chairs import national_chairs, turn_passed_facts
from governance.receivers.notices import listen
from portal.history.ledger import ledger_kind
from portal.notifications import register_calendar, register_event, register_group, register_reminders
from portal.today import register_today
from portal.voices.models.caseaccess import register_chairs


def register() -> None:
    """Name events and ledger entries, and listen; called once, when the portal starts."""
    register_group(
        "chairs",
        _("The chair and standing in"),
        _("It is your turn, the handover opens, somebody stands in for somebody."),
        default="at_once",
    )
    for event, label in (
        ("chair.asked", _("You are asked to take the chair")),
        ("chair.reminder", _("Your answer about the chair is awaited")),
        ("chair.answered", _("Somebody does not take the chair")),
        ("chair.handover", _("The handover of the chair opens")),
        ("alternate.named", _("Somebody may stand in")),
        ("voice.handed_over", _("Somebody speaks for somebody else")),
    ):
        register_event(event, label, "chairs")
    ledger_kind(
        "chair_turn.passed",
        "governance.ChairTurn",
        turn_passed_facts,
        describe=_("Somebody asked to take the chair did not take it"),
        one_per_row=lambda: ChairTurn.objects.filter(state__in=(TurnState.DECLINED, TurnState.UNAVAILABLE)),
        related=("board",),
    )
    register_reminders("governance.chair_answers", answers_awaited)
    register_reminders("governance.handovers", handovers_opening)
    register_calendar(chaircards.terms)
    register_today("chairs", cards=chaircards.cards)
    register_chairs(national_chairs)
    listen(signals.chair_asked, lambda e: tell.chair_asked(_turn(e), e["by"], e["at"]))
    listen(signals.chair_answered, lambda e: tell.chair_answered(_turn(e), e["by"], e["at"]))
    listen(signals.alternate_named, lambda e: tell.alternate_named(_alternate(e), e["by"], e["at"]))
    listen(signals.voice_handed_over, lambda e: tell.voice_handed_over(_voice(e), e["by"], e["at"]))


def _turn(event: dict[str, Any]) -> ChairTurn:
    return ChairTurn.objects.select_related("board", "appointment__person").get(pk=event["turn_id"])


def _alternate(event: dict[str, Any]) -> Alternate:
    related = ("board", "person", "appointment__person")
    return Alternate.objects.select_related(*related).get(pk=event["alternate_id"])


def _voice(event: dict[str, Any]) -> StandIn:
    related = ("board", "person", "appointment__person")
    return StandIn.objects.select_related(*related).get(pk=event["stand_in_id"])
