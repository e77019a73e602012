"""Parts of a page that a command writes and nobody edits: a block between two comments, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from riobravo.errors import RioBravoError


def block(name: str, made_by: str, content: str) -> str:
    """The block as it stands in a page."""
    return f"{_begin(name)}: made by `{made_by}`; do not edit -->\n{content.strip()}\n<!-- {name}: end -->"


def replaced(page: str, name: str, made_by: str, content: str, *, where: str) -> str:
    """The page with that block made anew.

    Raises:
        RioBravoError: RB-231 where it has no such block.
    """
    pattern = re.compile(f"{re.escape(_begin(name))}.*?<!-- {re.escape(name)}: end -->", re.DOTALL)
    if not pattern.search(page):
        todo = f"add the lines: {_begin(name)} --> and <!-- {name}: end -->"
        raise RioBravoError(code="RB-231", found=f"no block {name}", where=where, todo=todo)
    return pattern.sub(lambda _: block(name, made_by, content), page, count=1)


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, has_numbers: bool = False) -> list[str]:
    """The lines of a Markdown table; with ``has_numbers`` all columns but the first are set flush right."""
    rule = ["---", *("---:" if has_numbers else "---" for _ in head[1:])]
    lines = [head, rule, *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]


def anchor(title: str) -> str:
    """The anchor that Markdown renderers make of a heading."""
    kept = "".join(char for char in title.lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")


def _begin(name: str) -> str:
    return f"<!-- {name}"
