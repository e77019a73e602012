"""``dataset/event_ids.csv``: which event has which id. A declared input that is committed; a build adds the ids it gives."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from riobravo.errors import RioBravoError

FILE = "event_ids.csv"
SCHEMA = pl.Schema({"event_id": pl.String, "anchor_mention_id": pl.String, "retired_into": pl.String})
"""The id, the mention it stands on, and the id that it became an alias of (null while it is alive)."""


def read(path: Path) -> pl.DataFrame:
    """The registry in a file; empty where there is no file yet.

    Raises:
        RioBravoError: RB-603 for a file of another form.
    """
    if not path.is_file():
        return pl.DataFrame(schema=SCHEMA)
    try:
        found = pl.read_csv(path, infer_schema=False)
        return found.select(list(SCHEMA))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RioBravoError(code="RB-603", found=error, allowed=", ".join(SCHEMA), where=path) from error


def beside(tables: Path) -> pl.DataFrame:
    """The registry that lies beside a folder ``tables``, as in a checkout; empty for other tables, and in a wheel.

    Raises:
        RioBravoError: as `read`.
    """
    return read(tables.parent / FILE if tables.name == "tables" else tables / FILE)


def retired(registry: pl.DataFrame) -> dict[str, str]:
    """The ids that are aliases, each with the id it leads to."""
    return dict(registry.drop_nulls("retired_into").select("event_id", "retired_into").iter_rows())


def render(registry: pl.DataFrame) -> str:
    """The registry as CSV, by id, so that a diff shows what was added."""
    return registry.select(list(SCHEMA)).sort("event_id").write_csv()
