"""What the tests of imports share: files in a folder of their own, the authorities they speak of, the real files."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.people.models import LocalAuthority
from tests.factories.people import LocalAuthorityFactory
from tests.remembering import remembered

REAL = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_ROOT = tmp_path / "kept"


@pytest.fixture
@remembered
def bolton() -> LocalAuthority:
    """Return the authority most test files speak of."""
    row: LocalAuthority = LocalAuthorityFactory(code="E08000001", number="350", name="Bolton")
    return row


@pytest.fixture
def real() -> Callable[[str], Path]:
    """Return a published file; without it the test is skipped with one line."""

    def find(name: str) -> Path:
        path = REAL / name
        if not path.is_file():
            pytest.skip(f"the published file {name} is not on this machine (../shared/data)")
        return path

    return find


@pytest.fixture
def run_command() -> Callable[..., tuple[int, str, str]]:
    """Run a command as a shell would see it: exit status, standard output, standard error."""

    def run(*args: str) -> tuple[int, str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command(*args, stdout=out, stderr=err)
        except CommandError as error:
            return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
        return 0, out.getvalue(), err.getvalue()

    return run
