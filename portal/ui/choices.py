"""What radios, checkboxes, selects and date inputs work out before they are drawn: ids, chosen state, descriptions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.markup import as_part, described_by

Entry = dict[str, Any]


def is_chosen(item: Mapping[str, Any], value: object, values: Iterable[Any] | None) -> bool:
    """An item's own ``checked`` decides; without one, the field's value or values do."""
    checked = item.get("checked", item.get("selected"))
    if checked is not None:
        return bool(checked)
    own = str(item.get("value", item.get("text", "")))
    if values is not None and not isinstance(values, str):
        return own in {str(one) for one in values}
    return value not in (None, "") and own == str(value)


def choice_items(
    items: Iterable[Any] | None,
    *,
    id_prefix: str,
    name: str,
    kind: str,
    value: object = None,
    values: Iterable[Any] | None = None,
    before: str = "",
) -> list[Entry]:
    """Return radios or checkboxes ready to draw; the first keeps the bare id so that an error can link to it."""
    entries: list[Entry] = []
    for index, item in enumerate(items or [], start=1):
        if not item:
            continue
        if item.get("divider"):
            entries.append({"divider": item["divider"]})
            continue
        id = item.get("id") or (f"{id_prefix}-{index}" if index > 1 else id_prefix)
        hint = as_part(item.get("hint"))
        has_hint = bool(hint.get("text") or hint.get("html"))
        hint_id = f"{id}-item-hint" if has_hint else ""
        label = as_part(item.get("label"))
        conditional = as_part(item.get("conditional"))
        entries.append(
            {
                **item,
                "id": id,
                "name": item.get("name") or name,
                "checked": is_chosen(item, value, values),
                "described_by": described_by(before, hint_id),
                "has_hint": has_hint,
                "hint": {**hint, "id": hint_id, "classes": joined(f"govuk-{kind}__hint", hint.get("classes"))},
                "label": {
                    "html": item.get("html"),
                    "text": item.get("text"),
                    "attributes": label.get("attributes"),
                    "classes": joined(f"govuk-{kind}__label", label.get("classes")),
                },
                "conditional_html": conditional.get("html"),
                "conditional_id": f"conditional-{id}",
            }
        )
    return entries


def select_items(items: Iterable[Any] | None, value: object) -> list[Entry]:
    """Return a select's options with the chosen one marked."""
    return [
        {**item, "selected": is_chosen(item, value, None), "has_value": "value" in item} for item in items or [] if item
    ]


DATE_PARTS = (("day", 2), ("month", 2), ("year", 4))


def date_items(
    *,
    id: str,
    items: Iterable[Any] | None,
    parts: Mapping[str, Any],
    values: Mapping[str, Any] | None,
    name_prefix: str,
    has_error: bool,
) -> list[Entry]:
    """Return the boxes of a date as inputs; when no single box is named as wrong, an error marks them all."""
    defaults = [
        {"name": name, **(parts.get(name) or {})} if parts.get(name) is not False else {} for name, _w in DATE_PARTS
    ]
    wanted = [item for item in (items or defaults) if item]
    known = {name: (part, width) for part, (name, width) in zip(defaults, DATE_PARTS, strict=True)}
    known |= {part.get("name", ""): (part, width) for part, (_n, width) in zip(defaults, DATE_PARTS, strict=True)}
    named_as_wrong = any(item.get("error") or "govuk-input--error" in (item.get("classes") or "") for item in wanted)
    return [_date_box(item, known, id, values or {}, name_prefix, has_error, named_as_wrong) for item in wanted]


def _date_box(
    item: Mapping[str, Any],
    known: Mapping[str, tuple[Mapping[str, Any], int]],
    id: str,
    values: Mapping[str, Any],
    name_prefix: str,
    has_error: bool,
    named_as_wrong: bool,
) -> Entry:
    name = str(item.get("name", ""))
    default, width = known.get(name, ({}, 2))
    full_name = f"{name_prefix}-{name}" if name_prefix else name
    own_classes = item.get("classes") or ""
    classes = ["govuk-date-input__input"]
    wrong = item.get("error") or (item.get("error") is not False and has_error and not named_as_wrong)
    if wrong and "govuk-input--error" not in own_classes:
        classes.append("govuk-input--error")
    if "govuk-input--width-" not in own_classes:
        classes.append(f"govuk-input--width-{width}")
    value = item.get("value", default.get("value"))
    if value is None:
        value = values.get(full_name, values.get(name) if name in known else None)
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    return {
        "label": {
            "text": item.get("label") or labels.get(name) or name.capitalize(),
            "classes": "govuk-date-input__label",
        },
        "id": item.get("id") or f"{id}-{name}",
        "name": full_name,
        "value": value,
        "classes": joined(*classes, own_classes),
        "inputmode": item.get("inputmode") or "numeric",
        "autocomplete": item.get("autocomplete"),
        "pattern": item.get("pattern"),
        "attributes": item.get("attributes"),
    }


def joined(*classes: object) -> str:
    """Join class names, leaving out the empty ones."""
    return " ".join(str(one) for one in classes if one)
