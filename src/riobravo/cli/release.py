"""The commands of whoever publishes the dataset: make a release, upload it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from riobravo import resources
from riobravo.cli import show

app = typer.Typer()

_DIST = "dist"


@app.command()
def release(
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="DIR", help="Folder to write releases/ into; dist/ if none is named."),
    ] = None,
) -> int:
    """Write the built dataset as it is published: Parquet, DuckDB, CSV, metadata, codebook, checksums."""
    from riobravo.release.build import NotValidError
    from riobravo.release.make import release as made

    root = resources.dataset_dir().parent
    try:
        done = made(root, output or root / _DIST)
    except NotValidError as error:
        show.problems(error.problems)
        show.tell_error(str(error))
        return 1
    show.table(
        f"version {done.version}",
        ("file", "bytes"),
        [(name, f"{size:,}") for name, size in done.sizes.items()],
        numbers=(1,),
    )
    show.output().print(done.folder, highlight=False, soft_wrap=True)
    return 0


@app.command()
def publish(
    to: Annotated[
        str, typer.Argument(metavar="TO", help="A folder, or an address of fsspec's such as s3://bucket/riobravo.")
    ],
    version: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="The folder of the version; the one in dist/ if none is named."),
    ] = None,
) -> int:
    """Upload a release: whole or not at all, never over another one; latest is switched at the end."""
    from riobravo.release import layout
    from riobravo.release.publish import publish as upload
    from riobravo.tables import model

    folder = version or resources.dataset_dir().parent / _DIST / layout.FOLDER / model.load().version
    done = upload(folder, to)
    told = (
        f"{done.n_files:,} files of version {done.version}"
        if done.is_new
        else f"version {done.version} stood there already"
    )
    show.output().print(f"{done.place}: {told}; latest is {done.latest}", highlight=False, soft_wrap=True)
    return 0
