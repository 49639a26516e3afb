"""Small pages for the browser tests: a long text, a sign-in page in its way, a fragment that changes."""

from datetime import timedelta
from itertools import count

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

WRITING = """{% extends "ui/base.html" %}{% block title %}Write{% endblock %}
{% block heading %}Write{% endblock %}
{% block content %}<form method="post" action="/sent/" id="long" data-guard><label for="words">Words</label>
<textarea id="words" name="words"></textarea><button>Send</button></form>{% endblock %}"""
SIGN_IN = """{% extends "ui/base.html" %}{% block title %}Sign in{% endblock %}
{% block heading %}Sign in{% endblock %}
{% block content %}<label for="p">Password</label><input id="p" type="password">{% endblock %}"""
ARRIVED = """{% extends "ui/base.html" %}{% block title %}Sent{% endblock %}
{% block heading %}Sent{% endblock %}"""
LIVE = """{% extends "ui/base.html" %}{% load ui %}{% block title %}Live{% endblock %}
{% block heading %}Live{% endblock %}
{% block content %}{% capture as now %}<p data-live-summary>Nothing yet</p>
<a id="more" href="#x">More</a>{% endcapture %}
{% include "ui/live_region.html" with url="/fragment/" html=now room="proposal:5" event="round.changed" only %}
{% endblock %}"""

looks = count(1)
expired = {"session": False}


def page(source: str, request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render({}, request))


@csrf_exempt
def sent(request: HttpRequest) -> HttpResponse:
    return page(SIGN_IN if expired["session"] else ARRIVED, request)


def fragment(request: HttpRequest) -> HttpResponse:
    assert request.headers["X-Live-Fragment"] == "1"
    number = next(looks)
    return HttpResponse(f'<p data-live-summary>Look {number}</p><a id="more" href="#x">More</a>')


def ending(request: HttpRequest) -> HttpResponse:
    request.session_ends = timezone.now() + timedelta(minutes=2)  # type: ignore[attr-defined]
    return page(ARRIVED, request)


@csrf_exempt
def stay(request: HttpRequest) -> JsonResponse:
    assert request.method == "POST"
    return JsonResponse({"ends": (timezone.now() + timedelta(minutes=30)).isoformat()})


urlpatterns = [
    path("", include(([path("stay/", stay, name="stay")], "people"))),
    path("ending/", ending),
    path("", include("portal.ui.urls")),
    path("write/", lambda request: page(WRITING, request)),
    path("sent/", sent),
    path("live/", lambda request: page(LIVE, request)),
    path("fragment/", fragment),
]
