"""The words of closed lists are Django's own, for every list of every row that looks them up its own way."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils.translation import override

from portal.labels import Labelled

CHOSEN = [
    (model, field)
    for model in apps.get_models()
    if issubclass(model, Labelled)
    for field in model._meta.fields
    if field.choices
]


@pytest.mark.parametrize(
    ("model", "field"), CHOSEN, ids=lambda part: getattr(part, "__name__", getattr(part, "name", ""))
)
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_label_is_the_one_django_gives(model: Any, field: Any, language: str) -> None:
    with override(language):
        for value in [*(value for value, _label in field.flatchoices), "of another release", "", None]:
            row = model(**{field.attname: value})
            said = getattr(row, f"get_{field.name}_display")()
            assert said == models.Model._get_FIELD_display(row, field)
            assert said is None or type(said) is str


def test_rows_of_every_list_are_asked() -> None:
    assert {"Proposal", "Decision", "Round", "Position", "Service", "Organisation", "RoleGrant"} <= {
        model.__name__ for model, _field in CHOSEN
    }
