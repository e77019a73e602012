"""The audit fails on what it knows, and says plainly where it could not ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import loaded

audit = loaded("audit")

SAFE = {"name": "a", "version": "1", "vulns": []}
UNSAFE = {
    "name": "b",
    "version": "2",
    "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}, {"id": "CVE-2", "fix_versions": []}],
}


@pytest.mark.parametrize(
    ("report", "code", "said"),
    [
        (json.dumps({"dependencies": [SAFE]}), 0, "audited: no known vulnerability"),
        (json.dumps({"dependencies": [SAFE, UNSAFE]}), 1, "b 2: CVE-1, mended in 3"),
        ("no json", 0, "NOT AUDITED"),
        ("[]", 0, "NOT AUDITED"),
        (None, 0, "NOT AUDITED"),
    ],
)
def test_what_is_said_of_a_report(tmp_path: Path, report: str | None, code: int, said: str) -> None:
    """No report is neither a failure nor a good report."""
    path = tmp_path / "report.json"
    if report is not None:
        path.write_text(report, encoding="utf-8")
    told = audit.told(audit.audited(path), "dns error")
    assert (told[0], said in told[1]) == (code, True)
