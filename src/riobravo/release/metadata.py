"""What a release says of itself to programs: data package, Croissant, JSON Schema, citation; in the declarations' words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from riobravo import resources
from riobravo.release import manifest, scorecard
from riobravo.tables import as_croissant, as_csv, as_datapackage, as_json_schema

if TYPE_CHECKING:
    from riobravo.tables.model import Declarations

CROISSANT: Final = "croissant.json"
SCHEMA: Final = "schema.json"
CITATION: Final = "CITATION.cff"

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_CONFORMS_TO: Final = ("http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0")
_PARQUET: Final = "application/x-parquet"

_OF_CROISSANT: Final = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format", "includes",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
    "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
"""The words that Croissant adds to schema.org's."""

_CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        **{word: f"cr:{word}" for word in _OF_CROISSANT},
    }
)


def datapackage(folder: Path, declared: Declarations, content_sha256: str, card: Mapping[str, Any]) -> str:
    """``datapackage.json``: every table as Parquet and as CSV, with size and hash."""
    tables = declared.released.values()
    found = [as_datapackage.resource(table) for table in tables]
    found += [as_datapackage.csv_resource(table, as_csv.RULE) for table in tables]
    more = {"contentSha256": content_sha256, "quality": card}
    return manifest.package([manifest.measured(folder, resource) for resource in found], declared, more)


def croissant(
    folder: Path, declared: Declarations, content_sha256: str, card: Mapping[str, Any], citation: Mapping[str, Any]
) -> str:
    """``croissant.json``: every Parquet file, and the columns of each as a record set."""
    files = {name: f"tables/{name}.parquet" for name in declared.released}
    coverage = f"{declared.coverage.covers_from}/{declared.coverage.data_through}"
    content = {
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": list(_CONFORMS_TO),
        "name": manifest.ABOUT["name"],
        "alternateName": manifest.ABOUT["title"],
        "description": manifest.ABOUT["description"],
        "version": declared.version,
        "identifier": f"sha256:{content_sha256}",
        "datePublished": _month(declared.version),
        "temporalCoverage": coverage,
        "license": manifest.LICENCE["path"],
        "url": "./",
        "creator": [{"@type": "sc:Organization", "name": author["name"]} for author in citation["authors"]],
        "keywords": citation["keywords"],
        "citeAs": cite_as(citation, declared.version),
        "rai:dataAnnotationAnalysis": scorecard.sentence(card),
        "distribution": [_file(folder, path) for path in files.values()],
        "recordSet": [as_croissant.record_set(table, files[name]) for name, table in declared.released.items()],
    }
    return manifest.as_json(content)


def json_schema(declared: Declarations, content_sha256: str) -> str:
    """``schema.json``: a JSON Schema of a row of each table, under ``$defs``."""
    content = {
        "$schema": _DRAFT,
        "title": manifest.ABOUT["title"],
        "description": "Rows of the tables as JSON: table T is an array of #/$defs/T.",
        "x-version": declared.version,
        "x-content-sha256": content_sha256,
        "$defs": {name: as_json_schema.row(table) for name, table in declared.released.items()},
    }
    return manifest.as_json(content)


def citation_of(citation: Mapping[str, Any], declared: Declarations, content_sha256: str) -> str:
    """``CITATION.cff`` of this very release."""
    identifier = {"type": "other", "value": f"sha256:{content_sha256}", "description": "SHA-256 of the content"}
    return resources.dump_yaml({**citation, "version": declared.version, "identifiers": [identifier]})


def cite_as(citation: Mapping[str, Any], version: str) -> str:
    """A line for a list of references."""
    authors = ", ".join(author["name"] for author in citation["authors"])
    return f"{authors} ({version.partition('.')[0]}): {citation['title']}. Version {version}."


def _month(version: str) -> str:
    """The month that a version names, in ISO 8601: releases are dated by month, never by the day they are made."""
    year, month, _ = version.split(".")
    return f"{year}-{int(month):02}"


def _file(folder: Path, path: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{(folder / path).stat().st_size} B",
        "encodingFormat": _PARQUET,
        "sha256": manifest.sha256(folder / path),
    }
