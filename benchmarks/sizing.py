"""From the measured class and the heaviest chapter to the sizes of a class's hub.

The rules are those of the guides of The Littlest JupyterHub and of Zero to JupyterHub: memory is
what decides, each student gets what the work was seen to need and a quarter more, and of a large
class not everybody is there at once. Only the standard library is needed here.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
START, END = "<!-- hub:start -->", "<!-- hub:end -->"

HEADROOM = 1.25  # TLJH's guide: 20 to 40 % above what was used
STEP = 64  # MiB: memory is given in steps of this
KERNELS_AT_MOST = 3  # notebooks that a student may have open at once
ONLINE = {30: 1.0, 300: 0.6, 3000: 0.4}  # the part of a class that is there at once
LARGEST_ON_ONE_MACHINE = 100  # students at once; above, TLJH's guide says Zero to JupyterHub
PATIENCE = 120  # seconds in which everybody's Run All should end, pressed at the same moment
NODE = {"cores": 4, "gib": 16}  # a usual node of a cluster
NODE_KEEPS = {"cores": 0.5, "gib": 3}  # for Kubernetes itself and what each node runs
# Each student has a disk, and a cloud lets so many onto a node of that size: some more, some fewer.
VOLUMES_ON_A_NODE = 25  # Kubernetes, "Node-specific Volume Limits": 25 of Amazon's on its M5
PLACEHOLDERS = 0.1  # of those at once: room kept ready for the next to come


@dataclass(frozen=True)
class Size:
    """What a class needs.

    Attributes
    ----------
    students, at_once
        Students of the class, and how many of them are there at the same time.
    deployment
        The distribution of JupyterHub to install.
    guarantee, limit
        Memory of one student, MiB: kept for, and at most.
    cores, gib
        What all of them need together.
    nodes
        Machines: one of ``cores`` and ``gib``, or nodes of 4 cores and 16 GiB.
    placeholders
        Pods that keep room for the next student; zero on one machine.
    """

    students: int
    at_once: int
    deployment: str
    guarantee: int
    limit: int
    cores: int
    gib: int
    nodes: int
    placeholders: int


def read(path: Path = FOLDER / "hub.json") -> dict[str, Any]:
    """Return what the last measurement wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def heaviest(measured: dict[str, Any], what: str) -> tuple[str, float]:
    """Return the chapter whose kernel used the most of something, and how much that was.

    Each chapter ran once, alone (``benchmarks/chapters.py``).
    """
    chapters = measured["chapters"]
    name = max(chapters, key=lambda one: chapters[one][what])
    return name, chapters[name][what]


def per_student(measured: dict[str, Any]) -> tuple[int, int]:
    """Return a student's guarantee and limit of memory, MiB.

    Counted as resident memory at its highest, of the student who needed most and in the chapter
    that needs most: in a pod of its own a student shares pages with nobody.
    """
    together = measured["together"]
    server = together["server"]["peak_rss"]["most"]
    kernel = max(together["kernel"]["peak_rss"]["most"], heaviest(measured, "peak_rss")[1])
    guarantee = HEADROOM * (server + kernel)
    limit = HEADROOM * (server + KERNELS_AT_MOST * kernel)
    return up(guarantee, STEP), up(limit, STEP)


def up(value: float, step: int) -> int:
    """Round up to a multiple of a step."""
    return math.ceil(value / step) * step


def cores_of_one(measured: dict[str, Any]) -> float:
    """Return the cores that one student keeps busy while any chapter runs within the patience."""
    together = measured["together"]
    server, kernel = (together[kind]["cpu_seconds"]["median"] for kind in ("server", "kernel"))
    return (server + max(kernel, heaviest(measured, "cpu_seconds")[1])) / PATIENCE


def size(students: int, online: float, measured: dict[str, Any]) -> Size:
    """Work out what a class needs.

    Parameters
    ----------
    students
        Students of the class, at least 1.
    online
        The part of them that is there at once, in (0, 1].
    measured
        What ``benchmarks/hub.py`` has measured, every chapter with it.

    Raises
    ------
    ValueError
        When ``students`` or ``online`` is out of range.
    """
    if students < 1:
        raise ValueError(f"students must be at least 1, got {students}")
    if not 0 < online <= 1:
        raise ValueError(f"online must be in (0, 1], got {online}")
    at_once = math.ceil(round(students * online, 6))
    guarantee, limit = per_student(measured)
    cores = cores_of_one(measured)
    if at_once <= LARGEST_ON_ONE_MACHINE:
        core = measured["together"]
        own = sum(core[kind]["peak_rss"]["most"] for kind in ("hub", "proxy"))
        gib = math.ceil((at_once * guarantee + own) / 1024)
        total = max(2, math.ceil(at_once * cores))
        return Size(students, at_once, "TLJH", guarantee, limit, total, gib, 1, 0)
    placeholders = math.ceil(round(at_once * PLACEHOLDERS, 6))
    room = (NODE["gib"] - NODE_KEEPS["gib"]) * 1024 // guarantee
    busy = (NODE["cores"] - NODE_KEEPS["cores"]) // cores
    nodes = math.ceil((at_once + placeholders) / min(room, busy, VOLUMES_ON_A_NODE))
    return Size(
        *(students, at_once, "Z2JH", guarantee, limit),
        *(nodes * NODE["cores"], nodes * NODE["gib"], nodes, placeholders),
    )


# --- Tables -------------------------------------------------------------------------------------


def measured_table(measured: dict[str, Any]) -> str:
    """Return the measured numbers as a Markdown table."""
    alone, together = measured["alone"], measured["together"]
    students = together["students"]
    lines = [f"| median, most | {students} students at once | one alone |", "| --- | --- | --- |"]

    def row(what: str, *keys: str, unit: str) -> None:
        cells = []
        for side in (together, alone):
            for key in keys:
                side = side[key]
            cells.append(f"{side['median']:.1f}, {side['most']:.1f} {unit}")
        lines.append(f"| {what} | {' | '.join(cells)} |")

    row("A server, from the request until it is ready", "server_seconds", unit="s")
    row("Chapter 3, every cell, from Run All", "notebook_seconds", unit="s")
    for kind, name in (
        ("kernel", "Kernel after chapter 3"),
        ("server", "Student's server"),
        ("hub", "The hub"),
        ("proxy", "Its proxy"),
    ):
        row(f"{name}: PSS", kind, "pss", unit="MiB")
        row(f"{name}: RSS", kind, "rss", unit="MiB")
        row(f"{name}: RSS at its highest", kind, "peak_rss", unit="MiB")
    row("Kernel: processor time", "kernel", "cpu_seconds", unit="s")
    row("Student's server: processor time", "server", "cpu_seconds", unit="s")
    note = (
        f"Measured on {measured['machine']}; load average before: {measured['load_before']:.1f}. "
        f"Of {students} students none failed."
    )
    return "\n".join([*lines, "", note])


def chapters_table(measured: dict[str, Any]) -> str:
    """Return what the kernel of each chapter used, as a Markdown table."""
    lines = ["| one kernel, after every cell of | RSS at its highest | processor time |"]
    lines.append("| --- | ---: | ---: |")
    for name, one in measured["chapters"].items():
        lines.append(f"| `{name}` | {one['peak_rss']:.1f} MiB | {one['cpu_seconds']:.1f} s |")
    (large, memory), (slow, seconds) = (heaviest(measured, w) for w in ("peak_rss", "cpu_seconds"))
    note = f"The most: `{large}`, {memory:.1f} MiB, and `{slow}`, {seconds:.1f} s."
    return "\n".join([*lines, "", note])


def class_table(measured: dict[str, Any]) -> str:
    """Return the sizes of the three classes as a Markdown table."""
    lines = [
        "| class | at once | install | a student's memory: guarantee, limit | machines "
        "| room kept ready |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for students, online in ONLINE.items():
        one = size(students, online, measured)
        if one.deployment == "TLJH":
            name, ready = "The Littlest JupyterHub", ""
            machines = f"one with {one.cores} cores and {one.gib} GiB"
        else:
            name, ready = "Zero to JupyterHub", f"{one.placeholders} pods"
            machines = f"{one.nodes} nodes of {NODE['cores']} cores and {NODE['gib']} GiB"
        memory = f"{one.guarantee} MiB, {one.limit} MiB"
        lines.append(
            f"| {students:,} | {one.at_once:,} | {name} | {memory} | {machines} | {ready} |"
        )
    return "\n".join(lines)


def tables(measured: dict[str, Any]) -> str:
    """Return the three tables: the class, the chapters, and the sizes that follow from them."""
    made = (table(measured) for table in (measured_table, chapters_table, class_table))
    return "\n\n".join(made)


def between(text: str, measured: dict[str, Any]) -> str:
    """Return a text with the three tables between its markers."""
    block = f"{START}\n{tables(measured)}\n{END}"
    text, count = re.subn(f"{START}.*?{END}", lambda _: block, text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"the text must have {START} … {END} once, got {count}")
    return text


def write(measured: dict[str, Any], folder: Path = FOLDER) -> None:
    """Write hub.json and the tables of README.md."""
    text = json.dumps(measured, indent=2, ensure_ascii=False)
    (folder / "hub.json").write_text(f"{text}\n", encoding="utf-8")
    readme = folder / "README.md"
    readme.write_text(between(readme.read_text("utf-8"), measured), encoding="utf-8")


def report(measured: dict[str, Any], *, keep: bool) -> None:
    """Print the tables, and write them if they are to be kept."""
    print(tables(measured))
    if keep:
        write(measured)
