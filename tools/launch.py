"""Write the first code cell of each notebook, which installs the package where it is missing.

::

    python -m tools.launch notebooks/*.ipynb    # `make execute` begins with it
    python -m tools.launch --repository https://github.com/OWNER/NAME notebooks/*.ipynb

With ``--repository``, _config.yml gets that address first: what is published on GitHub Pages names
the repository that publishes it.

A launch button takes a reader to one of three places. On Binder the package is installed already.
JupyterLite and Colab start with a notebook and nothing else, so the notebook brings the package.
The repository's address stands in _config.yml alone; the cell is written from it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import isolated

if __name__ == "__main__":
    isolated.enter()

import nbformat
import yaml
from nbformat import NotebookNode

from tools import files, notebooks

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "_config.yml"
#: The line of _config.yml that names the repository.
ADDRESS = re.compile(r"(?<=^repository:\n  url: )\S+$", re.MULTILINE)
#: What Binder and Colab understand; an account's and a repository's name need no quotes in YAML.
ON_GITHUB = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+", re.ASCII)

CELL_ID = "install"
METADATA = {"jupyter": {"source_hidden": True}, "tags": ["remove-cell"]}
# JupyterLite's kernel reads `%pip` as `await piplite.install(…)`. Written so, it would keep the
# script that nbconvert makes of a chapter from running, anywhere.
# On Colab `--no-deps`: its own front end works with the ipywidgets that it has, and with no newer
# one (googlecolab/colabtools#4525). The other needs of the package are there already.
SOURCE = """\
# Only in the browser and on Colab: install the book's package.
import sys

if sys.platform == "emscripten":
    %pip install --quiet l2reg
elif "google.colab" in sys.modules:
    import subprocess

    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    book = "l2reg @ git+{repository}@{branch}"
    subprocess.run([*pip, "anywidget", "psygnal", book], check=True)"""


def name_repository(text: str, url: str) -> str:
    """Return a _config.yml that names another repository, and is the same in all else.

    Raises
    ------
    ValueError : If ``url`` is no repository on GitHub, or the line that names it is not there.
    """
    if not ON_GITHUB.fullmatch(url):
        raise ValueError(f"repository must be https://github.com/OWNER/NAME, not {url!r}")
    changed, count = ADDRESS.subn(url, text)
    if count != 1:
        raise ValueError("_config.yml must have one line `  url: …`, right after `repository:`")
    return changed


def install_source() -> str:
    """Return the code of the cell for the repository that _config.yml names."""
    repository = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["repository"]
    return SOURCE.format(repository=repository["url"], branch=repository["branch"])


def with_install_cell(notebook: NotebookNode, source: str) -> NotebookNode:
    """Return a notebook whose first code cell is the installing one; nothing else is changed."""
    cells = [cell for cell in notebook.cells if cell.get("id") != CELL_ID]
    kinds = [cell.cell_type for cell in cells]
    first = kinds.index("code") if "code" in kinds else len(cells)
    cell = nbformat.v4.new_code_cell(source, id=CELL_ID, metadata=METADATA)
    return nbformat.from_dict({**notebook, "cells": [*cells[:first], cell, *cells[first:]]})


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the cell into each notebook that has another one, or none."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--repository", help="the address that _config.yml is to name")
    options = parser.parse_args(arguments)
    if options.repository:
        text = CONFIG.read_text(encoding="utf-8")
        try:
            CONFIG.write_text(name_repository(text, options.repository), encoding="utf-8")
        except ValueError as error:
            parser.error(str(error))
    source = install_source()
    for path in options.notebooks:
        old = path.read_text(encoding="utf-8")
        notebook = with_install_cell(notebooks.read(path), source)
        new = notebooks.to_text(notebooks.normalise(notebook))
        if new == old:
            continue
        try:
            path.write_text(new, encoding="utf-8", newline="\n")
        except OSError as error:
            print(files.refused(error), file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
