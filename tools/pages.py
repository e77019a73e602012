"""What the pages of docs/ take from elsewhere when they are built: commands, error codes, the figure of the flow.

A page holds a mark on a line of its own, `<!-- commands -->`, and here it is filled in with Markdown. Nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

import flow
from riobravo import resources
from riobravo.cli.app import app
from riobravo.errors import PROBLEMS

_MARK = re.compile(r"^<!-- (\w+) -->$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\(([^)#:\s]+)\)")
_FLOW = Path(__file__).parents[1] / "docs" / "figures" / "flow.yaml"


def fill(text: str) -> str:
    """The page with its marks filled in; a comment that names nothing stays a comment."""
    return _MARK.sub(lambda mark: _PARTS[mark[1]]() if mark[1] in _PARTS else mark[0], text)


def without_links_to_folders(text: str, place: Path) -> str:
    """The page with links to folders of the repository as plain text: where git shows a folder, the pages have none."""
    return _LINK.sub(lambda link: link[1] if (place / link[2]).is_dir() else link[0], text)


def commands() -> str:
    """Every command of `riobravo` with its usage, arguments and options."""
    root: Any = typer.main.get_command(app)
    return "\n\n".join(_command(name, command) for name, command in sorted(_leaves(root, "riobravo")))


def errors() -> str:
    """Every code with what is wrong, what is allowed and what to do, as a chapter each."""
    return "\n\n".join(
        "\n\n".join(
            [
                f"## {problem.code}",
                f"{_sentence(problem.summary)}",
                *([f"- Allowed: {_plain(problem.allowed)}"] if problem.allowed else []),
                *([f"- To do: {_plain(problem.todo)}"] if problem.todo else []),
            ]
        )
        for problem in sorted(PROBLEMS.values(), key=lambda problem: problem.code)
    )


def figure() -> str:
    """The flow, drawn into the page so that its lines take the colour of the text, in light and dark."""
    return flow.svg(resources.load_yaml(_FLOW))


_PARTS: Mapping[str, Callable[[], str]] = {"commands": commands, "errors": errors, "flow": figure}


def _leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The commands that do something, by their whole name."""
    if not getattr(command, "commands", None):
        yield name, command
        return
    for below in command.commands.values():
        yield from _leaves(below, f"{name} {below.name}")


def _command(name: str, command: Any) -> str:
    context = command.context_class(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    rows = [_option(parameter, context) for parameter in command.params]
    table = ["| argument or option | what |", "| --- | --- |", *rows] if rows else []
    return "\n".join([f"## {name}", "", command.help.strip(), "", f"    {usage}", "", *table]).rstrip()


def _option(parameter: Any, context: Any) -> str:
    name, meaning = parameter.get_help_record(context)
    if parameter.param_type_name == "argument":
        name = name.partition(" <")[0]  # its type is one of Python's
    return f"| `{name.replace('|', '&#124;')}` | {_plain(meaning).replace('|', '&#124;')} |"


def _sentence(text: str) -> str:
    return f"{_plain(text[0].upper() + text[1:])}."


def _plain(text: str) -> str:
    """The text as it is, in Markdown: none of its signs is markup."""
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)
