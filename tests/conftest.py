"""What tests of several folders share, and takes a while to make.

The project is imported within: tests/compat also runs where it is not installed.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

with suppress(ImportError):  # tests/compat runs in environments of other programs
    from hypothesis import settings

    settings.register_profile("riobravo", deadline=None)  # how long a case takes says nothing on a busy machine
    settings.load_profile("riobravo")


@pytest.fixture(scope="session")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in miniature with its dataset built; not to be changed."""
    from tests.release import repository

    with repository.small():
        return repository.make(tmp_path_factory.mktemp("root"))


@pytest.fixture(scope="session")
def small_release(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its version, beside the pointer to the latest one; not to be changed."""
    from riobravo.release import make
    from tests.release import repository

    with repository.small():
        return make.release(small_root, tmp_path_factory.mktemp("dist")).folder
