"""The README says what the dataset says: its query gives the result printed under it."""

from __future__ import annotations

import re
from pathlib import Path

import riobravo

README = Path(__file__).parents[1] / "README.md"


def test_the_queries_give_the_printed_results() -> None:
    """Each SQL block, run on the committed tables, gives the CSV block that follows it."""
    text = README.read_text(encoding="utf-8")
    pairs = re.findall(r"```sql\n(.*?)```\s*```csv\n(.*?)```", text, re.DOTALL)
    assert len(pairs) == text.count("```sql")
    for query, result in pairs:
        relation = riobravo.connect().sql(query)
        rows = [",".join(map(str, row)) for row in relation.fetchall()]
        assert result.splitlines() == [",".join(relation.columns), *rows]


def test_the_briefs_that_results_name_exist() -> None:
    """Whoever wants to check a number finds the files it rests on, where the README says they lie."""
    named = re.findall(r"^[^\n]*,((\d{4})-\d\d-\d\d-[a-z0-9-]+),", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert named
    articles = README.parent / "dataset/articles"
    assert [brief for brief, year in named if not (articles / year / f"{brief}.md").is_file()] == []


def test_the_pictures_exist() -> None:
    """Every picture that the README shows lies in the repository."""
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert pictures
    assert [name for name in pictures if not (README.parent / name).is_file()] == []


def test_the_commands_exist() -> None:
    """Every make target and command that the README names exists."""
    text = README.read_text(encoding="utf-8")
    makefile = (README.parent / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^    make (\w+)", text, re.MULTILINE)
    assert targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
