"""Tags that only the form components use: choices, dates, counted text."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.ui import choices, markup

register = template.Library()


@register.simple_tag
def choice_items(
    items: Any, id_prefix: str, name: str, kind: str, value: object = None, values: Any = None, before: str = ""
) -> list[choices.Entry]:
    """Work out the radios or checkboxes of one question."""
    return choices.choice_items(
        items, id_prefix=id_prefix, name=name, kind=kind, value=value, values=values or None, before=before
    )


@register.simple_tag
def select_options(items: Any, value: object = None) -> SafeString:
    """Write the options of a select: one piece of Python for all, for a filter of a long list has dozens."""
    return markup.join(markup.option(entry) for entry in choices.select_items(items, value))


@register.simple_tag(takes_context=True)
def date_items(context: Mapping[str, Any]) -> list[choices.Entry]:
    """Work out the boxes of a date from the date input's own inputs."""
    return choices.date_items(
        id=context.get("id") or "",
        items=context.get("items"),
        parts={name: context.get(name) for name in ("day", "month", "year")},
        values=context.get("values"),
        name_prefix=context.get("name_prefix") or "",
        has_error=bool(context.get("error_message")),
    )


COUNT_WORDS = (
    ("characters-under-limit", "characters_under_limit_text"),
    ("characters-at-limit", "characters_at_limit_text"),
    ("characters-over-limit", "characters_over_limit_text"),
    ("words-under-limit", "words_under_limit_text"),
    ("words-at-limit", "words_at_limit_text"),
    ("words-over-limit", "words_over_limit_text"),
)


@register.simple_tag(takes_context=True)
def count_attributes(context: Mapping[str, Any]) -> SafeString:
    """Write what the character count script reads: the limit, the threshold, the words for each state."""
    kind = context.get("count_type") or ("words" if context.get("maxwords") else None)
    limits = {
        "data-module": "govuk-character-count",
        "data-maxlength": {"value": context.get("maxlength"), "optional": True},
        "data-maxwords": {"value": context.get("maxwords"), "optional": True},
        "data-threshold": {"value": context.get("threshold"), "optional": True},
        "data-count-type": {"value": kind, "optional": True},
    }
    written = markup.attributes(limits)
    own_words = context.get("textarea_description_text")
    if own_words and not context.get("maxlength") and not context.get("maxwords"):
        written += markup.i18n_attributes("textarea-description", {"other": own_words})
    for key, name in COUNT_WORDS:
        written += markup.i18n_attributes(key, context.get(name))
    return written + markup.attributes(markup.as_part(context.get("form_group")).get("attributes"))


@register.simple_tag(takes_context=True)
def count_description(context: Mapping[str, Any]) -> str:
    """Say how much may be written; without a limit there is nothing to say yet."""
    limit = context.get("maxwords") or context.get("maxlength")
    if not limit:
        return ""
    in_words = context.get("count_type") == "words" or (not context.get("count_type") and context.get("maxwords"))
    usual = _("You can enter up to %(count)s words") if in_words else _("You can enter up to %(count)s characters")
    own = context.get("textarea_description_text")
    return str(own).replace("%{count}", str(limit)) if own else usual % {"count": limit}


PASSWORD_WORDS = (
    ("show-password", "show_password_text"),
    ("hide-password", "hide_password_text"),
    ("show-password-aria-label", "show_password_aria_label_text"),
    ("hide-password-aria-label", "hide_password_aria_label_text"),
    ("password-shown-announcement", "password_shown_announcement_text"),
    ("password-hidden-announcement", "password_hidden_announcement_text"),
)


@register.simple_tag(takes_context=True)
def password_attributes(context: Mapping[str, Any]) -> SafeString:
    """Write what the show-password script reads."""
    written = markup.attributes({"data-module": "govuk-password-input"})
    for key, name in PASSWORD_WORDS:
        written += markup.i18n_attributes(key, context.get(name))
    return written + markup.attributes(markup.as_part(context.get("form_group")).get("attributes"))


@register.simple_tag
def group(
    classes: str = "", attributes: object = None, before: object = None, after: object = None
) -> dict[str, object]:
    """Make the ``form_group`` input one component hands to another."""
    return {"classes": classes.strip(), "attributes": attributes, "before_input": before, "after_input": after}
