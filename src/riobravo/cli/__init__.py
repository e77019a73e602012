"""The command ``riobravo``: arguments, progress, exit codes. What a command does stands in the package it calls.

Exit codes: 0 done; 1 done, but something is wrong with the data (quarantined under ``--strict``, or not valid); 2 wrong
usage or unreadable input, told in one line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import cast

import typer

from riobravo.cli.app import app
from riobravo.cli.show import tell_error
from riobravo.errors import RioBravoError, one_line

_UsageError = cast("type[typer.BadParameter]", typer.BadParameter.__base__)
"""Click's error of usage; newer releases of typer carry their own click, so it is taken from what typer itself names."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with the given arguments (else those of the process) and returns the exit code."""
    try:
        code = app(args=arguments, prog_name="riobravo", standalone_mode=False)
        sys.stdout.flush()
    except _UsageError as error:
        tell_error(f"{one_line(error.format_message())} Help: riobravo --help")
        return 2
    except typer.Abort:
        return 130
    except RioBravoError as error:
        tell_error(str(error))
        return 2
    except (BrokenPipeError, SystemExit):
        # The reader of our output has seen enough, as `head` does; of that, and of nothing else here, typer makes an exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0
