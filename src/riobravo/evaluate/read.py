"""Codings as tables: a folder that `annotate` or `build` wrote, or one Parquet file of mentions among its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.evaluate.claims import Claim, claims

_DEFAULT = "mentions"


@dataclass(frozen=True, slots=True)
class Coded:
    """The claims by article (every article that was read, those without a mention too), and the table of articles."""

    claims: Mapping[str, Sequence[Claim]]
    articles: pl.DataFrame

    @property
    def languages(self) -> dict[str, str]:
        """The language of every article."""
        return dict(self.articles.select("article_id", "language").iter_rows())


def read(path: Path, *, split: str | None = None) -> Coded:
    """A coding. Mentions of one event and article are one claim where the folder holds event_mentions.

    Args:
        path: A folder with articles.parquet and mentions.parquet, or a file of mentions beside articles.parquet.
        split: Only articles of that split.

    Raises:
        RioBravoError: RB-701 where the tables are missing, RB-603 for what is not Parquet, RB-702 for a split that no article
            has.
    """
    file = path / f"{_DEFAULT}.parquet" if path.is_dir() else path
    articles = _table(file.with_name("articles.parquet"))
    mentions = _table(file)
    if split is not None:
        articles = articles.filter(pl.col("split") == split) if "split" in articles.columns else articles.clear()
        if articles.is_empty():
            raise RioBravoError(code="RB-702", found=split, where=file.parent)
    members = file.with_name("event_mentions.parquet")
    groups = dict(_table(members).select("mention_id", "event_id").iter_rows()) if members.is_file() else {}
    found = claims(mentions, groups)
    return Coded({name: found.get(name, []) for name in articles["article_id"]}, articles)


def _table(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise RioBravoError(code="RB-701", found=f"no {path.name}", where=path.parent)
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RioBravoError(code="RB-603", found=error, where=path) from error
