"""Reading a workbook: seventy-two standards cost as many queries as one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from peerreview.domain.register import FAMILIES
from peerreview.domain.selfassessments import Answer, Count, applies, count, count_by_section
from peerreview.enums.selfassessments import Voice
from peerreview.enums.services import ServiceFamily, ServiceKind
from peerreview.models import (
    EvidenceLink,
    KeptAnswer,
    Review,
    Section,
    SelfAssessment,
    Service,
    Standard,
    StandardResponse,
    YoungPeoplesInput,
)

Responses = Mapping[int, StandardResponse]


def applies_here(standard: Standard, service: Service) -> bool:
    """Say whether a standard applies; a service of a sort that standards do not name is asked everything."""
    family = FAMILIES[ServiceKind(service.kind)]
    kinds: Iterable[str] = () if family is ServiceFamily.OTHER else standard.applies_to
    return applies(kinds, standard.nations, family, service.region.nation)


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
    beside = KeptAnswer.objects.waiting().filter(response=OuterRef("pk"))
    rows = StandardResponse.objects.filter(self_assessment=assessment).annotate(has_kept=Exists(beside))
    by_standard: dict[int, list[StandardResponse]] = {}
    for row in rows.select_related("saved_by") if assessment else ():
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
    spoken = (
        tuple(YoungPeoplesInput.objects.filter(self_assessment=assessment).select_related("facilitator", "standard"))
        if assessment
        else ()
    )
    laid_out = tuple(SectionLines(s, tuple(by_section[s.pk]), counts[s.code]) for s in sections)
    return Workbook(review, assessment, voice, laid_out, total, spoken)


def applicable(review: Review) -> list[Standard]:
    """Return the standards of the review's edition that apply to its service, in order."""
    rows = Standard.objects.filter(edition=review.edition_id).select_related("section").order_by("order")
    return [standard for standard in rows if applies_here(standard, review.service)]


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
    """Return one standard's page; None for a code that does not apply. Seven queries."""
    standards = applicable(review)
    at = next((n for n, one in enumerate(standards) if one.code == code), None)
    if at is None:
        return None
    standard = standards[at]
    said = list(
        StandardResponse.objects.filter(self_assessment__review=review, standard=standard).select_related("saved_by")
    )
    own = next((one for one in said if one.voice == voice), None)
    kept = KeptAnswer.objects.waiting().filter(response=own).select_related("by") if own else ()
    spoken = YoungPeoplesInput.objects.filter(self_assessment__review=review, standard=standard)
    links = EvidenceLink.objects.filter(standard=standard, revision__item__review=review)
    return StandardPage(
        standard=standard,
        place=at + 1,
        of=len(standards),
        previous=standards[at - 1] if at else None,
        next=standards[at + 1] if at + 1 < len(standards) else None,
        response=own,
        kept=tuple(kept),
        others=tuple(one for one in said if one.voice != voice and one.answer.is_begun),
        young_people=tuple(spoken.select_related("facilitator")),
        links=tuple(
            links.filter(revision__item__removed_at__isnull=True)
            .select_related("revision__item__review")
            .order_by("pk")
        ),
        last_year=last_year(review, standard, voice),
    )


def last_year(review: Review, standard: Standard, voice: Voice) -> StandardResponse | None:
    """Return what the service said in its last review, by lineage: only what was handed in."""
    rows = StandardResponse.objects.filter(
        self_assessment__review__service=review.service_id,
        self_assessment__review__submitted_at__isnull=False,
        self_assessment__review__cycle__opens_on__lt=review.cycle.opens_on,
        standard__lineage=standard.lineage,
        standard__edition__set=review.edition.set_id,
        voice=voice,
    )
    newest = rows.order_by("-self_assessment__review__cycle__opens_on", "-pk")
    return newest.select_related("self_assessment__review__cycle", "standard").first()


def progress_of(reviews: Iterable[Review]) -> dict[int, Count]:
    """Count the staff's answers of a few reviews at once, for lists and cards: two queries."""
    rows = list(reviews)
    standards: dict[int, list[Standard]] = {}
    for standard in Standard.objects.filter(edition__in={review.edition_id for review in rows}):
        standards.setdefault(standard.edition_id, []).append(standard)
    said: dict[tuple[int, int], Answer] = {}
    responses = StandardResponse.objects.filter(self_assessment__review__in=rows, voice=Voice.STAFF)
    for key, standard_id, score, commentary, reason in responses.values_list(
        "self_assessment__review", "standard", "score", "commentary", "reason"
    ):
        said[key, standard_id] = Answer(score, commentary, reason)
    return {
        review.pk: count(
            said.get((review.pk, one.pk))
            for one in standards.get(review.edition_id, ())
            if applies_here(one, review.service)
        )
        for review in rows
    }
