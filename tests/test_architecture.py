"""The stair holds: contracts, types, style, migrations, file sizes, names."""

import ast
import os
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("portal", "governance", "peerreview", "content")
NO_NAMES = {"utils", "helpers", "common", "services_layer", "misc"}
TOP_LEVEL = {
    ".ci",
    ".dockerignore",
    ".git",
    ".gitignore",
    "CHANGELOG.md",
    "Containerfile",
    "LICENSE",
    "README.md",
    "compose.yaml",
    "content",
    "governance",
    "manage.py",
    "peerreview",
    "portal",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
    "tests",
}
# What a run leaves behind; none of it is kept.
LEFT_BEHIND = {
    ".coverage",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "static-built",
    "uv.lock",
    "var",
}


def _tool(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


def _sources() -> list[Path]:
    return [
        path
        for package in (*PACKAGES, "tests")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "node_modules" not in path.parts
    ]


def test_import_contracts_hold() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-4000:]


def test_types_hold() -> None:
    result = _tool("mypy", "--no-error-summary")
    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.parametrize("arguments", [("check",), ("format", "--check")])
def test_style_holds(arguments: tuple[str, ...]) -> None:
    result = _tool("ruff", *arguments, "--no-cache", ".")
    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    words = StringIO()
    try:
        call_command("makemigrations", *_labels(), check_changes=True, dry_run=True, stdout=words)
    except SystemExit:
        pytest.fail(words.getvalue())


def _labels() -> list[str]:
    return ["portal", "content", "peerreview", "governance", "voices", "notifications", "imports", "people", "history"]


def test_production_settings_pass_the_deployment_check() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": "a-long-random-value-made-for-this-test-only-0987654321-abcdefghij",
            "VOICES_KEYS": "another-long-random-value-made-for-this-test-only-0987654321",
            "ALLOWED_HOSTS": "portal.example",
            "PORTAL_PROCESSES": "1",
        },
    )
    assert result.returncode == 0, result.stderr[-3000:]


def test_no_file_is_over_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _sources()
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_no_file_is_named_for_leftovers() -> None:
    assert [path for path in _sources() if path.stem in NO_NAMES] == []


def test_nothing_else_stands_at_the_top() -> None:
    assert {path.name for path in ROOT.iterdir()} - TOP_LEVEL - LEFT_BEHIND == set()


def test_every_package_opens_with_a_readme() -> None:
    homes = [ROOT / name for name in PACKAGES]
    homes += [path.parent for path in (ROOT / "portal").glob("*/apps.py")]
    assert [str(home.relative_to(ROOT)) for home in homes if not (home / "README.md").exists()] == []


def test_every_rule_and_right_is_measured_by_its_own_tests() -> None:
    """A package of rules or rights that `.ci/run` does not name would be measured by nobody."""
    commands = (ROOT / ".ci" / "run").read_text().replace("\\\n", " ").splitlines()
    (measures,) = [line for line in commands if "--cov-branch" in line]
    said = subprocess.run(["bash", "-c", f"printf '%s\\n' {measures}"], capture_output=True, text=True, check=True)
    words = set(said.stdout.split())
    found = {
        path.parent.relative_to(ROOT) if path.name == "__init__.py" else path.relative_to(ROOT).with_suffix("")
        for package in PACKAGES
        for layer in ("domain", "permissions")
        for name in (f"{layer}/__init__.py", f"{layer}.py")
        for path in (ROOT / package).rglob(name)
    }
    assert {word for word in words if word.startswith("--cov=")} == {f"--cov={'.'.join(path.parts)}" for path in found}
    assert {word for word in words if word.startswith("tests/")} == {f"tests/{path}" for path in found}
    assert "--cov-fail-under=100" in words


def test_actions_take_only_keywords_and_are_told_who_and_when() -> None:
    """Every public action names its actor and the moment; neither is ever guessed."""
    wrong = []
    for app in ("governance", "peerreview", "portal/people", "portal/imports", "portal/voices"):
        for path in sorted((ROOT / app / "actions").glob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                    continue
                if "transaction.atomic" not in {ast.unparse(decorator) for decorator in node.decorator_list}:
                    continue
                names = {argument.arg for argument in node.args.kwonlyargs}
                if node.args.args or not {"at"} <= names:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert wrong == []


def test_the_clock_is_not_read_below_the_edge() -> None:
    """Rules, permissions and actions are given the time; only views, tasks, consumers and commands read it."""
    wrong = []
    for app in ("governance", "peerreview", "portal/voices"):
        for layer in ("domain", "queries", "permissions", "actions", "announcements"):
            for path in sorted((ROOT / app / layer).rglob("*.py")):
                text = path.read_text()
                if "timezone.now()" in text or "datetime.now(" in text or "date.today(" in text:
                    wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_lock_files_name_no_address_and_pin_every_file() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text
        assert "-e " not in text


def test_what_the_project_asks_for_is_locked() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = (ROOT / "requirements.lock").read_text().lower()
    for requirement in wanted:
        name = requirement.split("~")[0].split("=")[0].split("[")[0].split(">")[0].strip().lower()
        assert f"\n{name}==" in f"\n{locked}", name


def test_planted_violations_of_the_contracts_are_caught(tmp_path: Path) -> None:
    """The contracts are worth nothing if they cannot fail: a rule that imports Django must be refused."""
    for package in PACKAGES:
        (tmp_path / package).symlink_to(ROOT / package)
    (tmp_path / "governance").unlink()
    copy = tmp_path / "governance"
    for path in (ROOT / "governance").rglob("*.py"):
        target = copy / path.relative_to(ROOT / "governance")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text())
    (copy / "domain" / "planted.py").write_text("import django.db\n")
    (copy / "models" / "planted.py").write_text("import governance.actions.boards\n")
    (copy / "queries" / "planted.py").write_text("import content.models\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    result = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    for planted in ("governance.domain.planted", "governance.models.planted", "governance.queries.planted"):
        assert planted in result.stdout, result.stdout[-3000:]
