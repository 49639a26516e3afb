"""Who is told of what happens on a board, in which words; everybody told is somebody who may read it.

A title that leaves the portal names what it is about only when that is open; of anything else it gives the number.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from governance.enums.boards import BoardRoleKind
from governance.enums.proposals import Confidentiality
from governance.enums.rounds import RoundKind
from governance.models import (
    Board,
    BoardRole,
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
from governance.queries.seats import chair_of, holders
from portal.notifications import notify
from portal.people.models import User
from portal.ui.templatetags.dates import clock


def members_of(board_id: int, at: datetime) -> set[int]:
    """Return the trustees of a board and its secretaries: the board's own people, who may read all its business."""
    board = Board.objects.get(pk=board_id)
    return {holder.person.pk for holder in holders(board, at)} | secretaries_of(board_id, at)


def secretaries_of(board_id: int, at: datetime) -> set[int]:
    """Return who is secretary of a board."""
    rows = BoardRole.objects.active(at).filter(board=board_id, role=BoardRoleKind.SECRETARY)
    return set(rows.values_list("person", flat=True))


def answerers_of(proposal: Proposal, at: datetime) -> set[int]:
    """Return who answers for a proposal: its proposer while on the board, chair and secretary."""
    term = chair_of(proposal.board, at)
    proposer = {proposal.proposer_id} & members_of(proposal.board_id, at)
    return proposer | secretaries_of(proposal.board_id, at) | ({term.appointment.person_id} if term else set())


def about(proposal: Proposal) -> str:
    """Name a proposal outside the portal."""
    if proposal.confidentiality == Confidentiality.OPEN:
        return f"{proposal.number} {proposal.title}"[:160]
    return proposal.number


def page_of(proposal: Proposal, part: str = "") -> str:
    """Return the address of a proposal's page."""
    return f"/proposals/{proposal.number}/{part}"


def of_proposal(
    event: str,
    key: str,
    title: str,
    proposal: Proposal,
    people: Iterable[int],
    by: User | None,
    at: datetime,
    url: str = "",
) -> None:
    """Tell of something on a proposal that all of ``people`` may read."""
    notify(
        people=people,
        event=event,
        key=key,
        subject_kind="proposal",
        subject_id=proposal.pk,
        title=title,
        url=url or page_of(proposal),
        at=at,
        by=by,
    )


def version_published(proposal: Proposal, n: int, by: User | None, at: datetime) -> None:
    """Tell the board that there is a text to discuss."""
    words = _("New proposal: %(about)s") if n == 1 else _("Version %(n)s of %(about)s")
    title = words % {"about": about(proposal), "n": n}
    people = members_of(proposal.board_id, at)
    of_proposal("proposal.version", f"proposal.version:{proposal.pk}:{n}", title, proposal, people, by, at)


def question_asked(question: Question, by: User | None, at: datetime) -> None:
    """Tell those who answer for the proposal."""
    proposal = question.proposal
    title = _("A question about %(about)s waits for a reply") % {"about": about(proposal)}
    url = page_of(proposal, f"#question-{question.pk}")
    key = f"question.asked:{question.pk}"
    of_proposal("question.asked", key, title, proposal, answerers_of(proposal, at), by, at, url)


def question_replied(question: Question, by: User | None, at: datetime) -> None:
    """Tell whoever asked."""
    proposal = question.proposal
    title = _("Your question about %(about)s has a reply") % {"about": about(proposal)}
    url = page_of(proposal, f"#question-{question.pk}")
    key = f"question.replied:{question.pk}:{at.isoformat()}"
    of_proposal("question.replied", key, title, proposal, _still(proposal, [question.asked_by_id], at), by, at, url)


def concern_raised(concern: Concern, by: User | None, at: datetime) -> None:
    """Tell those who answer for the proposal."""
    proposal = concern.proposal
    title = _("A concern was raised about %(about)s") % {"about": about(proposal)}
    url = page_of(proposal, f"#concern-{concern.pk}")
    people = answerers_of(proposal, at)
    of_proposal("concern.raised", f"concern.raised:{concern.pk}", title, proposal, people, by, at, url)


def concern_changed(concern: Concern, event: str, by: User | None, at: datetime) -> None:
    """Tell whoever raised it that it was closed or stands again."""
    proposal = concern.proposal
    words = (
        _("Your concern about %(about)s was closed")
        if event == "concern.closed"
        else _("Your concern about %(about)s stands open again")
    )
    url = page_of(proposal, f"#concern-{concern.pk}")
    people = _still(proposal, [concern.raised_by_id], at)
    of_proposal(
        event,
        f"{event}:{concern.pk}:{at.isoformat()}",
        words % {"about": about(proposal)},
        proposal,
        people,
        by,
        at,
        url,
    )


def comment_added(comment: Comment, by: User | None, at: datetime) -> None:
    """Tell the proposer and those who have said something."""
    proposal = comment.proposal
    said = set(Comment.objects.filter(proposal=proposal, withdrawn_at=None).values_list("author", flat=True))
    people = _still(proposal, said | {proposal.proposer_id}, at)
    title = _("New comment on %(about)s") % {"about": about(proposal)}
    url = page_of(proposal, f"#comment-{comment.pk}")
    of_proposal("comment.added", f"comment.added:{comment.pk}", title, proposal, people, by, at, url)


def proposal_withdrawn(proposal: Proposal, by: User | None, at: datetime) -> None:
    """Tell the board, if it had been told of the proposal at all."""
    if proposal.version_count:
        title = _("%(about)s was withdrawn") % {"about": about(proposal)}
        people = members_of(proposal.board_id, at)
        of_proposal("proposal.ended", f"proposal.withdrawn:{proposal.pk}", title, proposal, people, by, at)


def of_round(
    event: str, key: str, title: str, round: Round, people: Iterable[int], by: User | None, at: datetime
) -> None:
    """Tell of a round: seen by those with a voice in it that is not recused."""
    notify(
        people=people,
        event=event,
        key=key,
        subject_kind="round",
        subject_id=round.pk,
        title=title,
        url=page_of(round.proposal, "#position"),
        at=at,
        by=by,
    )


def round_opened(round: Round, by: User | None, at: datetime) -> None:
    """Tell those who have a voice; whoever is recused is not told."""
    words = {
        RoundKind.SENSE_CHECK: _("Sense check of %(about)s: say where you stand by %(day)s"),
        RoundKind.ABSENT_MEMBERS: _("You can still say where you stand on %(about)s, by %(day)s"),
        RoundKind.RATIFICATION: _("Does the board stand by %(about)s? Take your position by %(day)s"),
    }.get(RoundKind(round.kind), _("Test for consensus on %(about)s: take your position by %(day)s"))
    title = words % {"about": about(round.proposal), "day": day_words(round.closes_at)}
    of_round("round.opened", f"round.opened:{round.pk}", title, round, _voices(round), by, at)


def round_extended(round: Round, by: User | None, at: datetime) -> None:
    """Tell those who have a voice that there is more time."""
    title = _("More time for %(about)s: until %(day)s") % {
        "about": about(round.proposal),
        "day": day_words(round.closes_at),
    }
    of_round(
        "round.extended",
        f"round.extended:{round.pk}:{round.closes_at.isoformat()}",
        title,
        round,
        _voices(round),
        by,
        at,
    )


def round_closed(round: Round, by: User | None, at: datetime) -> None:
    """Tell those who had a voice; not what came of it, which stands on the page."""
    title = _("The round on %(about)s has closed") % {"about": about(round.proposal)}
    of_round("round.closed", f"round.closed:{round.pk}", title, round, _voices(round), by, at)


def position_recorded_for(position: Position, by: User | None, at: datetime) -> None:
    """Tell the principal what was entered in their name, so that they can correct it."""
    round = position.entitlement.round
    title = _("A position was entered for you on %(about)s: check that it is right") % {"about": about(round.proposal)}
    people = [position.entitlement.person_id]
    of_round("position.recorded_for", f"position.recorded_for:{position.pk}", title, round, people, by, at)


def decision_recorded(decision: Decision, by: User | None, at: datetime) -> None:
    """Tell the board's people, and of an open decision the constituencies' members too."""
    people = members_of(decision.board_id, at) | {decision.owner_id}
    if decision.confidentiality == Confidentiality.OPEN:
        members = decision.board.constituency_members.active(at)
        people |= set(members.values_list("person", flat=True))
        title = _("Decision %(number)s: %(title)s") % {"number": decision.number, "title": decision.title}
    else:
        title = _("Decision %(number)s was recorded") % {"number": decision.number}
    notify(
        people=people,
        event="decision.recorded",
        key=f"decision.recorded:{decision.pk}",
        subject_kind="decision",
        subject_id=decision.pk,
        title=title,
        url=f"/decisions/{decision.number}/",
        at=at,
        by=by,
    )


def chair_changed(term: ChairTerm, by: User | None, at: datetime) -> None:
    """Tell the board who is or will be in the chair. It is public who that is."""
    words = (
        _("%(board)s: %(person)s’s term in the chair ends on %(day)s")
        if term.why_ended
        else _("%(board)s: %(person)s takes the chair on %(day)s")
    )
    day = (term.ends_on if term.why_ended else None) or term.starts_on
    title = words % {"board": term.board, "person": term.appointment.person, "day": date_format(day, "j F Y")}
    key = f"chair.changed:{term.pk}:{'ended' if term.why_ended else 'started'}"
    _of_board("chair.changed", key, title, term.board_id, f"/boards/{term.board.slug}/chairs/", by, at)


def meeting_planned(meeting: Meeting, by: User | None, at: datetime) -> None:
    """Tell the board's people when it meets, or when it now meets."""
    title = _("%(board)s meets on %(day)s at %(time)s") % {
        "board": meeting.board,
        "day": day_words(meeting.starts_at),
        "time": clock(meeting.starts_at),
    }
    _of_meeting(
        "meeting.planned", f"meeting.planned:{meeting.pk}:{meeting.starts_at.isoformat()}", title, meeting, by, at
    )


def meeting_cancelled(meeting: Meeting, by: User | None, at: datetime) -> None:
    """Tell the board's people that a meeting is called off."""
    title = _("The meeting of %(board)s on %(day)s is called off") % {
        "board": meeting.board,
        "day": date_format(meeting.held_on, "j F Y"),
    }
    _of_meeting("meeting.cancelled", f"meeting.cancelled:{meeting.pk}", title, meeting, by, at)


def _of_meeting(event: str, key: str, title: str, meeting: Meeting, by: User | None, at: datetime) -> None:
    notify(
        people=members_of(meeting.board_id, at),
        event=event,
        key=key,
        subject_kind="meeting",
        subject_id=meeting.pk,
        title=title,
        url=f"/boards/{meeting.board.slug}/meetings/{meeting.held_on.isoformat()}/",
        at=at,
        by=by,
    )


def _of_board(event: str, key: str, title: str, board_id: int, url: str, by: User | None, at: datetime) -> None:
    notify(
        people=members_of(board_id, at),
        event=event,
        key=key,
        subject_kind="board",
        subject_id=board_id,
        title=title,
        url=url,
        at=at,
        by=by,
    )


def _voices(round: Round) -> set[int]:
    return set(Entitlement.objects.filter(round=round, recused=False).values_list("person", flat=True))


def _still(proposal: Proposal, people: Iterable[int], at: datetime) -> set[int]:
    """Keep those who are still among the board's own people."""
    return set(people) & members_of(proposal.board_id, at)


def day_words(moment: datetime) -> str:
    """Return the day of a moment as people read it."""
    return date_format(localtime(moment), "j F Y")
