"""The texts that come with the portal, turned into what a page's body is made of."""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

TEXTS = Path(__file__).resolve().parent / "guidance_text"


def shipped() -> list[dict[str, Any]]:
    """Return every text in the order of its file name."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("*.json"))]


def body_of(text: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the body as stored. Ids come from the place in the text: anchors are the same in every portal."""
    return [
        {"type": block["type"], "value": _value(block), "id": _id(text["slug"], place)}
        for place, block in enumerate(text["blocks"], start=1)
    ]


def _id(slug: str, place: int, item: int = 0) -> str:
    return str(uuid5(NAMESPACE_URL, f"{slug}/{place}/{item}"))


def _rich(words: str) -> str:
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in words.split("\n\n") if part.strip())


def _value(block: Mapping[str, Any]) -> Any:
    match block["type"]:
        case "paragraph":
            return _rich(block["text"])
        case "heading":
            return {"text": block["text"], "level": str(block.get("level", "2"))}
        case "callout":
            return {
                "kind": block.get("kind", "note"),
                "title": block.get("title", ""),
                "text": _rich(block["text"]),
            }
        case "steps":
            steps = [{"title": step["title"], "text": _rich(step.get("text", ""))} for step in block["steps"]]
            return {"title": block.get("title", ""), "steps": steps}
        case "table":
            return {
                "caption": block["caption"],
                "columns": [{"type": "text", "heading": heading} for heading in block["header"]],
                "rows": [{"values": list(row)} for row in block["rows"]],
            }
        case "easy_read":
            return {"title": block.get("title", ""), "sentences": list(block["sentences"])}
        case "standard":
            return {
                "set": block["set"],
                "code": block["code"],
                "edition": block.get("edition"),
                "note": block.get("note", ""),
            }
        case "decision":
            return {"number": block["number"], "note": block.get("note", "")}
        case kind:
            msg = f"no block is called {kind!r}"
            raise ValueError(msg)
