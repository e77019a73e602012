"""Figures: drawn from the data, in every form, with what a reader looks for."""

from __future__ import annotations

from pathlib import Path

import riobravo
from riobravo import plot


def test_the_headline_figure_holds_the_counts_of_the_views() -> None:
    """A panel a headline type and one of persons; each bar is a row of the view."""
    connection = riobravo.connect()
    spec = plot.headline(connection).to_dict()
    titles = [panel["title"] for panel in spec["vconcat"]]
    assert [title.split(",")[0] for title in titles[:4]] == ["extradition", "deployment", "withdrawal", "threat"]
    shown = sum(row["n_events"] for row in spec["vconcat"][0]["data"]["values"])
    counted = connection.sql("select sum(n_events) from events_by_month where event_type = 'extradition'").fetchall()
    assert shown == counted[0][0]
    persons = {row["month"][:7]: row["persons"] for row in spec["vconcat"][4]["layer"][0]["data"]["values"]}
    assert persons["2025-02"] >= 29
    assert persons["2025-08"] >= 26
    assert persons["2026-01"] >= 37


def test_a_figure_is_saved_as_picture_and_page(tmp_path: Path) -> None:
    """PNG, SVG and HTML, without a network."""
    chart = plot.headline()
    plot.save(chart, tmp_path / "f.png", tmp_path / "f.svg", tmp_path / "f.html")
    assert (tmp_path / "f.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "f.svg").read_text(encoding="utf-8")
    assert "vega" in (tmp_path / "f.html").read_text(encoding="utf-8")
