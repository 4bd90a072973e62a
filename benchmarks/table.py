"""One row of the README's table for each claim."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measured claim.

    Attributes
    ----------
    what
        What was measured.
    result
        The result, with its unit.
    beside
        What it is compared with, and that one's result.
    to_reach
        The claim, in words.
    met
        Whether the claim holds; None where a number is only reported.
    """

    what: str
    result: str
    beside: str = ""
    to_reach: str = ""
    met: bool | None = None


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    marks = {True: "✓", False: "✗", None: ""}
    lines = ["| what | result | beside | to reach | |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {row.what} | {row.result} | {row.beside} | {row.to_reach} | {marks[row.met]} |"
        for row in rows
    ]
    return "\n".join(lines)


def say(text: str) -> None:
    """Report progress, apart from the result."""
    print(f"== {text}", file=sys.stderr, flush=True)
