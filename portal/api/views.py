"""The addresses of the API, each over the same question of who may read what."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from content.models import Publication
from content.queries.publications import current_publications
from governance.models import Board, Decision
from governance.queries.boards import board_page
from peerreview.models import StandardSet, StandardSetEdition
from peerreview.queries.standards import sections_of
from portal.api import serializers
from portal.api.base import Reading, Throttle
from portal.people.models import LocalAuthority, Region
from portal.people.requests import now


class Regions(Reading):
    """The nine English regions and Wales."""

    serializer_class = serializers.RegionSerializer
    queryset = Region.objects.order_by("order", "pk")
    lookup_field = "code"


class Authorities(Reading):
    """Placing authorities with their official codes, past ones included."""

    serializer_class = serializers.AuthoritySerializer
    queryset = LocalAuthority.objects.select_related("region").order_by("name", "code")
    filterset_fields = ["region__code", "number"]
    lookup_field = "code"


class Decisions(Reading):
    """The register of decisions, newest first."""

    serializer_class = serializers.DecisionSerializer
    detail_serializer = serializers.DecisionTextSerializer
    queryset = Decision.objects.none()
    filterset_fields = ["board__slug", "state", "year"]
    lookup_field = "number"
    lookup_value_regex = r"[^/]+"

    def get_queryset(self) -> QuerySet[Decision]:
        """Keep what the reader may read."""
        rows = Decision.objects.visible_to(self.request.user, getattr(self, "at", None) or now())
        rows = rows.select_related("board", "proposal", "supersedes", "version").order_by("-decided_at", "-pk")
        return rows.prefetch_related("version__texts") if self.action == "retrieve" else rows


class Boards(Reading):
    """Boards; one board with who sits on it and who is in the chair now."""

    serializer_class = serializers.BoardSerializer
    detail_serializer = serializers.BoardNowSerializer
    queryset = Board.objects.select_related("region").order_by("name", "pk")
    filterset_fields = ["kind"]
    lookup_field = "slug"

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add the people of this moment, named to this reader as on the board's page."""
        board: Any = self.get_object()
        page = board_page(request.user, board, self.at)
        board.seats_now = [row for row in page.seats if row.person is not None]
        board.chair_now = {"term": page.chair, "name": page.chair_name, "why": page.why_chair} if page.chair else None
        return Response(serializers.BoardNowSerializer(board).data)


class Standards(Reading):
    """Sets of standards with their editions."""

    serializer_class = serializers.StandardSetSerializer
    queryset = StandardSet.objects.none()
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[StandardSet]:
        """Keep the sets of which the reader may read an edition."""
        at = getattr(self, "at", None) or now()
        editions = StandardSetEdition.objects.visible_to(self.request.user, at)
        rows = StandardSet.objects.filter(editions__in=editions).distinct().order_by("order", "title", "pk")
        return rows.prefetch_related(Prefetch("editions", editions.select_related("set").order_by("-number")))


class Editions(Reading):
    """Editions of standards; one edition with everything it says."""

    serializer_class = serializers.EditionSerializer
    detail_serializer = serializers.EditionTextSerializer
    queryset = StandardSetEdition.objects.none()
    filterset_fields = ["set__code", "state"]

    def get_queryset(self) -> QuerySet[StandardSetEdition]:
        """Keep what the reader may read."""
        rows = StandardSetEdition.objects.visible_to(self.request.user, getattr(self, "at", None) or now())
        return rows.select_related("set").order_by("set__order", "set__code", "-number")

    def get_object(self) -> StandardSetEdition:
        """Read the sections in three queries, whatever their number."""
        edition: Any = super().get_object()
        edition._prefetched_objects_cache = {"sections": sections_of(edition)}
        found: StandardSetEdition = edition
        return found


class Publications(Reading):
    """Guidance and information pages in the version in force."""

    serializer_class = serializers.PublicationSerializer
    detail_serializer = serializers.PublicationTextSerializer
    queryset = Publication.objects.none()
    lookup_field = "page_id"
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Any]:
        """Keep the pages anybody may read."""
        if getattr(self, "swagger_fake_view", False):
            return Publication.objects.none()
        rows: QuerySet[Any] = current_publications().order_by("-published_at", "-pk")
        return rows


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """The description of all this in OpenAPI."""

    throttle_classes = [Throttle]


def docs(request: HttpRequest) -> HttpResponse:
    """Show the description as a page of our own: no script, nothing from elsewhere."""
    generator: Any = SchemaGenerator
    schema = generator().get_schema(request=None, public=True)
    operations = [
        {
            "path": path,
            "summary": operation.get("description", "").strip(),
            "parameters": [
                {
                    "name": parameter["name"],
                    "kind": parameter.get("schema", {}).get("type", ""),
                    "where": parameter["in"],
                    "choices": parameter.get("schema", {}).get("enum", []),
                }
                for parameter in operation.get("parameters", [])
            ],
            "fields": _fields(schema, operation),
        }
        for path, methods in schema["paths"].items()
        for operation in methods.values()
    ]
    return render(request, "api/docs.html", {"info": schema["info"], "operations": operations})


def _fields(schema: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, str]]:
    """Return the fields of what an operation answers with; of a list, those of its rows."""
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    found = _resolved(schema, answer)
    if "results" in found.get("properties", {}):
        found = _resolved(schema, found["properties"]["results"]["items"])
    return [
        {"name": name, "kind": _resolved(schema, field).get("type", field.get("format", "")) or "text"}
        for name, field in found.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    return part
