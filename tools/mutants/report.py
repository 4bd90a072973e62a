"""The report of a mutation run: a table, and every survivor with the reason why it may live.

The reasons stand in benchmarks/mutation.toml, keyed by module, function and the change itself, so
that they outlive a new run and a survivor without one is seen.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

Record = Mapping[str, str]
Key = tuple[str, str, str, str]

UNEXPLAINED = "**Not explained.**"
NOT_RUN = "not checked"  # in mutmut's words: the run was stopped before, or drew a sample
TABLE = (
    "| | mutants | run | killed | timed out | survived | killed, % of run |",
    "|---|--:|--:|--:|--:|--:|--:|",
)
HEADER = """\
# Mutation: does a test notice when the maths is wrong?

Written by `make mutants`. Each mutant is the maths with one thing changed: an operator, a
comparison, a constant, an argument, a condition. It is *killed* when a test fails. The mutants of
Python are [mutmut](https://mutmut.readthedocs.io/)'s, against `tests/maths` with fewer random
examples than in `make test`. Those of `live.js` are made from its
syntax tree (`tools/mutants/javascript.py`): each function of `updates`, and the functions it is
made of, against Python's `update` at every sample of `tests/figures/test_twins.py`. A mutant that
runs into the time limit (an endless loop) counts as killed, one that no test reaches as survived.
*Run* is less than *mutants* where only a sample was run.

"""


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


def share(records: Iterable[Record]) -> tuple[int, int, int, int, int, float]:
    """Return the numbers of mutants: all, run, killed, late, alive; and per cent of those run."""
    counts = Counter(record["status"] for record in records)
    total, killed, late = counts.total(), counts["killed"], counts["timeout"]
    run = total - counts[NOT_RUN]
    return total, run, killed, late, run - killed - late, 100 * (killed + late) / max(run, 1)


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
        lines += ["```diff", f"- {before}", f"+ {after}", "```", "", why, ""]
    return HEADER + "\n".join(lines).rstrip() + "\n"
