"""One row of a table for each claim."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """What was measured, the result, what is to be reached in words, and whether it is."""

    what: str
    result: str
    to_reach: str = ""
    met: bool | None = None  # None where a number is only reported


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    marks = {True: "✓", False: "✗", None: ""}
    lines = ["| what | result | to reach | |", "| --- | --- | --- | --- |"]
    lines += [f"| {row.what} | {row.result} | {row.to_reach} | {marks[row.met]} |" for row in rows]
    return "\n".join(lines)


def say(text: str) -> None:
    """Report progress, apart from the result."""
    print(f"== {text}", file=sys.stderr, flush=True)
