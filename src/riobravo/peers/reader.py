"""Reads files of another dataset into the columns of ours; what cannot be read is told row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import polars as pl

from riobravo.errors import RioBravoError
from riobravo.peers import Scope, crosswalk, declared
from riobravo.peers.declared import Cell, Peers, Source
from riobravo.peers.files import Opened, opened
from riobravo.tables import as_polars, frames, model
from riobravo.tables.model import Field, Table

SCOPES: tuple[Scope, ...] = get_args(Scope)

_FAULT = "fault"
_GIVEN = "given."


@dataclass(frozen=True, slots=True)
class Peer:
    """What was read of another dataset: frames of the tables peer_events, peer_quarantine and peer_sources."""

    events: pl.DataFrame
    quarantine: pl.DataFrame
    source: pl.DataFrame


def read(name: str, path: Path | str, *, scope: Scope = "actors") -> Peer:
    """The events of another dataset (``gdelt``, ``polecat``, ``acled``, ``ucdp``) in a file, or in all files of a folder.

    ``scope`` is actors (an actor or the place is of the countries of our dataset, the rule of ours), dyads (one actor is of
    one of these countries and the other of another) or world (all).

    Raises:
        RioBravoError: RB-621 for another name, RB-201 or RB-202 for a file that is not there or not to be opened, RB-622
            for one that is not laid out as it should be, RB-623 for ``dyads`` where actors have no country, RB-607 for
            another scope.
    """
    peers = declared.load()
    source = peers.source(name)
    if scope not in SCOPES:
        raise RioBravoError(code="RB-607", found=scope, allowed=", ".join(SCOPES), where="riobravo.peers.read")
    if scope == "dyads" and not source.is_actor_country_given:
        raise RioBravoError(code="RB-623", found="no countries of actors", where=name)
    parts = [_of_file(file, source, peers.tables[declared.EVENTS], scope) for file in _files(Path(path))]
    return _joined(parts, source, peers)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    if not found:
        raise RioBravoError(code="RB-201", found="an empty folder", allowed="files", where=path)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """What one file gave: events with their origin, rows of the quarantine, and the first and last day covered."""

    events: pl.DataFrame
    quarantine: list[dict[str, Any]]
    n_rows: int
    n_out_of_scope: int
    covers: tuple[date | None, date | None]


def _of_file(path: Path, source: Source, table: Table, scope: Scope) -> _Part:
    kept, faults = [as_polars.empty(table)], []
    n_read, n_kept = 0, 0
    covers: tuple[date | None, date | None] = (None, None)
    with opened(path, source) as file:
        for batch in file.batches():
            made = _events(batch, source, table)
            sound = made.filter(pl.col(_FAULT).is_null()).drop(_FAULT)
            faults.append(made.filter(pl.col(_FAULT).is_not_null()).select("peer_event_id", _FAULT))
            kept.append(_in_scope(sound, scope))
            covers = _span(sound[file.layout.covers], *covers)
            n_read, n_kept = n_read + sound.height, n_kept + kept[-1].height
        quarantine = _quarantine(path, source, file, faults)
    if quarantine and not n_read:
        detail = quarantine[0]["detail"]
        raise RioBravoError(code="RB-622", found=f"no sound row: {detail}", allowed=source.file, where=path)
    events = pl.concat(kept).with_columns(origin=pl.lit(path.name))
    return _Part(events, quarantine, n_read + len(quarantine), n_read - n_kept, covers)


def _events(batch: pl.DataFrame, source: Source, table: Table) -> pl.DataFrame:
    """The rows in the columns of peer_events, and in ``fault`` what is wrong with the row, if anything is."""
    fields = [field for field in table.fields if field.name in source.cells]
    texts = batch.select(_text(field, source.cells[field.name]) for field in fields)
    values = texts.with_columns(_value(field, source.cells[field.name]) for field in fields)
    given = texts.select(pl.all().name.prefix(_GIVEN))
    faults = [fault for field in fields for fault in _faults(field, source.cells[field.name], table)]
    read = pl.concat([values, given], how="horizontal").with_columns(pl.coalesce(faults).alias(_FAULT))
    return _with_types(read.drop(given.columns), source, table)


def _text(field: Field, cells: tuple[Cell, ...]) -> pl.Expr:
    """What their columns give, as one text; null where nothing is given."""
    if len(cells) == 1:
        return _text_of(cells[0]).alias(field.name)
    joined = pl.concat_str([_text_of(cell) for cell in cells], separator="/", ignore_nulls=True)
    return _when(joined != "", joined).alias(field.name)


def _text_of(cell: Cell) -> pl.Expr:
    if cell.column is None:
        return pl.lit(None, pl.String)
    text = pl.col(cell.column)
    if cell.split is not None:
        text = text.str.replace(f"(?s){cell.split}.*", "")
    text = text.str.strip_chars().replace(["", *cell.nulls], None)
    if cell.first is not None:
        text = text.str.head(cell.first)
    if cell.case is None:
        return text
    return text.str.to_uppercase() if cell.case == "upper" else text.str.to_lowercase()


def _value(field: Field, cells: tuple[Cell, ...]) -> pl.Expr:
    """A column of ours from that text; null where the text cannot be read so."""
    dtype = as_polars.dtype(field)
    text = pl.col(field.name)
    if len(cells) > 1:
        return text
    (cell,) = cells
    if cell.column is None:
        return pl.lit(cell.value, dtype).alias(field.name)
    if cell.codes is not None:
        return text.replace_strict(list(cell.codes), list(cell.codes.values()), default=None, return_dtype=dtype)
    if cell.formats:
        return pl.coalesce([text.str.to_date(form, strict=False) for form in cell.formats])
    value = text.cast(dtype, strict=False)
    if field.minimum is not None:
        value = _when(value >= field.minimum, value)
    if field.maximum is not None:
        value = _when(value <= field.maximum, value)
    return value if cell.pattern is None else _when(value.str.contains(cell.pattern), value)


def _faults(field: Field, cells: tuple[Cell, ...], table: Table) -> Iterator[pl.Expr]:
    """What is wrong with a value: it is given and cannot be read, or it is needed and not given."""
    value, given = pl.col(field.name), pl.col(f"{_GIVEN}{field.name}")
    if len(cells) == 1 and not cells[0].is_lenient and cells[0].column is not None:
        told = pl.format("{} {}", pl.lit(cells[0].column), given)
        yield _when(value.is_null() & given.is_not_null(), told)
    if field.name in table.required:
        yield _when(value.is_null(), pl.lit(f"no {field.name}"))


def _when(holds: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(holds).then(value)


def _with_types(read: pl.DataFrame, source: Source, table: Table) -> pl.DataFrame:
    """The rows with the types and codes that their codes stand for; what they give themselves is kept."""
    codes = read["peer_code"].unique(maintain_order=True).to_list()
    twins = [{"peer_code": code, **asdict(crosswalk.twin(code, source.codes))} for code in codes]
    known = frames.conform(pl.DataFrame(twins, infer_schema_length=None), table).select("peer_code", *crosswalk.COLUMNS)
    both = read.join(known, on="peer_code", how="left", nulls_equal=True, suffix="_of_code", maintain_order="left")
    given = [name for name in crosswalk.COLUMNS if f"{name}_of_code" in both.columns]
    both = both.with_columns(pl.coalesce(name, f"{name}_of_code") for name in given)
    made = frames.conform(both.with_columns(peer=pl.lit(source.name)), table)
    return made.with_columns(both[_FAULT])


def _span(dates: pl.Series, first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """The first and last day of these rows and of those before."""
    days = [day for day in (first, last, dates.min(), dates.max()) if isinstance(day, date)]
    return (min(days), max(days)) if days else (None, None)


def _in_scope(events: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    declarations = model.load()
    ours = list(declarations.scope.countries)
    if scope == "actors":
        return events.filter(pl.any_horizontal(pl.col(name).is_in(ours) for name in declarations.scope.columns))
    if scope == "dyads":
        source, target = pl.col("source_country"), pl.col("target_country")
        return events.filter(source.is_in(ours) & target.is_in(ours) & (source != target))
    return events


def _quarantine(path: Path, source: Source, file: Opened, faults: list[pl.DataFrame]) -> list[dict[str, Any]]:
    """The rows of a file that were kept out: lines that are no rows, then rows with a value that is none."""
    told = {"peer": source.name, "origin": path.name}
    rows: list[dict[str, Any]] = []
    for line in file.broken():
        error = RioBravoError(code="RB-624", found=line.why)
        rows.append({**told, "position": line.line, "reason": error.code, "detail": error.detail})
    for fault in pl.concat(faults).iter_rows(named=True) if faults else ():
        error = RioBravoError(code="RB-625", found=fault[_FAULT])
        rows.append({**told, "peer_event_id": fault["peer_event_id"], "reason": error.code, "detail": error.detail})
    return rows


def _joined(parts: list[_Part], source: Source, peers: Peers) -> Peer:
    """All files as one: an event that comes twice is kept once, and the other told."""
    everything = pl.concat([part.events for part in parts])
    twice = ~pl.struct(source.unique).is_first_distinct()
    again = everything.filter(twice)
    error = RioBravoError(code="RB-626", found="")
    rows = [row for part in parts for row in part.quarantine]
    rows += [
        {"peer": source.name, "origin": origin, "peer_event_id": name, "reason": error.code, "detail": error.detail}
        for origin, name in again.select("origin", "peer_event_id").iter_rows()
    ]
    days = [day for part in parts for day in part.covers if day is not None]
    told = {
        "peer": source.name,
        "title_of_peer": source.title,
        "peer_covers_from": min(days, default=None),
        "peer_covers_to": max(days, default=None),
        "peer_types": crosswalk.reachable(source.codes),
        "is_actor_country_given": source.is_actor_country_given,
        "n_rows": sum(part.n_rows for part in parts),
        "n_quarantined": len(rows),
        "n_out_of_scope": sum(part.n_out_of_scope for part in parts),
        "citation": source.citation,
        "licence_of_peer": source.licence,
        "notes": source.notes,
    }
    tables = peers.tables
    events, quarantine = tables[declared.EVENTS], tables[declared.QUARANTINE]
    return Peer(
        events=frames.sort(frames.conform(everything.filter(~twice), events), events),
        quarantine=frames.sort(frames.frame(rows, quarantine), quarantine),
        source=frames.frame([told], tables[declared.SOURCES]),
    )
