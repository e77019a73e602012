"""The codebook page: whole, made of the declarations alone, the same twice, and fit to be read."""

from __future__ import annotations

import re

import pytest

from riobravo import ontology
from riobravo.ontology import EventType, Subtype
from riobravo.release.codebook import render
from riobravo.tables.model import load_tables

PAGE = render(ontology.load(), load_tables())


def test_the_same_declarations_give_the_same_page() -> None:
    """Rendering twice gives the same bytes, with one line break at the end."""
    assert render(ontology.load(), load_tables()) == PAGE
    assert PAGE.endswith("\n")
    assert not PAGE.endswith("\n\n")


@pytest.mark.parametrize("name", list(ontology.load().types))
def test_every_type_is_told_whole(name: str) -> None:
    """Definition, examples in both languages, the bad example, rules and every subtype stand in the page."""
    event_type = ontology.load().types[name]
    assert event_type.definition in PAGE
    entries: list[EventType | Subtype] = [event_type, *event_type.subtypes.values()]
    for entry in entries:
        for text in (entry.definition, *entry.example.values(), entry.bad_example.text, entry.bad_example.why):
            assert text.replace("|", "\\|") in PAGE
    assert all(f"**{rule.id}** {rule.rule}" in PAGE for rule in event_type.rules)


def test_every_code_rule_and_column_is_there() -> None:
    """Each code list, each chapter's rules and each table with its columns."""
    declared = ontology.load()
    assert all(rule.rule in PAGE for chapter in declared.chapters for rule in chapter.rules)
    assert all(f"| `{code}` | " in PAGE for code_list in declared.lists.values() for code in code_list.codes)
    assert all(f"| `{column}` | " in PAGE for table in load_tables().values() for column in table.columns)


def test_every_link_of_the_contents_has_its_heading() -> None:
    """The anchors of the contents are those of headings, and no two headings share one."""
    anchors = [
        "".join(char for char in title.lower() if char.isalnum() or char in " -_").replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", PAGE, flags=re.MULTILINE)
    ]
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= set(anchors)
    assert sorted(anchors) == sorted(set(anchors))


def test_the_tables_are_tables() -> None:
    """Every row of a Markdown table has as many cells as its head."""
    widths: list[int] = []
    for line in PAGE.splitlines():
        if not line.startswith("|"):
            widths = []
            continue
        widths.append(len(re.findall(r"(?<!\\)\|", line)))
        assert widths[-1] == widths[0], line
