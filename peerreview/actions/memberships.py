"""Joining the network, leaving it, and answering what a change of owner asks."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.enums.services import Track
from peerreview.models import Membership, MembershipQuestion, Service
from peerreview.permissions import services as permissions
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@transaction.atomic
def begin_membership(
    *, service: Service, track: Track, starts_on: date, standard_set: str, reason: str, actor: User, at: datetime
) -> Membership:
    """Take a service into the network; one that is in already changes its track from that day."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    if not permissions.can_manage_services(actor, at):
        raise PermissionDenied
    for earlier in Membership.objects.filter(service=service).overlapping(starts_on, None):
        if earlier.starts_on >= starts_on:
            raise Refused(_("The service has a membership that begins on that day or later."))
        earlier.ends_on = starts_on
        save_with_history(earlier, by=actor, reason=reason, at=at)
    membership = Membership(service=service, track=track, starts_on=starts_on, standard_set=standard_set)
    save_with_history(membership, by=actor, reason=reason, at=at)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, ends_on: date, reason: str, actor: User, at: datetime) -> Membership:
    """End a membership on a day, which is the first without it."""
    Service.objects.select_for_update().get(pk=membership.service_id)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if not permissions.can_manage_services(actor, at):
        raise PermissionDenied
    if ends_on < membership.starts_on:
        raise Refused(_("It cannot end before it begins."))
    if membership.ends_on is not None and membership.ends_on <= ends_on:
        raise Refused(_("It has ended already."))
    membership.ends_on = ends_on
    save_with_history(membership, by=actor, reason=reason, at=at)
    return membership


@transaction.atomic
def answer_question(*, question: MembershipQuestion, answer: str, actor: User, at: datetime) -> MembershipQuestion:
    """Say what becomes of a membership; an answer is given once."""
    question = MembershipQuestion.objects.select_for_update().get(pk=question.pk)
    if not permissions.can_manage_services(actor, at):
        raise PermissionDenied
    if question.answered_at is not None:
        raise Refused(_("Somebody has answered this already."))
    question.answer, question.answered_by, question.answered_at = answer, actor, at
    save_with_history(question, by=actor, reason=answer, at=at)
    return question
