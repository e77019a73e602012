"""The README says what the dataset says: its query gives the result printed under it."""

from __future__ import annotations

import re
from pathlib import Path

import riobravo

README = Path(__file__).parents[1] / "README.md"


def test_the_query_gives_the_printed_result() -> None:
    """The SQL block, run on the committed tables, gives the CSV block that follows it."""
    text = README.read_text(encoding="utf-8")
    found = re.search(r"```sql\n(?P<query>.*?)```\s*```csv\n(?P<result>.*?)```", text, re.DOTALL)
    assert found is not None
    relation = riobravo.connect().sql(found["query"])
    rows = [",".join(map(str, row)) for row in relation.fetchall()]
    assert found["result"].splitlines() == [",".join(relation.columns), *rows]


def test_the_commands_exist() -> None:
    """Every make target and command that the README names exists."""
    text = README.read_text(encoding="utf-8")
    makefile = (README.parent / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^    make (\w+)", text, re.MULTILINE)
    assert targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
