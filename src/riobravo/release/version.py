"""The version of the package: pip's word or, in a checkout that nobody installed, that of ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from importlib import metadata

from riobravo import resources


def version() -> str:
    """For example ``0.1.0``.

    Installed (also with ``pip install --editable``) it is what pip recorded. A clone that is only on the path, as with
    ``PYTHONPATH=src``, has no such record; there the line in ``pyproject.toml`` is read, which is where pip has it from.

    Raises:
        RioBravoError: RB-102 for a package that is neither installed nor a checkout.
    """
    try:
        return metadata.version("riobravo")
    except metadata.PackageNotFoundError:
        declared = resources.dataset_dir().parent / "pyproject.toml"
        return str(tomllib.loads(declared.read_text(encoding="utf-8"))["project"]["version"])
