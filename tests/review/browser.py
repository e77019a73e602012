"""A browser for tests of the page: Debian's Chromium, driven by the playwright-core that the web page is tested with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.source import ROOT

SITE = ROOT / "site"


def missing() -> str:
    """What is not there to test with; empty where all is."""
    if shutil.which("node") is None:
        return "no node"
    if not (SITE / "node_modules" / "playwright-core").is_dir():
        return "no playwright-core: cd site && npm ci --ignore-scripts"
    return "" if _chromium() else "no chromium: apt-get install chromium, or CHROMIUM=its path"


def _chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """The browser, as commands to `browser.mjs`."""

    def __enter__(self) -> Self:
        driver = Path(__file__).with_suffix(".mjs")
        self._process = subprocess.Popen(
            ["node", str(driver), str(SITE), str(_chromium())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def do(self, command: str, name: str = "page", **arguments: Any) -> Any:
        """One command; its answer."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._process.stdin.write(json.dumps({"command": command, "name": name, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        found = json.loads(line) if line else {"error": "the browser ended"}
        if "error" in found:
            raise AssertionError(f"{command} {arguments}: {found['error']}")
        return found["answer"]
