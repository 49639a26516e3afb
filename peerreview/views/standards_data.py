"""An edition as a file: everything in it, in forms that can be imported again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from peerreview.queries import standards as queries
from peerreview.queries.standards_files import FORMATS
from peerreview.views.standards import find, public


@require_safe
@public
def as_json(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Return the canonical content with its hash; the hash is of everything but ``published``."""
    return _file(request, set_code, number, "json")


@require_safe
@public
def as_csv(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Return one row a standard; texts that a spreadsheet would take for a formula are made harmless."""
    return _file(request, set_code, number, "csv")


@require_safe
@public
def as_xlsx(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Return the same rows as a workbook."""
    return _file(request, set_code, number, "xlsx")


@require_safe
@public
def as_docx(request: HttpRequest, set_code: str, number: int) -> HttpResponse:
    """Return a document to read, to print and to work on."""
    return _file(request, set_code, number, "docx")


def _file(request: HttpRequest, set_code: str, number: int, kind: str) -> HttpResponse:
    _editions, edition = find(request, set_code, number)
    published = {"sha256": edition.sha256, "state": edition.state, "title": edition.set.title}
    content = FORMATS[kind].write(queries.edition_text(edition), published)
    response = HttpResponse(content, content_type=FORMATS[kind].media_type)
    response["Content-Disposition"] = f'attachment; filename="{set_code}-{number}.{kind}"'
    return response
