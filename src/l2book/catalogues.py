"""The catalogues of a language: for each page, its messages in that language.

They are PO files below ``locales/LANGUAGE/LC_MESSAGES``, named as the pages are, and hold Markdown
as the sources do. `compiled` writes what Sphinx reads.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from l2book.sphinx.portable import GLOSSARY, as_myst, terms

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "locales"
#: What Sphinx and the theme say.
SPHINX = "sphinx"


class CatalogueError(ValueError):
    """A file is no whole catalogue; the message names it."""


def path(page: str, language: str) -> Path:
    """Return where the catalogue of a page is."""
    return LOCALES / language / "LC_MESSAGES" / f"{page}.po"


def read(page: str, language: str) -> dict[str, str]:
    """Return a page's messages in a language, without those that are missing or fuzzy."""
    file = path(page, language)
    return dict(_read(file, file.stat().st_mtime_ns)) if file.is_file() else {}


@cache
def _read(file: Path, changed: int) -> dict[str, str]:
    return {m.id: m.string for m in whole(file) if m.id and m.string and not m.fuzzy}


def whole(file: Path, language: str | None = None) -> Catalog:
    """Return the catalogue in a file; ``CatalogueError`` where part of it is no catalogue.

    Babel would go on, and drop what it cannot read, such as one side of a merge.
    """
    try:
        with file.open("rb") as text:
            return read_po(text, locale=language, abort_invalid=True)
    except PoFileError as error:
        at = f"line {error.lineno + 1}: {error.line.strip()!r}"
        raise CatalogueError(f"{file} is no whole catalogue, {at}") from None
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{file} is no whole catalogue: {error}") from None


def compiled(language: str, target: Path) -> Path:
    """Write the catalogues of a language as Sphinx looks for them, and return their folder.

    In a chapter Sphinx meets the roles that `l2book.sphinx.portable` makes of plain Markdown, so
    the messages pass through the same.
    """
    source = LOCALES / language / "LC_MESSAGES"
    known = terms((ROOT / GLOSSARY).read_text(encoding="utf-8"))
    for file in sorted(source.rglob("*.po")):
        page = file.relative_to(source).with_suffix("").as_posix()
        if page != SPHINX and not list(ROOT.glob(f"{page}.*")):
            continue  # a reader's own
        catalogue = Catalog(locale=language)
        for message, string in read(page, language).items():
            if page.startswith("notebooks/"):
                message, string = (as_myst(text, known, page) for text in (message, string))
            catalogue.add(message, string)
        made = target / language / "LC_MESSAGES" / f"{page}.mo"
        made.parent.mkdir(parents=True, exist_ok=True)
        with made.open("wb") as out:
            write_mo(out, catalogue)
    return target
