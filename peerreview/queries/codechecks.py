"""No young person's code stands in anything of peer review, as it is now or in its history (invariant 22)."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField

from portal.voices.queries.codes import holds_a_code

# The shortest code has more letters than what fits into a field that is shorter than this.
SHORTEST = 40


def findings(at: datetime) -> Iterator[str]:
    """Yield where a code stands, never the code: every text of every table, reports and histories with them."""
    for model in apps.get_app_config("peerreview").get_models():
        names = [field.name for field in model._meta.concrete_fields if _holds_words(field)]
        if names:
            yield from _of(model, names)


def _of(model: type[Model], names: list[str]) -> Iterator[str]:
    for pk, *texts in model._base_manager.order_by("pk").values_list("pk", *names).iterator():
        for name, text in zip(names, texts, strict=True):
            if holds_a_code(_words(text)):
                yield (
                    f"22: {model._meta.verbose_name} {pk} holds the code of a card or a receipt in “{name}”:"
                    " have it taken out, and the card made void."
                )


def _words(stored: object) -> str:
    """Return every word of what is stored; a code may be spread over the lines of a text, not over two texts."""
    if isinstance(stored, dict | list):
        parts = stored.values() if isinstance(stored, dict) else stored
        return " 0 ".join(_words(one) for one in parts)
    return stored if isinstance(stored, str) else ""


def _holds_words(field: object) -> bool:
    if isinstance(field, JSONField | TextField):
        return True
    return isinstance(field, CharField) and not field.choices and (field.max_length or SHORTEST) >= SHORTEST
