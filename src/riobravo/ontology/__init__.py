"""``schemas/ontology.yaml`` as frozen objects: types, subtypes, code lists, rules, crosswalks.

No type, status or unit is named in this package: whoever needs one asks ``ontology.load()``.
"""

from riobravo.ontology.model import (
    BadExample,
    Chapter,
    Code,
    CodeList,
    Crosswalk,
    EventType,
    Ontology,
    Rule,
    Subtype,
)
from riobravo.ontology.read import load, read

__all__ = [
    "BadExample",
    "Chapter",
    "Code",
    "CodeList",
    "Crosswalk",
    "EventType",
    "Ontology",
    "Rule",
    "Subtype",
    "load",
    "read",
]
