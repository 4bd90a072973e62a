"""The book in another language: its site, over the same sources, and its notebooks.

::

    python -m tools.languages notebooks ko       # _build/ko/notebooks, and the pages beside them
    python -m tools.languages site ko            # _build/html/ko, as `make book` does

Nothing is executed: the site takes what the English build keeps in ``_build/.jupyter_cache``, and a
notebook has the code and the outputs of the English one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import isolated

if __name__ == "__main__":
    isolated.enter()

from l2book import catalogues, messages
from l2book.words import LANGUAGES, OTHERS
from tools import pages

ROOT = pages.ROOT
#: What the cell that installs the package says of the questions, whose words are in the code.
TELL = """

import livefig.words

livefig.words.TEXTS |= {texts}
"""
#: What that cell says besides, so that figures speak the notebook's language.
SPEAK = 'import os\n\nos.environ["LIVEFIG_LANGUAGE"] = "{language}"\n'
INSTALL = "install"


def write_sources(language: str, target: Path) -> list[Path]:
    """Write the book's notebooks and pages in a language, and return the notebooks' paths.

    A notebook that has not changed is left as it is, so that JupyterLab asks nothing about it.
    """
    written = []
    for part in pages.contents():
        for page in part.pages:
            source = pages.source(page)
            words = catalogues.read(page, language)
            text = source.read_text(encoding="utf-8")
            if source.suffix == ".ipynb":
                text = _notebook(text, words, language)
                written.append(target / f"{page}.ipynb")
            else:
                text = messages.translated(text, words)
            path = target / f"{page}{source.suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8", newline="\n")
    return written


def _notebook(text: str, words: dict[str, str], language: str) -> str:
    made = messages.notebook(json.loads(text), words)
    texts = {m: words[m] for cell in made["cells"] for m in messages.asked(cell) if m in words}
    for cell in made["cells"]:
        if cell.get("id") == INSTALL:
            code = SPEAK.format(language=language) + "".join(cell["source"])
            if texts:
                said = json.dumps(texts, indent=4, ensure_ascii=False)
                code += TELL.format(texts=said).rstrip("\n")
            cell["source"] = code.splitlines(keepends=True)
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def build_site(language: str, built: Path) -> bool:
    """Build the site of a language, warnings as errors, and say whether it was built."""
    from jupyter_book.sphinx import build_sphinx

    own = built / language
    doctrees, site, target = own / ".doctrees", own / "html", built / "html" / language
    overrides = {
        "external_toc_path": str(ROOT / "_toc.yml"),
        "latex_individualpages": False,
        "nitpicky": True,
        "language": language,
        "locale_dirs": [str(catalogues.compiled(language, own / "locales"))],
        "nb_execution_cache_path": str(built / ".jupyter_cache"),
        "book_site": str(built / "html"),
        "book_notebooks": str(own / "notebooks"),
    }
    outcome = build_sphinx(
        ROOT,
        site,
        path_config=ROOT / "_config.yml",
        noconfig=True,
        confoverrides=overrides,
        doctreedir=doctrees,
        warningiserror=True,
        keep_going=True,
    )
    if outcome != 0:  # an exception, or an exit code
        shutil.rmtree(doctrees, ignore_errors=True)  # so that a second build warns again
    if not (site / "index.html").is_file():
        return False
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(site, target)
    return outcome == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the notebooks or the site of a language; 1 when that cannot be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=["notebooks", "site"])
    parser.add_argument("language", choices=OTHERS)
    parser.add_argument("--built", type=Path, default=ROOT / "_build")
    options = parser.parse_args(arguments)
    own = options.built / options.language
    try:
        written = write_sources(options.language, own)
    except catalogues.CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    if options.what == "site":
        os.environ.setdefault("BOOK_LANGUAGES", " ".join(LANGUAGES))
        return 0 if build_site(options.language, options.built) else 1
    print(f"{len(written)} notebooks are in {own / 'notebooks'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
