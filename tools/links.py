"""Ask every external address that the book and its documents link to: ``make links``.

Sphinx's own link checker does the asking, of the pages of the book and of the documents beside
it (README.md and the like). An address is dead when its host is not there or does not have it,
while others answer. Where no host at all answers there is no network: that is said, and is no
failure. A host that refuses robots, or is too busy, is named and is no failure either.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import book, files, isolated

ROOT = Path(__file__).resolve().parent.parent
#: Of their own: pages that Sphinx has read for one builder may hold that builder's addresses.
OUTPUT = ROOT / "_build/links"
#: By its own name it would write into the built book.
LINKCHECK = ("--builder", "custom", "--custom-builder", "linkcheck")
#: Beside the Markdown files that are no page of the book.
PLAIN = ("LICENSE", "CITATION.cff")
CONFIGURATION = """\
extensions = ["myst_parser"]
myst_enable_extensions = ["linkify"]
exclude_patterns = ["out"]
linkcheck_timeout = 15
suppress_warnings = ["toc", "myst", "docutils"]
root_doc = "index"
"""
#: An answer, and no: whatever else went wrong, the host is there.
ANSWERED = re.compile(r"^(?P<code>\d{3}) (Client|Server) Error|^Anchor ")
REFUSED = ("401", "403", "429", "503")


class LinksError(Exception):
    """The links could not be read."""


@dataclass(frozen=True)
class Link:
    """An external address, where it stands, and what became of it: fine, refused, dead, silent."""

    address: str
    place: str
    state: str
    reason: str


# --- What Sphinx found --------------------------------------------------------------------------


def link(entry: Mapping[str, Any]) -> Link:
    """Read one line of Sphinx's output; a host that gives no answer is silent."""
    state, reason = "fine", str(entry["info"])
    if entry["status"] in ("broken", "timeout"):
        answer = ANSWERED.match(reason)
        refused = answer is not None and answer["code"] in REFUSED
        state = "silent" if answer is None else "refused" if refused else "dead"
    elif entry["status"] == "ignored":
        state = "refused"  # 503: Sphinx claims nothing while a server is out
    return Link(entry["uri"], f"{entry['filename']}:{entry['lineno']}", state, reason)


def read(output: Path) -> list[Link]:
    """Return the external links among those that Sphinx found."""
    entries = map(json.loads, output.read_text(encoding="utf-8").splitlines())
    return [
        link(e) for e in entries if re.match("https?:", e["uri"]) and e["status"] != "unchecked"
    ]


def documents_of(root: Path = ROOT) -> list[Path]:
    """Return the documents that are no page of the book, wherever they lie in the project."""
    markdown = (name for name in files.tracked(root) if name.endswith(".md"))
    beside = (name for name in markdown if not name.startswith("book/"))
    return [root / name for name in (*beside, *PLAIN)]


def of_documents(documents: Iterable[Path]) -> list[Link]:
    """Return the links of Markdown files, and of plain ones, as if they were a project of Sphinx's.

    Raises
    ------
    LinksError
        If Sphinx cannot read them.
    """
    with tempfile.TemporaryDirectory(prefix="l2reg-") as folder:
        project, output = Path(folder), Path(folder, "out")
        (project / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
        (project / "index.md").write_text("# Documents\n", encoding="utf-8")
        for document in documents:
            within = document.resolve().is_relative_to(ROOT)
            name = document.resolve().relative_to(ROOT) if within else Path(document.name)
            copy = project / (name if name.suffix == ".md" else f"{name}.md")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(document, copy)
        sphinx(
            [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", folder, str(output)], output
        )
        return read(output / "output.json")


def of_book() -> list[Link]:
    """Return the links of the book's pages; notebooks run unless they have run before.

    Raises
    ------
    LinksError
        If Sphinx cannot read them.
    """
    shutil.rmtree(OUTPUT, ignore_errors=True)
    executed, build = ROOT / "_build/.jupyter_cache", OUTPUT / "_build"
    executed.parent.mkdir(exist_ok=True)
    book.forget_stale(executed.parent)
    executed.mkdir(exist_ok=True)
    build.mkdir(parents=True)
    with contextlib.suppress(OSError):  # where links are not allowed, the notebooks run again
        (build / executed.name).symlink_to(executed)
    found = build / "linkcheck"
    sphinx([*book.PROGRAM, "build", ".", *LINKCHECK, "--path-output", str(OUTPUT)], found)
    return read(found / "output.json")


def sphinx(command: Sequence[str], output: Path) -> None:
    """Run Sphinx; a broken link fails it too, so what it wrote tells whether it could read."""
    outcome = subprocess.run(
        command, cwd=ROOT, env=isolated.variables(), capture_output=True, text=True, check=False
    )
    if not (output / "output.json").exists() or "Traceback" in outcome.stderr:
        raise LinksError(f"The links could not be read:\n{outcome.stdout}{outcome.stderr}")


# --- The verdict --------------------------------------------------------------------------------


def report(links: Sequence[Link]) -> int:
    """Print what became of the links; 1 if one is dead while others answer."""
    counted = {one.address for one in links}
    if links and all(one.state == "silent" for one in links):
        print(f"{len(counted)} external addresses, and no host answers: no network, none checked.")
        return 0
    for one in links:
        if one.state != "fine":
            said = {"dead": "dead", "silent": "dead: no answer", "refused": "refuses robots"}
            print(f"{one.place}: {said[one.state]}: {one.address} ({one.reason})")
    bad = {one.address for one in links if one.state in ("dead", "silent")}
    print(f"{len(counted)} external addresses, {len(bad)} dead.")
    return 1 if bad else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the links of some documents, or of the book and all its documents."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", nargs="*", type=Path, help="only these, and not the book")
    options = parser.parse_args(arguments)
    documents = options.documents or documents_of()
    try:
        links = of_documents(documents) + ([] if options.documents else of_book())
    except (LinksError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return report(links)


if __name__ == "__main__":
    sys.exit(main())
