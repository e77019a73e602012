"""The queries of sql/: their headers, and the order in which they become views."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from riobravo.errors import RioBravoError
from riobravo.release import database, queries, views
from riobravo.release.queries import Query
from riobravo.tables import model


def _query(name: str, body: str) -> Query:
    return Query(name=name, folder="counts", title=name, grain="one row", counts="", example="", body=body)


def test_views_stand_behind_what_they_read() -> None:
    """The order follows from the SQL, whatever the order of the files."""
    given = [
        _query("a", "select * from b inner join c on b.x = c.x"),
        _query("b", "with own as (select x from c) select x from own"),
        _query("c", "select event_id as x from events where event_id in (select event_id from event_mentions)"),
    ]
    for order in (given, given[::-1]):
        assert [query.name for query in views.in_order(order, model.load_tables())] == ["c", "b", "a"]


def test_a_circle_is_told_with_its_members() -> None:
    """Two views that read each other cannot be made."""
    with pytest.raises(RioBravoError, match=r"RB-604.*a reads b reads a|RB-604.*b reads a reads b"):
        views.in_order([_query("a", "select * from b"), _query("b", "select * from a")], [])


def test_reading_what_does_not_exist_is_told() -> None:
    """A misspelt table is named, with the query that reads it."""
    with pytest.raises(RioBravoError, match=r"RB-302.*sql: a.*evnets"):
        views.in_order([_query("a", "select * from evnets")], ["events"])


def test_broken_sql_is_told() -> None:
    """A query that DuckDB cannot parse is an error of one line."""
    with pytest.raises(RioBravoError, match="RB-802"):
        views.in_order([_query("a", "selekt 1")], [])


def test_the_header_of_a_file_is_read(tmp_path: Path) -> None:
    """Keys, lines that continue them, and the query below; comments inside the query stay in it."""
    path = tmp_path / "v.sql"
    path.write_text(
        "-- title: A view\n-- grain: one row per\n--   thing\n-- a remark\n-- counts: things.\nselect 1 -- one\n",
        encoding="utf-8",
    )
    read = queries.read(path)
    assert (read.name, read.title, read.grain, read.counts) == ("v", "A view", "one row per thing", "things.")
    assert read.body == "select 1 -- one"


@pytest.mark.parametrize("text", ["select 1\n", "-- title: T\nselect 1\n", "-- grain: one row\nselect 1\n"])
def test_a_file_without_title_or_grain_is_refused(tmp_path: Path, text: str) -> None:
    """Nobody should have to guess what a row stands for."""
    (tmp_path / "v.sql").write_text(text, encoding="utf-8")
    with pytest.raises(RioBravoError, match="RB-608"):
        queries.read(tmp_path / "v.sql")


def test_every_view_says_what_counts_and_gives_an_example() -> None:
    """The headers of views and macros are whole, and what an example shows comes in one order."""
    found = queries.view_queries()
    assert [query.name for query in found if not (query.counts and query.example)] == []
    assert [query.name for query in found if not query.grain.startswith("one row per")] == []
    assert [query.name for query in found if "order by" not in f"{query.example} {query.body * query.is_macro}"] == []


def test_no_parameter_of_a_macro_can_be_taken_for_a_column() -> None:
    """A column of that name would win, or be hidden, in silence."""
    asked = [name.split(" ")[0] for query in queries.view_queries() for name in query.parameters.split(", ") if name]
    assert asked
    assert [name for name in asked if not name.startswith("asked_")] == []


def test_a_macro_is_asked_with_its_arguments(tmp_path: Path) -> None:
    """Its file is a view's with parameters; one with a default may be left out."""
    path = tmp_path / "m.sql"
    path.write_text(
        "-- title: M\n-- parameters: asked_low, asked_by := 2\n-- grain: one row per number\n"
        "select asked_low * asked_by as number\n",
        encoding="utf-8",
    )
    read = queries.read(path)
    assert (read.is_macro, read.signature, read.relation) == (True, "m(asked_low, asked_by := 2)", "m(null)")
    with duckdb.connect() as connection:
        assert views.create_views(connection, [read]) == ("m",)
        assert connection.execute("from m(4) union all from m(4, asked_by := 5)").fetchall() == [(8,), (20,)]


def test_every_example_runs() -> None:
    """What a header shows can be pasted and asked."""
    with database.in_memory({}, model.load()) as connection:
        for query in queries.view_queries():
            connection.execute(query.example)
        names = {
            row[0] for row in connection.execute("select view_name from duckdb_views() where not internal").fetchall()
        }
        macros = "select function_name from duckdb_functions() where function_type = 'table_macro' and not internal"
        names |= {row[0] for row in connection.execute(macros).fetchall()}
    assert names == {query.name for query in queries.view_queries()}


def test_no_query_uses_what_old_versions_lack() -> None:
    """The words that DuckDB 1.0 or the browser lack are in no query."""
    banned = ("->", "lambda", "json", "icu", "macro", "riobravo.", "main.", "memory.", "timezone", "strftime")
    found = [
        (query.name, word)
        for query in (*queries.view_queries(), *queries.check_queries(of_dataset=True))
        for word in banned
        if word in query.body.replace("MEX->USA", "").replace("USA->MEX", "").lower()
    ]
    assert found == []


def test_views_carry_their_header_as_comment() -> None:
    """Who looks at the database sees grain and rule, of macros too."""
    with database.in_memory({}, model.load()) as connection:
        comments = dict(
            connection.execute("select view_name, comment from duckdb_views() where not internal").fetchall()
        )
        macros = (
            "select function_name, comment from duckdb_functions() where function_type = 'table_macro' and not internal"
        )
        comments |= dict(connection.execute(macros).fetchall())
    assert [query.name for query in queries.view_queries() if comments[query.name] != views.comment(query)] == []
    assert "one row per event that counts" in comments["events_counted"]


def test_the_parser_knows_tables_from_their_aliases() -> None:
    """Common table expressions and aliases are no tables."""
    query = "with a as (select * from b as c) select * from a, (select * from d)"
    assert views.tables_read([query]) == [{"b", "d"}]
    with pytest.raises(duckdb.Error), duckdb.connect() as connection:
        connection.execute("select * from b")
