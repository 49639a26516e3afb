"""Tags that draw Django forms with the components."""

import re
from typing import Any
from uuid import UUID

from django import template
from django.forms import BaseForm, BoundField
from django.middleware.csrf import get_token
from django.template import Engine
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.ui import bound, pieces
from portal.ui.templatetags.ui import component

register = template.Library()

register.filter("shown_fields", bound.shown_fields)
register.filter("error_list", bound.error_list)


@register.simple_tag(takes_context=True)
def field_component(context: Context, field: BoundField, **options: Any) -> SafeString:
    """Draw one field with the component that fits its widget."""
    name, inputs = bound.component_of(
        field, **{key: value for key, value in options.items() if value not in (None, "")}
    )
    return component(context, name, inputs)


@register.simple_tag(takes_context=True)
def filter_fields(context: Context, form: BaseForm) -> SafeString:
    """Draw the fields of a form of filters, once for the same choices."""
    engine = context.template.engine if context.template else Engine.get_default()
    template = engine.get_template("ui/form_fields.html")

    def draw() -> SafeString:
        return template.render(context.new({"form": form}))

    chosen = bound.chosen_in(form)
    return draw() if chosen is None else pieces.kept((template, chosen), draw)


# Stands where a kept form holds what is another with every page.
FORGERY = "\x01csrf\x01"
_REAL_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*"')


@register.simple_tag(takes_context=True)
def untouched_form(context: Context, form: BaseForm, action: str, submit: str) -> SafeString:
    """Draw a form whose fields follow from its class, once until somebody has filled it in.

    What is another with every page – the token against forged requests, and marks (UUIDs) by which what is sent twice
    is kept once – is put in afterwards.
    """
    engine = context.template.engine if context.template else Engine.get_default()
    template = engine.get_template("ui/form.html")

    def draw(shown: BaseForm) -> SafeString:
        return template.render(context.new({"form": shown, "action": action, "submit": submit}))

    request = getattr(context, "request", None) or context.get("request")
    if form.is_bound or request is None:
        return draw(form)
    marks = {name: value for name, value in form.initial.items() if isinstance(value, UUID)}
    places = {name: f"\x01{name}\x01" for name in marks}
    initial = tuple((name, value) for name, value in form.initial.items() if name not in marks)
    key = ("form", type(form), action, str(submit), initial, template)

    def keep() -> SafeString:
        drawn = draw(type(form)(initial={**form.initial, **places}))
        return SafeString(_REAL_TOKEN.sub(rf'\1{FORGERY}"', drawn))

    drawn = pieces.kept(key, keep).replace(FORGERY, get_token(request))
    for name, place in places.items():
        drawn = drawn.replace(place, str(marks[name]))
    return SafeString(drawn)


@register.simple_tag(takes_context=True)
def csrf_input(context: Context) -> SafeString:
    """Write the hidden token; it works where ``only`` has cut off the context, because the request comes along."""
    request = getattr(context, "request", None)
    if request is None:
        return SafeString("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@register.simple_tag
def first_summary_of(form: BaseForm | None) -> bool:
    """Say yes once for a form with errors, so that its summary stands on the page exactly once."""
    if not isinstance(form, BaseForm) or not form.errors or getattr(form, "summary_is_shown", False):
        return False
    form.summary_is_shown = True  # type: ignore[attr-defined]
    return True
