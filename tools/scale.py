"""The figure and the estimate of docs/scale.md, made of what was measured (bench/measured.yaml).

python tools/scale.py          # writes both
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from riobravo import generated, resources
from riobravo.plot import style

ROOT: Final = Path(__file__).parents[1]
MEASURED: Final = ROOT / "bench" / "measured.yaml"
PAGE: Final = ROOT / "docs" / "scale.md"
FIGURE: Final = ROOT / "docs" / "figures" / "growth.svg"
BLOCK: Final = "estimate"
MADE_BY: Final = "make scale"

_PANELS: Final = {"peak_mb": "Peak memory, MB", "cpu_seconds": "Processor seconds"}
_WAYS: Final = {"now": "component by component", "before": "all mentions at once (before)"}


def figure(measured: Mapping[str, Any]) -> Any:
    """Memory and time of resolving by the number of mentions, on logarithmic axes: a straight line is a power."""
    alt = style.altair()
    rows = [
        {"way": says, "mentions": run["mentions"], "what": what, "value": run[what]}
        for way, says in _WAYS.items()
        for run in measured["resolving"][way]
        for what in _PANELS
    ]
    colours = alt.Scale(domain=list(_WAYS.values()), range=list(style.PALETTE[: len(_WAYS)]))
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("mentions:Q", scale=alt.Scale(type="log"), title="mentions", axis=alt.Axis(format="~s")),
        y=alt.Y("value:Q", scale=alt.Scale(type="log"), title=None, axis=alt.Axis(format="~s")),
        color=alt.Color("way:N", scale=colours, title=None, legend=alt.Legend(orient="bottom")),
    )
    panels = [
        base.transform_filter(alt.datum.what == what)
        .mark_line(point=True)
        .properties(width=style.WIDTH // 2 - 40, height=220, title=style.panel_title(title))
        for what, title in _PANELS.items()
    ]
    return alt.hconcat(*panels).configure_axis(labelFontSize=style.FONT, titleFontSize=style.FONT, grid=False)


def estimate(measured: Mapping[str, Any]) -> str:
    """What a very large corpus takes, with the arithmetic."""
    coding, resolving, cluster = measured["coding"], measured["resolving"], measured["cluster"]
    articles, processes = cluster["articles"], cluster["processes_a_machine"]
    rows = []
    for kind in (coding["news"], coding["briefs"]):
        alone = articles * kind["seconds_an_article"]
        hours = [_hours(alone / (processes * machines)) for machines in cluster["machines"]]
        rows.append((f"{kind['says']}: {articles:,} · {kind['seconds_an_article']} s = {alone:,.0f} s", *hours))
    head = ("coding", *(f"N = {machines}" for machines in cluster["machines"]))
    mentions = articles * coding["mentions_an_article"]
    largest = resolving["now"][-1]
    kb = largest["peak_mb"] * 1024 / largest["mentions"]
    cpu = largest["cpu_seconds"] / largest["mentions"]
    gb_of_mentions, gb_of_articles = mentions * kb / 1024**2, articles * resolving["bytes_an_article"] / 1e9
    parts = articles * coding["part_kb_an_article"] / 1e6
    return "\n\n".join(
        [
            f"Of {articles:,} articles on N machines with {processes} processes each, by what was measured: seconds an "
            f"article, times the articles, through {processes} · N.",
            "\n".join(generated.table(head, rows, has_numbers=True)),
            f"Parts: {articles:,} · {coding['part_kb_an_article']} KB = {parts:,.0f} GB. Resolving, on one machine: of general "
            f"news {articles:,} · {coding['mentions_an_article']} = {mentions:,.0f} mentions. At {kb:.1f} KB and "
            f"{cpu * 1000:.2f} ms a mention, as of {largest['mentions']:,}, that is {gb_of_mentions:,.0f} GB and "
            f"{_hours(mentions * cpu)}, and {gb_of_articles:,.0f} GB for ids, places and stories of the articles.",
        ]
    )


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:,.1f} h" if seconds >= 3600 else f"{seconds / 60:,.0f} min"


def page(text: str, measured: Mapping[str, Any]) -> str:
    """The page with the estimate made anew."""
    return generated.replaced(text, BLOCK, MADE_BY, estimate(measured), where=PAGE.name)


def main() -> None:
    """Writes the figure and the block of the page."""
    measured = resources.load_yaml(MEASURED)
    figure(measured).save(str(FIGURE))
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")


if __name__ == "__main__":
    main()
