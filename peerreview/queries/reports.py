"""Reading a report while it is written, and putting it together: two hundred judgements cost as many queries as one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.formats import date_format

from peerreview.domain.judgements import Judgement
from peerreview.domain.reports import Dissent, JudgedSection, JudgedStandard, Report, SmartRecommendation
from peerreview.domain.selfassessments import Count, count
from peerreview.enums.reports import SeatStance, Strength, VersionKind
from peerreview.enums.selfassessments import Score, Voice
from peerreview.enums.teams import SeatRole, SeatState
from peerreview.models import (
    Achievement,
    KeptJudgement,
    PeerJudgement,
    Recommendation,
    RecommendationStandard,
    ReportFile,
    ReportVersion,
    Review,
    SeatAgreement,
    Section,
    Standard,
    StandardResponse,
    TeamSeat,
    Visit,
    VisitReport,
)
from peerreview.queries.selfassessments import applicable


def report_of(review: Review) -> VisitReport | None:
    """Return the report of a review; None before its first word."""
    report: VisitReport | None = getattr(review, "report", None)
    return report


def seats_that_attended(review: Review) -> list[TeamSeat]:
    """Return the seats of who was there, the lead first."""
    rows = TeamSeat.objects.filter(team__review=review, state=SeatState.ATTENDED)
    return list(rows.select_related("person").order_by("number"))


def lead_seat(review: Review) -> TeamSeat | None:
    """Return whose report it is: the lead's; on a team that visited without one, the first seat's."""
    seats = seats_that_attended(review)
    return next((seat for seat in seats if seat.role == SeatRole.LEAD), seats[0] if seats else None)


@dataclass(frozen=True)
class JudgedLine:
    """One standard as the team's list shows it."""

    standard: Standard
    judgement: PeerJudgement | None
    own: StandardResponse | None

    @property
    def answer(self) -> Judgement:
        """Return what the team says."""
        return self.judgement.answer if self.judgement else Judgement()

    @property
    def own_score(self) -> str:
        """Return the service's own score: as it was when the team judged, or as it stands."""
        return self.judgement.own_score if self.judgement else self.own.score if self.own else ""

    @property
    def differs(self) -> bool:
        """Say whether team and service score it differently."""
        return self.answer.differs(self.own_score)

    @property
    def state(self) -> str:
        """Return the state of the tag: a score, begun, or not started."""
        answer = self.answer
        if not answer.is_begun:
            return "not_started"
        return answer.score if answer.is_whole(self.own_score) else "in_progress"


@dataclass(frozen=True)
class JudgedLines:
    """A section with its standards."""

    section: Section
    lines: tuple[JudgedLine, ...]

    @property
    def peers(self) -> Count:
        """Count what the team says."""
        return count(line.answer for line in self.lines)


def judged(review: Review, report: VisitReport | None) -> tuple[JudgedLines, ...]:
    """Return every standard that applies with both scores: three queries."""
    said = {row.standard_id: row for row in PeerJudgement.objects.filter(report=report)} if report else {}
    rows = StandardResponse.objects.filter(self_assessment__review=review, voice=Voice.STAFF)
    own = {row.standard_id: row for row in rows}
    by_section: dict[Section, list[JudgedLine]] = {}
    for standard in applicable(review):
        line = JudgedLine(standard, said.get(standard.pk), own.get(standard.pk))
        by_section.setdefault(standard.section, []).append(line)
    return tuple(JudgedLines(section, tuple(lines)) for section, lines in by_section.items())


def kept_codes(report: VisitReport) -> list[str]:
    """Return the codes of the standards where two texts wait to be put together."""
    rows = KeptJudgement.objects.waiting().filter(judgement__report=report)
    return list(
        rows.order_by("judgement__standard__order").values_list("judgement__standard__code", flat=True).distinct()
    )


def achievements(report: VisitReport) -> list[Achievement]:
    """Return what the report names as done well."""
    return list(Achievement.objects.filter(report=report, removed_at=None))


def recommendations(report: VisitReport) -> list[Recommendation]:
    """Return the recommendations, those that ask most first, each with its standards: two queries."""
    rows = Recommendation.objects.filter(report=report, removed_at=None)
    links = Prefetch("links", RecommendationStandard.objects.select_related("standard"))
    found = list(rows.select_related("carried_from__report__review__cycle").prefetch_related(links))
    order = list(Strength)
    return sorted(found, key=lambda one: (order.index(Strength(one.strength)), one.n))


@dataclass(frozen=True)
class JudgementPage:
    """One standard of the report, with everything the team sees beside it."""

    standard: Standard
    place: int
    of: int
    previous: Standard | None
    next: Standard | None
    judgement: PeerJudgement | None
    kept: tuple[KeptJudgement, ...]
    responses: tuple[StandardResponse, ...]

    @property
    def answer(self) -> Judgement:
        """Return the judgement as it stands."""
        return self.judgement.answer if self.judgement else Judgement()

    @property
    def version(self) -> int:
        """Return its version; nought while there is none."""
        return self.judgement.version if self.judgement else 0

    @property
    def own(self) -> StandardResponse | None:
        """Return what the staff said."""
        return next((one for one in self.responses if one.voice == Voice.STAFF), None)


def judgement_page(review: Review, code: str) -> JudgementPage | None:
    """Return one standard's page; None for a code that does not apply. Four queries."""
    standards = applicable(review)
    at = next((n for n, one in enumerate(standards) if one.code == code), None)
    if at is None:
        return None
    standard, report = standards[at], report_of(review)
    rows = PeerJudgement.objects.filter(report=report, standard=standard).select_related("saved_by")
    own = rows.first() if report else None
    kept = KeptJudgement.objects.waiting().filter(judgement=own).select_related("by") if own else ()
    responses = StandardResponse.objects.filter(self_assessment__review=review, standard=standard)
    return JudgementPage(
        standard=standard,
        place=at + 1,
        of=len(standards),
        previous=standards[at - 1] if at else None,
        next=standards[at + 1] if at + 1 < len(standards) else None,
        judgement=own,
        kept=tuple(kept),
        responses=tuple(one for one in responses if one.answer.is_begun),
    )


def working_report(review: Review, report: VisitReport) -> Report:
    """Put the report together as it stands now; nobody is named in it, seats speak."""
    sections = tuple(
        JudgedSection(part.section.code, part.section.title, tuple(_judged(line) for line in part.lines))
        for part in judged(review, report)
    )
    visit: Visit | None = getattr(review, "visit", None)
    day = visit.confirmed_on if visit else None
    seats = seats_that_attended(review)
    return Report(
        service=str(review.service),
        cycle=review.cycle.title,
        kind=str(review.get_kind_display()),
        edition=str(review.edition),
        visited_on=date_format(day, "j F Y") if day else "",
        team=tuple(str(seat.get_role_display()) for seat in seats),
        summary=report.summary,
        plain_summary=report.plain_summary,
        sections=sections,
        achievements=tuple(one.text for one in achievements(report)),
        recommendations=tuple(_smart(n, one) for n, one in enumerate(recommendations(report), start=1)),
        dissents=tuple(
            Dissent(str(one.seat.get_role_display()), one.text)
            for one in agreements(report)
            if one.stance == SeatStance.DISSENTS
        ),
    )


def _judged(line: JudgedLine) -> JudgedStandard:
    said, standard = line.answer, line.standard
    own = line.own_score
    if not said.is_begun:
        return JudgedStandard(standard.code, standard.text, own_score=own)
    # A reason stands in the report only where it is asked for: one that was typed and left behind says nothing.
    reason = said.reason if said.score == Score.NOT_APPLICABLE else ""
    difference = said.difference if said.differs(own) else ""
    return JudgedStandard(standard.code, standard.text, said.score, own, said.commentary, reason, difference)


def _smart(n: int, row: Recommendation) -> SmartRecommendation:
    return SmartRecommendation(
        n=n,
        strength=row.strength,
        specific=row.specific,
        measurable=row.measurable,
        attainable=row.attainable,
        relevant=row.relevant,
        timely=row.timely,
        standards=tuple(sorted(link.standard.code for link in row.links.all())),
        carried_from=row.carried_from.report.review.cycle.title if row.carried_from else "",
    )


def agreements(report: VisitReport) -> list[SeatAgreement]:
    """Return what the seats say of the draft the team is asked about."""
    if report.put_n is None:
        return []
    rows = SeatAgreement.objects.filter(version__report=report, version__n=report.put_n)
    return list(rows.select_related("seat__person").order_by("seat__number"))


def latest(report: VisitReport, kind: VersionKind) -> ReportVersion | None:
    """Return the newest version made for something."""
    return ReportVersion.objects.filter(report=report, kind=kind).order_by("-n").first()


def versions_of(report: VisitReport, kinds: Collection[str]) -> list[ReportVersion]:
    """Return the versions of some kinds without their texts, the newest first."""
    rows = ReportVersion.objects.filter(report=report, kind__in=kinds).defer("content")
    return list(rows.select_related("made_by").order_by("-n"))


def file_of(version: ReportVersion, kind: str) -> ReportFile | None:
    """Return a version's file in one format."""
    return ReportFile.objects.filter(version=version, format=kind).first()


def find_version(review: Review, n: int) -> ReportVersion | None:
    """Return a version of a review's report."""
    return ReportVersion.objects.filter(report__review=review, n=n).select_related("made_by").first()


def carriable(review: Review) -> list[Recommendation]:
    """Return what last time's final report recommended: what a recommendation may carry on."""
    rows = Recommendation.objects.filter(
        report__review__service=review.service_id,
        report__finalised_at__isnull=False,
        report__review__cycle__opens_on__lt=review.cycle.opens_on,
        removed_at=None,
    )
    return list(rows.select_related("report__review__cycle").order_by("-report__finalised_at", "n")[:50])
