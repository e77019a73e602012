"""A table as a page for people: what a row stands for, and what each column holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riobravo.tables.model import Field, Table


def page(table: Table) -> str:
    """The table as Markdown: a heading of the second level, its grain and keys, and a row for each column."""
    lines = [
        f"## {table.name}",
        "",
        table.description,
        "",
        f"- Grain: {table.grain}",
        f"- Key: {_names(table.key)}",
        f"- Sorted by: {_names(table.sort)}",
    ]
    lines += [
        f"- `{foreign.column}` is a `{foreign.target}` of [{foreign.table}](#{foreign.table})"
        for foreign in table.foreign_keys
    ]
    lines += ["", "| column | type | null | description |", "| --- | --- | --- | --- |"]
    lines += [row for field in table.fields for row in _rows(field, null=field.name not in table.required)]
    return "\n".join(lines) + "\n"


def _rows(field: Field, *, null: bool, within: str = "") -> list[str]:
    name = f"{within}{field.name}"
    row = f"| `{name}` | {_cell(field.type)} | {'yes' if null else 'no'} | {_cell(_words(field))} |"
    return [row, *(inner for part in field.fields for inner in _rows(part, null=True, within=f"{name}[]."))]


def _words(field: Field) -> str:
    words = [field.description]
    if field.unit:
        words.append(f"Unit: {field.unit}.")
    if field.codes:
        words.append(f"One of the {field.codes.replace('_', ' ')}.")
    if field.one_of:
        words.append(f"One of: {_names(field.one_of)}.")
    if field.pattern:
        words.append(f"Matches `{field.pattern}`.")
    if field.minimum is not None or field.maximum is not None:
        bounds = [f"at least {field.minimum:g}"] if field.minimum is not None else []
        bounds += [f"at most {field.maximum:g}"] if field.maximum is not None else []
        words.append(f"{' and '.join(bounds).capitalize()}.")
    return " ".join(words)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
