"""The linter of briefs: a counterexample for every rule, and the dataset's own briefs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from riobravo import resources
from riobravo.articles import brief, checks, lint
from riobravo.articles.checks import Check
from riobravo.errors import RioBravoError
from riobravo.records import Article, Source
from riobravo.tables import model
from riobravo.tables.model import Coverage
from tests.articles.corpus import write

COVERAGE = Coverage(date(2006, 1, 1), date(2026, 6, 30))
DAY = date(2025, 2, 28)

TEXT = """WASHINGTON - Mexico sent 29 prisoners to the United States on Thursday, both governments said, among them a man wanted
for forty years over the killing of an American agent. It was the largest hand-over of its kind.

The prisoners went to eight American cities in planes of the Mexican armed forces. Prosecutors in New York and Texas said
that they would bring them before judges within days. No treaty of extradition was named as the ground for it; the
attorney general in Mexico City spoke of a law on national security instead."""

SPANISH = """MÉXICO.- El gobierno federal entregó el jueves a 29 reos a las autoridades de Estados Unidos, entre ellos un hombre
buscado desde hace cuarenta años por el asesinato de un agente. Fue la mayor entrega de este tipo hasta la fecha.

Los reos llegaron a ocho ciudades en aviones de las fuerzas armadas. Fiscales de Nueva York y Texas adelantaron que los
llevarán ante un juez en los próximos días. La fiscalía invocó la ley de seguridad nacional y no el tratado vigente."""

GOOD = Article(
    article_id="2025-02-28-mexico-sends-29",
    title="Mexico sends 29 prisoners north",
    text=TEXT,
    language="en",
    published_on=DAY,
    sources=(Source("A Paper", "https://example.org/a", DAY, "en"), Source("An Office", "http://example.org:8080/b")),
)
FILE = "2025/2025-02-28-mexico-sends-29.md"


def _codes(article: Article, file: str = FILE) -> list[str]:
    return [problem.code for problem in lint.problems_of(lint.Brief(file, article), COVERAGE)]


def _sources(*urls: str) -> tuple[Source, ...]:
    return tuple(Source("A Paper", url) for url in urls)


@pytest.mark.parametrize(
    "article",
    [GOOD, replace(GOOD, text=SPANISH, language="es"), replace(GOOD, sources=(Source("A Paper", "https://a.mx"),))],
)
def test_a_good_brief_has_no_problem(article: Article) -> None:
    """The counterexamples below differ from it in one thing each."""
    assert _codes(article) == []


@pytest.mark.parametrize(
    ("code", "article"),
    [
        ("RB-214", replace(GOOD, title=" ")),
        ("RB-221", replace(GOOD, article_id="2025-02-27-mexico-sends-29")),
        ("RB-221", replace(GOOD, article_id="2025-02-28-México-sends-29")),
        ("RB-221", replace(GOOD, article_id=f"2025-02-28-{'x' * 71}")),
        ("RB-221", replace(GOOD, article_id="2025-02-28-another-slug")),
        ("RB-222", replace(GOOD, sources=())),
        ("RB-223", replace(GOOD, sources=(Source("A Paper", "https://example.org/a", date(2025, 3, 1)),))),
        ("RB-224", replace(GOOD, text=SPANISH)),
        ("RB-224", replace(GOOD, language="es")),
        ("RB-225", replace(GOOD, text=TEXT[:300])),
        ("RB-225", replace(GOOD, text=f"{TEXT}\n\n{TEXT}\n\n{TEXT}")),
        ("RB-227", replace(GOOD, text=f'{TEXT} He said, "{"we will not stop here " * 3}" in the end.')),
        ("RB-227", replace(GOOD, text=f"{TEXT} He said, “{'we will not stop here ' * 3}” in the end.")),
        ("RB-227", replace(GOOD, title=f"«{'we will not stop here ' * 3}»")),
        ("RB-228", replace(GOOD, sources=_sources("https://example.org/a", "https://example.org/a"))),
        ("RB-230", replace(GOOD, text=f"{brief.BLANK}: text")),
    ],
)
def test_each_rule_finds_its_counterexample(code: str, article: Article) -> None:
    """One thing is wrong, and one problem is told."""
    assert _codes(article) == [code]


@pytest.mark.parametrize("day", [date(2005, 12, 31), date(2026, 7, 1)])
def test_a_brief_lies_within_what_the_dataset_covers(day: date) -> None:
    """A date outside covers_from to data_through is refused; whoever covers more moves the bound."""
    article = replace(GOOD, article_id=f"{day}-x", published_on=day, sources=_sources("https://example.org/a"))
    assert _codes(article, f"{day.year}/{day}-x.md") == ["RB-223"]


@pytest.mark.parametrize("file", ["2024/2025-02-28-mexico-sends-29.md", "2025-02-28-mexico-sends-29.md", "2025/x.md"])
def test_the_file_is_named_after_the_id(file: str) -> None:
    """The folder is the year, the name the id."""
    assert _codes(GOOD, file) == ["RB-221"]


@pytest.mark.parametrize(
    "url",
    [
        "http://103.16.72./a", "https://localhost/a", "https://user:word@example.org/a", "https://example.org:443/a",
        "http://example.org:80/a", "https://example.org:port/a", "https://exa mple.org/a", "https://[::1/a", "https://a..mx/x",
    ],
)  # fmt: skip
def test_addresses_that_lead_nowhere_are_refused(url: str) -> None:
    """What a reader cannot follow is no source."""
    assert _codes(replace(GOOD, sources=_sources(url))) == ["RB-228"]


def test_nicknames_in_quotation_marks_are_no_long_quotations() -> None:
    """What stands between the closing mark of one and the opening mark of the next is not quoted."""
    more = 'They held "JT" and a man who is said to have been the last of the group in the whole country, "El Oso".'
    assert _codes(replace(GOOD, text=f"{TEXT} {more}")) == []


def test_a_sentence_stands_in_one_brief_only() -> None:
    """Case, marks and spacing make no difference; sentences of a few words are left alone, initials end none."""
    one = lint.Brief(
        "a.md", replace(GOOD, text="The envoy, it was said, left on Monday. No one was hurt. J. W. Doe did.")
    )
    other = lint.Brief(
        "b.md", replace(GOOD, text="No one was hurt. J. W. Hall came.\n\nThe envoy it was said left on monday")
    )
    found = [problem for problem in lint.problems([one, other], COVERAGE) if problem.code == "RB-226"]
    assert [("b.md", True)] == [(problem.where, "a.md" in problem.found) for problem in found]


ROW = Check(GOOD.article_id, "coop-001", "confirmed", "A Paper https://example.org/a", "")
OTHER = replace(ROW, brief_id="2025-03-01-other")
DROPPED = replace(ROW, brief_id="", fact_id="coop-002", verdict="dropped")


@pytest.mark.parametrize(
    ("rows", "n_problems"),
    [
        ([DROPPED, ROW, OTHER], 0),
        ([DROPPED, ROW], 1),
        ([ROW, DROPPED, OTHER], 1),
        ([ROW, ROW, OTHER], 1),
        ([ROW, OTHER, replace(OTHER, brief_id="2025-03-02-unknown")], 1),
        ([replace(ROW, verdict="true"), replace(OTHER, verdict="true")], 2),
        ([ROW, replace(OTHER, verdict="softened")], 1),
        ([replace(ROW, looked_at=" "), OTHER], 1),
        ([replace(ROW, fact_id=""), OTHER], 1),
        ([replace(DROPPED, verdict="confirmed"), ROW, OTHER], 1),
        ([ROW, replace(OTHER, fact_id="coop-003", verdict="dropped")], 1),
    ],
)
def test_the_checks_fit_the_briefs(rows: list[Check], n_problems: int) -> None:
    """Every brief stands in it, every row names a brief that is there, a verdict that is declared, and what was looked at."""
    found = list(checks.problems(rows, {ROW.brief_id, OTHER.brief_id}))
    assert ["RB-229"] * n_problems == [problem.code for problem in found]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("brief_id,fact_id\na,b\n", "RB-217"),
        ("", "RB-217"),
        ("brief_id,fact_id,verdict,looked_at,note\na,b,confirmed,c\n", "RB-216"),
        ('brief_id,fact_id,verdict,looked_at,note\n"a"x,b,confirmed,c,d\n', "RB-216"),
        (b"brief_id,fact_id,verdict,looked_at,note\n\xff,b,confirmed,c,d\n", "RB-216"),
    ],
)
def test_a_broken_table_of_checks_is_told(content: str | bytes, code: str, tmp_path: Path) -> None:
    """As a coded error that names the file."""
    path = write(tmp_path, "checks.csv", content)
    with pytest.raises(RioBravoError, match=rf"\[{code}\] .*checks\.csv"):
        checks.read(path)


def test_the_counts_are_facts_by_topic_and_verdict() -> None:
    """A fact told in two briefs counts once; a page with other counts is told, one without a place for them as well."""
    block = checks.summary([DROPPED, ROW, OTHER, replace(OTHER, fact_id="enf-001", verdict="softened")])
    assert "| coop | 1 | 0 | 0 | 1 | 0 | 2 |\n| enf | 0 | 0 | 1 | 0 | 0 | 1 |\n| all | 1 | 0 | 1 | 1 | 0 | 3 |" in block
    assert "3 facts, told in 2 briefs" in block
    page = checks.with_summary("Before.\n\n<!-- counts -->\n<!-- counts: end -->\n\nAfter.\n", [ROW])
    assert ([], ["RB-231"]) == (
        list(checks.problems_of_summary(page, [ROW])),
        [problem.code for problem in checks.problems_of_summary(page, [DROPPED])],
    )
    with pytest.raises(RioBravoError, match="RB-231"):
        checks.with_summary("no block", [ROW])


def test_what_cannot_be_read_is_told_beside_what_can(tmp_path: Path) -> None:
    """A file of another kind, a broken head, a brief without a date: each named, the good one read."""
    write(tmp_path, FILE, brief.render(GOOD))
    write(tmp_path, "2025/notes.txt", "x")
    write(tmp_path, "2025/broken.md", "---\nid: [\n---\ntext")
    write(tmp_path, "2025/undated.md", "Text alone.")
    briefs, refused = lint.read(tmp_path, lint.files_in(tmp_path))
    assert [lint.Brief(FILE, replace(GOOD, publisher="Río Bravo", licence="CC-BY-4.0"))] == briefs
    assert [("2025/broken.md", "RB-213"), ("2025/notes.txt", "RB-203"), ("2025/undated.md", "RB-208")] == [
        (problem.where, problem.code) for problem in refused
    ]


def test_a_skeleton_is_read_and_refused_as_unfinished(tmp_path: Path) -> None:
    """What `riobravo add` writes is a brief in form; the only problem is that it has no content yet."""
    new = brief.skeleton(published=DAY, slug="nuevo-acuerdo", title="Sí: firman acuerdo", language_code="es-MX")
    path = write(tmp_path, brief.file_of(new.article_id, DAY), brief.render(new))
    briefs, refused = lint.read(tmp_path, [path])
    assert (["RB-230"], []) == ([problem.code for problem in lint.problems(briefs, COVERAGE)], refused)
    assert ("2025/2025-02-28-nuevo-acuerdo.md", "Sí: firman acuerdo", "es") == (
        briefs[0].file, briefs[0].article.title, briefs[0].article.language,
    )  # fmt: skip


@pytest.mark.parametrize("slug", ["", "Guard", "a--b", "a b", "-a", "../x", "año", "x" * 71])
def test_a_slug_is_short_and_plain(slug: str) -> None:
    """It names a file on every system."""
    with pytest.raises(RioBravoError, match="RB-221"):
        brief.id_of(DAY, slug)


def test_the_briefs_of_the_dataset_hold_to_every_rule() -> None:
    """What is published was checked."""
    dataset = resources.dataset_dir()
    briefs, found = lint.read(dataset / "articles", lint.files_in(dataset / "articles"))
    rows = checks.read(dataset / checks.NAME)
    found += lint.problems(briefs, model.load().coverage)
    found += checks.problems(rows, {item.article.article_id for item in briefs})
    found += checks.problems_of_summary((dataset / checks.SUMMARY).read_text("utf-8"), rows)
    assert [] == list(map(str, found))
