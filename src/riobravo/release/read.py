"""Parquet tables back from files, in the types that the declarations ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from riobravo.errors import RioBravoError

if TYPE_CHECKING:
    from riobravo.tables.model import Table


def tables_folder(path: Path) -> Path:
    """The folder that holds the Parquet files: ``path`` itself, or ``path/tables``.

    Raises:
        RioBravoError: RB-602.
    """
    for folder in (path, path / "tables"):
        if folder.is_dir() and any(folder.glob("*.parquet")):
            return folder
    raise RioBravoError(code="RB-602", found="no *.parquet" if path.is_dir() else "no such folder", where=path)


def read_tables(folder: Path, declared: Mapping[str, Table]) -> dict[str, pl.DataFrame]:
    """The declared tables whose files are there, with the columns and types the files have.

    Closed lists come as plain strings, as everywhere between stages. Nothing is repaired: validation has to see it.

    Raises:
        RioBravoError: RB-603 for a file that is not Parquet.
    """
    return {name: read_table(folder / f"{name}.parquet") for name in declared if (folder / f"{name}.parquet").is_file()}


def scan_tables(folder: Path, names: Collection[str]) -> dict[str, pl.LazyFrame]:
    """The tables of those names, to be read when and as far as rows of them are asked for.

    Raises:
        RioBravoError: RB-602 for a file that is not there, RB-603 for one that is not Parquet.
    """
    return {name: _scan(folder / f"{name}.parquet") for name in names}


def _scan(path: Path) -> pl.LazyFrame:
    if not path.is_file():
        raise RioBravoError(code="RB-602", found=f"no {path.name}", where=path.parent)
    data = pl.scan_parquet(path)
    try:
        data.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RioBravoError(code="RB-603", found=error, allowed="Parquet", where=path) from error
    return data


def read_table(path: Path) -> pl.DataFrame:
    """One file. Raises as `read_tables`."""
    data = pl.DataFrame(read_arrow(path))
    return data.with_columns(pl.col(pl.Categorical).cast(pl.String))


def read_arrow(path: Path) -> pa.Table:
    """One file as an Arrow table, with the words about its columns. Raises as `read_tables`."""
    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise RioBravoError(code="RB-603", found=error, allowed="Parquet", where=path) from error
