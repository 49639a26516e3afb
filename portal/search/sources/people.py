"""People and organisations, for those who look after them."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from portal.people.models import Organisation, User
from portal.people.permissions.people import can_manage_organisations, can_manage_people
from portal.search.kinds import Document, Source, Trigger, own

if TYPE_CHECKING:
    from portal.search.kinds import Reader


def _people(keys: Collection[int]) -> Iterator[Document]:
    for row in User.objects.filter(pk__in=keys):
        yield Document(row.pk, row.name or row.email, f"{row.known_as}\n{row.email}", f"/people/{row.pk}/")


def _organisations(keys: Collection[int]) -> Iterator[Document]:
    for row in Organisation.objects.filter(pk__in=keys).select_related("region"):
        words = f"{row.get_kind_display()}\n{row.region or ''}\n{row.reference or ''}"
        yield Document(row.pk, row.name, words, f"/people/organisations/{row.slug}/")


def _people_visible(reader: "Reader", at: datetime) -> QuerySet[User] | None:
    return User.objects.visible_to(reader, at) if can_manage_people(reader, at) else None


def _organisations_visible(reader: "Reader", at: datetime) -> QuerySet[Organisation] | None:
    return Organisation.objects.all() if can_manage_organisations(reader, at) else None


SOURCES = (
    Source(
        "person",
        gettext_lazy("People"),
        _people_visible,
        User.objects.all,
        _people,
        (Trigger(User, own, frozenset({"name", "known_as", "email"})),),
    ),
    Source(
        "organisation",
        gettext_lazy("Organisations"),
        _organisations_visible,
        Organisation.objects.all,
        _organisations,
        (Trigger(Organisation, own),),
    ),
)
