"""What files and queries of others cannot do: run code, leave their folder, reach anything, learn or tell a secret."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import duckdb
import pytest

import riobravo
from riobravo import data
from riobravo.articles import ids, limits
from riobravo.errors import RioBravoError, one_line
from riobravo.mentions.people import coding
from riobravo.release import write
from riobravo.release.annotate import annotate
from riobravo.tables import model
from tests import source
from tests.release import fakes

DECLARED = model.load()

# ── code ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

UNPICKLES = frozenset({"pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "_pickle"})
RUNS = frozenset({"eval", "exec", "__import__"})
UNSAFE_YAML = frozenset(
    {"load", "load_all", "full_load", "full_load_all", "unsafe_load", "unsafe_load_all", "Loader", "FullLoader"}
    | {"UnsafeLoader", "CLoader", "CFullLoader", "CUnsafeLoader"}
)


def unsafe(tree: ast.Module) -> list[str]:
    """What in a module could run what a file says."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found += [name.name for name in names if name.name.split(".")[0] in UNPICKLES - {"pickle"}]
            case ast.Attribute(value=ast.Name(id="pickle"), attr="load" | "loads" | "Unpickler" as attribute):
                found.append(f"pickle.{attribute}")
            case ast.ImportFrom(module="pickle", names=[ast.alias(name="PicklingError")]):
                pass
            case ast.ImportFrom(module=str(module), names=names):
                found += [module] if module.split(".")[0] in UNPICKLES else []
                found += [name.name for name in names if module == "yaml" and name.name in UNSAFE_YAML]
            case ast.Attribute(value=ast.Name(id="yaml"), attr=attribute) if attribute in UNSAFE_YAML:
                found.append(f"yaml.{attribute}")
            case ast.Call(func=ast.Name(id=name)) if name in RUNS:
                found.append(name)
            case ast.keyword(arg="allow_pickle" | "shell", value=ast.Constant(value=True)):
                found.append(f"{node.arg}=True")
    return found


@pytest.mark.parametrize("module", sorted(source.modules()))
def test_no_module_runs_what_a_file_says(module: str) -> None:
    """Nothing is unpickled, no eval, no shell, and YAML only through the safe loader."""
    assert unsafe(source.modules()[module]) == []


@pytest.mark.parametrize(
    "code",
    [
        "import pickle\npickle.loads(b'')",
        "from pickle import loads",
        "from joblib import load",
        "import yaml\nyaml.load(x)",
        "from yaml import FullLoader",
        "eval('1')",
        "np.load(x, allow_pickle=True)",
        "subprocess.run(x, shell=True)",
    ],
)
def test_the_search_for_unsafe_code_finds_it(code: str) -> None:
    """The test above would see each of these."""
    assert unsafe(ast.parse(code))


def test_yaml_has_one_reader() -> None:
    """Only `resources` imports the parser, and its loader is a safe one."""
    users = {name for name, tree in source.modules().items() if "yaml" in {m for _, m in _imports(tree, name)}}
    assert users == {"riobravo.resources"}


def _imports(tree: ast.Module, name: str) -> list[tuple[int, str]]:
    return list(source.imports(tree, name, frozenset(source.modules())))


# ── files of others ──────────────────────────────────────────────────────────────────────────────────────────────────────

IDS = [
    "../../x",
    "/etc/passwd",
    "..",
    ".",
    "a/../../b",
    "C:\\Windows\\x",
    "con",
    "nul.txt",
    "x" * limits.ID,
    "ünïcode/ñ",
    "-rf",
    "~/x",
    "file:///etc",
    "a\u202eb",
    "{0}",
    "$HOME",
    "%2e%2e%2f",
]


@pytest.mark.parametrize("article_id", IDS)
def test_an_id_never_leaves_its_folder(tmp_path: Path, article_id: str) -> None:
    """Whatever an id says, what is named after it lies in its folder, under a name every system takes."""
    name = ids.safe_file_name(article_id)
    path = (tmp_path / f"{name}.yaml").resolve()
    assert path.parent == tmp_path
    assert len(path.name) < 200
    path.write_text("")
    article = fakes.article(article_id)
    assert (tmp_path / coding.file_of(article)).resolve().parent.parent == tmp_path


def test_ids_that_mean_paths_write_nothing_elsewhere(tmp_path: Path) -> None:
    """A corpus whose ids are paths gives its tables and no other file, beside or above."""
    odd = [*IDS, "a\0b", "x" * (limits.ID + 1), "a\nb"]
    text = "Mexico extradited 29 men."
    lines = [json.dumps({"id": one, "text": text, "published": "2025-03-01", "language": "en"}) for one in odd]
    corpus = tmp_path / "in" / "corpus.jsonl"
    corpus.parent.mkdir()
    corpus.write_text("\n".join(lines), encoding="utf-8")
    done = annotate(corpus, tmp_path / "out", given=fakes.STAGES)
    assert done.rows["articles"] == len(IDS)
    assert done.rows["quarantine"] == 3
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out"}
    assert {path.stem for path in (tmp_path / "out").rglob("*.parquet")} >= set(DECLARED.corpus_tables)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("article_id: !!python/object/apply:os.system [true]\n", "RB-103"),
        ("a: &a [x]\narticle_id: *a\n", "RB-103"),
        ("a: " + "[" * 5_000, "RB-103"),
        ("a: 1\n" * 1_500_000, "RB-103"),
        ("article_id: ../../x\nsha256: a\ncoder: c\nevents: []\n", "RB-411"),
        ("article_id: [1]\nsha256: a\ncoder: c\nevents: []\n", "RB-411"),
    ],
)
def test_a_hostile_coding_is_refused(tmp_path: Path, content: str, code: str) -> None:
    """Objects, bombs, depth, size and paths in a file of codings end in one coded line."""
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(RioBravoError) as caught:
        coding.read(tmp_path / "a.yaml")
    assert caught.value.code == code


# ── queries ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

REACHES = [
    "select * from read_csv('{file}')",
    "select * from read_text('{file}')",
    "select * from read_blob('{file}')",
    "select * from read_json_auto('{file}')",
    "select * from read_parquet('{folder}/events.parquet')",
    "select * from parquet_metadata('{folder}/events.parquet')",
    "select * from sniff_csv('{file}')",
    "select * from glob('{folder}/*')",
    "from '{file}'",
    "from 'https://example.org/x.parquet'",
    "attach '{folder}/new.duckdb'",
    "copy events to '{folder}/new.csv'",
    "copy events to '{folder}/new.parquet' (format parquet)",
    "copy events from '{file}'",
    "export database '{folder}/new'",
    "import database '{folder}'",
    "install httpfs",
    "load httpfs",
    "load '{file}'",
    "update extensions",
    "create persistent secret s (type s3, key_id 'a', secret 'b')",
    "set enable_external_access = true",
    "reset enable_external_access",
    "pragma enable_external_access = true",
    "set lock_configuration = false",
    "set autoload_known_extensions = true",
    "set allow_unsigned_extensions = true",
    "set temp_directory = '{folder}/new'",
    "set log_query_path = '{folder}/new'",
    "set profiling_output = '{folder}/new'",
    "pragma enable_profiling = 'json'",
    "set home_directory = '{folder}'",
]
"""Ways out of DuckDB: each has to fail, in a query and on a connection."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus, with a file beside it that is nobody's business."""
    made = tmp_path_factory.mktemp("out")
    write.write_tables(fakes.coded_tables(), DECLARED.tables, made)
    (made / "secret.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def connection(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection to it."""
    return riobravo.connect(folder)


@pytest.mark.parametrize("sql", REACHES)
def test_nothing_is_reached_from_a_connection(connection: duckdb.DuckDBPyConnection, folder: Path, sql: str) -> None:
    """No file is read or written, no network, no extension, no setting; and nothing appears on disk."""
    before = sorted(folder.iterdir())
    with pytest.raises(duckdb.Error):
        connection.execute(sql.format(file=folder / "secret.csv", folder=folder)).fetchall()
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    "sql", [REACHES[0], REACHES[8], REACHES[9], REACHES[10], REACHES[11], REACHES[16], REACHES[21]]
)
def test_nothing_is_reached_from_a_query(folder: Path, sql: str) -> None:
    """The same of `riobravo query`: what does not read is refused, and what reads elsewhere fails."""
    with pytest.raises(RioBravoError, match=r"RB-80[12]"):
        data.query(sql.format(file=folder / "secret.csv", folder=folder), path=folder)


def test_who_asks_for_it_gets_an_open_connection(folder: Path) -> None:
    """`external=True` reads other files and takes settings; a frame comes into the closed one by `register`."""
    with riobravo.connect(folder, external=True) as opened:
        assert opened.execute(f"select a from read_csv('{folder / 'secret.csv'}')").fetchall() == [(1,)]
        opened.execute("set threads = 1")
    with riobravo.connect(folder) as closed:
        closed.register("mine", riobravo.load("events", "pandas", path=folder))
        assert closed.execute("select count(*) from mine join events using (event_id)").fetchone() == (1,)


# ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "told",
    [
        "https://user:hunter2@example.org/releases",
        "HTTPS://hunter2@example.org",
        "s3://key:hunter2@bucket/x",
        "https://example.org/x?a=1&token=hunter2&b=2",
        "https://example.org/x?X-Amz-Signature=hunter2",
        "HTTPConnectionPool(host='example.org', port=80): url: /x?api_key=hunter2 (refused)",
    ],
)
def test_secrets_of_an_address_are_not_told(told: str) -> None:
    """An error names the host and path, and never the password, key or token that stood in the address."""
    error = RioBravoError(code="RB-643", found=told, where=told)
    assert "hunter2" not in str(error)
    assert "***" in str(error)
    assert "example.org" in one_line(told) or "bucket" in one_line(told)
