"""A recorded decision owes its report-backs; and what people are told of them and of soundings."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from governance import signals
from governance.actions.reportbacks import owe_report_backs
from governance.announcements import representation as tell
from governance.models import ConstituencyResponse, Decision, ReportBack, ReportBackCorrection, Sounding
from governance.queries import representation as today
from governance.queries.reportbacks import report_back_sent_facts
from portal.history.ledger import ledger_kind
from portal.notifications import register_event, register_group, register_reminders, register_subjects
from portal.notifications.quiet import is_silent
from portal.people.models import User
from portal.today import register_today

JOINED = ("decision__board", "seat__constituency", "seat__ex_officio_of", "constituency")


def register() -> None:
    """Name events, subjects, reminders and the ledger's kind; called once, when the portal starts."""
    register_group(
        "representation",
        _("Report-backs and soundings"),
        _("What your seat tells and asks you; what you owe your constituency, and what it answers."),
        default="digest",
    )
    for event, label, default in (
        ("report_back.sent", _("Your seat reports back, or puts something right"), None),
        ("report_back.due", _("A report-back of yours is due"), None),
        ("response.added", _("A member answers your report-back"), None),
        ("sounding.opened", _("Your seat asks you something"), "at_once"),
        ("sounding.closing", _("A question of your seat closes soon and you have not answered"), None),
        ("sounding.closed", _("The answers to your question are in"), None),
    ):
        register_event(event, label, "representation", default)
    register_subjects(("reportback", "sounding"), visible)
    register_reminders("governance.report_backs", tell.report_backs_due)
    register_reminders("governance.soundings", tell.soundings_closing)
    register_today("governance.representation", cards=today.cards)
    ledger_kind(
        "report_back.sent",
        "governance.ReportBack",
        report_back_sent_facts,
        describe=_("A seat reported back to its constituency"),
        one_per_row=lambda: ReportBack.objects.filter(sent_at__isnull=False),
        related=("decision",),
    )


@receiver(signals.decision_recorded, dispatch_uid="governance.representation.decision_recorded")
def owe(sender: type, decision_id: int, by: User | None, at: datetime, **kwargs: Any) -> None:
    """Give every constituency its report-back, in the transaction of whichever act records the decision."""
    owe_report_backs(decision=Decision.objects.select_related("board").get(pk=decision_id), by=by, at=at)


@receiver(signals.report_back_sent, dispatch_uid="governance.representation.report_back_sent")
def tell_members(sender: type, report_back_id: int, by: User | None, at: datetime, **kwargs: Any) -> None:
    """Tell those it was told to."""
    if not is_silent():
        tell.report_back_sent(ReportBack.objects.select_related(*JOINED).get(pk=report_back_id), by, at)


@receiver(signals.report_back_corrected, dispatch_uid="governance.representation.report_back_corrected")
def tell_members_again(sender: type, correction_id: int, by: User | None, at: datetime, **kwargs: Any) -> None:
    """Tell them that something was put right."""
    if not is_silent():
        rows = ReportBackCorrection.objects.select_related(*(f"report_back__{name}" for name in JOINED))
        tell.report_back_corrected(rows.get(pk=correction_id), by, at)


@receiver(signals.response_added, dispatch_uid="governance.representation.response_added")
def tell_speakers(sender: type, response_id: int, by: User | None, at: datetime, **kwargs: Any) -> None:
    """Tell whoever speaks for them."""
    if not is_silent():
        rows = ConstituencyResponse.objects.select_related(*(f"report_back__{name}" for name in JOINED))
        tell.response_added(rows.get(pk=response_id), by, at)


@receiver(signals.sounding_opened, dispatch_uid="governance.representation.sounding_opened")
def tell_asked(sender: type, sounding_id: int, by: User | None, at: datetime, **kwargs: Any) -> None:
    """Tell those who are asked."""
    if not is_silent():
        rows = Sounding.objects.select_related("board", "seat__constituency", "seat__ex_officio_of", "constituency")
        tell.sounding_opened(rows.get(pk=sounding_id), by, at)


def visible(person: User, keys: Mapping[str, Collection[int]], at: datetime) -> set[tuple[str, int]]:
    """Return which report-backs and soundings ``person`` may see, both kinds in one query."""
    rows: dict[str, QuerySet[Any]] = {
        "reportback": ReportBack.objects.visible_to(person, at),
        "sounding": Sounding.objects.visible_to(person, at),
    }
    first, *others = (
        rows[kind].filter(pk__in=some).order_by().annotate(subject=Value(kind)).values_list("subject", "pk")
        for kind, some in keys.items()
    )
    return set(first.union(*others, all=True))
