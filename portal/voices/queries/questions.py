"""Sets of questions and their versions."""

from django.db.models import Count, Prefetch, Q, QuerySet

from portal.voices.enums.campaigns import SetState
from portal.voices.models import Question, QuestionSet, QuestionSetVersion


def question_sets() -> QuerySet[QuestionSet]:
    """Return every set with how many versions it has."""
    return QuestionSet.objects.annotate(
        published=Count("versions", filter=Q(versions__state=SetState.PUBLISHED))
    ).order_by("kind", "band", "key")


def find_set(key: str) -> QuestionSet | None:
    """Return one set with its versions and questions, the newest version first."""
    versions = QuestionSetVersion.objects.order_by("-n").prefetch_related(
        Prefetch("questions", Question.objects.order_by("n"))
    )
    return QuestionSet.objects.filter(key=key).prefetch_related(Prefetch("versions", versions)).first()


def newest_published(kind: str = "", band: str = "") -> QuerySet[QuestionSetVersion]:
    """Return the newest published version of each set that suits."""
    rows = QuestionSetVersion.objects.filter(state=SetState.PUBLISHED).select_related("set")
    if kind:
        rows = rows.filter(set__kind=kind)
    if band:
        rows = rows.filter(set__band=band)
    newest = {row.set_id: row.pk for row in rows.order_by("n")}
    return rows.filter(pk__in=newest.values()).order_by("set__kind", "set__band", "set__key")
