"""Our component templates against the examples govuk-frontend tests itself with."""

import sys
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.portal.ui.golden import fixtures, inputs, tree

# Components the portal does not have; each with the reason.
ABSENT = {
    "cookie-banner": "the portal sets no cookie that needs consent",
    "feedback": "not part of the design; voices are heard elsewhere",
    "footer": "the portal's own footer: no crown, no government licence",
    "generic-header": "the portal's own header",
    "header": "the portal's own header: no crown",
}

# Single examples left out, as (component, name of the example): the reason.
EXCLUDED: dict[tuple[str, str], str] = {}

COMPARED: dict[str, list[dict[str, Any]]] = {
    component: [example for example in examples if (component, example["name"]) not in EXCLUDED]
    for component, examples in fixtures().items()
    if component not in ABSENT
}


@pytest.mark.parametrize("component", COMPARED)
def test_component_gives_the_markup_of_the_package_for_every_example(component: str) -> None:
    for example in COMPARED[component]:
        html = render_to_string(f"ui/{component.replace('-', '_')}.html", inputs(example["options"]))
        assert tree(html) == tree(example["html"]), f"{component}: {example['name']}"


def test_examples_left_out_exist_and_the_rest_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    total = sum(len(examples) for examples in fixtures().values())
    compared = sum(len(examples) for examples in COMPARED.values())
    absent = sum(len(fixtures()[component]) for component in ABSENT)
    with capsys.disabled():
        sys.stdout.write(f"\n{compared} of govuk-frontend's {total} examples compared, {absent} of absent components\n")
    assert total == 725
    assert compared + absent + len(EXCLUDED) == total
    assert compared == 657


HOSTILE = '<script>alert("x")</script>'


@pytest.mark.parametrize("component", [name for name in COMPARED if name not in {"service-navigation"}])
def test_text_is_escaped_wherever_a_component_takes_it(component: str) -> None:
    def poisoned(options: Any) -> Any:
        if isinstance(options, dict):
            return {
                key: HOSTILE if isinstance(value, str) and "text" in key else poisoned(value)
                for key, value in options.items()
            }
        return [poisoned(one) for one in options] if isinstance(options, list) else options

    for example in COMPARED[component]:
        html = render_to_string(f"ui/{component.replace('-', '_')}.html", poisoned(inputs(example["options"])))
        assert "<script>alert" not in html, f"{component}: {example['name']}"


def test_html_is_escaped_unless_it_comes_from_a_safe_block() -> None:
    assert "<b>" not in render_to_string("ui/inset_text.html", {"html": "<b>loud</b>"})
