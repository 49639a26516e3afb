"""The least a view of each kind can be: the same middleware, sign-in and rows as the page, and nothing around them.

Templates are inline and have no layout: what a page costs beyond its floor is its layout, its permissions and its care.
"""

from itertools import pairwise
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.views.decorators.cache import cache_page

from governance.models import ClauseText, Comment, Decision, Position, Proposal, ProposalVersion, Question
from peerreview.models import Service
from portal.history.as_of import history_rows
from portal.history.writing import save_with_history
from portal.live import announce_on_commit
from portal.people.models import User
from portal.people.requests import now

HISTORY_ROWS = 40
TEXT = """
<h1>{{ version.title }}</h1>{{ version.summary|linebreaks }}
{% for text in texts %}<h2>{{ text.heading }}</h2>{{ text.text|linebreaks }}{% endfor %}
<dl>{% for position in positions %}{% with voice=position.entitlement %}
<dt>{{ voice.person.name }}, {{ voice.constituency.name }}</dt>
<dd>{{ position.get_stance_display }} {{ position.at|date:"j F Y" }} {{ position.reason|linebreaksbr }}</dd>
{% endwith %}{% endfor %}</dl>
"""


def _template(source: str) -> Any:
    return engines["django"].from_string(source)


def _list_template(*cells: str) -> Any:
    shown = "".join(f"<td>{{{{ row.{cell} }}}}</td>" for cell in cells)
    head = "<table>{% for row in page %}<tr><th><a href='/{{ row.pk }}/'>{{ row }}</a></th>"
    return _template(head + shown + "</tr>{% endfor %}</table>{{ page.paginator.count }}")


FIRST_FIFTY = _template(
    TEXT + "<ol>{% for comment in comments %}<li><b>{{ comment.author }}</b> {{ comment.at|date:'j F Y' }}"
    "{{ comment.text|linebreaks }}</li>{% endfor %}</ol>"
)
FRAGMENT = _template("{% load cache %}{% cache 3600 floor_text key %}" + TEXT + "{% endcache %}")
HISTORY = _template(
    "<ol>{% for row, delta in changes %}<li>{{ row.history_user }} {{ row.history_date|date:'j F Y' }} "
    "{{ row.history_change_reason }}{% for change in delta.changes %}<p>{{ change.field }}: {{ change.old }} → "
    "{{ change.new }}</p>{% endfor %}</li>{% endfor %}</ol>"
)
# Rows a page, the rows in their order, and the columns of the page that is measured against it.
LISTS: dict[str, tuple[int, QuerySet[Any], Any]] = {
    "proposals": (
        25,
        Proposal.objects.select_related("board", "proposer").order_by("-moved_at", "-pk"),
        _list_template("number", "title", "get_state_display", "proposer", 'moved_at|date:"j F Y"'),
    ),
    "decisions": (
        25,
        Decision.objects.select_related("board").defer("record").order_by("-decided_at", "-pk"),
        _list_template("number", "title", "board", "get_state_display", 'decided_on|date:"j F Y"'),
    ),
    "services": (
        50,
        Service.objects.select_related("region").order_by("public_name", "pk"),
        _list_template("public_name", "get_kind_display", "region", "places"),
    ),
    "people": (50, User.objects.order_by("name", "pk"), _list_template("name", "email", 'joined_at|date:"j F Y"')),
}


def bare(request: HttpRequest) -> HttpResponse:
    """Answer nothing."""
    return HttpResponse("ok")


def row(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one row."""
    return HttpResponse(str(Proposal.objects.get(pk=pk)))


def plain_list(request: HttpRequest, model: str) -> HttpResponse:
    """Count the rows and show the first page of them."""
    size, rows, template = LISTS[model]
    return HttpResponse(template.render({"page": Paginator(rows.all(), size).get_page(1)}))


def first_fifty(request: HttpRequest, number: str) -> HttpResponse:
    """Show a proposal's text, every position and the first fifty comments."""
    proposal = Proposal.objects.select_related("board").get(number=number)
    comments = Comment.objects.filter(proposal=proposal).select_related("author").order_by("-at", "-pk")[:50]
    return HttpResponse(FIRST_FIFTY.render({**_text(proposal), "comments": comments}))


def fragment(request: HttpRequest, number: str) -> HttpResponse:
    """Show text and positions from a fragment kept by version."""
    proposal = Proposal.objects.only("pk", "version_count").get(number=number)
    key = f"{proposal.pk}-{proposal.version_count}"
    return HttpResponse(FRAGMENT.render({**_lazy_text(proposal), "key": key}))


def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show the newest changes of a record, as simple_history itself tells what differs."""
    proposal = Proposal.objects.get(number=number)
    rows = list(history_rows(proposal).select_related("history_user")[: HISTORY_ROWS + 1])
    changes = [(newer, newer.diff_against(older)) for newer, older in pairwise(rows)]
    return HttpResponse(HISTORY.render({"changes": changes}))


@cache_page(3600, cache="pages")
def cached(request: HttpRequest) -> HttpResponse:
    """Show a whole page from the cache."""
    return HttpResponse("<p>" + "Words of a page, kept whole. " * 700)


def write(request: HttpRequest, number: str) -> HttpResponse:
    """Write one row with its history."""
    at = now()
    proposal = get_object_or_404(Proposal, number=number)
    version = ProposalVersion.objects.get(proposal=proposal, n=proposal.version_count)
    question = Question(proposal=proposal, version=version, asked_by=request.user, asked_at=at, text="Why?")
    with transaction.atomic():
        save_with_history(question, by=request.user, reason="Asked", at=at)
    return HttpResponse(status=204)


def announce(request: HttpRequest, room: str, n: int) -> HttpResponse:
    """Tell a room, as any action does."""
    announce_on_commit(room, "round.changed", n)
    return HttpResponse(status=204)


def _text(proposal: Proposal) -> dict[str, Any]:
    version = ProposalVersion.objects.get(proposal=proposal, n=proposal.version_count)
    positions = Position.objects.filter(entitlement__round__version=version)
    return {
        "version": version,
        "texts": ClauseText.objects.filter(version=version),
        "positions": positions.select_related("entitlement__person", "entitlement__constituency"),
    }


def _lazy_text(proposal: Proposal) -> dict[str, Any]:
    """Give the same, read only when the template asks: a fragment that is kept asks for nothing."""
    kept: dict[str, Any] = {}

    def part(name: str) -> Any:
        if not kept:
            kept.update(_text(proposal))
        return kept[name]

    return {name: (lambda name=name: part(name)) for name in ("version", "texts", "positions")}
