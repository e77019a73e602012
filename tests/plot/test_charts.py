"""Every chart: what it draws adds up to what counts, it says what it leaves out, and it is drawn offline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import riobravo
from riobravo import ontology, plot
from riobravo.counting import periods
from riobravo.errors import RioBravoError
from riobravo.plot import style
from riobravo.release import database
from riobravo.tables import model

CHARTS: dict[str, Callable[..., Any]] = {
    "timeline": plot.timeline,
    "persons": lambda *types, **options: plot.timeline(*types, measure="persons", **options),
    "split": lambda *types, **options: plot.timeline(*types, split="event_subtype", **options),
    "heatmap": plot.heatmap,
    "network": plot.network,
    "map": plot.map,
}


@pytest.fixture(scope="module")
def data() -> Iterator[duckdb.DuckDBPyConnection]:
    with riobravo.connect() as connection:
        yield connection


def _values(spec: Any, field: str) -> list[list[dict[str, Any]]]:
    """The rows of every layer that have a field, each set of rows once."""
    found: list[list[dict[str, Any]]] = []
    if isinstance(spec, dict):
        rows = spec.get("data", {}).get("values") if isinstance(spec.get("data"), dict) else None
        if isinstance(rows, list) and rows and field in rows[0]:
            found.append(rows)
        for value in spec.values():
            found += [rows for rows in _values(value, field) if rows not in found]
    elif isinstance(spec, list):
        for value in spec:
            found += [rows for rows in _values(value, field) if rows not in found]
    return found


def _words(chart: Any) -> str:
    spec = chart.to_dict()
    inner = spec["vconcat"][0]["title"]
    return " ".join([*inner["text"], *inner["subtitle"], *spec["title"]["text"]])


def _number(pattern: str, words: str) -> int:
    found = re.search(pattern, words)
    assert found, words
    return int(found[1].replace(",", ""))


def _n_counted(data: duckdb.DuckDBPyConnection, event_type: str) -> int:
    (n_counted,) = data.execute("select count(*) from events_counted where event_type = ?", [event_type]).fetchall()[0]
    return int(n_counted)


@pytest.mark.parametrize("event_type", ["extradition", "deployment"])
@pytest.mark.parametrize("by", ["month", "year"])
@pytest.mark.parametrize("name", ["timeline", "split"])
def test_bars_add_up_to_the_view(data: duckdb.DuckDBPyConnection, name: str, by: str, event_type: str) -> None:
    """The panels hold every event that stands in a period; what is shown and what is not are all that count."""
    chart = CHARTS[name](event_type, by=by, connection=data)
    shown = sum(row["n_events"] for rows in _values(chart.to_dict(), "bar_end") for row in rows)
    query = f"select sum(n_events) from events_by_{by} where event_type = ?"
    assert [(shown,)] == data.execute(query, [event_type]).fetchall()
    words = _words(chart)
    told = _number(r"([\d,]+) events shown", words), _number(r"; ([\d,]+) more lie", words)
    assert told == (shown, _n_counted(data, event_type) - shown)


def test_a_bar_of_persons_has_its_range(data: duckdb.DuckDBPyConnection) -> None:
    """Low, best and high of a year are those of the view of hand-overs."""
    handed_over = {
        "event_subtype": ["extradited", "transferred", "deported"], "source_country": "MEX", "target_country": "USA"
    }  # fmt: skip
    chart = plot.timeline("extradition", by="year", measure="persons", where=handed_over, connection=data)
    (rows,) = _values(chart.to_dict(), "persons_low")
    columns = ["n_events", "persons_low", "persons_best", "persons_high", "n_open_above"]
    shown = [(int(row["period"]), *(row[column] for column in columns)) for row in rows]
    query = f"select year, {', '.join(columns)} from extraditions_by_year where direction = 'MEX->USA' and n_events > 0"
    assert sorted(shown) == sorted(data.execute(query).fetchall())


def test_the_cells_of_the_heatmap_are_the_view(data: duckdb.DuckDBPyConnection) -> None:
    """A row a type, with its number for each year, in the order of the codebook."""
    (cells,) = _values(plot.heatmap(connection=data).to_dict(), "row")
    shown = {(cell["row"].split(" (")[0], int(cell["period"].rstrip("*"))): cell["n_events"] for cell in cells}
    found = data.execute("select event_type, year, n_events from events_by_year").fetchall()
    assert shown == {(event_type, year): n_events for event_type, year, n_events in found}
    assert list(dict.fromkeys(cell["row"].split(" (")[0] for cell in cells)) == list(ontology.load().types)


@pytest.mark.parametrize("ends", ["country", "sector", "actor"])
def test_the_bands_of_the_network_fill_their_bars(data: duckdb.DuckDBPyConnection, ends: Any) -> None:
    """At every end the bands lie side by side, and their events add up to the number in its name."""
    spec = plot.network(["threat", "demand"], ends=ends, connection=data).to_dict()
    (bands,) = _values(spec, "pair")
    bars = {(bar["side"], bar["label"]): bar for rows in _values(spec, "side") for bar in rows}
    touching: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for side, x in (("source", min), ("target", max)):
        edge = x(band["x"] for band in bands)
        for band in bands:
            if band["x"] == edge:
                touching[side, band[side]].append(band)
    assert {(side, label.rsplit(" (", 1)[0]) for side, label in bars} == set(touching)
    for (side, label), bar in bars.items():
        name, number = label.rstrip(")").rsplit(" (", 1)
        stack = sorted(touching[side, name], key=lambda band: band["top"])
        assert sum(band["n_events"] for band in stack) == int(number.replace(",", ""))
        tops = [band["top"] for band in stack] + [bar["bottom"]]
        assert tops == pytest.approx([bar["top"]] + [band["bottom"] for band in stack])


def test_the_network_and_the_map_tell_every_event(data: duckdb.DuckDBPyConnection) -> None:
    """Shown, too rare, off the map, without a side or a place: the numbers below a chart are all that count."""
    words = _words(plot.network("deployment", most=3, connection=data))
    patterns = [r"([\d,]+) events in 3 pairs", r"([\d,]+) more in", r"Of ([\d,]+) the two sides"]
    assert sum(_number(pattern, words) for pattern in patterns) == _n_counted(data, "deployment")
    chart = plot.map("deployment", connection=data)
    words = _words(chart)
    patterns = [r"([\d,]+) events shown", r"([\d,]+) more off", r"and ([\d,]+) without"]
    assert sum(_number(pattern, words) for pattern in patterns) == _n_counted(data, "deployment")
    circles = [rows for rows in _values(chart.to_dict(), "known_to") if "label" not in rows[0]]
    assert sum(row["n_events"] for rows in circles for row in rows) == _number(patterns[0], words)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_where_it_is_from(data: duckdb.DuckDBPyConnection, name: str) -> None:
    """Title, unit, source, licence and days stand on the picture itself, and so does what was asked for."""
    words = _words(CHARTS[name]("threat", where={"source_country": "USA"}, connection=data))
    assert words.startswith(("Threat", "Persons: threat"))
    for part in ("vents that happened", "Only: source country USA", "Source: Río Bravo", "CC BY 4.0", "2006-01-01 to"):
        assert part in words


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_of_nothing_is_drawn(name: str, tmp_path: Path) -> None:
    """Tables without events give an empty chart, not a failure."""
    with database.in_memory({}, model.load()) as empty:
        plot.save(CHARTS[name]("threat", connection=empty), tmp_path / "empty.svg")
    assert "<svg" in (tmp_path / "empty.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("by", ["month", "year"])
def test_days_bound_what_is_shown(data: duckdb.DuckDBPyConnection, by: str) -> None:
    """Since and until are days, as dates or as text; periods begin within them."""
    assert by in periods(data)
    chart = plot.timeline(by=by, since="2019-01-01", until=date(2020, 12, 31), connection=data)
    shown = {row["period"][:4] for rows in _values(chart.to_dict(), "bar_end") for row in rows}
    assert shown == {"2019", "2020"}


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plot.timeline("threats"), "did you mean threat"),
        (lambda: plot.timeline(by="yearly"), "allowed: month.*did you mean year"),
        (lambda: plot.timeline(measure="person"), "did you mean persons"),  # type: ignore[arg-type]
        (lambda: plot.timeline(split="subtype"), "did you mean event_subtype"),
        (lambda: plot.timeline(where={"source_sector": "ARMY"}), "value of source_sector 'ARMY'; allowed: GOV"),
        (lambda: plot.timeline(since="2025-13-01"), "2025-13-01.*allowed: a day as"),
        (lambda: plot.timeline(since="2025-02-01", until="2025-01-01"), "allowed: a first day before the last"),
        (lambda: plot.heatmap(rows="country"), "did you mean .*source_country"),
        (lambda: plot.network(ends="actors"), "did you mean actor"),  # type: ignore[arg-type]
        (lambda: plot.map("arests"), "did you mean arrest"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(draw: Callable[[], Any], message: str) -> None:
    """The message names what is close and what is allowed."""
    with pytest.raises(RioBravoError, match=rf"RB-630.*{message}"):
        draw()


def test_the_colours_are_told_apart_without_red_or_green() -> None:
    """No two colours of the palette look alike to the three kinds of dichromats (Viénot 1999 for red and green)."""
    for kind in ("protan", "deutan", "none"):
        seen = [_as_seen(colour, kind) for colour in style.PALETTE]
        for index, first in enumerate(seen):
            for second in seen[index + 1 :]:
                assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 > 0.1


def _as_seen(colour: str, kind: str) -> tuple[float, ...]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (value**2.2 for value in (red, green, blue))
    if kind == "protan":
        red = green = 0.11238 * red + 0.88762 * green
    elif kind == "deutan":
        red = green = 0.29275 * red + 0.70725 * green
    return tuple(value ** (1 / 2.2) for value in (red, green, blue))
