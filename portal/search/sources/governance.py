"""Decisions, proposals, what is said about them, boards and who sits on them."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.enums.amendments import AmendmentState
from governance.models import (
    Amendment,
    Appointment,
    Board,
    ClauseText,
    Comment,
    Decision,
    Proposal,
    ProposalVersion,
    Seat,
)
from governance.models.standing import standing_of
from governance.queries.boards import NAMED_TO_FEW
from portal.search.kinds import Document, Source, Trigger, own

if TYPE_CHECKING:
    from portal.search.kinds import Reader


def _decisions(keys: Collection[int]) -> Iterator[Document]:
    rows = list(Decision.objects.filter(pk__in=keys).select_related("version", "proposal__rationale"))
    clauses = _clauses([row.version_id for row in rows])
    for row in rows:
        why = getattr(row.proposal, "rationale", None)
        words = [row.version.summary, clauses[row.version_id], why.reasons if why else "", row.success]
        url = f"/decisions/{row.number}/"
        yield Document(row.pk, f"{row.number} {row.title}", _joined(words), url, row.decided_at)


def _proposals(keys: Collection[int]) -> Iterator[Document]:
    """Of a proposal the newest published text; only a draft, which few may see, is found by its working copy."""
    newest = ProposalVersion.objects.filter(proposal__in=keys, n=F("proposal__version_count"))
    versions = {version.proposal_id: version for version in newest}
    clauses = _clauses([version.pk for version in versions.values()])
    for row in Proposal.objects.filter(pk__in=keys):
        version = versions.get(row.pk)
        title, summary = (version.title, version.summary) if version else (row.title, row.summary)
        words = [summary, clauses[version.pk] if version else ""]
        yield Document(row.pk, f"{row.number} {title}", _joined(words), f"/proposals/{row.number}/", row.state_since)


def _comments(keys: Collection[int]) -> Iterator[Document]:
    for row in Comment.objects.filter(pk__in=keys, withdrawn_at=None).select_related("proposal"):
        number = row.proposal.number
        title = _("Comment on %(number)s") % {"number": number}
        yield Document(row.pk, title, row.text, f"/proposals/{number}/discussion/#comment-{row.pk}", row.at)


def _amendments(keys: Collection[int]) -> Iterator[Document]:
    rows = Amendment.objects.filter(pk__in=keys).exclude(state=AmendmentState.WITHDRAWN).select_related("proposal")
    for row in rows:
        number = row.proposal.number
        title = _("Amendment %(n)s to %(number)s") % {"n": row.n, "number": number}
        words = _joined([row.heading, row.text, row.rationale])
        yield Document(row.pk, title, words, f"/proposals/{number}/amendments/{row.n}/", row.proposed_at)


def _boards(keys: Collection[int]) -> Iterator[Document]:
    for row in Board.objects.filter(pk__in=keys):
        yield Document(row.pk, row.name, row.purpose, f"/boards/{row.slug}/")


def _holders(keys: Collection[int]) -> Iterator[Document]:
    rows = Appointment.objects.filter(pk__in=keys).select_related("person", "seat__board", "seat__constituency")
    for row in rows:
        seat = row.seat
        words = _("%(constituency)s, %(board)s") % {"constituency": seat.constituency or "", "board": seat.board}
        yield Document(row.pk, row.person.name, words, f"/boards/{seat.board.slug}/")


def _clauses(versions: Collection[int]) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = ClauseText.objects.filter(version__in=versions).order_by("version", "order")
    for version, heading, text in rows.values_list("version_id", "heading", "text"):
        found[version].append(f"{heading}. {text}" if heading else text)
    return defaultdict(str, {version: "\n".join(texts) for version, texts in found.items()})


def _joined(words: list[str]) -> str:
    return "\n".join(word for word in words if word)


def _comments_visible(reader: "Reader", at: datetime) -> QuerySet[Comment]:
    read = Proposal.objects.visible_to(reader, at)
    return Comment.objects.filter(withdrawn_at=None, proposal__in=read.values("pk"))


def _amendments_visible(reader: "Reader", at: datetime) -> QuerySet[Amendment]:
    read = Proposal.objects.visible_to(reader, at)
    return Amendment.objects.exclude(state=AmendmentState.WITHDRAWN).filter(proposal__in=read.values("pk"))


def _holders_now(reader: "Reader", at: datetime) -> QuerySet[Appointment]:
    """Who sits on a board is public, while they do; young people's representatives are named to who is near them."""
    rows: QuerySet[Appointment] = Appointment.objects.active(at).filter(seat__in=Seat.objects.active(at).values("pk"))
    near = standing_of(reader, at).near
    return rows.filter(~Q(seat__constituency__code=NAMED_TO_FEW) | Q(seat__board__in=near))


SOURCES = (
    Source(
        "decision",
        gettext_lazy("Decisions"),
        lambda reader, at: Decision.objects.visible_to(reader, at),
        Decision.objects.all,
        _decisions,
        (Trigger(Decision, own),),
    ),
    Source(
        "proposal",
        gettext_lazy("Proposals"),
        lambda reader, at: Proposal.objects.visible_to(reader, at),
        Proposal.objects.all,
        _proposals,
        (
            Trigger(Proposal, own, frozenset({"title", "summary", "version_count", "number", "state", "state_since"})),
            Trigger(ProposalVersion, lambda row: (row.proposal_id,)),
        ),
    ),
    Source(
        "comment",
        gettext_lazy("Comments"),
        _comments_visible,
        lambda: Comment.objects.filter(withdrawn_at=None),
        _comments,
        (Trigger(Comment, own),),
    ),
    Source(
        "amendment",
        gettext_lazy("Amendments"),
        _amendments_visible,
        lambda: Amendment.objects.exclude(state=AmendmentState.WITHDRAWN),
        _amendments,
        (Trigger(Amendment, own),),
    ),
    Source(
        "board",
        gettext_lazy("Boards"),
        lambda reader, at: Board.objects.all(),
        Board.objects.all,
        _boards,
        (Trigger(Board, own),),
    ),
    Source(
        "trustee",
        gettext_lazy("Trustees"),
        _holders_now,
        lambda: Appointment.objects.filter(seat__constituency__isnull=False),
        _holders,
        (Trigger(Appointment, own),),
    ),
)
