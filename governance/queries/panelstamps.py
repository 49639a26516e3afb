"""When a part of a proposal's panel would look different: asked before anything is drawn, so that 304 is cheap."""

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.models import Count, Max

from governance.models import Block, DecisionRationale, Position, Proposal, Round
from governance.models.standing import standing_of
from governance.queries.conflicts import chairs_item

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def panel_stamp(person: "Person", proposal: Proposal, part: str, language: str, at: datetime) -> str:
    """Return a mark that differs whenever a part of the panel would look different to ``person``; four queries."""
    place = standing_of(person, at)
    board = proposal.board_id
    round = Round.objects.filter(proposal=proposal).order_by("-n").first()
    about: list[object] = [
        part,
        language,
        person.pk,
        [board in place.inside, chairs_item(person, proposal, at), board in place.secretary_of],
        proposal.state,
        proposal.state_since,
        proposal.window_closes_at,
        proposal.window_closes_at is not None and at >= proposal.window_closes_at,
    ]
    if round is not None:
        about += [round.pk, round.state, round.closes_at, at >= round.closes_at]
        said = Position.objects.filter(entitlement__round__proposal=proposal)
        about += said.aggregate(Max("pk"), Max("confirmation")).values()
        about += list(
            Block.objects.filter(position__entitlement__round__proposal=proposal)
            .annotate(found=Count("findings", distinct=True), done=Count("steps", distinct=True))
            .order_by("pk")
            .values_list("pk", "state", "found", "done")
        )
    about += DecisionRationale.history.filter(proposal=proposal).aggregate(Max("history_id")).values()
    return sha256(repr(about).encode()).hexdigest()[:32]
