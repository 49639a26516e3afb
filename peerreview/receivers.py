"""What the portal learns of peer review when it starts: events people are told of, ledger kinds, reminders, Today."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from peerreview.announcements import accreditation, concerns, planreminders, reviewreminders, teamevents, visitevents
from peerreview.models import (
    AccreditationDecision,
    ActionPlan,
    AggregateVersion,
    Appeal,
    AwardCondition,
    DeadlineExtension,
    RegulatoryEvent,
    ReportVersion,
    Review,
    ReviewCycle,
)
from peerreview.permissions import campaigns as asking
from peerreview.permissions import statements
from peerreview.queries import accreditationcards, accreditationfacts, campaigns, plancards, reviewcards, reviewfacts
from portal.history.ledger import ledger_kind
from portal.notifications import register_event, register_group, register_reminders, register_subject
from portal.people.models import User
from portal.today import register_today
from portal.voices.enums.moderation import Audience
from portal.voices.models.audiences import register_audience
from portal.voices.models.subjects import SubjectKind, register_campaign_subject, register_question_door


def register() -> None:
    """Name everything; called once."""
    register_group(
        "peer_review",
        _("Reviews of services"),
        _("A review is planned, begins, is handed in, returned, postponed or cancelled; something falls due."),
        default="at_once",
    )
    for event, label in (
        ("planned", _("A review of your service is planned")),
        ("self_review", _("Your self-review has begun")),
        ("submitted", _("The self-review of your service is handed in")),
        ("handed_in", _("A service handed in its self-review")),
        ("returned", _("Your self-review was returned")),
        ("scheduled", _("The visit to your service is arranged")),
        ("postponed", _("The review of your service is postponed")),
        ("accuracy_check", _("A draft report on your service waits for your comments")),
        ("finalising", _("Your comments on a draft report are answered")),
        ("finalising_due", _("A report waits to be made final")),
        ("final", _("The report on your service is final")),
        ("report_put", _("A draft report waits for what you say of it")),
        ("report_said", _("Somebody of your team spoke of the draft")),
        ("report_offered", _("You are asked whether everybody may read a report")),
        ("report_checked", _("A service has no more comments on its draft")),
        ("cancelled", _("The review of your service is cancelled")),
        ("action_plan", _("The action plan of your service is handed in")),
        ("plan_handed_in", _("A service handed in its action plan")),
        ("action_given", _("You are to see to an action of a plan")),
        ("action_done", _("An action waits to be verified")),
        ("action_verified", _("An action of your service’s plan is verified")),
        ("action_sent_back", _("An action of your service’s plan is not verified yet")),
        ("action_due", _("An action you see to falls due")),
        ("closed", _("The review of your service is closed")),
        ("extended", _("There is more time for your review")),
        ("due", _("Something of a review falls due")),
    ):
        register_event(f"peer_review.{event}", label, "peer_review")
    register_subject("peer_review", visible)
    register_reminders("peerreview.deadlines", reviewreminders.deadlines_due)
    register_reminders("peerreview.plan_actions", planreminders.actions_due)
    register_today("peerreview", cards=reviewcards.cards, waiting=reviewcards.waiting)
    register_today("peerreview.plans", cards=plancards.cards)
    teamevents.register()
    visitevents.register()
    concerns.register()
    accreditation.register()
    register_today("accreditation", cards=accreditationcards.cards, waiting=accreditationcards.waiting)
    register_audience(Audience.VISITING_TEAM, statements.heard_by_team)
    register_audience(Audience.VISITING_TEAM, statements.heard_by_who_looks_back)
    register_audience(Audience.SERVICE, statements.heard_by_service)
    register_audience(Audience.MEMBERS, statements.heard_by_members)
    kind = SubjectKind(campaigns.shown, campaigns.known, asking.keeps, asking.may_ask, campaigns.home)
    register_campaign_subject("review", kind)
    after = SubjectKind(campaigns.plan_shown, campaigns.known, asking.keeps, asking.may_ask_after, campaigns.home)
    register_campaign_subject("progress", after)
    register_question_door(_("Standards these questions are about"), "peerreview:question_standards")
    _register_ledger_kinds()
    _register_accreditation_kinds()


def visible(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which reviews ``person`` may know of."""
    return set(Review.objects.visible_to(person, at).filter(pk__in=keys).values_list("pk", flat=True))


def _register_ledger_kinds() -> None:
    ledger_kind(
        "peer_review.cycle_opened",
        "peerreview.ReviewCycle",
        reviewfacts.cycle_opened_facts,
        describe=_("A cycle of reviews was opened"),
        public=lambda cycle: True,
        one_per_row=ReviewCycle.objects.all,
    )
    ledger_kind(
        "peer_review.extended",
        "peerreview.DeadlineExtension",
        reviewfacts.extended_facts,
        describe=_("More time was given in a review"),
        one_per_row=DeadlineExtension.objects.all,
        related=("deadline",),
    )
    ledger_kind(
        "peer_review.cancelled",
        "peerreview.Review",
        reviewfacts.cancelled_facts,
        describe=_("A review was cancelled"),
        one_per_row=lambda: Review.objects.filter(state="cancelled"),
    )
    ledger_kind(
        "peer_review.report_final",
        "peerreview.ReportVersion",
        reviewfacts.report_final_facts,
        describe=_("A report was made final"),
        one_per_row=lambda: ReportVersion.objects.filter(kind="final"),
        related=("report",),
    )
    ledger_kind(
        "peer_review.report_published",
        "peerreview.ReportVersion",
        reviewfacts.report_final_facts,
        describe=_("A report was published, or its publication was taken back"),
        one_per_row=lambda: ReportVersion.objects.filter(kind="public"),
        related=("report",),
    )
    ledger_kind(
        "peer_review.closed",
        "peerreview.ActionPlan",
        reviewfacts.closed_facts,
        describe=_("A review was closed by its progress review"),
        one_per_row=lambda: ActionPlan.objects.filter(review__state="closed"),
        related=("review",),
    )
    ledger_kind(
        "peer_review.network_report_published",
        "peerreview.AggregateVersion",
        reviewfacts.network_report_facts,
        describe=_("A network report was published"),
        public=lambda version: True,
        one_per_row=lambda: AggregateVersion.objects.filter(kind="published"),
        related=("report",),
    )


def _register_accreditation_kinds() -> None:
    ledger_kind(
        "peer_review.accreditation_decided",
        "peerreview.AccreditationDecision",
        accreditationfacts.decided_facts,
        describe=_("An accreditation was decided, or ran out"),
        one_per_row=AccreditationDecision.objects.all,
        related=("case",),
    )
    ledger_kind(
        "peer_review.accreditation_appealed",
        "peerreview.Appeal",
        accreditationfacts.appealed_facts,
        describe=_("A service appealed against a decision"),
        one_per_row=Appeal.objects.all,
    )
    ledger_kind(
        "peer_review.regulatory_event",
        "peerreview.RegulatoryEvent",
        accreditationfacts.event_facts,
        describe=_("A regulator made an accreditation a question"),
        one_per_row=RegulatoryEvent.objects.all,
        related=("case",),
    )
    ledger_kind(
        "peer_review.condition_met",
        "peerreview.AwardCondition",
        accreditationfacts.condition_facts,
        describe=_("A condition of an accreditation was found met"),
        one_per_row=lambda: AwardCondition.objects.filter(met_at__isnull=False),
    )
