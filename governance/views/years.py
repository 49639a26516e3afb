"""A board's year on one page, and as a file."""

import csv
from datetime import datetime
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.queries.years import FIELDS, YearPage, table_of, year_page
from governance.views.boards import board_or_404
from portal.people.requests import now
from portal.ui.cells import without_formulas

EARLIEST = 2000


@require_safe
def year(request: HttpRequest, board: str, year: int) -> HttpResponse:
    """Show what a board decided in a year, who took part, and what became of earlier decisions."""
    at = now()
    page = page_or_404(request, board, year, at)
    context = {
        "page": page,
        "board": page.board,
        "before": year - 1 if year > EARLIEST else None,
        "after": year + 1 if year < timezone.localdate(at).year else None,
    }
    return render(request, "governance/years/year.html", context)


@require_safe
def csv_page(request: HttpRequest, board: str, year: int) -> HttpResponse:
    """Give the same as a spreadsheet file."""
    page = page_or_404(request, board, year, now())
    file = StringIO()
    writer = csv.DictWriter(file, FIELDS)
    writer.writeheader()
    for row in table_of(page):
        writer.writerow({name: without_formulas(cell) for name, cell in row.items()})
    headers = {"Content-Disposition": f'attachment; filename="{page.board.slug}-{year}.csv"'}
    return HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def page_or_404(request: HttpRequest, board: str, year: int, at: datetime) -> YearPage:
    """Return a board's year; what lies ahead is no year yet."""
    if not EARLIEST <= year <= timezone.localdate(at).year:
        raise Http404
    return year_page(request.user, board_or_404(board), year, at)
