"""Every problem the project can report, as one coded table, and the one exception that carries them.

A message says what was found, what is allowed, where, and what to do. The table below holds, for each code, the words
that do not change from case to case (what is wrong, what is allowed, what to do); whoever raises it adds what was found
and where::

    raise RioBravoError(code="RB-101", found="no folder schemas/", where="/srv/riobravo")
    raise RioBravoError(code="RB-301", found="type 'decimals'", allowed="integer, number, text", where="fields.yaml: goldstein")

The same codes are the ``reason`` of a quarantined input: to drop one, a reader raises, and one place catches.
This module stands at the bottom of the package and imports nothing of it.

Ranges: RB-1xx the installation, RB-2xx articles, RB-3xx declarations and tables, RB-4xx mentions and models, RB-5xx events,
RB-6xx release and data, RB-7xx evaluation, RB-8xx the command line, RB-9xx review and exchange of codings. A code, once
released, keeps its meaning; a new problem is a new row.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_LONGEST = 300
_SECRET = re.compile(
    r"(\w://)[^/\s@]+(?=@)|([?&][\w-]*(?:token|key|secret|password|signature|credential|sig)=)[^&\s'\"]+", re.IGNORECASE
)
"""Code points of one part of a message: a found value may be a 50 MB line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of the table: what is wrong, and, where it is always the same, what is allowed and what to do."""

    code: str
    summary: str
    allowed: str = ""
    todo: str = ""


def _table(*problems: Problem) -> Mapping[str, Problem]:
    table = {problem.code: problem for problem in problems}
    if len(table) != len(problems):
        codes = [problem.code for problem in problems]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise ValueError(f"riobravo.errors: code given to two problems: {', '.join(twice)}")
    return MappingProxyType(table)


PROBLEMS: Mapping[str, Problem] = _table(
    # ── RB-1xx: the installation ─────────────────────────────────────────────────────────────────────────────────────
    Problem(
        "RB-101",
        "the files that come with riobravo are not where they belong",
        allowed="a checkout of the repository (src/riobravo beside schemas/ and sql/) or an installed wheel",
        todo="install again with: pip install --force-reinstall riobravo, or work from a whole clone",
    ),
    Problem(
        "RB-102",
        "this needs a checkout of the repository",
        allowed="a clone with the folder dataset/",
        todo="clone the repository and run the command there; an installed package holds only the built tables",
    ),
    Problem("RB-103", "a YAML file cannot be read", allowed="valid YAML in UTF-8", todo="mend the file at that line"),
    Problem(
        "RB-104",
        "a YAML mapping gives one key twice",
        allowed="each key once",
        todo="keep one of the two, or rename one",
    ),
    Problem("RB-105", "an optional library is not installed", todo="install it with the extra named here"),
    # ── RB-2xx: articles (also reasons of quarantine) ────────────────────────────────────────────────────────────────
    Problem(
        "RB-201",
        "there is nothing to read at that path",
        allowed="a file or a folder",
        todo="check the path; a relative path counts from the current folder",
    ),
    Problem(
        "RB-202", "the file cannot be opened", allowed="a readable file", todo="check its permissions and the disk"
    ),
    Problem("RB-203", "no reader for this kind of file", todo="convert it to one of the kinds allowed"),
    Problem("RB-204", "the input is too large", todo="split it, or leave it out: news texts are far shorter"),
    Problem(
        "RB-205",
        "the file is binary, not text",
        allowed="plain text in UTF-8",
        todo="extract its text first, or leave it out",
    ),
    Problem(
        "RB-206",
        "the text is not UTF-8",
        allowed="UTF-8, with or without a byte order mark",
        todo="convert it, for example with: iconv -f ENCODING -t UTF-8 FILE",
    ),
    Problem("RB-207", "the text is empty", allowed="at least one letter", todo="give the article its text"),
    Problem(
        "RB-208",
        "the article has no publication date",
        allowed="a date such as 2025-01-31",
        todo="add it (key: published), or give one for all with --published",
    ),
    Problem("RB-209", "the publication date is not a date this project takes", todo="give the day as YYYY-MM-DD"),
    Problem("RB-210", "the article has no id", allowed="a non-empty text or a number", todo="give it an id of its own"),
    Problem(
        "RB-211",
        "the id is not one this project takes",
        todo="shorten it, or take out its line breaks and control characters",
    ),
    Problem(
        "RB-212",
        "the id stands on an earlier article too",
        allowed="one article an id",
        todo="rename one of the two; the first was kept",
    ),
    Problem(
        "RB-213",
        "the front matter cannot be read",
        allowed="YAML between two lines of three dashes",
        todo="mend the front matter at the line named",
    ),
    Problem("RB-214", "a value has the wrong form", todo="mend that value"),
    Problem(
        "RB-215", "the line is not a JSON object", allowed="one JSON object a line", todo="mend or remove that line"
    ),
    Problem("RB-216", "the table cannot be read", todo="write the file again with the tool that made it"),
    Problem("RB-217", "the table lacks a column", todo="add or rename the column"),
    Problem("RB-218", "the article is in a language that is not coded", todo="leave it out, or state its language"),
    Problem(
        "RB-219",
        "the HTML is nested too deeply",
        todo="save the page's text alone; no readable page is nested like this",
    ),
    Problem("RB-220", "no article text was found in the HTML page", todo="save the text of the article as .txt or .md"),
    # briefs of dataset/articles (riobravo lint)
    Problem("RB-221", "the brief and its file are not named as they should be", todo="rename them"),
    Problem("RB-222", "the brief names no source", allowed="at least one public source", todo="add it under sources:"),
    Problem(
        "RB-223",
        "the brief cannot have been published that day",
        todo="correct published: (and the id, the file and its folder), or the date of the source",
    ),
    Problem(
        "RB-224",
        "the text is not in the language the brief states",
        allowed="one language, named under language:",
        todo="correct language:, or the text",
    ),
    Problem("RB-225", "the text is too short or too long", todo="cut it, tell more, or make two briefs of it"),
    Problem(
        "RB-226",
        "a sentence stands in two briefs",
        allowed="each sentence once in the whole dataset",
        todo="write it anew in one of the two",
    ),
    Problem("RB-227", "a quotation is too long", todo="tell it in your own words, and quote what matters"),
    Problem(
        "RB-228",
        "the address of a source is not one to follow",
        allowed="http(s)://, a named host, no password, no default port, no spaces",
        todo="copy the address from the browser's address line",
    ),
    Problem("RB-229", "the table of checks does not fit the briefs", todo="add, mend or remove the row"),
    Problem("RB-230", "the brief is unfinished", allowed="no blank left", todo="fill it in"),
    Problem(
        "RB-231",
        "the generated part of a page is missing or out of date",
        allowed="what the command named in its first line makes of the data",
        todo="run that command",
    ),
    Problem("RB-232", "there is a file of that name already", todo="choose another slug, or edit that file"),
    # ── RB-3xx: declarations and tables ──────────────────────────────────────────────────────────────────────────────
    Problem("RB-301", "a declaration does not have the form its JSON Schema asks for", todo="mend the declaration"),
    Problem("RB-302", "a declaration names something that is not declared", todo="declare it, or mend the name"),
    Problem(
        "RB-303", "a value is not of the type its column declares", todo="mend the value, or the column in fields.yaml"
    ),
    # ── RB-4xx: mentions and models ──────────────────────────────────────────────────────────────────────────────────
    Problem("RB-401", "no spaCy model for this language is installed"),
    Problem("RB-402", "an installed spaCy model does not load", todo="install it again"),
    Problem(
        "RB-410", "an article could not be coded", todo="report it with the text: the annotator must stand any text"
    ),
    Problem("RB-403", "no model is known for this language", todo="ask for one of the languages allowed"),
    Problem(
        "RB-404", "the models could not be installed", todo="read pip's own words above, mend that and run it again"
    ),
    Problem("RB-411", "a coding does not have the form of one", todo="mend it; docs/coding.md shows the form"),
    Problem(
        "RB-412",
        "the evidence of a coded event is not in the article",
        allowed="words of one sentence of the title or text, exactly as they stand there, and there only once",
        todo="copy them from the brief; take more words where they stand there twice",
    ),
    Problem(
        "RB-413",
        "the article was edited after it was coded",
        allowed="the title and text that were coded",
        todo="read the article again, mend its coding, and renew sha256 with: riobravo codings sign",
    ),
    Problem("RB-414", "a coding is of no article of the dataset", todo="remove it, or mend its article_id"),
    Problem(
        "RB-415",
        "the process that coded the article ended, each time, and no other article was in it",
        todo="look whether memory ran out; else report it with the text: the annotator must stand any text",
    ),
    Problem(
        "RB-416",
        "the processes that code articles end as they start",
        allowed="an annotator that other processes can import; in a script, annotate called under if __name__ == '__main__'",
        todo="read what they printed above; with --workers 0 this process codes",
    ),
    # a language model as annotator (RB-422 to RB-429 are reasons of quarantine)
    Problem(
        "RB-420",
        "the language model is not set up",
        allowed="RIOBRAVO_LLM_URL, RIOBRAVO_LLM_MODEL, and RIOBRAVO_LLM_KEY where the server asks for one",
        todo="set these variables of the environment; docs/llm.md shows how",
    ),
    Problem(
        "RB-421",
        "the server of the language model refuses us",
        allowed="an address that has the model, and a key that it takes",
        todo="check RIOBRAVO_LLM_URL (it mostly ends in /v1), RIOBRAVO_LLM_MODEL and RIOBRAVO_LLM_KEY",
    ),
    Problem(
        "RB-422",
        "the server of the language model gave no answer",
        todo="run it again: what was answered is kept, and only this is asked anew",
    ),
    Problem(
        "RB-423",
        "the language model's reply does not have the form asked for, nor has its second one",
        todo="ask another model, or one whose server holds it to a schema",
    ),
    Problem(
        "RB-424",
        "the language model's reply was cut off",
        todo="raise max_tokens, as with RIOBRAVO_LLM_PARAMETERS='{\"max_tokens\": 16384}'",
    ),
    Problem(
        "RB-425", "the language model refused to code the article", todo="ask another model, or leave it to the rules"
    ),
    Problem(
        "RB-426",
        "a quote of the language model does not stand in the article as it has to",
        allowed="words of the title or text, letter by letter; the evidence within one sentence, with the trigger in it",
        todo="none: what it said there is left out",
    ),
    Problem(
        "RB-427",
        "an event of the language model does not hold to the codebook, nor does its second version",
        todo="none: the event is left out",
    ),
    Problem(
        "RB-428",
        "the language model was not asked, since the run had to stop asking",
        todo="run it again with more left to spend: what was answered is kept, and the run goes on from there",
    ),
    Problem(
        "RB-429",
        "the server of the language model refuses the article",
        todo="see what it says; mostly the article is longer than the model can read: give the server a longer context",
    ),
    # ── RB-5xx: events ───────────────────────────────────────────────────────────────────────────────────────────────
    Problem(
        "RB-501",
        "the registry of event ids contradicts itself",
        allowed="each event_id once, retired into an id that it holds",
        todo="take the file's last good version back from git; it is written by the build, never by hand",
    ),
    Problem(
        "RB-502",
        "a mention does not fit the tables it came with",
        allowed="each mention_id once, and the article of every mention",
        todo="annotate the articles again",
    ),
    # ── RB-6xx: release and data ─────────────────────────────────────────────────────────────────────────────────────
    Problem("RB-601", "no table or view has that name", todo="list them with: riobravo tables"),
    Problem(
        "RB-602",
        "there are no tables at that place",
        allowed="a folder of Parquet files, or a folder with tables/, or a riobravo.duckdb",
        todo="name the right folder; in a checkout the dataset is built with: make dataset",
    ),
    Problem("RB-603", "the file cannot be read as what it should be", todo="build it anew, or download it again"),
    Problem("RB-604", "views in sql/ read each other in a circle", todo="let one of them read a table instead"),
    Problem("RB-605", "the tables do not hold to what is declared", todo="mend what is listed above, then build again"),
    Problem(
        "RB-606",
        "the file cannot be written",
        allowed="a folder one may write to, with room",
        todo="choose another folder",
    ),
    Problem("RB-607", "no such form of a table", todo="ask for one of the forms allowed"),
    Problem(
        "RB-608",
        "a query file lacks its header",
        allowed="title, grain",
        todo="add the line; other files in sql/ show how",
    ),
    Problem(
        "RB-609",
        "no event has that id",
        allowed="an event_id of the table events, or one that event_ids.csv retires into such a one",
        todo="list them with: riobravo query 'select event_id, headline from events'",
    ),
    Problem(
        "RB-611",
        "another build of this folder is running",
        allowed="one build of a folder at a time",
        todo="wait until it is done, then build again; look also on other machines that share the folder",
    ),
    # a corpus of one's own (riobravo annotate)
    Problem(
        "RB-615",
        "another run is writing there",
        allowed="one run at a time for each output folder",
        todo="wait until it has ended, or choose another folder",
    ),
    Problem(
        "RB-616",
        "the parts are not those of a coded corpus",
        allowed="Parquet files with the columns that riobravo.corpus.coding.code_batch gives",
        todo="write what code_batch gives into a folder of its own, with all its columns; docs/scale.md shows how",
    ),
    # data of others (riobravo peers; RB-624 to RB-626 are also reasons of quarantine)
    Problem("RB-621", "there is no other dataset of that name", todo="name one of those allowed"),
    Problem(
        "RB-622",
        "the file is not laid out as that dataset's files are",
        todo="check that the file is the one named in schemas/peers.yaml, and whole",
    ),
    Problem(
        "RB-623",
        "the dataset does not give what is asked of it",
        todo="ask for less, as with scope='actors', or leave it out",
    ),
    Problem("RB-624", "the row cannot be read", todo="mend the row, or go without it"),
    Problem("RB-625", "a value of the row has the wrong form", todo="mend the row, or go without it"),
    Problem(
        "RB-626", "the event stands on an earlier row too", allowed="each event once", todo="none: the first was kept"
    ),
    Problem("RB-630", "there is nothing of that name to count or draw by", todo="name one of those allowed"),
    Problem(
        "RB-631",
        "a chart is not saved in that form",
        allowed=".png, .svg, .html or .json",
        todo="give the file one of these endings",
    ),
    # releases (riobravo release, riobravo publish, riobravo.load with a version)
    Problem(
        "RB-640",
        "the folder is no whole and valid version",
        allowed="what riobravo release wrote, with nothing changed, missing or added",
        todo="make it anew with: make release",
    ),
    Problem(
        "RB-641",
        "that version is published already, and a published version never changes",
        allowed="the same files, or a new version",
        todo="raise version in schemas/tables.yaml, then: make release",
    ),
    Problem(
        "RB-642",
        "the upload broke off; nothing of it is visible, and latest is what it was",
        todo="see to what is named here, then publish again",
    ),
    Problem(
        "RB-643",
        "the address does not answer",
        allowed="an address that answers, or a version whose files were fetched before",
        todo="check network and address; without them leave version and url out and use the tables of the package",
    ),
    Problem("RB-644", "no such version is published there", todo="name one of those allowed"),
    Problem(
        "RB-645",
        "the file is not the one that was published",
        todo="try again; if it stays so, tell whoever publishes it: the file was changed, or cut short on the way",
    ),
    Problem(
        "RB-646",
        "there is no address to fetch releases from",
        allowed="url='https://...', or that in the variable RIOBRAVO_URL of the environment",
        todo="give the address under which releases/ stands",
    ),
    Problem(
        "RB-647",
        "a table is either at a path or published",
        allowed="path, or version and url",
        todo="leave one of them out",
    ),
    # ── RB-7xx: evaluation ───────────────────────────────────────────────────────────────────────────────────────────
    Problem(
        "RB-701",
        "there is no coding at that place",
        allowed="a folder with articles.parquet and mentions.parquet, or a file of mentions beside articles.parquet",
        todo="write one with: riobravo annotate ARTICLES --output DIR",
    ),
    Problem(
        "RB-702", "no article has that split", allowed="dev, test", todo="leave --split out for articles of your own"
    ),
    Problem(
        "RB-703",
        "a file of an outside set does not have the set's form",
        allowed="the file as the set's authors give it; src/riobravo/evaluate/outside/sets.yaml names it",
        todo="check that the path is that of this set, then mend the line named or take the file from its authors again",
    ),
    Problem("RB-704", "there is no outside set, or no part of one, of that name", todo="name one of those allowed"),
    Problem(
        "RB-705",
        "the list of the articles that were coded by hand cannot be read",
        allowed="the columns article_id, half (read, aside), language, published_on, publisher, kind, url, sha256",
        todo="take dataset/real_news/articles.csv from the repository again",
    ),
    Problem(
        "RB-706",
        "the text of an article is not at hand as it was coded",
        allowed="ID.txt in UTF-8, with title, empty line and text, whose SHA-256 is that in articles.csv",
        todo="take the article from its address in dataset/real_news/articles.csv; the others are scored without it",
    ),
    Problem(
        "RB-707",
        "the list of checked actors cannot be read, or its words stand elsewhere in the article",
        allowed="article_id, evidence_in, start, end, role, words, actor_id (of actors.yaml, or empty), note",
        todo="mend start and end in dataset/actors_checked.csv where an article was edited; else take it from the repository",
    ),
    Problem(
        "RB-708",
        "the facts that were compared by hand cannot be read",
        allowed="known_facts.csv: fact_id, event, event_type, earliest, latest; known_links.csv: from_fact, to_fact, relation",
        todo="mend that row, or take the file from the repository again",
    ),
    Problem(
        "RB-709",
        "there is no coder of that name or at that place",
        todo="name one of those allowed",
    ),
    Problem(
        "RB-710",
        "the two coders have no article in common",
        allowed="codings of the same articles, by the same article_id",
        todo="check that both are of one corpus",
    ),
    Problem(
        "RB-711",
        "the marks of a practice text cannot be read",
        allowed="{type: words} or {type/status: words}, with types and statuses of the ontology and no brace elsewhere",
        todo="mend the text in dataset/practice",
    ),
    # ── RB-8xx: the command line ─────────────────────────────────────────────────────────────────────────────────────
    Problem(
        "RB-801",
        "this is not one query that only reads",
        allowed="one SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN",
        todo="ask one thing at a time; to write, load the tables in Python with riobravo.load",
    ),
    Problem("RB-802", "the query fails", todo="mend the query; riobravo tables lists what there is to query"),
    # ── RB-9xx: review and exchange of codings ───────────────────────────────────────────────────────────────────────
    Problem(
        "RB-901",
        "another review writes into that folder",
        allowed="one at a time",
        todo="go on in the page that is open, or end the other riobravo review, or name another folder with --into",
    ),
    Problem(
        "RB-902",
        "the log of decisions cannot be read",
        allowed="one decision a line, as riobravo review wrote it",
        todo="take the file's last good version back; it is written by riobravo review, never by hand",
    ),
    Problem("RB-903", "that is no decision on this article", todo="load the page again"),
    Problem(
        "RB-904",
        "the article was decided on elsewhere in the meantime",
        allowed="a decision on the article as it stands",
        todo="look at it as it is now, and decide again",
    ),
    Problem("RB-905", "the coding would not hold", todo="mend the fields named; nothing was saved"),
    Problem("RB-906", "there is nothing to undo", todo="go on"),
    Problem("RB-907", "the page cannot be served there", allowed="a port that is free", todo="leave --port out"),
    Problem(
        "RB-910",
        "that is not what the tool exports",
        allowed="the tool's export of what riobravo export wrote",
        todo="export it again: Label Studio as JSON, doccano as JSONL, a spreadsheet as CSV in UTF-8; brat: the folder",
    ),
    Problem(
        "RB-911",
        "a span or field that came back is not one of a coding",
        todo="mend it in the tool and export again; the other articles were taken in",
    ),
    Problem(
        "RB-912", "nobody annotated this task", todo="annotate it in the tool, or leave it: it keeps the coding it has"
    ),
    Problem("RB-913", "no such tool", todo="name one of those allowed"),
    Problem("RB-914", "there is another coding of that article", todo="choose another folder, or add --replace"),
)
"""Code → problem. A test holds that every code raised in the package stands here and every row is used."""


class RioBravoError(Exception):
    """A problem told to a person: ``code``, ``found``, ``allowed``, ``where``, ``todo``.

    ``allowed`` and ``todo`` default to the words of the code's row in `PROBLEMS`. ``str()`` is one line whatever was
    found: long values are cut, line breaks and control characters are written as escapes.
    """

    def __init__(
        self, *, code: str, found: object, where: object = "", allowed: object = None, todo: object = None
    ) -> None:
        problem = PROBLEMS.get(code) or Problem(code, "")
        self.code = code
        self.summary = problem.summary
        self.found = one_line(found)
        self.allowed = problem.allowed if allowed is None else one_line(allowed)
        self.where = one_line(where)
        self.todo = problem.todo if todo is None else one_line(todo)
        super().__init__(str(self))

    @property
    def detail(self) -> str:
        """The message without its code and place: the ``detail`` of a quarantined input."""
        found = f"found {self.found}" if self.found else ""
        said = ": ".join(part for part in (self.summary, found) if part)
        allowed = f"; allowed: {self.allowed}" if self.allowed else ""
        todo = f". To do: {self.todo}" if self.todo else ""
        return f"{said}{allowed}{todo}."

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"[{self.code}] {place}{self.detail}"

    def __reduce__(self) -> tuple[object, ...]:
        """Exceptions cross process borders when many articles are annotated at once; the arguments are keywords."""
        return _rebuilt, (self.code, self.found, self.where, self.allowed, self.todo)


def _rebuilt(code: str, found: str, where: str, allowed: str, todo: str) -> RioBravoError:
    return RioBravoError(code=code, found=found, where=where, allowed=allowed, todo=todo)


def one_line(value: object, longest: int = _LONGEST) -> str:
    """``value`` as one printable line of at most ``longest`` code points (a terminal must not obey what a file holds).

    What an address says of who asks (``https://name:password@host/?token=...``) is left out: messages end in logs.
    """
    text = _SECRET.sub(lambda found: f"{found[1] or found[2]}***", str(value))
    if len(text) > longest:
        text = f"{text[: longest - 40]}… ({len(text):,} characters)"
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """The known names closest to one that is not known, as the beginning of a `todo`; empty where none is close."""
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    near += [other for other in known if name and name in other and other not in near][: 3 - len(near)]
    return f"did you mean {' or '.join(near)}? " if near else ""
