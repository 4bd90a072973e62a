"""The glossary: each of its terms is linked, and first by the first chapter that uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.notebooks.sources import CHAPTERS, FENCE, PROSE, ROOT, markdown

GLOSSARY = "book/glossary.md"
ENTRIES = re.compile(r"^```\{glossary\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")
# What is not prose: mathematics with its label, roles and code, headings, a directive's first line.
NO_PROSE = re.compile(
    r"\$\$.*?\$\$(?:\s*\([\w-]+\))?|\$[^$]*\$|(?:\{[\w:-]+\})?`[^`]*`|^#.*$|^:::.*$",
    re.MULTILINE | re.DOTALL,
)


def terms(glossary: str) -> list[str]:
    """Return the terms of a glossary: in its blocks, what stands at the beginning of a line."""
    blocks = "\n".join(ENTRIES.findall(glossary))
    return re.findall(r"^\S.*$", blocks, re.MULTILINE)


def linked(text: str) -> set[str]:
    """Return the terms that a text links to, in lower case: the case of a term does not matter."""
    return {" ".join(target.split()).lower() for target in LINK.findall(text)}


def never_linked(glossary: str, texts: Mapping[str, str]) -> list[str]:
    everywhere = set().union(*map(linked, texts.values()))
    return [term for term in terms(glossary) if term.lower() not in everywhere]


def linked_too_late(glossary: str, chapters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each term with the first chapter that uses its words, if that does not link it."""
    longest_first = sorted(terms(glossary), key=len, reverse=True)
    seen: set[str] = set()
    for chapter, text in chapters.items():
        links, prose = linked(text), NO_PROSE.sub(" ", FENCE.sub(" ", text))
        for term in longest_first:
            words = re.compile(r"\b" + r"\s+".join(map(re.escape, term.split())) + r"s?\b", re.I)
            used = words.search(prose)
            prose = words.sub(" ", prose)  # in *gradient descent* there is no *gradient*
            if used and term not in seen and term.lower() not in links:
                yield term, chapter
            if used or term.lower() in links:
                seen.add(term)


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def test_every_term_is_linked_from_a_page() -> None:
    texts = {chapter: markdown(chapter) for chapter in CHAPTERS}
    texts |= {page: read(page) for page in PROSE if page != GLOSSARY}
    assert len(terms(read(GLOSSARY))) > 30
    assert never_linked(read(GLOSSARY), texts) == []


def test_every_link_has_its_term() -> None:
    known = {term.lower() for term in terms(read(GLOSSARY))}
    for page in CHAPTERS:
        assert linked(markdown(page)) <= known, page
    for page in PROSE:
        assert linked(read(page)) <= known, page


def test_the_first_chapter_that_uses_a_term_links_it() -> None:
    chapters = {chapter: markdown(chapter) for chapter in CHAPTERS}
    assert list(linked_too_late(read(GLOSSARY), chapters)) == []
