"""Keep the catalogues of a language in step with the sources: ``make catalogues``.

::

    python -m tools.catalogues                           # all pages, all languages
    python -m tools.catalogues notebooks/03_weight_decay # one page
    python -m tools.catalogues PAGE --todo FILE          # what is open, in lines: key, tab, English
    python -m tools.catalogues PAGE --fill FILE          # the same lines in the other language

What a page says anew is added without a translation, or with that of another page with the same
words. What was changed is marked ``fuzzy`` and keeps its old translation, with the old English
above it: redo it and take the mark away. What is gone is dropped.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import isolated

if __name__ == "__main__":
    isolated.enter()

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from l2book import catalogues, messages
from l2book.words import FIRST, OTHERS, words
from tools import pages

HEADER = """\
# {title}: {page}
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def sources() -> dict[str, list[str]]:
    """Return the messages of every page; those of the first page include _toc.yml's captions."""
    found: dict[str, list[str]] = {}
    first = ""
    for part in pages.contents():
        for page in part.pages:
            found[page] = messages.messages(pages.source(page))
            first = first or page
        if part.caption:
            found[first].append(part.caption)
    return found


def updated(
    old: Catalog, wanted: Sequence[str], known: Mapping[str, str], language: str
) -> Catalog:
    """Return a catalogue with these messages, in their order.

    Parameters
    ----------
    old : The catalogue as it was.
    wanted : The messages of the page.
    known : Translations of other pages, for messages that are the same.
    language : The catalogue's language.
    """
    template = Catalog()
    for message in wanted:
        template.add(message)
    old.update(template, no_fuzzy_matching=False, update_header_comment=False)
    new = Catalog(locale=language)
    for id in wanted:
        message: Message = old[id]
        if id in known and (message.fuzzy or not message.string):
            message.string = known[id]
            message.flags.discard("fuzzy")
            message.previous_id = []
        message.locations = []
        new[id] = message
    return new


def text_of(catalogue: Catalog, page: str, language: str) -> str:
    """Return a catalogue as it is committed: no dates, no line numbers."""
    out = io.BytesIO()
    for message in catalogue:
        message.flags &= {"fuzzy"}
        # Babel reads an old wording back as a comment: it goes when the message is done.
        if not message.fuzzy and any(c.startswith("|") for c in message.user_comments):
            message.user_comments = []
    write_po(
        out, catalogue, width=100, omit_header=True, include_previous=True, ignore_obsolete=True
    )
    body = re.sub(r"\n{3,}", "\n\n", out.getvalue().decode("utf-8")).strip()
    return HEADER.format(title=words(FIRST)["title"], page=page, language=language) + body + "\n"


def read(file: Path, language: str) -> Catalog:
    """Return the catalogue in a file, an empty one where there is none."""
    return catalogues.whole(file, language) if file.is_file() else Catalog(locale=language)


def shared(language: str) -> dict[str, str]:
    """Return every translation of a language that all pages with the message agree on."""
    found: dict[str, Counter[str]] = {}
    for part in pages.contents():
        for page in part.pages:
            for message, string in catalogues.read(page, language).items():
                found.setdefault(message, Counter())[string] += 1
    return {message: strings.most_common(1)[0][0] for message, strings in found.items()}


def update(page: str, wanted: Sequence[str], language: str) -> tuple[list[Message], int]:
    """Bring a page's catalogue up to date; return what is open, and how many messages there are."""
    file = catalogues.path(page, language)
    new = updated(read(file, language), wanted, shared(language), language)
    text = text_of(new, page, language)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8", newline="\n")
    return [m for m in new if m.id and (m.fuzzy or not m.string)], len(wanted)


# --- A list to fill in ----------------------------------------------------------------------------

#: Stands for a new line within an equation.
NEW_LINE = "⏎"


def key_of(message: str) -> str:
    """Return a short name of a message, which stays as long as its English does."""
    return hashlib.sha256(message.encode()).hexdigest()[:6]


def todo_text(todo: Sequence[Message]) -> str:
    """Return open messages, a line each; one that was changed has its old translation below it."""
    lines = []
    for message in todo:
        lines.append(f"{key_of(message.id)}\t{message.id}")
        if message.fuzzy:
            lines.append(f"#was\t{message.string}")
    return "".join(line.replace("\n", NEW_LINE) + "\n" for line in lines)


def fill(page: str, text: str, language: str) -> list[str]:
    """Put translations into a page's catalogue, and return the keys that it does not have."""
    file = catalogues.path(page, language)
    catalogue = read(file, language)
    by_key = {key_of(message.id): message for message in catalogue if message.id}
    unknown = []
    for line in text.splitlines():
        key, _, string = line.partition("\t")
        if not string.strip() or key.startswith("#"):
            continue
        if key not in by_key:
            unknown.append(key)
            continue
        message = by_key[key]
        message.string = string.strip().replace(NEW_LINE, "\n")
        message.flags.discard("fuzzy")
        message.previous_id = []
    file.write_text(text_of(catalogue, page, language), encoding="utf-8", newline="\n")
    return unknown


def main(arguments: Sequence[str] | None = None) -> int:
    """Update catalogues and say what is to be translated."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="*", help="pages such as notebooks/03_weight_decay")
    parser.add_argument("--todo", type=Path, help="write what is open on a page into this file")
    parser.add_argument("--fill", type=Path, help="take translations from such a file")
    options = parser.parse_args(arguments)
    if (options.todo or options.fill) and len(options.pages) != 1:
        parser.error("--todo and --fill need one page")
    found = sources()
    if unknown := set(options.pages) - found.keys():
        parser.error(f"no such page: {', '.join(sorted(unknown))}; there are {', '.join(found)}")
    for language in OTHERS:
        for page in options.pages or found:
            if options.fill:
                text = options.fill.read_text(encoding="utf-8")
                for key in fill(page, text, language):
                    print(f"{options.fill}: no message of {page} has the key {key}")
            todo, count = update(page, found[page], language)
            changed = sum(m.fuzzy for m in todo)
            print(
                f"{language} {page:38} {count:4} messages: {len(todo) - changed:4} new or "
                f"untranslated, {changed:4} changed"
            )
            if options.todo:
                options.todo.write_text(todo_text(todo), encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except catalogues.CatalogueError as error:
        sys.exit(str(error))
