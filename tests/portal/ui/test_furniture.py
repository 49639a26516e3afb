"""The header and the warning before a session ends are drawn once, and still are this reader's and this page's."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from portal.people.models import User
from portal.ui import pieces

HEADER = Template("{% load ui_nav %}{% header %}")
FORM = Template("{% load ui_forms %}{% untouched_form form action=to submit='Send' %}")
WHOLE = Template("{% load ui_forms %}{% include 'ui/form.html' with form=form action=to submit='Send' only %}")
WARNING = Template("{% load ui_nav %}{% session_warning %}")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def _drawn(template: Template, user: Any, **values: Any) -> str:
    request = RequestFactory().get("/")
    request.user = user
    for name, value in values.pop("request", {}).items():
        setattr(request, name, value)
    return template.render(Context({"request": request, "user": user, **values}))


@pytest.mark.parametrize(
    ("name", "shown"), [("Ada O'Hara", "Ada O&#x27;Hara"), ("<b>", "&lt;b&gt;"), ("\x01token\x01", "token")]
)
def test_header_names_who_reads_and_escapes_the_name(name: str, shown: str) -> None:
    drawn = _drawn(HEADER, User(pk=1, name=name))
    assert f">{shown}</a>" in drawn
    assert "\x01" not in drawn


def test_each_form_has_a_token_of_its_own_that_the_server_takes() -> None:
    pieces.forget()
    first, second = (TOKEN.findall(_drawn(HEADER, User(pk=1, name="Ada"))) for _ in range(2))
    assert len(first) == len(second) == 1
    assert len(first[0]) == 64
    assert first != second


def test_header_counts_what_is_unread_for_each_reader() -> None:
    assert "app-header__count" not in _drawn(HEADER, User(pk=1, name="Ada"), notification_count=lambda: 0)
    assert "app-header__count" not in _drawn(HEADER, User(pk=1, name="Ada"))
    assert re.search(r"app-header__count\">3<", _drawn(HEADER, User(pk=1, name="Ada"), notification_count=lambda: 3))
    assert re.search(r"app-header__count\">4<", _drawn(HEADER, User(pk=2, name="Ada"), notification_count=4))


def test_visitor_is_offered_to_sign_in_and_nobody_s_name() -> None:
    _drawn(HEADER, User(pk=1, name="Ada"))
    for drawn in (_drawn(HEADER, AnonymousUser()), HEADER.render(Context({"user": User(pk=1, name="Ada")}))):
        assert "Sign in" in drawn
        assert "Ada" not in drawn
        assert not TOKEN.search(drawn)


def test_warning_says_when_this_session_ends_in_the_portal_s_own_time() -> None:
    drawn = [
        _drawn(WARNING, User(pk=1, name="Ada"), request={"session_ends": NOON + timedelta(minutes=more)})
        for more in (0, 30)
    ]
    assert ['data-session-ends="2026-07-01T13:00:00+01:00"' in drawn[0], "T13:30:00+01:00" in drawn[1]] == [True, True]
    assert _drawn(WARNING, AnonymousUser()) == ""


class SaidOnce(forms.Form):
    text = forms.CharField(label="Your comment")
    token = forms.UUIDField(widget=forms.HiddenInput)


def _form(template: Template, form: forms.Form, to: str = "/here/") -> str:
    request = RequestFactory().get("/")
    return template.render(RequestContext(request, {"form": form, "to": to}))


def test_untouched_form_is_drawn_once_and_holds_marks_of_its_own() -> None:
    pieces.forget()
    marks = [uuid4(), uuid4()]
    drawn = [_form(FORM, SaidOnce(initial={"token": mark})) for mark in marks]
    tokens = [TOKEN.findall(one) for one in drawn]
    assert tokens[0] != tokens[1]
    assert [len(one) for one in tokens] == [1, 1]
    for mark, one, (token,) in zip(marks, drawn, tokens, strict=True):
        whole = _form(WHOLE, SaidOnce(initial={"token": mark}))
        assert str(mark) in one
        assert "\x01" not in one
        assert one.replace(token, "") == TOKEN.sub('name="csrfmiddlewaretoken" value=""', whole)


def test_each_address_and_each_kind_of_form_is_a_form_of_its_own() -> None:
    class Another(SaidOnce):
        more = forms.CharField()

    assert 'action="/there/"' in _form(FORM, SaidOnce(), "/there/")
    assert 'action="/here/"' in _form(FORM, SaidOnce())
    assert 'name="more"' in _form(FORM, Another())
    assert 'name="more"' not in _form(FORM, SaidOnce())
    assert 'value="So far"' in _form(FORM, SaidOnce(initial={"text": "So far"}))
    assert 'value="So far"' not in _form(FORM, SaidOnce(initial={"text": ""}))


def test_what_somebody_filled_in_is_drawn_for_them_alone() -> None:
    wrong = _form(FORM, SaidOnce({"text": "Mine alone", "token": "no"}))
    assert "Mine alone" in wrong
    assert "There is a problem" in wrong
    assert "Mine alone" not in _form(FORM, SaidOnce())
