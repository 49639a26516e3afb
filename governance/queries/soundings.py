"""Soundings and what may be shown of their answers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, QuerySet

from governance.domain.soundings import shown, words_shown
from governance.enums.proposals import Confidentiality
from governance.models import Proposal, Sounding, SoundingAnswer, SoundingOption
from governance.queries.constituencies import Place, members, place_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

JOINED = ("board", "seat__constituency", "seat__ex_officio_of", "constituency", "about", "asked_by")


@dataclass(frozen=True)
class Result:
    """What came of a sounding, as far as it may be shown; nothing but how many answered while it is open."""

    answered: int
    counts: list[tuple[SoundingOption, int | None]]
    words: list[SoundingAnswer]
    """Answers in their own words: without a name unless the member chose one."""
    some_held_back: bool


def find_sounding(person: "Person", pk: int, at: datetime) -> Sounding | None:
    """Return a sounding ``person`` may know of."""
    return Sounding.objects.visible_to(person, at).select_related(*JOINED).filter(pk=pk).first()


def soundings_of(person: "Person", place: Place, at: datetime) -> list[Sounding]:
    """Return the soundings of a constituency that ``person`` may know of, the latest first; one query."""
    rows = Sounding.objects.visible_to(person, at).filter(board=place.board)
    if place.region is not None:
        rows = rows.filter(seat__ex_officio_of=place.region)
    else:
        rows = rows.filter(constituency=place.constituency)
    return list(rows.select_related(*JOINED).annotate(answered=Count("answers")).order_by("-closes_at", "-pk")[:20])


def soundings_about(person: "Person", proposal: Proposal, at: datetime) -> list[Sounding]:
    """Return what was asked about a proposal, as far as ``person`` may know of it."""
    rows = Sounding.objects.visible_to(person, at).filter(about=proposal)
    return list(rows.select_related(*JOINED).annotate(answered=Count("answers")).order_by("-closes_at", "-pk"))


def result_of(sounding: Sounding, at: datetime) -> Result:
    """Return what may be shown at ``at``: numbers only after closing, or each answer would show by their change."""
    answers = list(SoundingAnswer.objects.filter(sounding=sounding).select_related("person").order_by("at", "pk"))
    if sounding.is_open(at):
        return Result(len(answers), [], [], some_held_back=False)
    options = list(sounding.options.all())
    picked = Counter(answer.option_id for answer in answers)
    seen = shown([picked[option.pk] for option in options]) if options else None
    free = words_shown(len(answers))
    words = [answer for answer in answers if answer.text and (free or answer.named)]
    # In the order of their words: the order in which they came would say something of who wrote them.
    words.sort(key=lambda answer: answer.text.casefold())
    hidden = sum(1 for answer in answers if answer.text) - len(words)
    return Result(
        len(answers),
        list(zip(options, seen.counts, strict=True)) if seen else [],
        words,
        some_held_back=bool(hidden) or (bool(options) and (seen is None or not seen.all_shown)),
    )


def answer_of(person: "Person", sounding: Sounding) -> SoundingAnswer | None:
    """Return what ``person`` answered."""
    return SoundingAnswer.objects.filter(sounding=sounding, person=person.pk).select_related("option").first()


def unanswered(person: "User", at: datetime) -> list[Sounding]:
    """Return the open soundings that wait for ``person``, the first to close first; one query."""
    return list(unanswered_rows(person, at).select_related(*JOINED).order_by("closes_at", "pk"))


def unanswered_rows(person: "User", at: datetime) -> QuerySet[Sounding]:
    """Return the same, in no order, to ask whether there are any."""
    mine = SoundingAnswer.objects.filter(sounding=OuterRef("pk"), person=person.pk)
    return Sounding.objects.asked_of(person, at).filter(~Exists(mine), asked_at__lte=at, closes_at__gt=at)


def closing(since: datetime, until: datetime) -> QuerySet[Sounding]:
    """Return the soundings that close in a period."""
    return (
        Sounding.objects.filter(closes_at__gt=since, closes_at__lte=until)
        .select_related(*JOINED)
        .order_by("closes_at", "pk")
    )


def silent_members(sounding: Sounding, at: datetime) -> frozenset[int]:
    """Return who was asked and has not answered."""
    said = set(SoundingAnswer.objects.filter(sounding=sounding).values_list("person_id", flat=True))
    asked = {person.pk for person in members(place_of(sounding.board, sounding.seat), at)}
    return frozenset(asked - said)


def proposals_to_ask_about(person: "User", place: Place, at: datetime) -> list[Proposal]:
    """Return the proposals of the board that the asker and every member may read and that are not yet decided."""
    rows = Proposal.objects.visible_to(person, at).filter(
        board=place.board, confidentiality=Confidentiality.OPEN, version_count__gt=0, decision__isnull=True
    )
    return list(rows.order_by("-moved_at", "-pk")[:50])
