"""``{% piece "…/_row.html" title=row.title %}``: an include that is drawn once for the same values."""

from collections.abc import Mapping

from django import template
from django.template import Engine
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString

from portal.ui import pieces

register = template.Library()


class PieceNode(template.Node):
    """Draws a named template with the values written in the tag, and with nothing else."""

    def __init__(self, name: FilterExpression, inputs: Mapping[str, FilterExpression]) -> None:
        self.name = name
        self.inputs = inputs

    def render(self, context: Context) -> SafeString:
        engine = context.template.engine if context.template else Engine.get_default()
        values = {name: expression.resolve(context) for name, expression in self.inputs.items()}
        return pieces.draw(engine.get_template(self.name.resolve(context)), values, context)


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
