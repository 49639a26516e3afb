"""Who runs accreditation, who decides upon a case, who appeals, who reads what of it; lists are ``visible_to``."""

from datetime import datetime
from typing import TYPE_CHECKING

from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewKind, ReviewState
from peerreview.models import AccreditationCase, AwardCondition, PanelProposal, PanelVoice, Review
from peerreview.permissions.reviews import can_manage_review, can_run_cycles
from peerreview.permissions.selfassessments import hosts_as
from peerreview.queries.accreditation import last_day_to_appeal, last_decision, live_award, open_appeal, question_of
from peerreview.queries.panels import has_seat, is_in_hand
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_run_accreditation(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` seats the panel, calls its meetings and sets thresholds: the programme manager."""
    return can_run_cycles(person, at)


def can_list_cases(person: "Person", at: datetime) -> bool:
    """Say whether ``person`` has a list of cases: who runs them, and the panel."""
    if not person.is_authenticated or not person.is_active:
        return False
    return can_run_accreditation(person, at) or has_seat(person, at)


def can_open_case(person: "Person", review: Review, at: datetime) -> bool:
    """Say whether ``person`` brings a review before the panel: who runs it, once its report is final."""
    if review.kind != ReviewKind.ACCREDITATION or review.state != ReviewState.FINAL:
        return False
    return can_manage_review(person, review, at)


def can_manage_case(person: "Person", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` runs the case: who runs its review; conflicted, they are a stranger to it."""
    return can_manage_review(person, case.review, at)


def can_bring_back(person: "Person", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` brings a deferred case back: who runs it, unless an appeal waits to be heard."""
    deferred = case.review.state == ReviewState.DEFERRED and open_appeal(case) is None
    return deferred and can_manage_case(person, case, at)


def decides(person: "Person", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` is of the panel the case lies with and not recused; the rule is the list's."""
    if not person.is_authenticated or not person.is_active:
        return False
    return AccreditationCase.objects.before_panel(person, at).filter(pk=case.pk).exists()


def leads_there(person: "Person", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` is the service's host lead."""
    return hosts_as(person, case.review, at) is HostKind.LEAD


def can_read_deliberation(person: "Person", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` reads what is proposed and said: the panel, and who runs the case; never the service."""
    return decides(person, case, at) or can_manage_case(person, case, at)


def can_propose(person: "Person", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` proposes a decision: who decides, while something is asked."""
    return question_of(case) is not None and decides(person, case, at)


def can_say(person: "Person", proposal: PanelProposal, at: datetime) -> bool:
    """Say whether ``person`` speaks of a proposal: who decides, once, while it is in hand."""
    if not decides(person, proposal.case, at) or not is_in_hand(proposal, proposal.case):
        return False
    return not PanelVoice.objects.filter(proposal=proposal, person=person.pk).exists()


def can_record_decision(person: "Person", proposal: PanelProposal, at: datetime) -> bool:
    """Say whether ``person`` may record it as decided: who decides. Whether all agree is asked by the act."""
    return decides(person, proposal.case, at) and is_in_hand(proposal, proposal.case)


def can_recuse(person: "Person", who: "User", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` takes ``who`` out of a case: everybody themselves, and who runs the case anybody."""
    if who.pk == person.pk:
        return decides(person, case, at)
    return can_manage_case(person, case, at) and has_seat(who, at)


def can_find_met(person: "Person", condition: AwardCondition, at: datetime) -> bool:
    """Say whether ``person`` finds a condition met: the panel and who runs the case, never the service itself."""
    if condition.met_at is not None:
        return False
    return can_read_deliberation(person, condition.proposal.case, at)


def can_appeal(person: "Person", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` appeals: the host lead, once, within the days there are."""
    if not leads_there(person, case, at) or case.review.state == ReviewState.WITH_PANEL:
        return False
    until = last_day_to_appeal(case, last_decision(case))
    return until is not None and day_of(at) <= until


def can_record_event(person: "Person", case: AccreditationCase, at: datetime) -> bool:
    """Say whether ``person`` records what a regulator said: who runs the case, while it is accredited."""
    return live_award(case) is not None and can_manage_case(person, case, at)
