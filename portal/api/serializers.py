"""What each kind of record says of itself. Only what its public page shows."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from content.models import Publication
from governance.enums.proposals import Confidentiality
from governance.models import Board, Decision
from peerreview.models import Section, Standard, StandardSet, StandardSetEdition
from portal.people.models import LocalAuthority, Region


def whole(path: str) -> str:
    """Return the whole address of a page."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


class RegionSerializer(serializers.ModelSerializer[Region]):
    """A region with its official code."""

    class Meta:
        model = Region
        fields = ["code", "name", "nation"]


class AuthoritySerializer(serializers.ModelSerializer[LocalAuthority]):
    """A placing authority."""

    region = serializers.CharField(source="region.code")

    class Meta:
        model = LocalAuthority
        fields = ["code", "number", "name", "region", "starts_on", "ends_on"]


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    """A recorded decision; where people stood is on its page, as far as its class allows."""

    board = serializers.CharField(source="board.slug")
    proposal = serializers.CharField(source="proposal.number")
    supersedes = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields = [
            "number",
            "title",
            "board",
            "proposal",
            "outcome",
            "state",
            "decided_at",
            "effective_on",
            "review_on",
            "success",
            "supersedes",
            "text_sha256",
            "url",
        ]

    def get_supersedes(self, decision: Decision) -> str | None:
        """Return which it took the place of, if that is open: to whoever reads this, and to nobody, more is said."""
        earlier = decision.supersedes
        return earlier.number if earlier is not None and earlier.confidentiality == Confidentiality.OPEN else None

    def get_url(self, decision: Decision) -> str:
        """Return its page."""
        return whole(f"/decisions/{decision.number}/")


class DecisionTextSerializer(DecisionSerializer):
    """One decision with its wording."""

    summary = serializers.CharField(source="version.summary")
    clauses = serializers.SerializerMethodField()

    class Meta(DecisionSerializer.Meta):
        fields = [*DecisionSerializer.Meta.fields, "summary", "clauses"]

    def get_clauses(self, decision: Decision) -> list[dict[str, str]]:
        """Return the clauses as decided, in their order."""
        texts = sorted(decision.version.texts.all(), key=lambda text: text.order)
        return [{"heading": text.heading, "text": text.text} for text in texts]


class BoardSerializer(serializers.ModelSerializer[Board]):
    """A board."""

    region = serializers.CharField(source="region.code", allow_null=True, default=None)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Board
        fields = ["slug", "name", "kind", "region", "purpose", "founded_on", "dissolved_on", "url"]

    def get_url(self, board: Board) -> str:
        """Return its page."""
        return whole(f"/boards/{board.slug}/")


class HolderSerializer(serializers.Serializer[Any]):
    """Who sits on a seat now; the name is empty where the board's page gives none."""

    seat = serializers.IntegerField(source="seat.number")
    constituency = serializers.CharField(source="constituency.name")
    name = serializers.CharField()
    since = serializers.DateField(allow_null=True)


class ChairSerializer(serializers.Serializer[Any]):
    """Who is in the chair now, and until when; the name is empty where the board's page gives none."""

    name = serializers.CharField()
    kind = serializers.CharField(source="term.kind")
    starts_on = serializers.DateField(source="term.starts_on")
    ends_on = serializers.DateField(source="term.ends_on")
    why_picked = serializers.CharField(source="why")


class BoardNowSerializer(BoardSerializer):
    """A board with its people of this moment."""

    seats = HolderSerializer(many=True, source="seats_now")
    chair = ChairSerializer(allow_null=True, source="chair_now")

    class Meta(BoardSerializer.Meta):
        fields = [*BoardSerializer.Meta.fields, "chair", "seats"]


class EditionSerializer(serializers.ModelSerializer[StandardSetEdition]):
    """An edition of a set of standards."""

    set = serializers.CharField(source="set.code")
    url = serializers.SerializerMethodField()

    class Meta:
        model = StandardSetEdition
        fields = [
            "set",
            "number",
            "label",
            "state",
            "change_note",
            "effective_from",
            "effective_until",
            "sha256",
            "published_at",
            "url",
        ]

    def get_url(self, edition: StandardSetEdition) -> str:
        """Return its page."""
        return whole(f"/standards/{edition.set.code}/{edition.number}/")


class StandardSetSerializer(serializers.ModelSerializer[StandardSet]):
    """A set of standards and its editions."""

    editions = EditionSerializer(many=True)

    class Meta:
        model = StandardSet
        fields = ["code", "title", "kind", "summary", "editions"]


class StandardSerializer(serializers.ModelSerializer[Standard]):
    """One standard."""

    class Meta:
        model = Standard
        fields = ["code", "lineage", "text", "plain_text", "type", "core", "guidance", "applies_to", "nations"]


class SectionSerializer(serializers.ModelSerializer[Section]):
    """A chapter with its standards."""

    standards = StandardSerializer(many=True)

    class Meta:
        model = Section
        fields = ["code", "title", "summary", "standards"]


class EditionTextSerializer(EditionSerializer):
    """An edition with everything it says."""

    introduction = serializers.CharField()
    sections = SectionSerializer(many=True)

    class Meta(EditionSerializer.Meta):
        fields = [*EditionSerializer.Meta.fields, "introduction", "sections"]


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """The version in force of a published page."""

    id = serializers.IntegerField(source="page_id")
    version = serializers.IntegerField(source="number")
    title = serializers.CharField()
    summary = serializers.CharField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = [
            "id",
            "title",
            "summary",
            "version",
            "change_note",
            "change_kind",
            "decision_number",
            "sha256",
            "published_at",
            "url",
        ]

    def get_url(self, publication: Publication) -> str:
        """Return its page."""
        return whole(publication.page.get_url() or "/")


class PublicationTextSerializer(PublicationSerializer):
    """A published page with its text."""

    content = serializers.JSONField()

    class Meta(PublicationSerializer.Meta):
        fields = [*PublicationSerializer.Meta.fields, "content"]
