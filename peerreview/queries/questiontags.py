"""Questions with the standards they are about."""

from collections import defaultdict
from collections.abc import Iterable

from peerreview.models import QuestionTag, Standard, StandardSetEdition
from portal.voices.models import QuestionSetVersion
from portal.voices.queries.questions import newest_published


def tagged_versions() -> list[QuestionSetVersion]:
    """Return the newest published version of each set of questions."""
    return list(newest_published())


def find_tagged(key: str) -> QuestionSetVersion | None:
    """Return the newest published version of one set."""
    return newest_published().filter(set__key=key).first()


def tags_of(questions: Iterable[int]) -> dict[int, set[str]]:
    """Return the lineages each of these questions is tagged with."""
    found: dict[int, set[str]] = defaultdict(set)
    for question, lineage in QuestionTag.objects.filter(question__in=questions).values_list("question", "lineage"):
        found[question].add(lineage)
    return found


def standards_by_code(edition: StandardSetEdition) -> dict[str, Standard]:
    """Return the standards of an edition by their codes, as they are typed."""
    return {row.code.casefold(): row for row in Standard.objects.filter(edition=edition)}


def standards_of(questions: Iterable[int], edition: int) -> dict[int, list[Standard]]:
    """Return for each question the standards of an edition that it is about."""
    tags = tags_of(questions)
    lineages = {lineage for found in tags.values() for lineage in found}
    rows = {row.lineage: row for row in Standard.objects.filter(edition=edition, lineage__in=lineages)}
    return {
        question: sorted((rows[one] for one in found if one in rows), key=lambda row: row.pk)
        for question, found in tags.items()
    }
