"""Run the notebooks and keep them in one committed form.

::

    python -m tools.notebooks execute notebooks/*.ipynb    # run, normalise, write
    python -m tools.notebooks check notebooks/*.ipynb      # run, normalise, compare (exit 1)

Text outputs are committed and pictures are not: the book's build makes them, diffs stay small, and
strict nbval compares just what is stable. The committed form (:func:`normalise`) is what nbval 0.11
needs in order to compare every cell; an output that it could not compare truly, such as an
object's memory address or a warning, is refused (:func:`find_problems`) rather than stored.
"""

from __future__ import annotations

import argparse
import copy
import difflib
import json
import multiprocessing
import re
import sys
import uuid
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

MEMORY_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}|\bid=0x[0-9a-fA-F]{6,}")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class NotebookError(Exception):
    """A notebook did not run, or holds what may not be committed."""


# --- The committed form -------------------------------------------------------------------------


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook in its committed form; the argument is left as it was.

    * nbformat 4.5; one fixed kernelspec; no version, timestamp, widget state or fold state.
    * Cell ids stay; a cell without one, or with another's, gets a new one.
    * Execution counts are 1, 2, … over the code cells: nbval does not compare a cell without one.
    * Outputs keep their text. Pictures, widget views and output metadata go; neighbouring pieces
      of one stream become one; a cell tagged ``nbval-ignore-output`` keeps none.

    Normalising twice is the same as once.
    """
    cells: list[dict[str, Any]] = []
    ids: set[str] = set()
    count = 0
    for cell in notebook.cells:
        own = cell.get("id")
        clean = {
            "cell_type": cell.cell_type,
            "id": own if own and own not in ids else uuid.uuid4().hex[:8],
            "metadata": _cell_metadata(cell.metadata),
            "source": cell.source,
        }
        ids.add(clean["id"])
        if cell.get("attachments"):
            clean["attachments"] = copy.deepcopy(cell.attachments)
        if cell.cell_type == "code":
            count += 1
            clean["execution_count"] = count
            clean["outputs"] = [] if IGNORED_TAG in _tags(cell) else _outputs(cell, count)
        cells.append(clean)
    metadata = {
        **_kept(notebook.metadata, NOTEBOOK_KEYS),
        "kernelspec": dict(KERNELSPEC),
        "language_info": dict(LANGUAGE_INFO),
    }
    return nbformat.from_dict(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    )


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


def _outputs(cell: NotebookNode, count: int) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for output in cell.outputs:
        kind = output.output_type
        if kind == "stream":
            if kept and kept[-1].get("name") == output.name:
                kept[-1]["text"] += output.text
                continue
            parts = {"name": output.name, "text": output.text}
        elif kind == "error":
            line = f"{output.ename}: {output.evalue}"  # the rest names files of this machine
            parts = {"ename": output.ename, "evalue": output.evalue, "traceback": [line]}
        else:
            dropped = (*DROPPED_TYPES, *REFUSED_TYPES)
            data = {key: copy.deepcopy(v) for key, v in output.data.items() if key not in dropped}
            if not data:
                continue
            parts = {"data": data, "metadata": {}}
            if kind == "execute_result":
                parts["execution_count"] = count
        kept.append({"output_type": kind, **parts})
    return kept


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
    NotebookError : When a cell fails, with its number and traceback; when the kernel dies or a cell
        takes longer than ``CELL_TIMEOUT``; when :func:`find_problems` finds any.
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
        said = ANSI.sub("", str(error))
        raise NotebookError(f"{_failed_cell(path, notebook)} failed\n\n{said}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(f"{path}: {error}") from None
    if problems := find_problems(notebook):
        raise NotebookError("\n".join(f"{path}: {problem}" for problem in problems))
    result = normalise(notebook)
    nbformat.validate(result)
    return result


def run_all(paths: Sequence[Path]) -> tuple[dict[Path, NotebookNode], list[str]]:
    """Run notebooks, ``JOBS`` at a time, saying so; return the results and the failures.

    Each runs in a process of its own, with an event loop of its own.
    """
    results: dict[Path, NotebookNode] = {}
    failures: list[str] = []
    with ProcessPoolExecutor(JOBS, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = {pool.submit(run, path): path for path in paths}
        for done, future in enumerate(as_completed(futures), start=1):
            path, verdict = futures[future], "done"
            try:
                results[path] = future.result()
            except (NotebookError, OSError, ValueError) as error:
                verdict = "FAILED"
                failures.append(str(error))
            print(f"{verdict:7} {path}  [{done}/{len(paths)}]", flush=True)
    return results, failures


def _failed_cell(path: Path, notebook: NotebookNode) -> str:
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code_cells, start=1):
        if any(output.output_type == "error" for output in cell.outputs):
            return f"{path}: code cell {number} of {len(code_cells)}"
    return f"{path}: a code cell"


# --- Commands -----------------------------------------------------------------------------------


def execute(paths: Sequence[Path]) -> list[str]:
    """Run notebooks and write them in their committed form; return the failures.

    A notebook that fails is left as it was, and one that has not changed is not touched.
    """
    results, failures = run_all(paths)
    for path, notebook in results.items():
        text = to_text(notebook)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8", newline="\n")
    return failures


def check(paths: Sequence[Path]) -> list[str]:
    """Return, for each notebook that is not what `execute` would write, the difference."""
    results, failures = run_all(paths)
    for path, notebook in results.items():
        difference = difflib.unified_diff(
            path.read_text(encoding="utf-8").splitlines(),
            to_text(notebook).splitlines(),
            f"{path} (committed)",
            f"{path} (as executed)",
            lineterm="",
        )
        if text := "\n".join(difference):
            failures.append(text)
    if failures:
        failures.append("`make execute` writes the notebooks in their committed form.")
    return failures


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 1 when a notebook fails or differs."""
    commands = {"execute": execute, "check": check}
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("command", choices=commands)
    parser.add_argument("notebooks", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    try:
        failures = commands[options.command](options.notebooks)
    except OSError as error:
        failures = [files.refused(error)]
    for failure in failures:
        print(f"\n{failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
