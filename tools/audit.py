"""Asks pip-audit (Apache-2.0) whether a version in the lock has a known vulnerability: `make audit`.

It asks a service on the network. Where it cannot be had or asked, that is said in one line and is no failure: what was not
audited is not called safe, and a machine without a network still runs all the rest.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "dev.txt"
COMMAND = (
    "tool",
    "run",
    "pip-audit",
    "--requirement",
    str(LOCK),
    "--no-deps",
    "--disable-pip",
    "--progress-spinner",
    "off",
)
PATIENCE = 300
"""Seconds after which it counts as not to be had."""


def audited(report: Path) -> list[str] | None:
    """A line for each known vulnerability that pip-audit's JSON tells of; None where it is no report."""
    try:
        packages = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
        return [
            f"{package['name']} {package['version']}: {found['id']}, mended in {' or '.join(found['fix_versions']) or 'none'}"
            for package in packages
            for found in package.get("vulns", ())
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def told(found: Sequence[str] | None, reason: str) -> tuple[int, str]:
    """The exit code, and what is said."""
    if found is None:
        return 0, f"NOT AUDITED: pip-audit could not be run or could not ask its service here ({reason or 'no answer'})"
    if found:
        return 1, "\n".join(["Versions with known vulnerabilities; renew them with make lock:", *found])
    return 0, "audited: no known vulnerability in requirements/dev.txt"


def main() -> int:
    """Runs it and tells what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "uv", *COMMAND, "--format", "json", "--output", str(report)]
        try:
            done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
            reason = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "")
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = type(error).__name__
        code, text = told(audited(report), reason.strip()[:200])
    sys.stdout.write(f"{text}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
