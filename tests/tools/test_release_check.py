"""The comparison of two releases sees what differs, and nothing else."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import duckdb
import pytest

TOOL = Path(__file__).parents[2] / "tools" / "release_check.py"


@pytest.fixture(scope="module")
def tool() -> Any:
    spec = spec_from_file_location("release_check", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _folder(path: Path, *, sql: str = "") -> Path:
    (path / "tables").mkdir(parents=True)
    (path / "tables" / "a.parquet").write_bytes(b"PAR1")
    (path / "x.duckdb.sha256").write_text(path.name, encoding="utf-8")
    with duckdb.connect(str(path / "x.duckdb")) as connection:
        connection.execute("create table t as select range as n from range(10); create view v as select n from t;")
        connection.execute("create macro m(x) as table select x as y;" + sql)
    return path


def test_the_same_twice_is_no_difference(tool: Any, tmp_path: Path) -> None:
    """Databases with other bytes and the same content are the same."""
    one, two = (
        _folder(tmp_path / "one"),
        _folder(tmp_path / "two", sql="checkpoint; create table u (i int); drop table u;"),
    )
    assert (one / "x.duckdb").read_bytes() != (two / "x.duckdb").read_bytes()
    assert list(tool.differences(one, two)) == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("update t set n = 11 where n = 3", "x.duckdb: rows of t differs"),
        ("create or replace view v as select n + 1 as n from t", "x.duckdb: view v differs"),
        ("create or replace macro m(x) as table select x + 1 as y", "x.duckdb: macro m differs"),
        ("comment on column t.n is 'n'", "x.duckdb: column t.n differs"),
        ("create table more (i int)", "x.duckdb: table more differs"),
    ],
)
def test_a_difference_in_a_database_is_named(tool: Any, tmp_path: Path, sql: str, found: str) -> None:
    """Rows, views, macros, comments, tables."""
    assert found in list(tool.differences(_folder(tmp_path / "one"), _folder(tmp_path / "two", sql=sql)))


def test_a_difference_in_a_file_is_named(tool: Any, tmp_path: Path) -> None:
    """The first byte that differs with what stands around it; a file that only one has."""
    one, two = _folder(tmp_path / "one"), _folder(tmp_path / "two")
    (two / "tables" / "a.parquet").write_bytes(b"PAR2")
    (one / "more.txt").write_text("", encoding="utf-8")
    assert list(tool.differences(one, two)) == [
        f"more.txt: only in {one}",
        "tables/a.parquet: byte 3 of 4 and 4: b'PAR1' and b'PAR2'",
    ]
