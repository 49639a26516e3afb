"""Who may propose amendments, and who answers them: whoever may raise a concern, whoever writes the next version."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from governance.domain.proposals import being_discussed, may_be_edited
from governance.enums.amendments import AmendmentState
from governance.enums.proposals import ConcernState, ProposalState
from governance.models import Amendment, Concern, Proposal
from governance.permissions.discussion import can_answer_questions, can_raise_concern
from governance.queries.amendments import AmendmentsPart, Shown

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

ALIVE = frozenset({AmendmentState.PROPOSED, AmendmentState.MERGED, AmendmentState.OUTDATED})


def text_is_open(proposal: Proposal) -> bool:
    """Say whether the text can still change: not while it is provisionally agreed, and not after the end."""
    state = ProposalState(proposal.state)
    return being_discussed(state) and may_be_edited(state)


def can_propose_amendment(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` may propose another wording: trustees, while the text can change."""
    return text_is_open(proposal) and can_raise_concern(person, proposal, at)


def can_answer_amendments(person: "Person", proposal: Proposal, at: datetime) -> bool:
    """Say whether ``person`` answers amendments: those who write the next version, who also answer questions."""
    return can_answer_questions(person, proposal, at)


def can_merge_amendment(person: "Person", amendment: Amendment, at: datetime) -> bool:
    """Say whether ``person`` may take the amendment into the working copy now."""
    waits = amendment.state == AmendmentState.PROPOSED
    return waits and text_is_open(amendment.proposal) and can_answer_amendments(person, amendment.proposal, at)


def can_decline_amendment(person: "Person", amendment: Amendment, at: datetime) -> bool:
    """Say whether ``person`` may decline it; of one's own amendment one says that one withdraws it."""
    waits = amendment.state == AmendmentState.PROPOSED and amendment.author_id != person.pk
    return waits and can_answer_amendments(person, amendment.proposal, at)


def can_withdraw_amendment(person: "Person", amendment: Amendment, at: datetime) -> bool:
    """Say whether ``person`` may take it back: its author, until it is answered."""
    open_ = amendment.state in (AmendmentState.PROPOSED, AmendmentState.OUTDATED)
    return open_ and amendment.author_id == person.pk and can_raise_concern(person, amendment.proposal, at)


def can_renew_amendment(person: "Person", amendment: Amendment, at: datetime) -> bool:
    """Say whether ``person`` may write it again on the newest version: its author, when it is outdated."""
    outdated = amendment.state == AmendmentState.OUTDATED and amendment.author_id == person.pk
    return outdated and can_propose_amendment(person, amendment.proposal, at)


def can_link_concern(person: "Person", amendment: Amendment, concern: Concern, at: datetime) -> bool:
    """Say whether ``person`` may say that the amendment would resolve the concern.

    Whoever wrote the one or raised the other, and those who answer amendments; that it does resolve it is said
    by ``can_resolve_concern`` alone.
    """
    if amendment.state not in ALIVE or concern.state != ConcernState.OPEN:
        return False
    if amendment.proposal_id != concern.proposal_id:
        return False
    mine = person.pk in (amendment.author_id, concern.raised_by_id)
    proposal = amendment.proposal
    return can_answer_amendments(person, proposal, at) or (mine and can_raise_concern(person, proposal, at))


class AmendmentRights(NamedTuple):
    """What one person may do about one amendment."""

    merge: bool
    decline: bool
    withdraw: bool
    renew: bool


class AmendmentCard(NamedTuple):
    """An amendment and what the reader may do about it."""

    shown: Shown
    may: AmendmentRights


def rights_on_amendment(person: "Person", amendment: Amendment, at: datetime) -> AmendmentRights:
    """Ask every permission a card or the page of an amendment draws a button for."""
    return AmendmentRights(
        merge=can_merge_amendment(person, amendment, at),
        decline=can_decline_amendment(person, amendment, at),
        withdraw=can_withdraw_amendment(person, amendment, at),
        renew=can_renew_amendment(person, amendment, at),
    )


def amendment_cards(person: "Person", amendments: Iterable[Shown], at: datetime) -> list[AmendmentCard]:
    """Ask for each amendment what ``person`` may do."""
    return [AmendmentCard(one, rights_on_amendment(person, one.amendment, at)) for one in amendments]


class AmendmentsSection(NamedTuple):
    """The amendments on the page of a proposal, and whether the reader may propose another."""

    part: AmendmentsPart
    cards: list[AmendmentCard]
    may_propose: bool


def amendments_section(person: "Person", proposal: Proposal, part: AmendmentsPart, at: datetime) -> AmendmentsSection:
    """Ask everything the section draws a button for."""
    cards = amendment_cards(person, part.shown, at)
    return AmendmentsSection(part, cards, can_propose_amendment(person, proposal, at))
