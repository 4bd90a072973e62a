"""Put PDF, slides and the whole book as one file beside the pages: ``make publish``.

Each page links these three through the page *Take it along*, which says how to make them. Where
they are made, the links lead to them.
"""

import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

from tools import pages, pdf, slides

#: Below the book's root.
FOLDER = "along"
NAME = "l2-regularization"
_LINK = re.compile(r'<a data-take="(pdf|zip|slides/[\w-]+)" href="[^"]*"')


def files(html: Path) -> dict[str, str]:
    """Return what each link's ``data-take`` stands for: a path from the book's root."""
    taken = {"pdf": f"{FOLDER}/{NAME}.pdf", "zip": f"{FOLDER}/{NAME}.zip"}
    for deck in sorted((html / FOLDER / "slides").glob("*.html")):
        taken[f"slides/{deck.stem}"] = f"{FOLDER}/slides/{deck.name}"
    return taken


def lead_to(files: dict[str, str], html: Path) -> int:
    """Let every page's links lead to these files, and return how many links do."""
    changed = 0
    for page in sorted(html.rglob("*.html")):
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


def main() -> int:
    """Publish the built book; 1 with one line when it cannot be done."""
    html = pages.HTML
    along = html / FOLDER
    try:
        shutil.rmtree(along, ignore_errors=True)
        along.mkdir(parents=True)
        pdf.build(along / f"{NAME}.pdf", "a4")
        slides.build(along / "slides")
        lead_to(files(html), html)
        pack(html, along / f"{NAME}.zip")
    except (pages.PagesError, slides.SlidesError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    size = (along / f"{NAME}.zip").stat().st_size / 1e6
    print(f"The book to take along is in {along}: {NAME}.zip has {size:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
