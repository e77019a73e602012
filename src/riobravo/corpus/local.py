"""The corpus coded on this machine: batches to parts, by processes or by this one, going on from the parts that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from riobravo.corpus import batches, parts
from riobravo.corpus.batches import Batch
from riobravo.corpus.plan import Plan
from riobravo.corpus.pool import Pool, Task
from riobravo.corpus.progress import Tally


def code(files: Sequence[tuple[Path, str]], plan: Plan, tally: Tally) -> list[str]:
    """The parts of all batches, in order, as names in the folder; those that stand there whole are not made again.

    Without workers it is done in this process, where an article that ends it ends the run.

    Raises:
        RioBravoError: RB-606 where a part cannot be written, RB-416 where processes end as they start.
    """
    folder = Path(plan.folder)
    names: dict[str, str] = {}
    missing = _missing(plan.reading.batches(plan.reading.items(files)), folder, names, tally)
    work = partial(parts.made, annotate_all=plan.annotate_all)
    here = ((one.key, work(one.payload)) for one in missing)
    for key, part in _in_processes(missing, work, plan.workers) if plan.workers else here:
        names[key] = parts.name_of(key, part)
        parts.save(part, folder / names[key])
        tally.add(parts.counts(part))
    return list(names.values())


def _missing(found: Iterable[Batch], folder: Path, names: dict[str, str], tally: Tally) -> Iterator[Batch]:
    there = parts.by_key(path.name for path in folder.iterdir())
    for batch in found:
        names[batch.key] = there.get(batch.key, "")
        counts = parts.whole_at(folder / names[batch.key])
        if counts is not None and counts.n_rows == batch.n_rows:
            tally.add(counts, from_before=True)
        else:
            yield batch


def _in_processes(missing: Iterable[Batch], work: partial[bytes], workers: int) -> Iterator[tuple[str, bytes]]:
    """Keys with their parts. Of a batch that a process died of, the articles are coded one by one."""
    with Pool(work, workers) as pool:
        yield from coded_by(pool, missing)


def coded_by(pool: Pool, missing: Iterable[Batch]) -> Iterator[tuple[str, bytes]]:
    """As above, by a pool that stands."""
    in_pieces: dict[str, list[bytes | None]] = {}
    for task, part in pool.run(Task(one.key, one.n_rows, one.payload) for one in missing):
        key, _, place = task.key.partition("/")
        if not place and part is None and task.n_rows > 1:
            rows = batches.one_by_one(task.payload)
            in_pieces[key] = [None] * len(rows)
            pool.add(Task(f"{key}/{number}", 1, row) for number, row in enumerate(rows))
            continue
        coded = parts.made_without(task.payload) if part is None else part
        if not place:
            yield key, coded
            continue
        in_pieces[key][int(place)] = coded
        if all(piece is not None for piece in in_pieces[key]):
            yield key, parts.joined(piece for piece in in_pieces.pop(key) if piece is not None)
