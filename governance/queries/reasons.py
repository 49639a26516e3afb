"""The words of the reasons for which somebody was picked. They name constituencies and numbers, never a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.rotation import Reason, Why
from governance.models import Constituency


def stored(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return reasons as they are kept."""
    return [{"code": reason.why.value, "params": dict(reason.params)} for reason in reasons]


def names_of_constituencies() -> dict[str, str]:
    """Return the names by code, in one query."""
    return dict(Constituency.objects.values_list("code", "name"))


def in_words(reasons: Iterable[Mapping[str, Any]] | None, names: Mapping[str, str]) -> str:
    """Say every reason, a sentence each; a record without reasons was made by hand."""
    told = list(reasons or [{"code": Why.RECORDED.value, "params": {}}])
    return " ".join(_sentence(Why(one["code"]), one["params"], names) for one in told)


def _sentence(why: Why, params: Mapping[str, Any], names: Mapping[str, str]) -> str:
    words = {
        **params,
        "constituency": names.get(params.get("constituency", ""), params.get("constituency", "")),
        "other": names.get(params.get("other", ""), params.get("other", "")).lower(),
    }
    words["they"] = words["constituency"].lower()
    counted = _counted(why, params)
    return (counted or _WORDS[why]()) % words


def _counted(why: Why, params: Mapping[str, Any]) -> str:
    if why is Why.WAITED_LONGEST:
        return ngettext(
            "%(constituency)s had waited longest: %(terms)d term.",
            "%(constituency)s had waited longest: %(terms)d terms.",
            params["terms"],
        )
    if why is Why.NATIONAL_BALANCE and "other" in params:
        return ngettext(
            "%(constituency)s had waited one term less than %(other)s, and fewer regional chairs speak for them "
            "(%(chairs)d against %(theirs)d).",
            "%(constituency)s had waited one term less than %(other)s, and fewer regional chairs speak for them "
            "(%(chairs)d against %(theirs)d).",
            params["chairs"],
        )
    if why is Why.NATIONAL_BALANCE:
        return ngettext(
            "Of those who waited equally long, %(they)s have fewest regional chairs (%(chairs)d).",
            "Of those who waited equally long, %(they)s have fewest regional chairs (%(chairs)d).",
            params["chairs"],
        )
    if why is Why.FEWEST_TERMS:
        return ngettext(
            "The trustee asked had chaired this board least often (%(terms)d term).",
            "The trustee asked had chaired this board least often (%(terms)d terms).",
            params["terms"],
        )
    return ""


_WORDS = {
    Why.NEVER_CHAIRED: lambda: _("%(constituency)s had never had a turn."),
    Why.FEWER_TERMS: lambda: _("Others had waited as long and served more terms."),
    Why.PUBLISHED_ORDER: lambda: _("Others had waited as long and served as often: the published order settled it."),
    Why.ONLY_ONE: lambda: _("Nobody else could be asked: only %(they)s."),
    Why.NOT_TWICE_RUNNING: lambda: _(
        "%(constituency)s have the chair beside this term, and nobody goes twice running."
    ),
    Why.VACANT: lambda: _("%(constituency)s had nobody on their seats and keep their place in the queue."),
    Why.DECLINED: lambda: _("%(constituency)s let their turn pass."),
    Why.UNAVAILABLE: lambda: _("%(constituency)s could not this time and keep their place in the queue."),
    Why.ANOTHER_DECLINED: lambda: _("Another trustee of the constituency let the turn pass."),
    Why.ANOTHER_UNAVAILABLE: lambda: _("Another trustee of the constituency could not this time."),
    Why.ONE_HOLDER: lambda: _("They have one trustee on this board."),
    Why.LONGEST_ON_BOARD: lambda: _("Of their trustees who chaired equally often, the longest on the board was asked."),
    Why.ACTING: lambda: _("The chair was empty: an acting chair fills it at once, without using up a turn."),
    Why.SWAPPED: lambda: _("The board agreed to swap turns (decision %(decision)s)."),
    Why.RECORDED: lambda: _("Agreed by the board and recorded by its secretary."),
}
