"""What the views of this app share: finding a person or answering 404, and the page of one act."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.people.models import User
from portal.people.permissions.people import can_manage_people
from portal.people.queries.people import find_person
from portal.people.requests import SignedInRequest

PAGE_SIZE = 25


def person_or_404(request: SignedInRequest, pk: int, at: datetime) -> User:
    """Return the person, or say there is none: who may not see somebody must not learn that they are here."""
    person = find_person(request.user, pk, at)
    if person is None:
        raise Http404
    return person


def administrators_only(request: SignedInRequest, at: datetime) -> None:
    """Answer as if the page did not exist to whoever does not look after people."""
    if not can_manage_people(request.user, at):
        raise Http404


def page_of(request: HttpRequest, rows: "QuerySet[Any]") -> Page[Any]:
    """Return the page of ``rows`` the address asks for; a page that is not there becomes the nearest."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def act_page(request: HttpRequest, form: BaseForm, *, title: str, back: str, **words: Any) -> HttpResponse:
    """Render the page of one act: title, explanation, form, one button, a way back."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/act.html", {"form": form, "title": title, "back": back, **words}, status=status)
