"""A constituency's page: who speaks for us, what they told us, what they ask us."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from governance.models import Board
from governance.permissions import boards as board_permissions
from governance.permissions import reportbacks as permissions
from governance.permissions.soundings import can_ask
from governance.queries import constituencies as queries
from governance.queries.boards import named, sees_names
from governance.queries.reportbacks import report_backs_of
from governance.queries.soundings import soundings_of
from governance.queries.statements import heard_from
from governance.views.boards import board_or_404
from portal.people.requests import now

A_PAGE = 20


def place_or_404(board: Board, code: str) -> queries.Place:
    """Return the constituency; which there are is public."""
    place = queries.find_place(board, code)
    if place is None:
        raise Http404
    return place


def constituency(request: HttpRequest, board: str, code: str) -> HttpResponse:
    """Show a constituency: the open part to everybody, what was told to those near, the members to their own."""
    at = now()
    place = place_or_404(board_or_404(board), code)
    sees = sees_names(request.user, place.board, at)
    members = queries.members(place, at)
    sees_members = permissions.can_see_members(request.user, place, at)
    page = Paginator(report_backs_of(place), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "board": place.board,
        "place": place,
        "speakers": [
            (named(holder.person, holder.constituency, sees), holder.constituency.name)
            for holder in queries.speakers(place, at)
        ],
        "member_count": len(members),
        "members": members if sees_members else [],
        "is_member": request.user in members,
        "page": page,
        "reads": permissions.can_read_report_backs(request.user, place, at),
        "reads_responses": permissions.can_read_responses(request.user, place, at),
        "soundings": [(one, one.is_open(at)) for one in soundings_of(request.user, place, at)],
        "may_ask": can_ask(request.user, place, at),
        "keeps": place.region is None and board_permissions.can_keep_board(request.user, place.board, at),
        "today": timezone.localdate(at),
        "heard": heard_from(code, at),
    }
    return render(request, "governance/constituencies/constituency.html", context)
