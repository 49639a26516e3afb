"""The rules every template of the portal keeps: strict policy, closed includes, words that can be translated."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.template import engines
from djhtml.modes import DjHTML

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "governance", "peerreview", "content")
TEMPLATES = sorted(
    path
    for app in APPS
    for pattern in ("templates/**/*.html", "*/templates/**/*.html")
    for path in (ROOT / app).glob(pattern)
)
# Pages of other applications keep the names those applications look for.
FOREIGN = {"account", "mfa", "usersessions", "allauth", "wagtailadmin", "wagtailcore", "registration"}
# Drawn when nothing else works: no library, no catalogue of translations.
# Whole pages that extend nothing: the one for errors, and a report as a file that stands alone.
BARE = {"500.html", "peerreview/reports/document.html"}


def name_of(path: Path) -> str:
    """Return the name a template is loaded by."""
    return path.as_posix().rpartition("/templates/")[2]


SOURCES = {name_of(path): path.read_text(encoding="utf-8") for path in TEMPLATES}


def without_comments(source: str) -> str:
    source = re.sub(r"\{#.*?#\}", "", source)
    return re.sub(r"\{% comment.*?%\}.*?\{% endcomment %\}", "", source, flags=re.S)


def tags(source: str, name: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"\{%-?\s*" + name + r"\b.*?%\}", source, flags=re.S))


def broken(rule: Callable[[str, str], object]) -> dict[str, object]:
    """Return what ``rule`` finds wrong, by template; empty when all keep it."""
    return {name: found for name, source in SOURCES.items() if (found := rule(name, source))}


def test_templates_are_found() -> None:
    assert len(SOURCES) > 60


def test_every_template_compiles() -> None:
    for name in SOURCES:
        engines["django"].get_template(name)


def inline(name: str, source: str) -> list[str]:
    markup = re.sub(r"\{[%{].*?[%}]\}", " ", without_comments(source), flags=re.S)
    patterns = (r"<style\b", r"\sstyle\s*=", r"<[^>]*\son[a-z]+\s*=", r"\shx-on[:\w-]*\s*=", r"javascript:")
    found = [match[0] for pattern in patterns for match in re.finditer(pattern, markup, flags=re.I)]
    scripts = re.finditer(r"<script\b([^>]*)>(.*?)</script>", markup, flags=re.S)
    return found + [script[0] for script in scripts if "src=" not in script[1] or script[2].strip()]


def test_no_template_holds_inline_style_or_script() -> None:
    assert broken(inline) == {}


def test_every_include_is_closed_with_only() -> None:
    assert (
        broken(
            lambda name, source: [
                tag for tag in tags(without_comments(source), "include") if not re.search(r"\bonly\s*%\}$", tag)
            ]
        )
        == {}
    )


def test_every_blocktranslate_is_trimmed() -> None:
    assert (
        broken(
            lambda name, source: [
                tag
                for tag in tags(without_comments(source), "(?:blocktranslate|blocktrans)")
                if not re.search(r"\btrimmed\b", tag)
            ]
        )
        == {}
    )


def is_page(name: str, source: str) -> bool:
    """A page extends a base, is a whole document, or is looked for by another application."""
    return "{% extends " in source or "<!DOCTYPE html>" in source or bool(FOREIGN & set(name.split("/")))


def misnamed(name: str, source: str) -> str:
    """A part of a page shows by its underscore that it is one, and says at its top what it wants."""
    has_underscore = name.rpartition("/")[2].startswith("_")
    if is_page(name, source):
        return "a page that looks like a part" if has_underscore and not FOREIGN & set(name.split("/")) else ""
    if not (has_underscore or name.startswith("ui/") or "/blocks/" in name):
        return "a part without its underscore"
    comment = re.match(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}", source.lstrip(), flags=re.S)
    if not comment:
        return "no comment at the top"
    return "" if "Inputs:" in comment[0] or "Blocks:" in comment[0] else "the comment does not name the inputs"


def test_every_part_begins_with_an_underscore_and_names_its_inputs() -> None:
    assert broken(misnamed) == {}


# Names and abbreviations that are the same in every language.
NOT_TRANSLATED = {
    "Hearth",
    "CSV",
    "GET",
    "HTML",
    "PDF",
    "JSON",
    "DOCX",
    "iCalendar",
    "Atom",
    "RSS",
    "GitHub",
    "hearth",
    "ctdot",
    "nbsp",
}
READ_ALOUD = r"(?:aria-label|aria-description|placeholder|alt|title)"
WORDS_INPUT = (
    r"(?:text|title|title_text|label|hint|summary_text|caption|submit|words|why|button|action|note|heading|"
    r"empty_title|empty_text|cancel_text|announce)"
)


def literals(source: str) -> list[str]:
    """Return what a reader would see or hear that no translator ever gets to see."""
    source = without_comments(source)
    found = [
        match[0]
        for tag in tags(source, "(?:include|item|component|field_component)")
        for match in re.finditer(r"\b" + WORDS_INPUT + r"=([\"'])[A-Z][a-z]+[^\"']*\1", tag)
    ]
    source = re.sub(
        r"\{% (?:blocktranslate|blocktrans)\b.*?\{% end(?:blocktranslate|blocktrans) %\}", " ", source, flags=re.S
    )
    source = re.sub(
        r"\{% capture as \w*(?:classes|id|attributes|href|address|url) %\}.*?\{% endcapture %\}",
        " ",
        source,
        flags=re.S,
    )
    source = re.sub(r"\{% block (?:html_class|body_class|theme_colour) %\}.*?\{% endblock %\}", " ", source, flags=re.S)
    source = re.sub(r"\{% verbatim %\}.*?\{% endverbatim %\}", " ", source, flags=re.S)
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\x00", source, flags=re.S)
    found += [
        match[0]
        for match in re.finditer(r"\s" + READ_ALOUD + r"=\"([^\"]*)\"", source)
        if re.search(r"[A-Za-z]{3,}", match[1])
    ]
    text = re.sub(r"<!--.*?-->|<!DOCTYPE[^>]*>|</?[a-zA-Z][^>]*>", " ", source, flags=re.S)
    found += [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in NOT_TRANSLATED]
    return found


def test_words_for_people_can_be_translated() -> None:
    assert broken(lambda name, source: [] if name in BARE else literals(source)) == {}


def test_every_template_is_indented_as_djhtml_does() -> None:
    assert broken(lambda name, source: DjHTML(source).indent(4) != source) == {}, "run djhtml --tabwidth 4"


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("<p>Hello there</p>", True),
        ('{% load i18n %}<p>{% translate "Hello" %}</p>', False),
        ('<input placeholder="Search here">', True),
        ('{% include "ui/tag.html" with text="Adopted" only %}', True),
        ('{% include "ui/tag.html" with text=_("Adopted") only %}', False),
        ("{% blocktranslate trimmed %}Hello{% endblocktranslate %}", False),
        ("<b>{{ name }}</b> &amp; {{ other }}", False),
        ("<p>Hearth</p>", False),
    ],
)
def test_heuristic_finds_words_that_nobody_can_translate(source: str, is_found: bool) -> None:
    assert bool(literals(source.replace("&amp;", "&"))) is is_found
