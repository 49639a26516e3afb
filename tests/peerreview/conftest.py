"""What the tests of peer review share."""

import shutil

import pytest

from peerreview.models.evidencefiles import EVIDENCE
from peerreview.models.reportfiles import REPORTS


@pytest.fixture(autouse=True)
def _no_files_of_others() -> None:
    """The daily check counts the files that lie there: those of an earlier test are not this one's."""
    for store in (EVIDENCE, REPORTS):
        shutil.rmtree(store.root, ignore_errors=True)
