"""Processes that do tasks: results, deaths, and who is to blame."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from riobravo.corpus import pool, worker
from riobravo.corpus.pool import Pool, Task
from riobravo.errors import RioBravoError


def _work(payload: bytes) -> bytes:
    """Upper case; some words end the process in the ways that processes end."""
    match payload:
        case b"kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"exit":
            os._exit(3)
        case b"raise":
            raise ValueError(payload)
        case b"threads":
            return os.environ["OMP_NUM_THREADS"].encode()
        case b"pid":
            return str(os.getpid()).encode()
        case _ if payload.startswith(b"once "):
            marker = Path(os.fsdecode(payload[5:]))
            if not marker.exists():
                marker.touch()
                os._exit(1)
    return payload.upper()


def _tasks(*payloads: bytes, n_rows: int = 1) -> list[Task]:
    return [Task(str(number), n_rows, payload) for number, payload in enumerate(payloads)]


def _done(running: Pool, tasks: list[Task]) -> dict[str, bytes | None]:
    return {task.key: result for task, result in running.run(tasks)}


def test_each_task_gets_its_result_and_deaths_are_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A process that ends takes no other task with it; one row is tried twice, for the death may have been another's."""
    once = b"once " + os.fsencode(tmp_path / "marker")
    with Pool(_work, 2) as running:
        done = _done(running, _tasks(b"a", b"kill", b"b", b"exit", b"raise", once, b"c", b"threads"))
        assert _done(running, _tasks(b"again")) == {"0": b"AGAIN"}
    assert done == {
        "0": b"A", "1": None, "2": b"B", "3": None, "4": None, "5": once.upper(), "6": b"C", "7": b"1",
    }  # fmt: skip
    assert "ValueError" in capfd.readouterr().err


def test_a_larger_task_is_given_back_at_once_and_its_pieces_go_first(tmp_path: Path) -> None:
    """Whoever reads the results cuts it; tasks taken from the input wait."""
    order = []
    with Pool(_work, 1) as running:
        for task, result in running.run(_tasks(b"kill", b"later", n_rows=2)):
            order.append((task.payload, result))
            if result is None and task.n_rows == 2:
                running.add(_tasks(b"a", b"kill"))
    assert order == [(b"kill", None), (b"a", b"A"), (b"kill", None), (b"later", b"LATER")]


def test_a_process_is_replaced_before_it_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many rows a fresh one takes over."""
    monkeypatch.setattr(pool, "_ROWS_A_PROCESS", 2)
    with Pool(_work, 1) as running:
        pids = list(_done(running, _tasks(b"pid", b"pid", b"pid")).values())
    assert pids[0] == pids[1] != pids[2]


def test_no_more_tasks_are_taken_than_there_are_processes() -> None:
    """What waits is bounded, however large the corpus is."""
    taken, done, ahead = 0, 0, []

    def tasks() -> object:
        nonlocal taken
        for task in _tasks(*[b"x"] * 20):
            taken += 1
            ahead.append(taken - done)
            yield task

    with Pool(_work, 2) as running:
        for _ in running.run(tasks()):  # type: ignore[arg-type]
            done += 1
    assert (done, max(ahead)) == (20, 2)


def test_processes_that_cannot_start_end_the_run(capfd: pytest.CaptureFixture[str]) -> None:
    """A function that cannot be had in another process is told in one line, after a few tries."""
    with Pool(_OnlyHere(), 1) as running, pytest.raises(RioBravoError, match="RB-416"):
        _done(running, _tasks(b"a"))
    assert capfd.readouterr().err.count("not to be had there") == 3


def test_a_function_within_a_function_is_refused() -> None:
    """It cannot be sent; that is told before anything is coded."""
    with Pool(lambda payload: payload, 1) as running, pytest.raises(RioBravoError, match="RB-416"):
        _done(running, _tasks(b"a"))


class _OnlyHere:
    def __call__(self, payload: bytes) -> bytes:
        return payload

    def __reduce__(self) -> tuple[object, ...]:
        return int, ("not to be had there",)


def test_who_asked_may_be_gone() -> None:
    """A process whose asker died ends in silence: its pipe is closed."""

    class Closed:
        def send_bytes(self, payload: bytes) -> None:
            raise BrokenPipeError

    before = signal.getsignal(signal.SIGINT)
    try:
        assert worker.serve(Closed(), _work) is None  # type: ignore[arg-type, func-returns-value]
    finally:
        signal.signal(signal.SIGINT, before)
