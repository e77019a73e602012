"""A Ray cluster of two nodes on this machine: the same tables, whatever is lost on the way. `make test-ray` runs it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from riobravo.corpus import state
from riobravo.corpus.progress import Status
from riobravo.records import Article
from riobravo.release.annotate import annotate
from tests.corpus import fakes
from tests.release import fakes as release_fakes
from tests.source import ROOT

ray = pytest.importorskip("ray", reason="Ray is not part of the environment for development: run make test-ray")


@pytest.fixture(scope="module", autouse=True)
def _cluster() -> Iterator[None]:
    """Two nodes of one processor each; what they start finds the package and the tests."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), str(ROOT)]))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False, logging_level="error")
        yield
        ray.shutdown()
        cluster.shutdown()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of files of three kinds, with an article that cannot be read and an id that stands twice."""
    found = fakes.rows(60)
    folder = tmp_path / "corpus"
    fakes.write(folder / "2024" / "one.jsonl", [*found[:30], {"id": "x"}, found[40]])
    table = pl.DataFrame(found[30:55]).with_columns(pl.col("published").str.to_date())
    table.write_parquet(folder / "two.parquet", row_group_size=10)
    for row in found[55:]:
        path = folder / "pages" / f"{row['id']}.md"
        path.parent.mkdir(exist_ok=True)
        front = "".join(f"{key}: {row[key]}\n" for key in ("id", "title", "published", "language"))
        path.write_text(f"---\n{front}---\n{row['text']}\n", encoding="utf-8")
    return folder


def _local(corpus: Path, output: Path, given: object = release_fakes.annotate_all) -> dict[str, bytes]:
    annotate(corpus, output, given=fakes.stages(given), workers=0, batch=10)
    return fakes.tables(output)


def _on_ray(
    corpus: Path | str, output: Path | str, given: object = release_fakes.annotate_all, **more: object
) -> object:
    return annotate(corpus, output, given=fakes.stages(given), engine="ray", batch=7, workers=2, **more)  # type: ignore[arg-type]


def test_two_nodes_give_the_bytes_of_one_machine(corpus: Path, tmp_path: Path) -> None:
    """Articles, mentions, events, links, and what was kept out; the second time nothing is done."""
    statuses: list[Status] = []
    assert sum(node["Alive"] for node in ray.nodes()) == 2
    _on_ray(corpus, tmp_path / "out", watch=statuses.append)
    assert fakes.tables(tmp_path / "out") == _local(corpus, tmp_path / "local")
    assert max(status.n_done for status in statuses) == 62
    assert pl.read_parquet(tmp_path / "out" / "quarantine.parquet").height == 2
    assert _on_ray(corpus, tmp_path / "out").was_done  # type: ignore[attr-defined]


def test_articles_and_tables_may_be_at_addresses(corpus: Path, tmp_path: Path) -> None:
    """Read and written through fsspec; parts that were made are found there, and go at the end."""
    target = f"file://{tmp_path / 'out'}"
    _on_ray(f"file://{corpus}", target, keep_parts=True)
    assert fakes.tables(tmp_path / "out") == _local(corpus, tmp_path / "local")
    statuses: list[Status] = []
    (tmp_path / "out" / "events.parquet").unlink()
    _on_ray(f"file://{corpus}", target, watch=statuses.append)
    assert max(status.n_from_before for status in statuses) == 62
    assert fakes.tables(tmp_path / "out") == fakes.tables(tmp_path / "local")
    assert not state.parts_of(tmp_path / "out").exists()


def test_a_poisoned_article_is_kept_out_alone(tmp_path: Path) -> None:
    """It ends the process that codes it, not the actor, and is known as on one machine."""
    path = fakes.write(tmp_path / "c.jsonl", fakes.rows(30, poison=[9]))
    _on_ray(path, tmp_path / "out", fakes.dying)
    annotate(path, tmp_path / "local", given=fakes.stages(fakes.dying), workers=1)
    assert pl.read_parquet(tmp_path / "out" / "quarantine.parquet")["article_id"].to_list() == ["a-00009"]
    assert fakes.tables(tmp_path / "out") == fakes.tables(tmp_path / "local")


def test_an_actor_that_is_lost_costs_no_article(corpus: Path, tmp_path: Path) -> None:
    """Ray hands its batch to another, and the tables are those of an undisturbed run."""
    marker = tmp_path / "marker"
    _on_ray(corpus, tmp_path / "out", partial(killing_the_actor_once, marker=marker))
    assert marker.exists()
    assert fakes.tables(tmp_path / "out") == _local(corpus, tmp_path / "local")


def killing_the_actor_once(articles: Iterable[Article], *, marker: Path) -> Iterator[fakes.Coded]:
    """Ends the actor whose process it runs in, the first time it is called."""
    if not marker.exists():
        marker.touch()
        os.kill(os.getppid(), signal.SIGKILL)
    yield from release_fakes.annotate_all(articles)
