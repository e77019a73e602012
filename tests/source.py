"""The syntax trees of the package and of its tests, for the tests that read code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "riobravo"
TESTS = ROOT / "tests"


@lru_cache(maxsize=1)
def modules() -> dict[str, ast.Module]:
    """Dotted name → syntax tree of every module of the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"), filename=str(path))
    return found


@lru_cache(maxsize=1)
def test_modules() -> dict[str, ast.Module]:
    """Path → syntax tree of every module of the tests."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"), filename=str(path))
        for path in sorted(TESTS.rglob("*.py"))
    }


def imports(tree: ast.Module, name: str, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a module imports, at its top or in a function, for types or for use.

    ``from a import b`` is ``a.b`` where that is a module (one of ``known``), else ``a``. ``name`` resolves relative imports.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            for alias in node.names:
                dotted = f"{base}.{alias.name}"
                yield node.lineno, dotted if dotted in known else base
