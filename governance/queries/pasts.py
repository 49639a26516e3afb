"""How a proposal stood at the end of a day: one statement for all that its page shows, however long its life.

Asked kind by kind it took six statements, each written anew: half the page's time.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from governance.enums.proposals import ConcernState, ProposalState
from governance.models import Clause, ClauseText, Comment, Concern, Proposal, ProposalVersion, Question
from portal.history.as_of import history_rows
from portal.statements import Kept


class Line(NamedTuple):
    """One row of the statement: what it is of, and columns that mean something else for each kind."""

    what: str
    key: int
    n: int
    at: datetime
    who: str
    state: str
    title: str
    text: str
    more: str

    @property
    def state_words(self) -> str:
        """Return the words for where a concern stood."""
        return str(ConcernState(self.state).label)


@dataclass(frozen=True)
class PastProposal:
    """A proposal as it stood at the end of a day."""

    on: date
    existed: bool
    state: ProposalState | None = None
    version: Line | None = None
    title: str = ""
    summary: str = ""
    clauses: list[Line] = field(default_factory=list)
    concerns: list[Line] = field(default_factory=list)
    questions: list[Line] = field(default_factory=list)
    comments: int = 0


def proposal_as_of(proposal: Proposal, on: date, *, sees_drafts: bool) -> PastProposal:
    """Return the proposal as it stood at the end of the day ``on``; a draft of then only to who sees drafts."""
    midnight = datetime.combine(on + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())
    found: dict[str, list[Line]] = defaultdict(list)
    for row in _PAST.ask(proposal=proposal.pk, midnight=midnight):
        line = Line(*row)
        found[line.what].append(line)
    record = next(iter(found["record"]), None)
    version = next(iter(found["version"]), None)
    if record is None or record.more == "-" or (version is None and not sees_drafts):
        return PastProposal(on, existed=False)
    return PastProposal(
        on=on,
        existed=True,
        state=ProposalState(record.state),
        version=version,
        title=(version or record).title,
        summary=(version or record).text,
        clauses=sorted(found["clause" if version else "draft"], key=lambda line: line.n),
        concerns=sorted(found["concern"], key=lambda line: (line.at, line.key)),
        questions=sorted(found["question"], key=lambda line: (line.at, line.key)),
        comments=record.n,
    )


def _past(proposal: int, midnight: datetime) -> "QuerySet[Any, Any]":
    """Ask of the record, the version of then with its text, the draft where there was none, and what was said."""
    published = ProposalVersion.objects.filter(proposal=proposal, published_at__lt=midnight)
    newest = published.order_by("-n").values("pk")[:1]
    said = Comment.objects.filter(proposal=proposal, at__lt=midnight).order_by().values("proposal")
    comments = Coalesce(Subquery(said.annotate(number=Count("pk")).values("number")), 0)
    record = history_rows(Proposal).filter(id=proposal, history_date__lt=midnight)
    record = record.order_by("-history_date", "-history_id").values("history_id")[:1]
    return _rows(
        history_rows(Proposal).filter(history_id__in=record), "record", n=comments, at="history_date",
        state="state", title="title", text="summary", more="history_type",
    ).union(
        _rows(
            ProposalVersion.objects.filter(pk__in=newest), "version", n="n", at="published_at",
            who="published_by__name", title="title", text="summary",
        ),
        _rows(
            ClauseText.objects.filter(version__in=newest), "clause", n="order", at="version__published_at",
            title="heading", text="text",
        ),
        _rows(
            _then(Clause, proposal, midnight).filter(~Exists(published), dropped=False), "draft", n="order",
            at="history_date", title="heading", text="text",
        ),
        _rows(
            _then(Concern, proposal, midnight), "concern", at="raised_at", who="raised_by__name", state="state",
            text="text",
        ),
        _rows(
            _then(Question, proposal, midnight), "question", at="asked_at", who="asked_by__name", text="text",
            more="reply",
        ),
        all=True,
    )  # fmt: skip


def _then(model: "type[Clause | Concern | Question]", proposal: int, midnight: datetime) -> Any:
    """Return the history rows that were the newest of what belonged to the proposal then; as ``as_of`` reads them."""
    rows = history_rows(model).filter(history_date__lt=midnight)
    newest = rows.filter(id=OuterRef("id")).order_by("-history_date", "-history_id").values("history_id")[:1]
    return rows.filter(history_id=Subquery(newest), proposal_id=proposal).exclude(history_type="-")


def _rows(rows: Any, what: str, *, at: str, n: Any = 0, **texts: str) -> "QuerySet[Any, Any]":
    """Write rows of one kind in columns that fit together with those of the others."""
    number = F(n) if isinstance(n, str) else n if hasattr(n, "resolve_expression") else Value(n)
    columns = {
        name: Cast(F(texts[name]) if name in texts else Value(""), TextField())
        for name in ("who", "state", "title", "text", "more")
    }
    written: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            p_what=Cast(Value(what), TextField()),
            p_key=F("id"),
            p_n=Cast(number, BigIntegerField()),
            p_at=F(at),
            **{f"p_{name}": column for name, column in columns.items()},
        )
        .values_list("p_what", "p_key", "p_n", "p_at", *(f"p_{name}" for name in columns))
    )
    return written


_PAST = Kept(_past)
