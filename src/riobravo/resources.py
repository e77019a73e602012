"""Where the declarations, queries, lexicons and tables lie, in a checkout of the repository and in an installed wheel.

There are two cases and no third: a wheel carries them in ``riobravo/_bundle``; a checkout has them beside ``src/``. Which
of the two holds is checked, never guessed. What the files mean is read elsewhere; the one parser here is YAML's, because
every declaration, lexicon and brief is read with the same strictness.
"""

from __future__ import annotations

import os
from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import yaml

from riobravo.errors import RioBravoError

PACKAGE = Path(__file__).resolve().parent
BUNDLE = "_bundle"

_LARGEST = 5_000_000
"""Bytes of a YAML file; the longest of ours has a tenth of that."""

_DEEPEST = 40
"""Levels of nesting in a YAML text; libyaml's composer recurses on the C stack, so depth is bounded before it runs."""


def is_checkout() -> bool:
    """Whether the package runs from a clone (then dataset/ can be built) rather than from a wheel."""
    return not (PACKAGE / BUNDLE).is_dir() and PACKAGE.parent.name == "src" and _root_has("pyproject.toml")


def schemas_dir() -> Path:
    """The folder of ontology.yaml, fields.yaml, tables.yaml and expectations.yaml."""
    return _folder("schemas", "schemas")


def sql_dir() -> Path:
    """The folder of the views and checks."""
    return _folder("sql", "sql")


def tables_dir() -> Path:
    """The folder of the built Parquet tables (in a checkout it exists once the dataset has been built)."""
    return _folder("dataset/tables", "tables", must_exist=False)


def lexicon_dir() -> Path:
    """The folder of the words, one folder a language; it is part of the package in a checkout and in a wheel."""
    return PACKAGE / "lexicon"


def gazetteer_dir() -> Path:
    """The folder of actors.yaml and places.yaml."""
    return _folder("dataset", "gazetteer")


def outline() -> Path:
    """The countries under the map, as TopoJSON; it is part of the package."""
    return PACKAGE / "plot" / "outline.json"


def models_lock() -> Path:
    """The pinned and hashed list of language models that pip installs apart from the declared dependencies."""
    return PACKAGE / "models.lock"


def dataset_dir() -> Path:
    """The folder dataset/ of the checkout: sources, and what is built from them.

    Raises:
        RioBravoError: RB-102 when the package runs from a wheel.
    """
    if not is_checkout():
        raise RioBravoError(code="RB-102", found="an installed package", where=PACKAGE)
    return _root() / "dataset"


CACHE: Final = "RIOBRAVO_CACHE"
"""The variable of the environment that names the folder in which what can be made or fetched again is kept."""


def cache_dir() -> Path:
    """The folder that the environment names, else .cache/riobravo of the checkout.

    Raises:
        RioBravoError: RB-102 when the package runs from a wheel and none is named.
    """
    named = os.environ.get(CACHE)
    return Path(named) if named else dataset_dir().parent / ".cache" / "riobravo"


def load_yaml(path: Path, *, aliases: bool = True) -> Any:
    """The content of a YAML file in UTF-8: plain dicts, lists, texts, numbers, dates. ``aliases`` as for `parse_yaml`.

    Raises:
        RioBravoError: RB-103 for what is not valid YAML or is larger than such files are, RB-104 for a key given twice; both
            name file and line.
    """
    try:
        if not path.is_file():  # a pipe would keep us waiting for ever
            raise RioBravoError(code="RB-103", found="no regular file", where=path)
        if (size := path.stat().st_size) > _LARGEST:
            found, allowed = f"{size:,} bytes", f"at most {_LARGEST:,} bytes"
            raise RioBravoError(code="RB-103", found=found, allowed=allowed, where=path)
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RioBravoError(code="RB-103", found=error, where=path) from error
    return parse_yaml(text, where=str(path), aliases=aliases)


def parse_yaml(text: str, *, where: str, first_line: int = 1, aliases: bool = True) -> Any:
    """As `load_yaml`, for a text. ``first_line`` is the line of ``where`` on which the text begins.

    With ``aliases`` false an alias (``*name``) is refused: a few lines of them can stand for gigabytes, so they have no
    place in a file that somebody else wrote.

    Raises:
        RioBravoError: RB-103 or RB-104.
    """
    try:
        _check_nesting(text, where=where, first_line=first_line, aliases=aliases)
        loader = _StrictLoader(text)
        loader.where, loader.first_line = where, first_line
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise RioBravoError(code="RB-103", **_told(error, where, first_line)) from error
    except (ValueError, OverflowError) as error:  # of the scalars: day 31 of February, a number of 5,000 digits
        raise RioBravoError(code="RB-103", found=error, where=where) from error


def dump_yaml(content: Any) -> str:
    """Plain dicts, lists, texts, numbers and dates as YAML, in their order, as people write it: a text is one line."""
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


class _Dumper(yaml.SafeDumper):
    """Sets the items of a list in by two, as people write them, and writes a value that comes twice twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML was built with it: the lexicons are long, and it is ten times as fast."""


class _StrictLoader(_SafeLoader):  # type: ignore[misc, valid-type]
    """A safe loader that refuses a key given twice (PyYAML silently keeps the last)."""

    where = ""
    first_line = 1

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen and key.tag != "tag:yaml.org,2002:merge":
                line = key.start_mark.line + self.first_line
                raise RioBravoError(code="RB-104", found=f"key {key.value!r} again", where=f"{self.where}, line {line}")
            if isinstance(key, yaml.ScalarNode):
                seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _check_nesting(text: str, *, where: str, first_line: int, aliases: bool) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_SafeLoader):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent) and not aliases:
            found = f"the alias *{event.anchor}"
            raise RioBravoError(
                code="RB-103", found=found, allowed="YAML without aliases", where=f"{where}, line {line}"
            )
        if depth > _DEEPEST:
            found = f"more than {_DEEPEST} levels"
            raise RioBravoError(
                code="RB-103", found=found, allowed=f"at most {_DEEPEST} levels", where=f"{where}, line {line}"
            )


def _told(error: yaml.YAMLError, where: str, first_line: int) -> dict[str, str]:
    mark = getattr(error, "problem_mark", None)
    found = getattr(error, "problem", None) or str(error)
    return {"found": found, "where": f"{where}, line {mark.line + first_line}" if mark else where}


def _root() -> Path:
    return PACKAGE.parents[1]


def _root_has(name: str) -> bool:
    return (_root() / name).exists()


def _folder(in_checkout: str, in_bundle: str, *, must_exist: bool = True) -> Path:
    folder = _root() / in_checkout if is_checkout() else PACKAGE / BUNDLE / in_bundle
    if must_exist and not folder.is_dir():
        raise RioBravoError(code="RB-101", found=f"no folder {folder.name}/", where=folder.parent)
    return folder
