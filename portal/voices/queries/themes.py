"""What was heard and answered, for everybody, and for those who work on it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from portal.people.models.periods import day_of
from portal.voices.domain.suppression import PUBLIC, told
from portal.voices.enums.moderation import Audience
from portal.voices.enums.themes import Right, ThemeState
from portal.voices.models import Answer, Campaign, Invite, Numbers, RightOrNot, Statement, Theme
from portal.voices.models.audiences import heard_by
from portal.voices.queries.released import released_statements

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


@dataclass(frozen=True)
class Heard:
    """One theme as everybody reads it."""

    theme: Theme
    answer: Answer | None
    earlier: Sequence[Answer]
    is_overdue: bool


def published() -> QuerySet[Theme]:
    """Return every theme that is public, the newest first, with its answers."""
    answers = Answer.objects.order_by("-n")
    rows = Theme.objects.filter(state=ThemeState.PUBLISHED).select_related("campaign")
    return rows.prefetch_related(Prefetch("answers", answers)).order_by("-published_at", "-pk")


def heard_about(kind: str, key: int) -> QuerySet[Theme]:
    """Return what is public of what was heard in the campaigns of a record of the apps above."""
    return published().filter(campaign__subject_kind=kind, campaign__subject_key=key)


def narrowed(
    rows: QuerySet[Theme],
    *,
    speaker: str = "",
    kind: str = "",
    campaign: str = "",
    topic: str = "",
    year: int | None = None,
) -> QuerySet[Theme]:
    """Keep what somebody looks for."""
    if topic:
        rows = rows.filter(topic=topic)
    if speaker:
        rows = rows.filter(speaker=speaker)
    if campaign:
        rows = rows.filter(campaign__slug=campaign)
    if year is not None:
        rows = rows.filter(published_at__year=year)
    if kind == "waiting":
        rows = rows.filter(~Exists(Answer.objects.filter(theme=OuterRef("pk"))))
    elif kind:
        newer = Answer.objects.filter(theme=OuterRef("theme"), n__gt=OuterRef("n"))
        rows = rows.filter(Exists(Answer.objects.filter(~Exists(newer), theme=OuterRef("pk"), kind=kind)))
    return rows


def as_heard(theme: Theme, day: date) -> Heard:
    """Return a theme of ``published`` as everybody reads it."""
    answers = list(theme.answers.all())
    newest = answers[0] if answers else None
    waits = newest is None or (theme.reopened_at is not None and newest.given_at <= theme.reopened_at)
    is_overdue = waits and theme.answer_due is not None and theme.answer_due < day
    return Heard(theme, newest, answers[1:], is_overdue)


def owed() -> QuerySet[Theme]:
    """Return themes to which an answer is owed: none was given yet, or those who said it say that it is wrong."""
    given = Answer.objects.filter(theme=OuterRef("pk"))
    late = given.filter(given_at__gt=OuterRef("reopened_at"))
    rows = Theme.objects.filter(state=ThemeState.PUBLISHED, answer_due__isnull=False).select_related("campaign")
    return rows.filter(~Exists(given) | (Q(reopened_at__isnull=False) & ~Exists(late))).order_by("answer_due", "pk")


def is_owed_an_answer(statement: Statement) -> bool:
    """Say whether an answer is owed to what a statement is part of, or what was heard is still being written."""
    mine = Q(links__statement=statement)
    return owed().filter(mine).exists() or Theme.objects.filter(mine, state=ThemeState.DRAFT).exists()


def owed_until(day: date) -> QuerySet[Theme]:
    """Return those whose answer falls due until ``day``."""
    return owed().filter(answer_due__lte=day)


def overdue_count(at: datetime) -> int:
    """Return how many answers are overdue: counted in public (voices.md, promise 5)."""
    return owed().filter(answer_due__lt=day_of(at)).count()


def all_themes(campaign: Campaign | None = None) -> QuerySet[Theme]:
    """Return every theme for those who work on them."""
    rows = Theme.objects.select_related("campaign", "made_by").order_by("-made_at", "-pk")
    return rows.filter(campaign=campaign) if campaign else rows


def find_theme(pk: int) -> Theme | None:
    """Return one with its answers."""
    rows = Theme.objects.select_related("campaign", "made_by", "published_by")
    return rows.prefetch_related(Prefetch("answers", Answer.objects.order_by("-n"))).filter(pk=pk).first()


def to_gather(person: "User", campaign: Campaign, at: datetime) -> QuerySet[Statement]:
    """Return what was released to ``person`` in a campaign, oldest first."""
    return released_statements(person, at).filter(campaign=campaign).order_by("given_on", "pk")


def verdicts(answer: Answer) -> list[tuple[str, int]]:
    """Return how many said what of an answer, by the rule for everybody; nothing when that tells of too few.

    It moves only with every tenth who says so: whoever looks before and after somebody was asked learns nothing.
    Nothing leads from here to a home, so what counts is to how many homes the cards went.
    """
    rows = list(RightOrNot.objects.filter(answer=answer).order_by("pk").values_list("right", flat=True))
    rows = rows[: len(rows) // PUBLIC.people * PUBLIC.people]
    campaign = answer.theme.campaign
    cards = Invite.objects.filter(campaign=campaign, is_used=True, place__isnull=False)
    homes = 1 if campaign.place_id else cards.order_by().values("place").distinct().count()
    row = told("", "right", Counter(rows), homes, PUBLIC)
    return [(" · ".join(str(Right(value).label) for value in part.values), part.count) for part in row.parts]


def numbers_of(campaign: Campaign, audience: str) -> QuerySet[Numbers]:
    """Return the tables published for an audience."""
    return Numbers.objects.filter(campaign=campaign, audience=audience).order_by(F("core"))


def tables_for(campaign: Campaign, person: "User | AnonymousUser", at: datetime) -> list[Numbers]:
    """Return the tables somebody reads: a member the members', which say more, and everybody's where there is none."""
    rows = {one.core: one for one in numbers_of(campaign, Audience.PUBLIC)}
    if heard_by(Audience.MEMBERS, person, at):
        rows.update({one.core: one for one in numbers_of(campaign, Audience.MEMBERS)})
    return [rows[core] for core in sorted(rows)]


def wall_choices() -> tuple[list[Campaign], list[str], list[int]]:
    """Return the campaigns, topics and years of which there is something to read."""
    rows = list(published().prefetch_related(None).order_by().values_list("campaign", "topic", "published_at"))
    campaigns = Campaign.objects.filter(pk__in={campaign for campaign, _topic, _at in rows}).order_by("title")
    years = sorted({timezone.localtime(at).year for _campaign, _topic, at in rows if at}, reverse=True)
    return list(campaigns), sorted({topic for _campaign, topic, _at in rows if topic}), years
