"""Standards of questions, as codes somebody types."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from peerreview.models import Standard
from peerreview.queries.questiontags import standards_called
from portal.voices.models import Question


class TagsForm(forms.Form):
    """A line of codes for each question."""

    def __init__(self, *args: Any, questions: list[Question], begin: dict[int, list[Standard]], **options: Any) -> None:
        super().__init__(*args, **options)
        for question in questions:
            self.fields[f"question_{question.pk}"] = forms.CharField(
                label=question.text,
                required=False,
                max_length=300,
                initial=", ".join(_written(standard) for standard in begin.get(question.pk, ())),
            )

    def clean(self) -> dict[str, Any]:
        """Find every standard that is named, and name those that are not found."""
        data = super().clean() or {}
        lines = {name: [cell.strip() for cell in str(text).split(",") if cell.strip()] for name, text in data.items()}
        called = standards_called({cell.split()[-1] for cells in lines.values() for cell in cells})
        found: dict[int, list[Standard]] = {}
        for name, cells in lines.items():
            chosen = []
            for cell in cells:
                *of, code = cell.split()
                rows = [row for row in called.get(code, []) if not of or row.edition.set.code == of[0]]
                if len(rows) == 1:
                    chosen.append(rows[0])
                elif rows:
                    sets = ", ".join(_written(row) for row in rows)
                    self.add_error(
                        name, _("“%(code)s” is in several sets. Write one of: %(sets)s.") % {"code": cell, "sets": sets}
                    )
                else:
                    self.add_error(name, _("No standard in force is called “%(code)s”.") % {"code": cell})
            found[int(name.removeprefix("question_"))] = chosen
        return {"standards": found}


def _written(standard: Standard) -> str:
    return f"{standard.edition.set.code} {standard.code}"
