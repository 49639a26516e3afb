"""Forms: what a person typed, what they are told, and how a screen reader connects the two."""

from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.ui.bound import error_list, shown_fields
from portal.ui.forms import Checkboxes, DateField, PortalRenderer, Radios, TimeField
from tests.portal.ui.golden import tree


class PositionForm(forms.Form):
    stance = forms.ChoiceField(
        label="Where do you stand?",
        choices=[("agree", "Agree"), ("block", "Block")],
        widget=Radios(hints={"block": "Rarely"}, reveals={"block": "block_reason"}),
    )
    block_reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=500, required=False)
    note = forms.CharField(label="Note", help_text="One line", required=False)
    day = DateField(label="Review date", help_text="For example, 27 3 2027")
    heard = forms.MultipleChoiceField(label="Heard", choices=[("a", "A"), ("b", "B")], widget=Checkboxes)
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    count = forms.IntegerField(label="Places", max_value=9)
    ready = forms.BooleanField(label="I have read it", help_text="All of it")
    paper = forms.FileField(label="Paper")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    token = forms.CharField(widget=forms.HiddenInput, initial="t")


def drawn(form: forms.Form, **inputs: Any) -> str:
    request = RequestFactory().get("/")
    return render_to_string("ui/form.html", {"form": form, **inputs}, request=request)


def field(html: str, start: str) -> str:
    """Return the line of the tree that begins with ``start``."""
    return next(line.strip() for line in tree(html) if line.strip().startswith(start))


def test_project_draws_forms_with_the_components() -> None:
    assert isinstance(forms.Form().renderer, PortalRenderer)
    assert 'class="govuk-radios"' in str(PositionForm())


def test_form_is_well_formed_and_leaves_checking_to_the_server() -> None:
    html = drawn(PositionForm({"stance": "block"}), submit="Send", cancel="/back/")
    tree(html)
    assert " novalidate" in html
    assert 'enctype="multipart/form-data"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert "maxlength=" not in html.replace("data-maxlength=", "")
    assert " required" not in html


def test_field_is_described_by_its_hint_then_its_error() -> None:
    html = drawn(PositionForm({"day-day": "3"}))
    assert 'aria-describedby="id_note-hint"' in field(html, 'input aria-describedby="id_note')
    assert 'aria-describedby="id_day-hint id_day-error"' in field(html, 'fieldset aria-describedby="id_day')


def test_revealed_field_stands_beneath_its_choice_and_nowhere_else() -> None:
    html = drawn(PositionForm())
    assert html.count('name="block_reason"') == 1
    assert html.index('id="conditional-id_stance-2"') < html.index('name="block_reason"')
    assert "Why? (optional)" not in html
    assert "Note (optional)" in html
    assert "block_reason" not in [one.name for one in shown_fields(PositionForm())]


def test_text_with_a_limit_is_counted_when_it_is_long() -> None:
    assert 'data-maxlength="500"' in drawn(PositionForm())


def test_password_is_never_sent_back() -> None:
    assert "hunter2" not in drawn(PositionForm({"secret": "hunter2"}))


def test_typed_text_comes_back_escaped() -> None:
    html = drawn(PositionForm({"note": '"><script>x</script>', "day-day": '"><b>'}))
    assert "<script>" not in html
    assert "<b>" not in html


def test_number_is_typed_as_text_with_the_right_keyboard() -> None:
    line = field(drawn(PositionForm()), 'input class="govuk-input govuk-input--width-5" id="id_count"')
    assert 'inputmode="numeric"' in line
    assert 'type="text"' in line


def test_autocomplete_is_kept() -> None:
    assert 'autocomplete="email"' in drawn(PositionForm())


def test_summary_links_to_controls_that_exist_in_the_order_of_the_page() -> None:
    form = PositionForm({"day-day": "3", "day-year": "2027"})
    html = drawn(form)
    links = [entry["href"].removeprefix("#") for entry in error_list(form) if "href" in entry]
    assert links[:2] == ["id_stance", "id_day-month"]
    for link in links:
        assert f'id="{link}"' in html


def test_summary_stands_on_a_page_once() -> None:
    form = PositionForm({})
    source = '{% include "ui/form_errors.html" with form=form only %}{% include "ui/form.html" with form=form only %}'
    html = engines["django"].from_string(source).render({"form": form})
    assert html.count("govuk-error-summary__title") == 1


def test_required_field_is_named_in_the_message() -> None:
    texts = [entry["text"] for entry in error_list(PositionForm({}))]
    assert "“Review date” needs an answer" in texts
    assert "Tick “I have read it” to go on" in texts


def test_own_words_for_a_missing_answer_are_kept() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Tell us your name"})

    assert [entry["text"] for entry in error_list(Own({}))] == ["Tell us your name"]


class DayForm(forms.Form):
    day = DateField()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("27", "3", "2027"), date(2027, 3, 27)),
        (("27", "March", "2027"), date(2027, 3, 27)),
        (("01", "sept", "2026"), date(2026, 9, 1)),
        (("29", "2", "2028"), date(2028, 2, 29)),
        (("29", "2", "2027"), "Enter a real date, such as 27 3 2027"),
        (("27", "13", "2027"), "Enter a real date, such as 27 3 2027"),
        (("27", "3", "27"), "Enter a real date, such as 27 3 2027"),
        (("27", "-3", "2027"), date(2027, 3, 27)),
        (("x", "3", "2027"), "Enter a real date, such as 27 3 2027"),
        (("", "3", "2027"), "The date must include a day"),
        (("27", "", "2027"), "The date must include a month"),
        (("27", "3", ""), "The date must include a year"),
        (("", "", ""), "“Day” needs an answer"),
    ],
)
def test_date_is_read_from_three_boxes(typed: tuple[str, str, str], expected: object) -> None:
    form = DayForm(dict(zip(("day-day", "day-month", "day-year"), typed, strict=True)))
    if isinstance(expected, date):
        assert form.is_valid(), form.errors
        assert form.cleaned_data["day"] == expected
    else:
        assert [entry["text"] for entry in error_list(form)] == [expected]


def test_date_boxes_show_what_is_stored_and_what_was_typed() -> None:
    assert 'value="2027"' in str(DayForm(initial={"day": date(2027, 3, 27)}))
    assert 'value="Brumaire"' in str(DayForm({"day-day": "1", "day-month": "Brumaire", "day-year": "2027"}))


def test_date_has_not_changed_when_the_same_day_is_typed() -> None:
    same = {"day-day": "27", "day-month": "mar", "day-year": "2027"}
    assert not DayForm(same, initial={"day": date(2027, 3, 27)}).has_changed()


class ClockForm(forms.Form):
    at = TimeField()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2:30pm", time(14, 30)),
        ("2.30 pm", time(14, 30)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("14:30", time(14, 30)),
        ("9", time(9)),
        ("midday", time(12)),
        ("14pm", None),
        ("25:00", None),
        ("2:75pm", None),
        ("soon", None),
    ],
)
def test_time_is_read_as_people_write_it(typed: str, expected: time | None) -> None:
    form = ClockForm({"at": typed})
    assert form.is_valid() is (expected is not None)
    assert form.cleaned_data.get("at") == expected


def test_choices_that_were_ticked_stay_ticked() -> None:
    html = drawn(PositionForm({"stance": "block", "heard": ["b"]}))
    assert html.count(" checked") == 2


def test_filter_does_not_say_that_everything_is_optional() -> None:
    class Filter(forms.Form):
        mark_optional = False
        q = forms.CharField(required=False)

    assert "optional" not in str(Filter())
