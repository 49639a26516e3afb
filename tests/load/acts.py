"""What is not a page: the ledger, the register's import, the weight of a first visit."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.db import transaction

from portal.history.canonical import recompute_hash
from portal.history.ledger import append_to_ledger, ledger_kind
from portal.history.models import LedgerEntry, LedgerHead
from portal.history.verifying import verify_ledger
from portal.people.models import Organisation
from portal.settings.env import PUBLISHED_DATA_DIR
from tests.load.client import HOST, Asked, ask
from tests.load.serving import ROOT
from tests.load.table import Line
from tests.load.world import bulk

KIND = "load.joined"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
APPENDED = 200
REGISTER = "ofsted_childrens_social_care_2023.ods"


def ledger(entries: int) -> list[Line]:
    """Lengthen the chain, then measure adding to its end and verifying the whole."""
    ledger_kind(KIND, "people.Organisation", lambda row: {"kind": row.kind, "name": row.name}, describe="Joined")
    _lengthen(entries)
    rows = bulk(Organisation, [Organisation(name=f"z{n}", slug=f"z{n}", kind="other") for n in range(APPENDED)])
    began = time.perf_counter()
    with transaction.atomic():
        for row in rows:
            append_to_ledger(kind=KIND, subject=row, by=None, at=NOON)
    each = (time.perf_counter() - began) / APPENDED
    began = time.perf_counter()
    findings = [str(finding) for finding in verify_ledger()]
    seconds = time.perf_counter() - began
    broken = [finding for finding in findings if KIND in finding]
    if broken:
        raise RuntimeError(f"the measured chain does not verify: {broken[:3]}")
    most = 5.0 * entries / 100_000
    return [
        _limit("ledger: append one entry", f"{entries} entries", each * 1000, 2, "ms"),
        _limit("ledger: verify", f"{entries} entries", seconds, most, "s"),
    ]


def _lengthen(count: int) -> None:
    rows = bulk(Organisation, (Organisation(name=f"n{i}", slug=f"n{i}", kind="other") for i in range(count)))
    head, entries = LedgerHead.objects.get_or_create(pk=1)[0], []
    for row in rows:
        fields: dict[str, Any] = {
            "seq": head.seq + 1,
            "at": NOON,
            "recorded_at": NOON,
            "kind": KIND,
            "subject_type": "people.Organisation",
            "subject_id": str(row.pk),
            "board_ref": "",
            "previous_hash": head.hash,
        }
        facts = f'{{"kind":"other","name":"{row.name}"}}'
        head.seq, head.hash = head.seq + 1, recompute_hash(**fields, actor=None, facts=facts)
        entries.append(LedgerEntry(**fields, actor=None, facts_text=facts, hash=head.hash))
    bulk(LedgerEntry, entries)
    head.save()


def register(database: str, *, small: bool) -> list[Line]:
    """Read the register's file as the command does: without writing, writing, and once more."""
    file = Path(PUBLISHED_DATA_DIR, REGISTER)
    if not file.exists():
        return [Line(f"register import: {file.name} is not on this machine")]
    runs: list[tuple[str, list[str], float]] = [("dry run", [], 20)]
    if not small:
        runs += [("apply", ["--apply"], 30), ("repeat", ["--apply"], 20)]
    lines = []
    for name, options, seconds in runs:
        took, megabytes, said = _command(database, ["import_register", str(file), "--json", *options])
        if name == "repeat" and (said["created"] or said["updated"]):
            raise RuntimeError(f"the repeated import changed something: {said}")
        lines.append(_limit(f"register import: {name}", "3812 rows", took, seconds, "s"))
        lines.append(_limit(f"register import: {name}, memory", "3812 rows", megabytes, 400, "MB"))
    return lines


def _command(database: str, words: list[str]) -> tuple[float, float, dict[str, int]]:
    began = time.perf_counter()
    command = [sys.executable, "manage.py", *words]
    ran = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "DATABASE_URL": database}, stdout=subprocess.PIPE, text=True
    )
    assert ran.stdout is not None
    most = [0.0]
    watching = threading.Thread(target=_watch, args=(ran.pid, most), daemon=True)
    watching.start()
    said = ran.stdout.read()
    if ran.wait():
        raise RuntimeError(f"{words[0]} left with {ran.returncode}: {said[-500:]}")
    return time.perf_counter() - began, most[0], json.loads(said.strip().splitlines()[-1])


def _watch(pid: int, most: list[float]) -> None:
    """Note the most memory the process held: what the system says at its end counts ours, too."""
    status = Path(f"/proc/{pid}/status")
    while True:
        try:
            found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        except OSError:
            return
        if found is None:
            return  # It has ended, and nobody has asked for its status yet.
        if Path(f"/proc/{pid}/cmdline").read_bytes().find(b"manage.py") >= 0:
            most[0] = int(found[1]) / 1024
        time.sleep(0.02)


def weight(port: int, paths: dict[str, str]) -> list[Line]:
    """Add up what a first visit fetches: the page, its styles, scripts, pictures, and the fonts the styles name."""
    lines = []
    for name, path in paths.items():
        parts, strangers = _fetched(port, path)
        heavy = sum(parts.values()) / 1000
        if strangers:
            raise RuntimeError(f"{path} asks another site: {strangers}")
        lines.append(_limit(f"first load: {name}", f"{len(parts)} files", heavy, 150, "kB", exact=True))
    return lines


def _fetched(port: int, path: str) -> tuple[dict[str, int], list[str]]:
    gzip = (("Accept-Encoding", "gzip"),)
    page = ask(port, Asked(path)).body
    found = re.findall(rb'<(?:link[^>]+rel="stylesheet"[^>]+href|script[^>]+src|img[^>]+src)="([^"]+)"', page)
    found += re.findall(rb'<link[^>]+href="([^"]+)"[^>]+rel="(?:stylesheet|icon|preload)"', page)
    found += re.findall(rb'<link[^>]+rel="(?:icon|preload|manifest)"[^>]+href="([^"]+)"', page)
    parts, strangers = {path: len(page)}, []
    waiting = [part.decode() for part in found]
    while waiting:
        part = waiting.pop()
        if urlsplit(part).netloc not in ("", HOST, f"{HOST}:{port}"):
            strangers.append(part)
        elif part not in parts and not part.startswith("data:"):
            parts[part] = len(ask(port, Asked(part, headers=gzip)).body)
            if part.endswith(".css"):
                text = ask(port, Asked(part)).body.decode()
                fonts = re.findall(r"url\([\"']?([^\"')]+\.woff2)", text)
                waiting += [urljoin(part, font) for font in fonts]
    return parts, strangers


def _limit(name: str, data: str, measured: float, most: float, unit: str, *, exact: bool = False) -> Line:
    return Line(
        name,
        data,
        measured=f"{measured:.3g} {unit}",
        required=f"≤ {most:g} {unit}",
        reached=most / measured if measured else 1.0,
        exact=exact,
    )


limit = _limit
