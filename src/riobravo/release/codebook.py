"""``dataset/CODEBOOK.md`` from the ontology and the tables: what is coded, how, and where each column holds it.

A pure function of the declarations: the same declarations give the same page, byte for byte. It has no rules of its own;
every rule, example and definition stands in ``schemas/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from riobravo import generated
from riobravo.tables import as_markdown

if TYPE_CHECKING:
    from riobravo.ontology import BadExample, Chapter, CodeList, Crosswalk, EventType, Ontology, Rule
    from riobravo.tables.model import Table

_NOTICE = "<!-- Made by `riobravo build` from schemas/ontology.yaml, fields.yaml and tables.yaml: edit those. -->"
_NO_EVENT = "no event"


def render(ontology: Ontology, tables: Mapping[str, Table]) -> str:
    """The whole page as Markdown, ending in one line break.

    Args:
        ontology: Types, code lists and rules.
        tables: The declared tables, by name, in the order of the page.
    """
    lines = [
        f"# {ontology.title}",
        "",
        _NOTICE,
        "",
        ontology.description,
        "",
        f"Version {ontology.version} of the coding rules: {len(ontology.types)} types with "
        f"{sum(len(kind.subtypes) for kind in ontology.types.values())} subtypes.",
        "",
        *_contents(ontology, tables),
    ]
    for chapter in ontology.chapters:
        lines += _chapter(chapter, ontology)
    lines += ["## Types", "", *_overview(ontology)]
    for event_type in ontology.types.values():
        lines += _type(event_type, ontology)
    lines += ["# Tables", ""]
    for table in tables.values():
        lines += [as_markdown.page(table)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _contents(ontology: Ontology, tables: Mapping[str, Table]) -> list[str]:
    titles = [*(chapter.title for chapter in ontology.chapters), "Types", "Tables"]
    types = ", ".join(f"[{name}](#{name})" for name in ontology.types)
    named = ", ".join(f"[{name}](#{name})" for name in tables)
    entries = [f"- [{title}](#{generated.anchor(title)})" for title in titles]
    entries[-2] += f": {types}"
    entries[-1] += f": {named}"
    return [*entries, ""]


def _chapter(chapter: Chapter, ontology: Ontology) -> list[str]:
    lines = [f"## {chapter.title}", "", chapter.text, "", *_rules(chapter.rules), ""]
    for name in chapter.lists:
        lines += _code_list(ontology.lists[name])
    return lines


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield f"- **{rule.id}** {rule.rule} *{rule.example}*"


def _code_list(code_list: CodeList) -> list[str]:
    codes = code_list.codes.values()
    traits = sorted({trait for code in codes for trait in code.traits})
    languages = sorted({language for code in codes for language in code.example})
    rows = [
        [
            f"`{code.name}`",
            code.definition,
            *(str(code.traits.get(trait, "")) for trait in traits),
            *(code.example.get(language, "") for language in languages),
        ]
        for code in codes
    ]
    return [f"### {code_list.title}", "", *generated.table(["code", "meaning", *traits, *languages], rows), ""]


def _overview(ontology: Ontology) -> list[str]:
    rows = [
        [
            f"[{kind.name}](#{kind.name})" + (" (headline)" if kind.is_headline else ""),
            kind.definition,
            ", ".join(f"`{name}`" for name in kind.subtypes),
            ", ".join(kind.units) or "none",
        ]
        for kind in ontology.types.values()
    ]
    return [*generated.table(["type", "what is coded", "subtypes", "units"], rows), ""]


def _type(event_type: EventType, ontology: Ontology) -> list[str]:
    lines = [f"### {event_type.name}", "", event_type.definition, ""]
    lines += [f"- {role}: {words}" for role, words in event_type.roles.items()]
    if event_type.is_symmetric:
        lines.append("- symmetric: source and target are not compared")
    lines += [f"- units: {', '.join(event_type.units) or 'none'}", f"- default: `{event_type.default_subtype}`"]
    lines += [f"- {ontology.languages[language]} {text}" for language, text in event_type.example.items()]
    lines += [f"- not: {_not(event_type.bad_example)}", "", *_rules(event_type.rules), ""]
    languages = list(event_type.example)
    rows = [
        [
            f"`{subtype.name}`",
            subtype.definition,
            *(subtype.example[language] for language in languages),
            _not(subtype.bad_example),
            *_crosswalk(subtype.crosswalk),
        ]
        for subtype in event_type.subtypes.values()
    ]
    heads = ["subtype", "meaning", *languages, "not", "PLOVER", "CAMEO", "Goldstein", "quad class"]
    return [*lines, *generated.table(heads, rows), ""]


def _not(bad: BadExample) -> str:
    instead = f"`{bad.instead}`" if bad.instead else _NO_EVENT
    return f"{bad.text} → {instead}: {bad.why}"


def _crosswalk(walk: Crosswalk) -> list[str]:
    plover = " ".join(part for part in (walk.plover_type, walk.plover_mode) if part)
    return [plover or "none", walk.cameo_code, f"{walk.goldstein:g}", str(walk.quad_class)]
