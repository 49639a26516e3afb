"""Who is told of a conflict of interest: the person, whoever chairs the matter, and every page that is open.

What leaves the portal about a matter somebody takes no part in names the board and nothing else.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from governance.announcements.proposals import room
from governance.enums.conflicts import OUT
from governance.models import ConflictDeclaration, Proposal
from governance.queries.conflicts import item_chair
from portal.live import announce_on_commit
from portal.notifications import notify
from portal.people.models import User


def conflict_changed(proposal: Proposal) -> None:
    """Let everybody who has the page open ask again whether they may, and what it says now."""
    announce_on_commit(room(proposal.pk), "permission.changed", proposal.pk)
    announce_on_commit(room(proposal.pk), "proposal.changed", proposal.pk)


def conflict_declared(conflict: ConflictDeclaration, by: User, at: datetime) -> None:
    """Tell the person when somebody else raised it, and whoever now chairs the matter."""
    board = conflict.proposal.board
    _tell(
        conflict,
        {conflict.person_id} - {by.pk},
        "conflict.raised",
        _("%(board)s: a conflict of interest was raised about you. Say what you have to say") % {"board": board},
        by,
        at,
    )
    chair = item_chair(conflict.proposal, at).person
    notify(
        people=[chair] if chair else [],
        event="conflict.declared",
        key=f"conflict.declared:{conflict.pk}",
        subject_kind="proposal",
        subject_id=conflict.proposal_id,
        title=_("%(number)s: a conflict of interest waits for you as the chair of this matter")
        % {"number": conflict.proposal.number},
        url=f"/proposals/{conflict.proposal.number}/conflicts/",
        at=at,
        by=by,
    )
    conflict_changed(conflict.proposal)


def conflict_treated(conflict: ConflictDeclaration, by: User | None, at: datetime) -> None:
    """Tell the person what it comes to; who leaves the matter is out of every live room at once."""
    words = (
        _("%(board)s: you take no part in one matter because of a conflict of interest")
        if conflict.treatment in OUT
        else _("%(board)s: your conflict of interest is noted, and you take part")
    )
    _tell(conflict, {conflict.person_id}, "conflict.treated", words % {"board": conflict.proposal.board}, by, at)
    conflict_changed(conflict.proposal)


def conflict_released(conflict: ConflictDeclaration, by: User, at: datetime) -> None:
    """Tell the person that they are back."""
    title = _("%(board)s: you take part again in a matter you had left") % {"board": conflict.proposal.board}
    _tell(conflict, {conflict.person_id}, "conflict.released", title, by, at)
    conflict_changed(conflict.proposal)


def _tell(
    conflict: ConflictDeclaration, people: set[int], event: str, title: str, by: User | None, at: datetime
) -> None:
    notify(
        people=people,
        event=event,
        key=f"{event}:{conflict.pk}:{at.isoformat()}",
        subject_kind="conflict",
        subject_id=conflict.pk,
        title=title,
        url=f"/conflicts/{conflict.pk}/",
        at=at,
        by=by,
    )
