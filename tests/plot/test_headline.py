"""The headline figure holds what the views count."""

from __future__ import annotations

import riobravo
from riobravo import ontology, plot


def test_the_headline_figure_holds_the_counts_of_the_views() -> None:
    """A panel a headline type and one of persons; each bar is a row of the view."""
    connection = riobravo.connect()
    headline_types = ontology.load().headline_types
    panels = plot.headline(connection).to_dict()["vconcat"][0]["vconcat"][0]["vconcat"]
    assert [panel["title"]["text"] for panel in panels[:-1]] == list(headline_types)
    for name, panel in zip(headline_types, panels, strict=False):
        shown = sum(row["n_events"] for row in panel["data"]["values"])
        query = "select sum(n_events) from events_by_month where event_type = ?"
        assert [(shown,)] == connection.execute(query, [name]).fetchall()
    persons = {row["period_start"][:7]: row["persons"] for row in panels[-1]["layer"][0]["data"]["values"]}
    assert persons["2025-02"] >= 29
    assert persons["2025-08"] >= 26
    assert persons["2026-01"] >= 37
