"""A process that codes batches: it takes bytes from a pipe and gives bytes back, until nobody asks any more."""

from __future__ import annotations

import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Final

Work = Callable[[bytes], bytes]
"""What is done with a task; a function that can be sent to another process, which loads what it needs when it is called."""

READY: Final = b"ready"
END: Final = b""

ONE_THREAD: Final = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "POLARS_MAX_THREADS",
)  # fmt: skip
"""Processes are as many as there is work for; libraries that start threads besides would only take turns with them."""


def serve(connection: Connection, work: Work) -> None:
    """Does one task after the other. Whoever asked may be gone: then there is nobody left to tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes of a terminal; who started us ends us
    try:
        connection.send_bytes(READY)
        while (task := connection.recv_bytes()) != END:
            connection.send_bytes(work(task))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
