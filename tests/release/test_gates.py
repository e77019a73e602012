"""The gates of a release: each planted fault is named by the gate that is there for it, and nothing else is named."""

from __future__ import annotations

import pytest

from riobravo import generated
from riobravo.tables.problems import Gate
from tests.release import faults

PAGE = faults.PAGE.read_text(encoding="utf-8")


def test_the_built_tables_pass_every_gate() -> None:
    """What is committed could be released."""
    assert faults.found(dict(faults.built())) == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(faults.FAULTS))
def test_each_fault_is_named_by_its_gate(name: str) -> None:
    """The rules that must name the fault do, and the page docs/gates.md says so; rules about rows name the row by its key."""
    fault = faults.FAULTS[name]
    problems = faults.found(fault.plant(dict(faults.built())))
    caught = faults.rules(problems)
    assert [rule for rule in fault.caught if rule not in caught] == []
    assert faults.row_of(fault, caught) in PAGE.splitlines(), f"renew docs/gates.md with: {faults.MADE_BY}"
    with_row = {(problem.gate, problem.check) for problem in problems if "=" in problem.row}
    assert [rule for rule in caught if rule not in with_row and not faults.is_of_whole_tables(rule)] == []


def test_the_page_names_all_gates_and_no_fault_that_is_not_planted() -> None:
    """The page is what the tests say: no gate is missing, no row is left over."""
    gates = generated.table(("gate", "looks at"), [(gate, gate.looks_at) for gate in Gate])
    assert generated.block("gates", faults.MADE_BY, "\n".join(gates)) in PAGE
    rows = PAGE.partition("<!-- faults")[2].splitlines()[3:-1]
    planted = [line for line in rows if line.startswith("| ")]
    assert len(planted) == len(faults.FAULTS)


def test_every_gate_catches_a_fault() -> None:
    """No gate is there for nothing; files are looked at in test_build."""
    assert {gate for fault in faults.FAULTS.values() for gate, _ in fault.caught} == set(Gate) - {Gate.FILES}
