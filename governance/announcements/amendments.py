"""Who is told what became of an amendment: open pages, the apps above, and in words its author or who answers."""

from datetime import datetime

from django.utils.translation import gettext as _

from governance import signals
from governance.announcements.notices import about, answerers_of, members_of, of_proposal, page_of
from governance.announcements.proposals import room
from governance.domain.proposals import has_ended
from governance.enums.amendments import StepKind
from governance.enums.proposals import ProposalState
from governance.models import Amendment, AmendmentStep, Concern
from portal.live import announce_on_commit
from portal.people.models import User


def amendment_stepped(step: AmendmentStep, by: User | None, at: datetime) -> None:
    """Tell that something happened to an amendment."""
    amendment = step.amendment
    signals.amendment_stepped.send(
        sender=AmendmentStep,
        proposal_id=amendment.proposal_id,
        amendment_id=amendment.pk,
        step_id=step.pk,
        kind=StepKind(step.kind),
        by=by,
        at=at,
    )
    announce_on_commit(room(amendment.proposal_id), "discussion.changed", amendment.proposal_id)


def concern_linked(amendment: Amendment) -> None:
    """Tell open pages that an amendment is meant to resolve a concern."""
    announce_on_commit(room(amendment.proposal_id), "discussion.changed", amendment.proposal_id)


def concern_met(concern: Concern, amendment: Amendment, by: User | None, at: datetime) -> None:
    """Tell that a version has taken in what is meant to resolve a concern."""
    signals.concern_met.send(
        sender=Concern,
        proposal_id=concern.proposal_id,
        concern_id=concern.pk,
        amendment_id=amendment.pk,
        by=by,
        at=at,
    )


def notice_of_step(step: AmendmentStep, by: User | None, at: datetime) -> None:
    """Tell those who answer of what waits for them, and the author of every answer and of what a version changed."""
    amendment = step.amendment
    proposal = amendment.proposal
    kind = StepKind(step.kind)
    words = {"n": amendment.n, "about": about(proposal)}
    waits = {
        StepKind.PROPOSED: _("Amendment %(n)s to %(about)s waits for your answer"),
        StepKind.RENEWED: _("Amendment %(n)s to %(about)s was renewed and waits for your answer"),
    }
    told = {
        StepKind.MERGED: _("Your amendment %(n)s to %(about)s was taken into the next version"),
        StepKind.DECLINED: _("Your amendment %(n)s to %(about)s was declined: read why"),
        StepKind.OUTDATED: _("Your amendment %(n)s to %(about)s is outdated: renew or withdraw it"),
        StepKind.RETURNED: _("Your amendment %(n)s to %(about)s was taken out again and waits for an answer"),
        StepKind.PUBLISHED: _("Your amendment %(n)s stands in the new version of %(about)s"),
    }
    people = answerers_of(proposal, at) if kind in waits else {amendment.author_id} & members_of(proposal.board_id, at)
    title = waits.get(kind) or told.get(kind)
    if title is None:
        return
    if kind is StepKind.OUTDATED and has_ended(ProposalState(proposal.state)):
        title = _("%(about)s ended before your amendment %(n)s was answered")
    event = "amendment.proposed" if kind in waits else "amendment.answered"
    url = page_of(proposal, f"amendments/{amendment.n}/")
    of_proposal(event, f"{event}:{step.pk}", title % words, proposal, people, by, at, url)


def notice_of_concern_met(concern: Concern, amendment: Amendment, by: User | None, at: datetime) -> None:
    """Ask whoever raised the concern whether the new version resolves it: only they can know."""
    proposal = concern.proposal
    title = _("Does the new version of %(about)s resolve your concern?") % {"about": about(proposal)}
    url = page_of(proposal, f"concerns/{concern.pk}/resolve/")
    people = {concern.raised_by_id} & members_of(proposal.board_id, at)
    # The one who published may be the one who raised it: they are asked all the same, by the card on Today.
    of_proposal("concern.met", f"concern.met:{concern.pk}:{amendment.pk}", title, proposal, people, by, at, url)
