"""The estimate of docs/scale.md is the one that the measured numbers give, and its arithmetic is right."""

from __future__ import annotations

from riobravo import resources
from tools import scale

MEASURED = {
    "coding": {
        "news": {"seconds_an_article": 0.01, "says": "news"},
        "briefs": {"seconds_an_article": 0.1, "says": "briefs"},
        "part_kb_an_article": 2,
        "mentions_an_article": 0.5,
    },
    "resolving": {
        "now": [{"mentions": 1024, "cpu_seconds": 1.024, "peak_mb": 3}],
        "before": [{"mentions": 1024, "cpu_seconds": 1, "peak_mb": 9}],
        "bytes_an_article": 1000,
    },
    "cluster": {"articles": 1_000_000, "machines": [1, 10], "processes_a_machine": 10},
}


def test_the_page_holds_the_estimate_of_what_was_measured() -> None:
    """Else: make scale."""
    text = scale.PAGE.read_text(encoding="utf-8")
    assert scale.page(text, resources.load_yaml(scale.MEASURED)) == text
    assert f"figures/{scale.FIGURE.name}" in text


def test_the_arithmetic() -> None:
    """Seconds through processes, kilobytes and milliseconds times mentions."""
    told = scale.estimate(MEASURED)
    assert "| news: 1,000,000 · 0.01 s = 10,000 s | 17 min | 2 min |" in told
    assert "| briefs: 1,000,000 · 0.1 s = 100,000 s | 2.8 h | 17 min |" in told
    assert "1,000,000 · 2 KB = 2 GB" in told
    assert (
        "1,000,000 · 0.5 = 500,000 mentions. At 3.0 KB and 1.00 ms a mention, as of 1,024, that is 1 GB and 8 min"
        in told
    )
    assert "1 GB for ids" in told


def test_the_figure_draws_every_run() -> None:
    """Memory and time, now and before."""
    chart = scale.figure(MEASURED).to_dict()
    assert [panel["title"]["text"] for panel in chart["hconcat"]] == list(scale._PANELS.values())
    assert len(chart["data"]["values"]) == 4
