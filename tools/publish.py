"""Put PDF, slides and the whole book as one file beside the pages: ``make publish``.

Each page links these three through the page *Take it along*, which says how to make them. Where
they are made, the links lead to them. Each language has its own PDF and slides; the one file holds
all languages.

::

    python -m tools.publish
    python -m tools.publish --branch    # write the notebooks of other languages on a branch of git

Colab and Binder open notebooks from a repository, and the translated ones are in none of its
branches: they are made of the catalogues. ``--branch`` makes a commit on the branch `BRANCH` that
is the present commit and, besides, a folder of notebooks for each other language. Nothing is
checked out.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from l2book.sphinx.languages import BRANCH
from l2book.words import LANGUAGES, OTHERS
from tools import languages, pages, pdf, slides
from tools.browser import BrowserError

#: Below the book's root.
FOLDER = "along"
NAME = "l2-regularization"
_LINK = re.compile(r'<a data-take="(pdf|zip|slides/[\w-]+)" href="[^"]*"')


def files(html: Path) -> dict[str, str]:
    """Return what each link's ``data-take`` stands for: a path from the book's root."""
    taken = {"pdf": f"{FOLDER}/{NAME}.pdf", "zip": f"{FOLDER}/{NAME}.zip"}
    if html.name in LANGUAGES:
        taken["zip"] = f"../{FOLDER}/{NAME}.zip"
    for deck in sorted((html / FOLDER / "slides").glob("*.html")):
        taken[f"slides/{deck.stem}"] = f"{FOLDER}/slides/{deck.name}"
    return taken


def lead_to(files: dict[str, str], html: Path) -> int:
    """Let every page's links lead to these files, and return how many links do."""
    changed = 0
    for page in sorted(html.rglob("*.html")):
        if page.relative_to(html).parts[0] in (*LANGUAGES, FOLDER, "lite"):
            continue
        text = page.read_text(encoding="utf-8")

        def link(found: re.Match[str], page: Path = page) -> str:
            nonlocal changed
            target = files.get(found[1])
            if target is None:
                return found[0]
            changed += 1
            way = os.path.relpath(html / target, page.parent).replace(os.sep, "/")
            return f'<a data-take="{found[1]}" href="{way}"'

        new = _LINK.sub(link, text)
        if new != text:
            page.write_text(new, encoding="utf-8")
    return changed


def pack(html: Path, target: Path) -> None:
    """Write the book, without JupyterLite, which no disk can start, into one file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(html.rglob("*")):
            name = path.relative_to(html)
            if path.is_file() and name.parts[0] != "lite" and path != target:
                archive.write(path, Path(NAME, name))


def write_branch() -> str:
    """Write the notebooks of the other languages on `BRANCH`, over the present commit's files.

    Returns
    -------
    str : The new commit, which whoever calls this pushes.
    """
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        _git("read-tree", "HEAD", **index)
        for language in OTHERS:
            for path in languages.write_sources(language, Path(folder, language)):
                blob = _git("hash-object", "-w", str(path))
                place = path.relative_to(folder).as_posix()
                _git("update-index", "--add", "--cacheinfo", f"100644,{blob},{place}", **index)
        tree = _git("write-tree", **index)
    said = "Write the notebooks in other languages"
    commit = _git("commit-tree", tree, "-p", "HEAD", "-m", said)
    _git("update-ref", f"refs/heads/{BRANCH}", commit)
    return commit


def _git(*arguments: str, **variables: str) -> str:
    command = ["git", *arguments]
    outcome = subprocess.run(
        command,
        cwd=pages.ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return outcome.stdout.strip()


def take_along(language: str) -> None:
    """Make the PDF and the slides of a language and lead its pages to them."""
    html = pages.site(language)
    along = html / FOLDER
    shutil.rmtree(along, ignore_errors=True)
    along.mkdir(parents=True)
    pdf.build(along / f"{NAME}.pdf", "a4", html)
    slides.build(along / "slides", html)
    lead_to(files(html), html)


def main(arguments: Sequence[str] | None = None) -> int:
    """Publish the built book; 1 with one line when it cannot be done."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--branch", action="store_true", help=f"write the branch {BRANCH}")
    options = parser.parse_args(arguments)
    html = pages.HTML
    along = html / FOLDER
    try:
        if options.branch:
            print(f"{BRANCH}: {write_branch()}")
            return 0
        built = [code for code in LANGUAGES if (pages.site(code) / "book/index.html").is_file()]
        for language in built:
            take_along(language)
        along.mkdir(parents=True, exist_ok=True)
        pack(html, along / f"{NAME}.zip")
    except (pages.PagesError, BrowserError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    size = (along / f"{NAME}.zip").stat().st_size / 1e6
    print(f"The book to take along is in {along}: {NAME}.zip has {size:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
