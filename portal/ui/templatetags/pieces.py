"""``{% piece "…/_row.html" title=row.title %}``: an include that is drawn once for the same values.

``{% pieces "…/_row.html" rows level=2 %}`` draws one for each of many mappings: reading a name inside a template costs
ten times what it costs outside.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Engine
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString

from portal.ui import markup, pieces

register = template.Library()


@register.filter
def shown(rows: Iterable[Any] | None) -> list[Mapping[str, Any]]:
    """Return what each row says it shows: its ``shown``."""
    return [row.shown for row in rows or ()]


class PieceNode(template.Node):
    """Draws a named template with the values written in the tag, and with nothing else."""

    def __init__(self, name: FilterExpression, inputs: Mapping[str, FilterExpression]) -> None:
        self.name = name
        self.inputs = inputs

    def render(self, context: Context) -> SafeString:
        engine = context.template.engine if context.template else Engine.get_default()
        values = {name: expression.resolve(context) for name, expression in self.inputs.items()}
        return pieces.draw(engine.get_template(self.name.resolve(context)), values, context)


class PiecesNode(PieceNode):
    """Draws a named template once for each of many mappings of values, with what they share."""

    def __init__(self, name: FilterExpression, rows: FilterExpression, inputs: Mapping[str, FilterExpression]) -> None:
        super().__init__(name, inputs)
        self.rows = rows

    def render(self, context: Context) -> SafeString:
        engine = context.template.engine if context.template else Engine.get_default()
        shared = {name: expression.resolve(context) for name, expression in self.inputs.items()}
        found = engine.get_template(self.name.resolve(context))
        return markup.join(pieces.draw_many(found, self.rows.resolve(context) or (), shared, context))


@register.tag("pieces")
def many(parser: Parser, token: Token) -> PiecesNode:
    """Take a template's name and the mappings, then what all of them share as ``name=value``."""
    bits = token.split_contents()[1:]
    if len(bits) < 2:
        raise template.TemplateSyntaxError("{% pieces %} needs the name of a template and rows")
    name, rows, rest = parser.compile_filter(bits[0]), parser.compile_filter(bits[1]), bits[2:]
    inputs = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError("{% pieces %} takes a name and rows, then only name=value")
    return PiecesNode(name, rows, inputs)


@register.tag
def piece(parser: Parser, token: Token) -> PieceNode:
    """Take a template's name, then everything it shows as ``name=value``."""
    bits = token.split_contents()[1:]
    if not bits:
        raise template.TemplateSyntaxError("{% piece %} needs the name of a template")
    name, rest = parser.compile_filter(bits[0]), bits[1:]
    inputs = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError("{% piece %} takes a name, then only name=value")
    return PieceNode(name, inputs)
