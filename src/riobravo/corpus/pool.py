"""Processes of this machine that do tasks, each one at a time, so that it is known which task a process died of.

The pools of the standard library cannot tell (one death breaks all of them), and this is what a corpus is coded for days
with. A process that dies is replaced. Its task is tried again if it was alone in it; a larger one is given back, to be cut.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import PicklingError
from types import TracebackType
from typing import Final, Self

from riobravo.corpus import worker
from riobravo.corpus.worker import Work
from riobravo.errors import RioBravoError

_TRIES: Final = 2
"""Times that one article is tried: a process may also die of something else."""

_FALSE_STARTS: Final = 3
"""Processes in a row that end before they are ready, after which no more are started."""

_LAST_WORDS: Final = 10.0
"""Seconds in which a process that has ended its work may say why, and end."""

_ROWS_A_PROCESS: Final = 50_000
"""Rows after which a process is replaced by a fresh one: spaCy keeps every word it ever saw."""


@dataclass(slots=True)
class Task:
    """Bytes to work on, with the key they are known by and the number of rows in them."""

    key: str
    n_rows: int
    payload: bytes
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    task: Task | None = None
    is_ready: bool = False
    n_rows: int = 0


@dataclass(slots=True)
class Pool:
    """``n`` processes that do ``work``; they start with the first task and end with the ``with`` block."""

    work: Work
    n: int
    _workers: list[_Worker] = field(default_factory=list)
    _again: deque[Task] = field(default_factory=deque)
    _n_false_starts: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for one in self._workers:
            if kind is None:
                _dismiss(one)
            else:
                one.process.kill()
        for one in self._workers:
            one.process.join()
            one.connection.close()
        self._workers.clear()

    def add(self, tasks: Iterable[Task]) -> None:
        """Tasks to be done before any other; for who reads `run` and got one back."""
        self._again.extend(tasks)

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, bytes | None]]:
        """Each task with its result as it comes, in any order; None for one that its process did not survive.

        No more tasks are taken than there are processes, so that what waits is bounded.

        Raises:
            RioBravoError: RB-416 where one process after the other ends before it takes a task.
        """
        waiting = iter(tasks)
        while True:
            self._hand_out(waiting)
            busy = [one for one in self._workers if one.task is not None]
            if not busy:
                return
            for one in _heard_of(busy):
                yield from self._taken(one)

    def _hand_out(self, waiting: Iterator[Task]) -> None:
        idle = [one for one in self._workers if one.task is None]
        while idle or len(self._workers) < self.n:
            task = self._again.popleft() if self._again else next(waiting, None)
            if task is None:
                return
            one = self._fresh(idle.pop()) if idle else self._start()
            one.task = task
            if one.is_ready:
                _send(one)

    def _taken(self, one: _Worker) -> Iterator[tuple[Task, bytes | None]]:
        """What a process gave, or did not."""
        reply = _reply(one)
        task = one.task
        if task is None or reply == worker.READY:
            one.is_ready = True
            self._n_false_starts = 0
            _send(one)
            return
        if reply is not None:
            one.task = None
            one.n_rows += task.n_rows
            yield task, reply
            return
        self._end(one)
        if not one.is_ready:
            self._n_false_starts += 1
            if self._n_false_starts == _FALSE_STARTS:
                raise RioBravoError(code="RB-416", found=f"exit code {one.process.exitcode}")
        else:
            task.tries += 1
        if not one.is_ready or (task.n_rows == 1 and task.tries < _TRIES):
            self._again.append(task)
        else:
            yield task, None

    def _fresh(self, one: _Worker) -> _Worker:
        if one.n_rows < _ROWS_A_PROCESS and one.process.is_alive():
            return one
        _dismiss(one)
        self._end(one)
        return self._start()

    def _end(self, one: _Worker) -> None:
        one.process.join(_LAST_WORDS)
        one.process.kill()
        one.process.join()
        one.connection.close()
        self._workers.remove(one)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=worker.serve, args=(theirs, self.work), daemon=True)
        try:
            with _as_children_start():
                process.start()
        except (PicklingError, AttributeError, TypeError) as error:  # a function within a function cannot be sent
            raise RioBravoError(code="RB-416", found=error) from error
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]


def _heard_of(busy: Iterable[_Worker]) -> list[_Worker]:
    """The processes that said something, or ended."""
    by_handle = {one.connection: one for one in busy}
    return [by_handle[handle] for handle in wait(by_handle) if isinstance(handle, Connection)]


def _reply(one: _Worker) -> bytes | None:
    try:
        return one.connection.recv_bytes()
    except (EOFError, OSError):
        return None


def _send(one: _Worker) -> None:
    if one.task is None:
        return
    try:
        one.connection.send_bytes(one.task.payload)
    except OSError:  # it ended: its pipe says so when it is read
        return


def _dismiss(one: _Worker) -> None:
    try:
        one.connection.send_bytes(worker.END)
    except OSError:
        one.process.kill()


@contextmanager
def _as_children_start() -> Iterator[None]:
    """What a new process has from us at its start: one thread for each library, and no ear for Ctrl-C."""
    before = {name: os.environ.get(name) for name in worker.ONE_THREAD}
    os.environ.update(dict.fromkeys(worker.ONE_THREAD, "1"))
    is_main = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN) if is_main else None
    try:
        yield
    finally:
        if is_main:
            signal.signal(signal.SIGINT, handler)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
