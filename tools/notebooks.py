"""Run the notebooks and keep them in one committed form.

::

    python -m tools.notebooks execute notebooks/*.ipynb    # run, normalise, write
    python -m tools.notebooks check notebooks/*.ipynb      # run, normalise, compare (exit 1)
    python -m tools.notebooks check --no-run notebooks/*.ipynb    # compare the form alone

Text outputs are committed and pictures are not: the book's build makes them, diffs stay small, and
strict nbval compares just what is stable. The committed form (:func:`normalise`) is what nbval 0.11
needs in order to compare every cell; an output that it could not compare truly, such as an
object's memory address or a warning, is refused (:func:`find_problems`) rather than stored.
"""

from __future__ import annotations

import argparse
import copy
import difflib
import hashlib
import json
import multiprocessing
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tools import isolated

if __name__ == "__main__":
    isolated.enter()

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from l2book.execution import HearingClient
from tools import files

CELL_TIMEOUT = 300  # seconds, for one cell
JOBS = 2  # notebooks run at a time

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# Without the last two, `jupyter nbconvert --to script` writes a text file.
LANGUAGE_INFO = {"name": "python", "file_extension": ".py", "nbconvert_exporter": "python"}

# Notebook metadata that the book's build reads.
NOTEBOOK_KEYS = ("html_meta", "mystnb", "orphan", "tocdepth")
# Cell metadata that a reader or the book's build sees; all else is left by a program.
CELL_KEYS = ("deletable", "editable", "mystnb", "slideshow", "tags")
JUPYTER_KEYS = ("outputs_hidden", "source_hidden")

# Pictures and live views: made anew wherever a notebook runs, and skipped by nbval.
DROPPED_TYPES = ("image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json")
# Compared by nbval as text, though no two systems draw the same.
REFUSED_TYPES = ("image/svg+xml", "application/pdf")
# A cell so tagged prints one way in Jupyter and another under nbval, as `interact` does.
IGNORED_TAG = "nbval-ignore-output"
ERROR_TAG = "raises-exception"

CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
MEMORY_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}|\bid=0x[0-9a-fA-F]{6,}")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class NotebookError(Exception):
    """A notebook did not run, or holds what may not be committed."""


# --- The committed form -------------------------------------------------------------------------


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook in its committed form; the argument is left as it was.

    * nbformat 4.5; one fixed kernelspec; no version, timestamp, widget state or fold state.
    * Cell ids stay when valid and unique; otherwise they are derived from the cell's source.
    * Execution counts are 1, 2, … over the code cells: nbval does not compare a cell without one.
    * Outputs keep their text. Pictures, widget views and output metadata go; neighbouring pieces
      of one stream become one; a cell tagged ``nbval-ignore-output`` keeps none.

    Normalising twice is the same as once.
    """
    result = nbformat.from_dict(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                **_kept(notebook.metadata, NOTEBOOK_KEYS),
                "kernelspec": dict(KERNELSPEC),
                "language_info": dict(LANGUAGE_INFO),
            },
            "cells": [],
        }
    )
    ids = _cell_ids(notebook.cells)
    count = 0
    for cell, cell_id in zip(notebook.cells, ids, strict=True):
        clean = nbformat.from_dict(
            {
                "cell_type": cell.cell_type,
                "id": cell_id,
                "metadata": _cell_metadata(cell.metadata),
                "source": cell.source,
            }
        )
        if cell.get("attachments"):
            clean.attachments = copy.deepcopy(cell.attachments)
        if cell.cell_type == "code":
            count += 1
            clean.execution_count = count
            clean.outputs = [] if IGNORED_TAG in _tags(cell) else _outputs(cell.outputs, count)
        result.cells.append(clean)
    return result


def find_problems(notebook: NotebookNode) -> list[str]:
    """Return what keeps an executed notebook from being committed, one sentence each.

    Looks at the outputs as the kernel gave them, before :func:`normalise` drops any.
    """
    problems = []
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code_cells, start=1):
        where = f"code cell {number}"
        if not cell.source.strip():
            problems.append(f"{where} is empty: delete it")
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                problems.append(f"{where} prints a warning to its reader: {output.text.strip()!r}")
            if output.output_type == "error" and ERROR_TAG not in _tags(cell):
                problems.append(f"{where} holds an error: {output.ename}: {output.evalue}")
            if IGNORED_TAG in _tags(cell):
                continue
            if address := MEMORY_ADDRESS.search(_text_of(output)):
                problems.append(
                    f"{where} shows a memory address ({address[0]}), another one in every run: "
                    "end it with plt.show(), an assignment, or a value with a repr of its own"
                )
            problems += [
                f"{where} outputs {kind}, which no two systems draw the same and nbval compares "
                f"as text: show it as PNG, or tag the cell {IGNORED_TAG}"
                for kind in REFUSED_TYPES
                if kind in output.get("data", {})
            ]
    return problems


def read(path: Path) -> NotebookNode:
    """Read a notebook of format 4 just as it is: nothing repaired, no id invented."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if raw.get("nbformat") != 4:
        raise NotebookError(f"{path}: a notebook of format {raw.get('nbformat')}, and not 4")
    return nbformat.v4.to_notebook(raw)


def to_text(notebook: NotebookNode) -> str:
    """Return a notebook as it is written to disk: as JupyterLab writes it, and one last newline."""
    return nbformat.v4.writes(notebook, indent=1, ensure_ascii=False) + "\n"


def _kept(metadata: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: copy.deepcopy(metadata[key]) for key in keys if key in metadata}


def _tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def _cell_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    result = _kept(metadata, CELL_KEYS)
    result["jupyter"] = _kept(metadata.get("jupyter", {}), JUPYTER_KEYS)
    result["tags"] = list(dict.fromkeys(result.get("tags", [])))
    return {key: value for key, value in result.items() if value not in ({}, [])}


def _cell_ids(cells: Sequence[NotebookNode]) -> list[str]:
    """Return one valid id per cell, all different; the first holder of an id keeps it."""
    taken: set[str] = set()
    ids: list[str | None] = []
    for cell in cells:
        own = cell.get("id", "")
        valid = bool(CELL_ID.fullmatch(own)) and own not in taken
        ids.append(own if valid else None)
        if valid:
            taken.add(own)
    for index, cell in enumerate(cells):
        attempt = 0
        while ids[index] is None:
            seed = f"{cell.cell_type}\n{cell.source}\n{attempt}"
            derived = hashlib.sha256(seed.encode()).hexdigest()[:8]
            if derived not in taken:
                ids[index] = derived
                taken.add(derived)
            attempt += 1
    return [cell_id for cell_id in ids if cell_id is not None]


def _outputs(outputs: Iterable[NotebookNode], count: int) -> list[NotebookNode]:
    result: list[dict[str, Any]] = []
    for output in outputs:
        kind = output.output_type
        if kind == "stream":
            before = result[-1] if result else {}
            if (before.get("output_type"), before.get("name")) == (kind, output.name):
                before["text"] += output.text
            else:
                result.append({"output_type": kind, "name": output.name, "text": output.text})
        elif kind == "error":
            line = f"{output.ename}: {output.evalue}"
            result.append(
                {
                    "output_type": kind,
                    "ename": output.ename,
                    "evalue": output.evalue,
                    "traceback": [line],  # the rest names files of the machine that ran it
                }
            )
        else:
            dropped = (*DROPPED_TYPES, *REFUSED_TYPES)
            data = {key: copy.deepcopy(v) for key, v in output.data.items() if key not in dropped}
            if not data:
                continue
            result.append({"output_type": kind, "data": data, "metadata": {}})
            if kind == "execute_result":
                result[-1]["execution_count"] = count
    return [nbformat.from_dict(output) for output in result]


def _text_of(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text
    data = output.get("data", {})
    return "\n".join(str(text) for kind, text in data.items() if kind.startswith("text/"))


# --- Running ------------------------------------------------------------------------------------


def run(path: Path) -> NotebookNode:
    """Run a notebook in a fresh kernel, in its own folder, and return it in its committed form.

    Raises
    ------
    NotebookError
        When a cell fails, with its number and traceback; when the kernel dies or a cell takes
        longer than ``CELL_TIMEOUT``; when :func:`find_problems` finds any.
    """
    notebook = read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook = normalise(notebook)  # a notebook without cell ids cannot be validated
    client = HearingClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name=KERNELSPEC["name"],
        resources={"metadata": {"path": str(path.resolve().parent)}},
        record_timing=False,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise NotebookError(f"{_failed_cell(path, notebook)} failed\n\n{_plain(error)}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(f"{path}: {_plain(error)}") from None
    if problems := find_problems(notebook):
        raise NotebookError("\n".join(f"{path}: {problem}" for problem in problems))
    result = normalise(notebook)
    nbformat.validate(result)
    return result


def run_all(paths: Sequence[Path], jobs: int) -> tuple[dict[Path, NotebookNode], list[str]]:
    """Run notebooks, ``jobs`` at a time, saying so; return the results and the failures.

    Each runs in a process of its own, with an event loop of its own.
    """
    results: dict[Path, NotebookNode] = {}
    failures: list[str] = []
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = {pool.submit(_timed_run, path): path for path in paths}
        for done, future in enumerate(as_completed(futures), start=1):
            path = futures[future]
            outcome, seconds = future.result()
            if isinstance(outcome, str):
                failures.append(outcome)
            else:
                results[path] = outcome
            verdict = "FAILED" if isinstance(outcome, str) else "done"
            _say(f"{verdict:7}  {path}  {seconds:.1f} s  [{done}/{len(paths)}]")
    return results, failures


def _timed_run(path: Path) -> tuple[NotebookNode | str, float]:
    """Run a notebook in a worker; return it, or what went wrong, and the seconds it took."""
    _say(f"running  {path}")
    start = time.perf_counter()
    outcome: NotebookNode | str
    try:
        outcome = run(path)
    except (NotebookError, OSError, ValueError) as error:
        outcome = str(error)
    return outcome, time.perf_counter() - start


def _say(line: str) -> None:
    """Print a whole line at once, since the workers share the terminal."""
    print(line + "\n", end="", flush=True)


def _failed_cell(path: Path, notebook: NotebookNode) -> str:
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code_cells, start=1):
        if any(output.output_type == "error" for output in cell.outputs):
            return f"{path}: code cell {number} of {len(code_cells)}"
    return f"{path}: a code cell"


def _plain(error: Exception) -> str:
    text = str(error).strip()
    return text if sys.stderr.isatty() else ANSI.sub("", text)


# --- Commands -----------------------------------------------------------------------------------


def execute(paths: Sequence[Path], jobs: int = JOBS) -> list[str]:
    """Run notebooks and write them in their committed form; return the failures.

    A notebook that fails is left as it was, and one that has not changed is not touched.
    """
    results, failures = run_all(paths, jobs)
    for path, notebook in results.items():
        text = to_text(notebook)
        if text != path.read_text(encoding="utf-8"):
            _write(path, text)
    return failures


def check(paths: Sequence[Path], jobs: int = JOBS, *, run_them: bool = True) -> list[str]:
    """Return, for each notebook that is not in its committed form, the difference.

    With ``run_them`` false, the outputs are taken as they stand and only the form is compared.
    """
    if run_them:
        expected, failures = run_all(paths, jobs)
    else:
        expected, failures = {}, []
        for path in paths:
            notebook = read(path)
            expected[path] = normalise(notebook)
            failures += [f"{path}: {problem}" for problem in find_problems(notebook)]
    for path in paths:
        if path not in expected:
            continue
        difference = difflib.unified_diff(
            path.read_text(encoding="utf-8").splitlines(),
            to_text(expected[path]).splitlines(),
            f"{path} (committed)",
            f"{path} (as executed)",
            lineterm="",
        )
        if text := "\n".join(difference):
            failures.append(text)
    return failures


def _write(path: Path, text: str) -> None:
    """Replace a file whole, so that no reader sees half of it."""
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.stem}-", delete=False, encoding="utf-8", newline="\n"
    ) as file:
        file.write(text)
    os.chmod(file.name, path.stat().st_mode)
    os.replace(file.name, path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 1 when a notebook fails or differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("execute", "run the notebooks and write them in their committed form"),
        ("check", "say, with a diff, which notebooks are not what `execute` writes"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("notebooks", nargs="*", type=Path)
        command.add_argument("--jobs", type=int, default=JOBS, help="notebooks run at a time")
        if name == "check":
            command.add_argument("--no-run", action="store_true", help="compare the form alone")
    options = parser.parse_args(arguments)
    if not options.notebooks:
        print("no notebooks given")
        return 0
    try:
        if options.command == "execute":
            failures = execute(options.notebooks, options.jobs)
        else:
            failures = check(options.notebooks, options.jobs, run_them=not options.no_run)
    except OSError as error:
        failures = [files.refused(error)]
    except (NotebookError, json.JSONDecodeError) as error:
        failures = [str(error)]
    for failure in failures:
        print(f"\n{failure}", file=sys.stderr)
    if failures and options.command == "check":
        print("\n`make execute` writes the notebooks in their committed form.", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
