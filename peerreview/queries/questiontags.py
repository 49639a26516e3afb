"""Which standards questions are about, and which questions are evidence for a standard."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from peerreview.models import QuestionTag, Standard
from portal.voices.enums.campaigns import CampaignState, SetState
from portal.voices.models import CampaignSet, Question, QuestionSetVersion


def standards_of_questions(version: QuestionSetVersion) -> dict[int, list[Standard]]:
    """Return the standards each question of a version is about, by the question's key."""
    found: dict[int, list[Standard]] = defaultdict(list)
    rows = QuestionTag.objects.filter(question__version=version).select_related("standard__edition__set")
    for row in rows.order_by("standard__edition__set", "standard__order"):
        found[row.question_id].append(row.standard)
    return found


def lineages_of_questions(questions: Collection[int]) -> dict[int, set[str]]:
    """Return the lineages of those standards: what an answer is evidence for in any edition."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = QuestionTag.objects.filter(question__in=questions).values_list("question", "standard__lineage")
    for question, lineage in rows:
        found[question].add(lineage)
    return found


def questions_about(lineage: str) -> list[int]:
    """Return the keys of the questions whose answers are evidence for the standards of a lineage."""
    return list(QuestionTag.objects.filter(standard__lineage=lineage).values_list("question", flat=True).distinct())


def newest_version(key: str) -> QuestionSetVersion | None:
    """Return the newest published version of a set, with its questions."""
    rows = QuestionSetVersion.objects.filter(set__key=key, state=SetState.PUBLISHED).select_related("set")
    return rows.prefetch_related("questions").order_by("-n").first()


def is_asked(version: QuestionSetVersion) -> bool:
    """Say whether some campaign has asked it already."""
    return CampaignSet.objects.filter(version=version).exclude(campaign__state=CampaignState.DRAFT).exists()


def beginning(version: QuestionSetVersion) -> dict[int, list[Standard]]:
    """Return its tags; where there are none yet, those of the version before, by core question."""
    own = standards_of_questions(version)
    if own:
        return own
    before = version.set.versions.filter(state=SetState.PUBLISHED, n__lt=version.n).order_by("-n").first()
    if before is None:
        return {}
    tags = standards_of_questions(before)
    by_core = {row.core: tags.get(row.pk, []) for row in Question.objects.filter(version=before).exclude(core="")}
    return {row.pk: by_core[row.core] for row in version.questions.all() if by_core.get(row.core)}


def standards_called(codes: Collection[str]) -> Mapping[str, list[Standard]]:
    """Return the standards in force that each code names; one code may stand in two sets."""
    rows = Standard.objects.filter(code__in=codes, edition__state="published").select_related("edition__set")
    found: dict[str, list[Standard]] = defaultdict(list)
    for row in rows.order_by("edition__set", "order"):
        found[row.code].append(row)
    return found
