"""Reading a workbook: seventy-two standards cost as many queries as one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from peerreview.domain.register import FAMILIES
from peerreview.domain.selfassessments import Answer, Count, applies, count, count_by_section
from peerreview.enums.selfassessments import Voice
from peerreview.enums.services import ServiceFamily, ServiceKind
from peerreview.models import (
    EvidenceLink,
    EvidenceRevision,
    KeptAnswer,
    Review,
    Section,
    SelfAssessment,
    Service,
    Standard,
    StandardResponse,
    YoungPeoplesInput,
)
from portal.statements import Kept

Responses = Mapping[int, StandardResponse]


def applies_here(applies_to: Iterable[str], nations: Iterable[str], service: Service) -> bool:
    """Say whether a standard applies; a service of a sort that standards do not name is asked everything."""
    family = FAMILIES[ServiceKind(service.kind)]
    kinds: Iterable[str] = () if family is ServiceFamily.OTHER else applies_to
    return applies(kinds, nations, family, service.region.nation)


@dataclass(frozen=True)
class StandardLine:
    """One standard in the list, and how its answer stands."""

    standard: Standard
    response: StandardResponse | None
    others: tuple[StandardResponse, ...] = ()
    kept: bool = False

    @property
    def answer(self) -> Answer | None:
        """Return what the chosen voice says."""
        return self.response.answer if self.response else None

    @property
    def state(self) -> str:
        """Return the state of the tag: a score, begun, or not started."""
        answer = self.answer
        if answer is None or not answer.is_begun:
            return "not_started"
        return answer.score if answer.is_complete else "in_progress"

    @property
    def shown(self) -> dict[str, object]:
        """Return what the task list shows of it, as plain values."""
        answered = self.state not in ("not_started", "in_progress")
        return {
            "key": self.standard.pk,
            "code": self.standard.code,
            "text": self.standard.text,
            "kept": self.kept,
            "state": self.state,
            "words": self.response.get_score_display() if self.response and answered else "",
        }


@dataclass(frozen=True)
class SectionLines:
    """A section with its applicable standards."""

    section: Section
    lines: tuple[StandardLine, ...]
    count: Count


@dataclass(frozen=True)
class Workbook:
    """The whole task list in one voice."""

    review: Review
    assessment: SelfAssessment | None
    voice: Voice
    sections: tuple[SectionLines, ...]
    count: Count
    young_people: tuple[YoungPeoplesInput, ...] = field(default=())

    @property
    def kept(self) -> tuple[StandardLine, ...]:
        """Return the standards where two texts wait to be put together."""
        return tuple(line for section in self.sections for line in section.lines if line.kept)

    @property
    def heard(self) -> bool:
        """Say whether young people were heard or a reason is given."""
        spoken = any(not one.is_withdrawn for one in self.young_people)
        return spoken or bool(self.assessment and self.assessment.no_young_people.strip())

    @property
    def next_open(self) -> StandardLine | None:
        """Return the first standard without a complete answer."""
        lines = (line for section in self.sections for line in section.lines)
        return next((line for line in lines if not line.answer or not line.answer.is_complete), None)


def workbook(review: Review, voice: Voice = Voice.STAFF) -> Workbook:
    """Return the workbook of a review: four queries, three where the review was read with its workbook."""
    assessment: SelfAssessment | None = getattr(review, "self_assessment", None)
    standards = applicable(review)
    by_standard: dict[int, list[StandardResponse]] = {}
    for row in _RESPONSES.ask(assessment=assessment.pk) if assessment else ():
        by_standard.setdefault(row.standard_id, []).append(row)
    by_section: dict[int, list[StandardLine]] = {}
    for standard in standards:
        said = by_standard.get(standard.pk, [])
        own = next((one for one in said if one.voice == voice), None)
        others = tuple(one for one in said if one.voice != voice and one.answer.is_begun)
        by_section.setdefault(standard.section_id, []).append(
            StandardLine(standard, own, others, kept=bool(getattr(own, "has_kept", False)))
        )
    sections = list(dict.fromkeys(standard.section for standard in standards))
    counts, total = count_by_section({s.code: [line.answer for line in by_section[s.pk]] for s in sections})
    spoken = tuple(_SPOKEN.ask(assessment=assessment.pk)) if assessment else ()
    laid_out = tuple(SectionLines(s, tuple(by_section[s.pk]), counts[s.code]) for s in sections)
    return Workbook(review, assessment, voice, laid_out, total, spoken)


def applicable(review: Review) -> list[Standard]:
    """Return the standards of the review's edition that apply to its service, in order."""
    rows = _STANDARDS.ask(edition=review.edition_id)
    return [standard for standard in rows if applies_here(standard.applies_to, standard.nations, review.service)]


def heard(review: Review, assessment: SelfAssessment) -> bool:
    """Say whether young people were heard or a reason is given; a review read whole has brought it along."""
    if assessment.no_young_people.strip():
        return True
    spoke: bool | None = getattr(review, "young_people_spoke", None)
    return spoken_in(review.pk).exists() if spoke is None else spoke


def spoken_in(review: "int | OuterRef") -> "QuerySet[YoungPeoplesInput]":
    """Return what young people said in the self-assessment of a review and have not taken back."""
    rows = YoungPeoplesInput.objects.filter(self_assessment__review=review, withdrawn_at__isnull=True)
    return rows.order_by()


@dataclass(frozen=True)
class StandardPage:
    """One standard of the workbook, with everything that is said and shown about it."""

    standard: Standard
    place: int
    of: int
    previous: Standard | None
    next: Standard | None
    response: StandardResponse | None
    kept: tuple[KeptAnswer, ...]
    others: tuple[StandardResponse, ...]
    young_people: tuple[YoungPeoplesInput, ...]
    links: tuple[EvidenceLink, ...]
    last_year: StandardResponse | None

    @property
    def answer(self) -> Answer:
        """Return the answer as it stands."""
        return self.response.answer if self.response else Answer()

    @property
    def version(self) -> int:
        """Return its version; nought while there is none."""
        return self.response.version if self.response else 0


def standard_page(review: Review, code: str, voice: Voice) -> StandardPage | None:
    """Return one standard's page; None for a code that does not apply. Six queries at most."""
    standards = applicable(review)
    at = next((n for n, one in enumerate(standards) if one.code == code), None)
    if at is None:
        return None
    standard = standards[at]
    said = _SAID.ask(review=review.pk, standard=standard.pk)
    own = next((one for one in said if one.voice == voice), None)
    return StandardPage(
        standard=standard,
        place=at + 1,
        of=len(standards),
        previous=standards[at - 1] if at else None,
        next=standards[at + 1] if at + 1 < len(standards) else None,
        response=own,
        kept=tuple(_BESIDE.ask(response=own.pk)) if own and own.has_kept else (),
        others=tuple(one for one in said if one.voice != voice and one.answer.is_begun),
        young_people=tuple(_SPOKEN_OF.ask(review=review.pk, standard=standard.pk)),
        links=tuple(_LINKS.ask(review=review.pk, standard=standard.pk)),
        last_year=last_year(review, standard, voice),
    )


def last_year(review: Review, standard: Standard, voice: Voice) -> StandardResponse | None:
    """Return what the service said in its last review, by lineage: only what was handed in."""
    rows = _LAST_YEAR.ask(
        voice=str(voice),
        service=review.service_id,
        before=review.cycle.opens_on,
        lineage=standard.lineage,
        of=review.edition.set_id,
    )
    return rows[0] if rows else None


def progress_of(reviews: Iterable[Review]) -> dict[int, Count]:
    """Count the staff's answers of a few reviews at once, for lists and cards: two queries."""
    rows = list(reviews)
    standards: dict[int, list[tuple[int, list[str], list[str]]]] = {}
    asked = Standard.objects.filter(edition__in={review.edition_id for review in rows}).order_by()
    for edition, *standard in asked.values_list("edition", "pk", "applies_to", "nations"):
        standards.setdefault(edition, []).append(tuple(standard))
    said: dict[tuple[int, int], Answer] = {}
    responses = StandardResponse.objects.filter(self_assessment__review__in=rows, voice=Voice.STAFF).order_by()
    for key, standard_id, score, commentary, reason in responses.values_list(
        "self_assessment__review", "standard", "score", "commentary", "reason"
    ):
        said[key, standard_id] = Answer(score, commentary, reason)
    return {
        review.pk: count(
            said.get((review.pk, pk))
            for pk, applies_to, nations in standards.get(review.edition_id, ())
            if applies_here(applies_to, nations, review.service)
        )
        for review in rows
    }


# The statements of the two pages people write on, each written once (``portal/statements.py``).


def _standards(edition: int) -> "QuerySet[Standard]":
    return Standard.objects.filter(edition=edition).select_related("section").order_by("order")


def _responses(assessment: int) -> "QuerySet[StandardResponse]":
    beside = KeptAnswer.objects.waiting().filter(response=OuterRef("pk"))
    return StandardResponse.objects.filter(self_assessment=assessment).annotate(has_kept=Exists(beside))


def _said(review: int, standard: int) -> "QuerySet[StandardResponse]":
    beside = KeptAnswer.objects.waiting().filter(response=OuterRef("pk"))
    rows = StandardResponse.objects.filter(self_assessment__review=review, standard=standard)
    return rows.select_related("saved_by").annotate(has_kept=Exists(beside))


def _beside(response: int) -> "QuerySet[KeptAnswer]":
    return KeptAnswer.objects.waiting().filter(response=response).select_related("by")


def _spoken(assessment: int) -> "QuerySet[YoungPeoplesInput]":
    rows = YoungPeoplesInput.objects.filter(self_assessment=assessment)
    return rows.select_related("facilitator", "standard")


def _spoken_of(review: int, standard: int) -> "QuerySet[YoungPeoplesInput]":
    rows = YoungPeoplesInput.objects.filter(self_assessment__review=review, standard=standard)
    return rows.select_related("facilitator")


def _links(review: int, standard: int) -> "QuerySet[EvidenceLink]":
    # An item is named once, by its newest file: the links of the files before it stay on record.
    newest = EvidenceRevision.objects.filter(item=OuterRef("revision__item")).order_by("-n").values("pk")[:1]
    rows = EvidenceLink.objects.filter(standard=standard, revision__item__review=review, revision=Subquery(newest))
    rows = rows.filter(revision__item__removed_at__isnull=True)
    return rows.select_related("revision__item__review").order_by("pk")


def _last_year(voice: str, service: int, before: date, lineage: str, of: int) -> "QuerySet[StandardResponse]":
    rows = StandardResponse.objects.filter(
        self_assessment__review__service=service,
        self_assessment__review__submitted_at__isnull=False,
        self_assessment__review__cycle__opens_on__lt=before,
        standard__lineage=lineage,
        standard__edition__set=of,
        voice=voice,
    )
    newest = rows.order_by("-self_assessment__review__cycle__opens_on", "-pk")
    return newest.select_related("self_assessment__review__cycle", "standard")[:1]


_STANDARDS, _RESPONSES, _SAID, _BESIDE = Kept(_standards), Kept(_responses), Kept(_said), Kept(_beside)
_SPOKEN, _SPOKEN_OF, _LINKS, _LAST_YEAR = Kept(_spoken), Kept(_spoken_of), Kept(_links), Kept(_last_year)
