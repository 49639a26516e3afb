"""Turns a bound form field into the inputs of the component that draws it."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.forms.widgets import Input
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from portal.ui.choices import Entry, joined
from portal.ui.forms import DateBoxes

# The browser would check or cut these itself; the form does, with words, and typed text is never cut.
LEFT_TO_THE_FORM = {"class", "maxlength", "minlength", "required", "rows", "cols", "type", "min", "max", "step"}
DJANGO_ROWS = "10"


def component_of(field: BoundField, **options: Any) -> tuple[str, Entry]:
    """Return the component's name and inputs for ``field``; ``options`` are what a page gave for this one field."""
    widget = field.field.widget
    for kind, make in MAKERS:
        if isinstance(widget, kind):
            return make(field, options)
    return "plain_field", _common(field, options) | {"html": field.as_widget()}


def _common(field: BoundField, options: Mapping[str, Any]) -> Entry:
    widget = field.field.widget
    attributes = {
        name: value for name, value in widget.attrs.items() if name not in LEFT_TO_THE_FORM and value is not False
    }
    own_autocomplete = attributes.pop("autocomplete", None)
    label_classes = options.get("label_classes") or "govuk-label--s"
    return {
        "id": field.auto_id or field.html_name,
        "name": field.html_name,
        "label": {
            "text": label_of(field, options),
            "classes": label_classes,
            "is_page_heading": options.get("page_heading"),
        },
        "hint": options.get("hint") or field.help_text,
        "error_message": error_of(field),
        "value": field.value(),
        "disabled": field.field.disabled,
        "autocomplete": own_autocomplete,
        "classes": joined(options.get("classes"), widget.attrs.get("class")),
        "attributes": {name: "" if value is True else value for name, value in attributes.items()},
    }


def label_of(field: BoundField, options: Mapping[str, Any]) -> str:
    """Say "(optional)" where nothing need be given, unless that goes without saying or depends on a choice."""
    label = force_str(options.get("label") or field.label)
    goes_without_saying = not getattr(field.form, "mark_optional", True) or field.name in revealed_names(field.form)
    if field.field.required or goes_without_saying:
        return label
    return _("%(label)s (optional)") % {"label": label}


def error_of(field: BoundField) -> str:
    """Return every error of the field as one sentence after another."""
    return " ".join(errors_of(field))


def errors_of(field: BoundField) -> list[str]:
    """Return the field's errors; one that only says "required" names its field, so that it is clear in a summary."""
    return [
        _required_words(field) if _is_plain(field, error) else str(error.messages[0])
        for error in field.errors.as_data()
    ]


def _is_plain(field: BoundField, error: ValidationError) -> bool:
    usual = forms.Field.default_error_messages["required"]
    return error.code == "required" and str(error.messages[0]) == str(usual)


def _required_words(field: BoundField) -> str:
    if isinstance(field.field.widget, forms.CheckboxInput):
        return _("Tick “%(label)s” to go on") % {"label": field.label}
    return _("“%(label)s” needs an answer") % {"label": field.label}


def _group(field: BoundField, options: Mapping[str, Any]) -> Entry:
    common = _common(field, options)
    legend_classes = (options.get("label_classes") or "govuk-fieldset__legend--s").replace(
        "govuk-label--", "govuk-fieldset__legend--"
    )
    legend = {**common.pop("label"), "classes": legend_classes}
    return {**common, "id_prefix": common["id"], "fieldset": {"legend": legend}}


def _text(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
    inputs = _common(field, options)
    kind = getattr(field.field.widget, "input_type", "text")
    if kind == "number":
        decimal = isinstance(field.field, forms.DecimalField | forms.FloatField)
        inputs |= {"type": "text", "inputmode": "decimal" if decimal else "numeric", "spellcheck": False}
        inputs["classes"] = inputs["classes"] or "govuk-input--width-5"
    else:
        inputs["type"] = kind
        if kind in {"email", "url"}:
            inputs["spellcheck"] = False
    for name in ("prefix", "suffix"):
        inputs[name] = options.get(name)
    inputs["inputmode"] = inputs["attributes"].pop("inputmode", inputs.get("inputmode"))
    return "input", inputs


def _password(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
    # What was typed is never sent back.
    return "password_input", _common(field, options) | {"value": None}


def _textarea(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
    rows = str(field.field.widget.attrs.get("rows") or "")
    inputs = _common(field, options) | {"rows": options.get("rows") or (rows if rows not in {"", DJANGO_ROWS} else "6")}
    limit = getattr(field.field, "max_length", None)
    return ("character_count", inputs | {"maxlength": limit}) if limit else ("textarea", inputs)


def _date(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
    inputs = _group(field, options)
    values = DateBoxes().boxes(inputs.pop("value"))
    wrong = wrong_date_part(field)
    return "date_input", inputs | {
        "name_prefix": field.html_name,
        "values": None,
        "items": [
            {"name": part, "value": value, **({"error": True} if part == wrong else {})}
            for part, value in values.items()
        ],
    }


def wrong_date_part(field: BoundField) -> str:
    """Return which box an error is about; empty when it is about the whole date."""
    for error in field.errors.as_data():
        if error.code and error.code.startswith("missing_"):
            return error.code.removeprefix("missing_")
    return ""


def _select(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
    inputs = _common(field, options)
    multiple = getattr(field.field.widget, "allow_multiple_selected", False)
    inputs["items"] = [
        {
            "value": force_str(value),
            "text": text,
            **({"selected": force_str(value) in _many(inputs["value"])} if multiple else {}),
        }
        for value, text in flat_choices(field)
    ]
    if multiple:
        inputs["attributes"]["multiple"] = ""
    return "select", inputs


def _choices(kind: str) -> Callable[[BoundField, Mapping[str, Any]], tuple[str, Entry]]:
    def make(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
        inputs = _group(field, options)
        value = inputs.pop("value")
        inputs["values" if kind == "checkboxes" else "value"] = _many(value) if kind == "checkboxes" else _plain(value)
        if getattr(field.field.widget, "inline", False):
            inputs["classes"] = joined(inputs["classes"], "govuk-radios--inline")
        # Attributes of the widget belong to its inputs, not to the group.
        each = inputs.pop("attributes")
        inputs["items"] = list(_choice_rows(field, each))
        return kind, inputs

    return make


def _choice_rows(field: BoundField, attributes: Mapping[str, Any]) -> Iterator[Entry]:
    widget: Any = field.field.widget
    hints, reveals, dividers = (getattr(widget, name, {}) for name in ("hints", "reveals", "dividers"))
    for value, text in flat_choices(field):
        key = force_str(value)
        if key == "" and isinstance(widget, forms.RadioSelect) and text == "---------":
            continue
        if key in dividers:
            yield {"divider": dividers[key]}
        row: Entry = {"value": key, "text": text, "hint": hints.get(key), "attributes": attributes}
        if key in reveals:
            row["conditional"] = {"html": field.form[reveals[key]].as_field_group()}
        if field.field.disabled:
            row["disabled"] = True
        yield row


def _tick(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
    inputs = _common(field, options)
    item = {
        "value": "on",
        "text": force_str(options.get("label") or field.label),
        "checked": bool(inputs.pop("value")),
        "disabled": field.field.disabled,
        "attributes": inputs.pop("attributes"),
    }
    # The hint belongs to the box itself, so that it is read with it.
    if inputs["hint"]:
        item["hint"] = inputs.pop("hint")
    del inputs["label"]
    return "checkboxes", inputs | {"id_prefix": inputs["id"], "items": [item]}


def _file(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
    multiple = getattr(field.field.widget, "allow_multiple_selected", False)
    return "file_upload", _common(field, options) | {"multiple": multiple, "javascript": True}


def _hidden(field: BoundField, options: Mapping[str, Any]) -> tuple[str, Entry]:
    return "_bare", {"html": field.as_widget()}


def _plain(value: object) -> str:
    return "" if value is None else force_str(value)


def _many(value: object) -> list[str]:
    return [force_str(one) for one in value] if isinstance(value, list | tuple | set) else []


def flat_choices(field: BoundField) -> Iterator[tuple[Any, Any]]:
    """Go through the choices; those in groups follow one another with the group's name before theirs."""
    for value, text in getattr(field.field.widget, "choices", ()):
        if isinstance(text, list | tuple):
            yield from ((inner, f"{value}: {name}") for inner, name in text)
        else:
            yield value, text


MAKERS: tuple[tuple[type[forms.Widget], Callable[[BoundField, Mapping[str, Any]], tuple[str, Entry]]], ...] = (
    (forms.HiddenInput, _hidden),
    (forms.MultipleHiddenInput, _hidden),
    (DateBoxes, _date),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (forms.CheckboxSelectMultiple, _choices("checkboxes")),
    (forms.RadioSelect, _choices("radios")),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (Input, _text),
)


# In these, nobody types.
CHOSEN = (forms.CheckboxSelectMultiple, forms.RadioSelect, forms.CheckboxInput, forms.Select)


def shown_fields(form: BaseForm) -> list[BoundField]:
    """Return the visible fields in order, without those that a choice reveals."""
    revealed = revealed_names(form)
    return [field for field in form if not field.is_hidden and field.name not in revealed]


def chosen_in(form: BaseForm) -> Hashable:
    """Return everything the fields of a form of choices show, or None for one in which something is typed or wrong.

    Nobody's words are kept: a form with a typed word, a date or a file is drawn anew each time.
    """
    if form.is_bound and form.errors:
        return None
    shown: list[Hashable] = [type(form).__module__, type(form).__qualname__, form.prefix, form.auto_id]
    for field in form:
        value, widget = field.value(), field.field.widget
        if not isinstance(widget, CHOSEN) and value not in (None, ""):
            return None
        values = tuple(_many(value)) if isinstance(value, list | tuple | set) else _plain(value)
        if hasattr(widget, "choices"):
            # Read once, for the comparison and for the drawing: some come from the database, and would be counted too.
            widget.choices = list(iter(widget.choices))
        choices = tuple((force_str(key), force_str(text)) for key, text in flat_choices(field))
        words = (field.name, force_str(field.label), force_str(field.help_text), field.field.disabled)
        shown.append((words, values, choices))
    return tuple(shown)


def revealed_names(form: BaseForm) -> set[str]:
    """Return the fields that stand beneath a choice of another field."""
    return {name for field in form.fields.values() for name in getattr(field.widget, "reveals", {}).values()}


def error_list(form: BaseForm) -> list[Entry]:
    """Return every error with the address of the control it is about, in the order of the page."""
    entries: list[Entry] = [{"text": force_str(error)} for error in form.non_field_errors()]
    for field in form:
        if field.is_hidden:
            entries += [{"text": error} for error in errors_of(field)]
            continue
        id = field.auto_id or field.html_name
        if isinstance(field.field.widget, DateBoxes):
            id = f"{id}-{wrong_date_part(field) or 'day'}"
        entries += [{"text": error, "href": f"#{id}"} for error in errors_of(field)]
    return entries
