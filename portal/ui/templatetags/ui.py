"""What component templates are built with, and how pages hand them lists and longer words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Engine
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString

from portal.ui import markup, pieces

register = template.Library()

# Components in which nobody types: the same list with the same choice is drawn once.
CLOSED = frozenset({"select"})

register.filter("part", markup.as_part)
register.filter("body", markup.body)
register.filter("attr_words", markup.words)


@register.filter
def pick(mapping: object, key: str) -> object:
    """Read one entry; ``{{ row.items }}`` would find Python's own method where the entry is missing."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None


@register.filter
def holds(values: object, value: object) -> bool:
    """Say whether ``value`` is one of ``values``, comparing as text the way form values arrive."""
    if not isinstance(values, Iterable) or isinstance(values, str):
        return False
    return str(value) in {str(one) for one in values}


@register.filter
def truthy(items: Iterable[Any] | None) -> list[Any]:
    """Leave out the entries a page switched off with a condition."""
    return [item for item in items or [] if item]


@register.simple_tag
def attrs(values: object = None, **more: object) -> SafeString:
    """Write attributes: a mapping, then any given by name (``_`` becomes ``-``, empty ones are left out)."""
    optional = {
        name.replace("_", "-"): {"value": value, "optional": True} for name, value in more.items() if value != ""
    }
    return markup.attributes(values) + markup.attributes(optional)


@register.simple_tag
def i18n_attrs(key: str, message: object = None) -> SafeString:
    """Write the words a govuk script needs in the reader's language."""
    return markup.i18n_attributes(key, message)


@register.simple_tag
def describes(id: str, hint: object = None, error: object = None, *before: object) -> str:
    """Name everything that describes the field ``id``: what was given, its hint, its error."""
    return markup.described_by(*before, f"{id}-hint" if hint else "", f"{id}-error" if error else "")


@register.simple_tag(takes_context=True)
def component(context: Context, name: str, of: object = None, **inputs: object) -> SafeString:
    """Render ``ui/<name>.html`` with the entries of ``of``, then with ``inputs``, and with nothing else."""
    values = {**markup.as_part(of), **inputs}
    engine = context.template.engine if context.template else Engine.get_default()
    found = engine.get_template(f"ui/{name}.html")
    return pieces.draw(found, values, context) if name in CLOSED else found.render(context.new(values))


class CaptureNode(template.Node):
    """Keeps a stretch of rendered template as safe markup, for a component's ``html`` input."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        context[self.name] = self.nodelist.render(context)
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """``{% capture as reason %}<p>…</p>{% endcapture %}``: the safe block that ``html=reason`` wants."""
    bits = token.split_contents()
    if len(bits) != 3 or bits[1] != "as":
        raise template.TemplateSyntaxError("use {% capture as name %}…{% endcapture %}")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, bits[2])


class ItemsNode(template.Node):
    """Collects the ``{% item %}`` tags inside it into a list."""

    KEY = "_items_being_collected"

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        collected: list[dict[str, Any]] = []
        with context.push(**{self.KEY: collected}):
            self.nodelist.render(context)
        context[self.name] = collected
        return SafeString("")


class ItemNode(template.Node):
    """One entry; ``value__html=…`` writes into a nested mapping."""

    def __init__(self, inputs: Mapping[str, FilterExpression]) -> None:
        self.inputs = inputs

    def render(self, context: Context) -> SafeString:
        collected = context.get(ItemsNode.KEY)
        if collected is None:
            raise template.TemplateSyntaxError("{% item %} stands only inside {% items as name %}")
        entry: dict[str, Any] = {}
        for path, expression in self.inputs.items():
            *parents, last = path.split("__")
            target = entry
            for parent in parents:
                target = target.setdefault(parent, {})
            target[last] = expression.resolve(context)
        collected.append(entry)
        return SafeString("")


@register.tag
def items(parser: Parser, token: Token) -> ItemsNode:
    """``{% items as rows %}{% item key=_("Owner") value=owner %}{% enditems %}`` makes a list for a component."""
    bits = token.split_contents()
    if len(bits) != 3 or bits[1] != "as":
        raise template.TemplateSyntaxError("use {% items as name %}…{% enditems %}")
    nodelist = parser.parse(("enditems",))
    parser.delete_first_token()
    return ItemsNode(nodelist, bits[2])


@register.tag
def item(parser: Parser, token: Token) -> ItemNode:
    """One entry of the list being made by ``{% items %}``."""
    bits = token.split_contents()[1:]
    inputs = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("{% item %} takes only name=value")
    return ItemNode(inputs)


@register.simple_tag
def summary_rows(rows: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """Give each row its links, and say which rows lack them where others have some."""
    prepared = [{**row, "links": pick(row.get("actions"), "items") or []} for row in rows or [] if row]
    any_links = any(row["links"] for row in prepared)
    return [{**row, "lacks_actions": any_links and not row["links"]} for row in prepared]
