"""The version of the package: pip's word or, in a checkout that nobody installed, that of ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from importlib import metadata

from riobravo import resources
from riobravo.errors import RioBravoError


def version() -> str:
    """For example ``0.1.0``.

    Installed (also with ``pip install --editable``) it is what pip recorded. A clone that is only on the path, as with
    ``PYTHONPATH=src``, has no such record; there the line in ``pyproject.toml`` is read, which is where pip has it from.

    Raises:
        RioBravoError: RB-101 for a package that is neither installed nor a checkout.
    """
    try:
        return metadata.version("riobravo")
    except metadata.PackageNotFoundError as error:
        if not resources.is_checkout():
            raise RioBravoError(code="RB-101", found="no metadata of the package", where=resources.PACKAGE) from error
        declared = resources.PACKAGE.parents[1] / "pyproject.toml"
        return str(tomllib.loads(declared.read_text(encoding="utf-8"))["project"]["version"])
