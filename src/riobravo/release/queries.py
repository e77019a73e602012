"""The files of ``sql/``: one query each, with a header that says what it gives. Running them: `views`, `validate`.

A header is a block of comment lines at the top, ``-- key: words``, continued by lines that are indented further::

    -- title: Extraditions by month
    -- grain: one row per month and direction
    -- counts: hand-overs, in the sense of the view extraditions.
    -- example: select * from extraditions_by_month where n_events > 0

A file with ``-- parameters: asked_type, asked_dates := 'known'`` is a table macro: a view that is asked with arguments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from riobravo import resources
from riobravo.errors import RioBravoError

_LINE = re.compile(r"--(?: (?P<key>[a-z]+): | {2,})(?P<words>.+)")

CHECKS = "checks"
PEERS = "peers"
"""Views that need the tables of other datasets; riobravo.peers makes them where such data are given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One file of ``sql/``: its name is the name of the view, macro or check, its folder the layer."""

    name: str
    folder: str
    title: str
    grain: str
    counts: str
    example: str
    body: str
    parameters: str = ""

    @property
    def is_macro(self) -> bool:
        """Whether it is asked with arguments."""
        return bool(self.parameters)

    @property
    def signature(self) -> str:
        """Its name, of a macro with its parameters."""
        return f"{self.name}({self.parameters})" if self.is_macro else self.name

    @property
    def relation(self) -> str:
        """How it stands behind ``from``; a macro with nothing asked, which gives its columns."""
        if not self.is_macro:
            return self.name
        without_default = [name for name in self.parameters.split(", ") if ":=" not in name]
        return f"{self.name}({', '.join('null' for _ in without_default)})"


def view_queries(folder: Path | None = None) -> tuple[Query, ...]:
    """Every query that becomes a view or a table macro of the dataset, by name."""
    return tuple(query for query in _all(folder) if query.folder.partition("/")[0] not in (CHECKS, PEERS))


def peer_queries(folder: Path | None = None) -> tuple[Query, ...]:
    """Every query that becomes a view beside the tables of other datasets, by name."""
    return tuple(query for query in _all(folder) if query.folder == PEERS)


def check_queries(*, of_dataset: bool, folder: Path | None = None) -> tuple[Query, ...]:
    """Every query that must give no row: those for any tables and, with ``of_dataset``, those for the published ones."""
    folders = {CHECKS, f"{CHECKS}/dataset"} if of_dataset else {CHECKS}
    return tuple(query for query in _all(folder) if query.folder in folders)


def read(path: Path, folder: str = "") -> Query:
    """One file.

    Raises:
        RioBravoError: RB-603 for a file that is not UTF-8 text, RB-608 for one without title or grain.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RioBravoError(code="RB-603", found=error, where=path) from error
    lines = text.splitlines()
    n_header = next((index for index, line in enumerate(lines) if not line.startswith("--")), len(lines))
    header = _header(lines[:n_header])
    missing = [key for key in ("title", "grain") if not header.get(key)]
    if missing:
        raise RioBravoError(code="RB-608", found=f"no {' and no '.join(missing)}", where=path)
    return Query(
        name=path.stem,
        folder=folder,
        title=header["title"],
        grain=header["grain"],
        counts=header.get("counts", ""),
        example=header.get("example", ""),
        body="\n".join(lines[n_header:]).strip(),
        parameters=header.get("parameters", ""),
    )


def _all(folder: Path | None) -> tuple[Query, ...]:
    root = folder or resources.sql_dir()
    files = sorted(root.rglob("*.sql"), key=lambda path: path.stem)
    return tuple(read(path, path.parent.relative_to(root).as_posix()) for path in files)


def _header(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for line in lines:
        matched = _LINE.fullmatch(line)
        if matched is None:
            continue
        if matched["key"]:
            key = matched["key"]
            found[key] = matched["words"]
        elif key:
            found[key] += f" {matched['words']}"
    return found
