"""The corpus coded by a Ray cluster: files to batches to parts, as a pipeline of Ray Data.

Machines read the files and cut the same batches as one machine would of each, and actors code them with the same function. An
actor has a process of its own for the annotator, as on one machine, so that an article that ends it is known and kept out; a
machine or an actor that is lost costs the batches it was at, which Ray hands to another. Parts are written by the actors;
only their counts come back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from riobravo.corpus import local, parts, places
from riobravo.corpus.batches import Batch
from riobravo.corpus.parts import Counts
from riobravo.corpus.plan import Plan, Reading
from riobravo.corpus.pool import Pool
from riobravo.corpus.progress import Tally
from riobravo.errors import RioBravoError

if TYPE_CHECKING:
    from riobravo.articles.read import Item
    from riobravo.corpus.places import File

_UNIT_BYTES: Final = 32_000_000
"""Bytes of small files that one task reads. A larger file is read by one task, however large it is."""

_READING: Final = 0.25
"""Processors that reading takes: most of the time it waits for the coding."""

_COUNTS: Final = ("n_rows", "n_articles", "n_mentions", "n_quarantined")


def code(files: Sequence[File], plan: Plan, tally: Tally) -> list[str]:
    """The parts of all batches as sorted names in the folder; those that stand there whole are not made again.

    A cluster that this process knows or that ``RAY_ADDRESS`` names is used, else one is started on this machine. The workers
    are the most actors that code at a time; with 0 they are as many as there are processors, but for one that reads.

    Raises:
        RioBravoError: RB-105 without Ray, RB-606 where a part cannot be written.
    """
    ray = _ray()
    if not ray.is_initialized():
        ray.init(log_to_driver=False, include_dashboard=False)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False  # one line of ours tells it
    context.target_max_block_size = 1  # a batch is a block: seconds of work, to be had by any actor
    units = _units(files)
    actors = plan.workers or max(1, int(ray.cluster_resources().get("CPU", 1)) - 1)
    done = (
        ray.data.from_items([{"unit": number} for number in range(len(units))], override_num_blocks=len(units))
        .map_batches(
            partial(_batches, units=units, reading=plan.reading),
            batch_size=1,
            batch_format="pyarrow",
            num_cpus=_READING,
        )
        .map_batches(
            _Coder,
            batch_size=1,
            batch_format="pyarrow",
            fn_constructor_args=(partial(parts.made, annotate_all=plan.annotate_all), plan.folder),
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=actors, max_tasks_in_flight_per_actor=2),
            num_cpus=1,
        )
    )
    names = []
    for row in done.iter_rows():
        names.append(row["name"])
        tally.add(Counts(*(row[name] for name in _COUNTS)), from_before=row["from_before"])
    return sorted(names)


def _units(files: Sequence[File]) -> list[list[File]]:
    """The files in groups, each to be read by one task."""
    units: list[list[File]] = []
    size = _UNIT_BYTES
    for file in files:
        if size + file[2] > _UNIT_BYTES:
            units.append([])
            size = 0
        units[-1].append(file)
        size += file[2]
    return units


def _batches(numbers: pa.Table, *, units: Sequence[Sequence[File]], reading: Reading) -> Iterator[pa.Table]:
    """The batches of the files of a unit, one a table, as bytes."""
    for number in numbers["unit"].to_pylist():
        for batch in reading.batches(_items(units[number], reading)):
            payload = pa.array([batch.payload], pa.large_binary())
            yield pa.table({"key": [batch.key], "n_rows": [batch.n_rows], "payload": payload})


def _items(unit: Sequence[File], reading: Reading) -> Iterator[Item]:
    for location, origin, _ in unit:
        with places.opened(location) as path:
            yield from reading.items([(path, origin)])


class _Coder:
    """An actor: it codes batches in a process of its own, writes their parts and tells what is in them."""

    def __init__(self, work: Any, folder: str) -> None:
        self._pool = Pool(work, 1)
        self._folder = folder

    def __call__(self, rows: pa.Table) -> pa.Table:
        made = [self._row(Batch(row["key"], row["n_rows"], row["payload"])) for row in rows.to_pylist()]
        return pa.Table.from_pylist(made)

    def _row(self, batch: Batch) -> dict[str, Any]:
        there = places.part_of(self._folder, batch.key)
        if there is not None and there[1].n_rows == batch.n_rows:
            return _told(*there, from_before=True)
        ((_, part),) = local.coded_by(self._pool, [batch])
        name = parts.name_of(batch.key, part)
        places.save(part, self._folder, name)
        return _told(name, parts.counts(part), from_before=False)


def _told(name: str, counts: Counts, *, from_before: bool) -> dict[str, Any]:
    return {"name": name, "from_before": from_before, **{column: getattr(counts, column) for column in _COUNTS}}


def _ray() -> Any:
    try:
        import ray  # comes with the extra
        import ray.data
    except ImportError as error:
        raise RioBravoError(code="RB-105", found="ray", todo="pip install 'riobravo[cluster]'") from error
    return ray
