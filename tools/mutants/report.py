"""The report of a mutation run: a table, and every survivor with the reason why it may live.

The reasons stand in benchmarks/mutation.toml, keyed by module, function and the change itself, so
that they outlive a new run and a survivor without one is seen. The report can be read again: what
a run of some modules leaves out stays as it was.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

Record = Mapping[str, str]
Key = tuple[str, str, str, str]

UNEXPLAINED = "**Not explained.**"
NOT_RUN = "not checked"  # in mutmut's words: the run was stopped before
TABLE = (
    "| | mutants | killed | timed out | survived | killed, % |",
    "|---|--:|--:|--:|--:|--:|",
)
BECAME = ("killed", "timed out", "survived")
HEADER = """\
# Mutation: does a test notice when the maths is wrong?

Written by `make mutants`. Each mutant is the maths with one thing changed: an operator, a
comparison, a constant, an argument, a condition. It is *killed* when a test fails. The mutants of
Python are [mutmut](https://mutmut.readthedocs.io/)'s, against `tests/maths` with fewer random
examples than in `make test`. Those of `live.js` are made from its
syntax tree (`tools/mutants/javascript.py`): each function of `updates`, and the functions it is
made of, against Python's `update` at every sample of `tests/figures/test_twins.py`. A mutant that
runs into the time limit (an endless loop) counts as killed, one that no test reaches as survived.
A change that two mutants of a function have in common is shown once among the survivors.
Every mutant is run; `make mutants MODULES=…` runs those of some modules and leaves the rest of this
page as it is.

"""
SECTION = re.compile(r"^## `(?P<module>[^`]+)`, by function\n\n(?P<table>(?:\|.*\n)+)", re.M)
PLACE = re.compile(r"^### `([^`]+)`: `([^`]+)`$", re.M)
DIFF = re.compile(r"^```diff\n-(.*)\n\+(.*)\n```$", re.M)


def explanations(path: Path) -> dict[Key, str]:
    """Return the reasons of the file by the mutant that each is for.

    Raises
    ------
    ValueError
        If an entry lacks a part, or a mutant has two reasons.
    """
    found: dict[Key, str] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", []):
        if entry.keys() != {"module", "function", "why", "mutants"} or not entry["why"].strip():
            raise ValueError(f"{path.name}: an entry has module, function, why, mutants: {entry}")
        for before, after in entry["mutants"]:
            key = (entry["module"], entry["function"], before, after)
            if key in found:
                raise ValueError(f"{path.name}: two reasons for {key}")
            found[key] = " ".join(entry["why"].split())
    return found


def alive(results: Mapping[str, Iterable[Record]]) -> list[Key]:
    """Return the survivors, in order, each change once."""
    return list(
        dict.fromkeys(
            (module, record["function"], record["before"], record["after"])
            for module, records in results.items()
            for record in records
            if record["status"] not in ("killed", "timeout", NOT_RUN)
        )
    )


def unexplained(results: Mapping[str, Iterable[Record]], reasons: Mapping[Key, str]) -> list[Key]:
    """Return the survivors without a reason."""
    return [key for key in alive(results) if key not in reasons]


def unrun(records: Iterable[Record]) -> int:
    """Return how many mutants were made and not run."""
    return sum(record["status"] == NOT_RUN for record in records)


def share(records: Iterable[Record]) -> tuple[int, int, int, int, float]:
    """Return the numbers of mutants: all, killed, late, alive; and per cent of all killed or late.

    One that was not run counts as alive.
    """
    counts = Counter(record["status"] for record in records)
    total, killed, late = counts.total(), counts["killed"], counts["timeout"]
    return total, killed, late, total - killed - late, 100 * (killed + late) / max(total, 1)


def text(
    results: Mapping[str, list[Record]], reasons: Mapping[Key, str], derivation: Iterable[str]
) -> str:
    """Return the report in Markdown."""
    lines = list(TABLE)

    def row(name: str, records: list[Record]) -> None:
        *counts, percent = share(records)
        lines.append(f"| {name} | {' | '.join(map(str, counts))} | {percent:.1f} |")

    for module, records in results.items():
        row(f"`{module}`", records)
    derived = [record for m in derivation if m in results for record in results[m]]
    row("**The derivation (Python)**", derived)
    row("**All**", [record for records in results.values() for record in records])
    for module, records in results.items():
        functions: dict[str, list[Record]] = {}
        for record in records:
            functions.setdefault(record["function"], []).append(record)
        lines += ["", f"## `{module}`, by function", ""]
        lines += TABLE
        for name, own in functions.items():
            row(f"`{name}`", own)
    lines += ["", "## Survivors", ""]
    place = None
    for module, function, before, after in alive(results):
        if place != (module, function):
            place = (module, function)
            lines += [f"### `{module}`: `{function}`", ""]
        why = reasons.get((module, function, before, after), UNEXPLAINED)
        changes = [f"- {before}".rstrip(), f"+ {after}".rstrip()]
        lines += ["```diff", *changes, "```", "", why, ""]
    return HEADER + "\n".join(lines).rstrip() + "\n"


def read(text: str) -> dict[str, list[Record]]:
    """Return what `text` was given, but for the changes of mutants that do not live.

    Raises
    ------
    ValueError
        If a table does not add up, or counts survivors of a function and none is shown.
    """
    shown: dict[tuple[str, str], list[tuple[str, str]]] = {}
    _, *parts = PLACE.split(text)
    for module, function, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        changes = [(before.strip(), after.strip()) for before, after in DIFF.findall(body)]
        shown[module, function] = changes
    results: dict[str, list[Record]] = {}
    for section in SECTION.finditer(text):
        module = section["module"]
        heads, _, *rows = (
            [cell.strip(" `") for cell in row.strip("|").split("|")]
            for row in section["table"].splitlines()
        )
        results[module] = []
        for row in rows:
            cells = dict(zip(heads, row, strict=True))
            function = row[0]
            changes = shown.get((module, function), [])
            if int(cells["mutants"]) != sum(int(cells[name]) for name in BECAME):
                raise ValueError(f"the report does not add up: {module}: {function}")
            if (survived := int(cells["survived"])) and not changes:
                raise ValueError(f"the report shows no survivor of {module}: {function}")
            # A change that two mutants have in common is shown once.
            changes = [*changes, *changes[-1:] * (survived - len(changes))]
            for status, column in (("killed", "killed"), ("timeout", "timed out")):
                one = {"function": function, "before": "", "after": "", "status": status}
                results[module] += [one] * int(cells[column])
            results[module] += [
                {"function": function, "before": old, "after": new, "status": "survived"}
                for old, new in changes
            ]
    return results
