"""What was heard and answered, as everybody reads it. What anybody said is in no search."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.search.kinds import Document, Source, Trigger, own
from portal.voices.enums.themes import ThemeState
from portal.voices.models import Answer, Theme

if TYPE_CHECKING:
    from portal.search.kinds import Reader


def _published() -> QuerySet[Theme]:
    return Theme.objects.filter(state=ThemeState.PUBLISHED)


def _visible(reader: "Reader", at: datetime) -> QuerySet[Theme]:
    return _published()


def _documents(keys: Collection[int]) -> Iterator[Document]:
    for theme in _published().filter(pk__in=keys).prefetch_related("answers"):
        answers = [f"{one.text}\n{one.easy}" for one in theme.answers.all()]
        text = "\n".join([theme.text, theme.easy, *answers])
        yield Document(theme.pk, theme.title, text, reverse("voices:heard_theme", args=[theme.pk]), theme.published_at)


SOURCES = (
    Source(
        "theme",
        gettext_lazy("What you said, what we did"),
        _visible,
        _published,
        _documents,
        (Trigger(Theme, own), Trigger(Answer, lambda row: (row.theme_id,))),
    ),
)
