"""Each page's catalogue says what the page says: all of it, and nothing else."""

from __future__ import annotations

import pytest

from l2book import catalogues
from l2book.words import LANGUAGES
from tests.languages import open as still
from tools import proofread
from tools.catalogues import read, shared, sources, text_of, updated

OTHERS = list(LANGUAGES)[1:]
SOURCES = sources()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", SOURCES)
def test_a_catalogue_is_in_step_with_its_page(page: str, language: str) -> None:
    """`make catalogues` would change nothing; on an open page it may."""
    if page in still.PAGES:
        return
    file = catalogues.path(page, language)
    new = updated(read(file, language), SOURCES[page], shared(language), language)
    assert file.read_text(encoding="utf-8") == text_of(new, page, language)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("page", SOURCES)
def test_a_translation_has_what_the_english_has(page: str, language: str) -> None:
    """All is translated; equations, links, states, numbers, code and terms are the same."""
    found = proofread.in_page(page, SOURCES[page], language)
    if page in still.PAGES:
        found = [fault for fault in found if not fault.startswith((proofread.OPEN, proofread.GONE))]
    assert found == []


@pytest.mark.parametrize("language", OTHERS)
def test_each_catalogue_is_of_a_page(language: str) -> None:
    assert proofread.strays(language, SOURCES) == []


@pytest.mark.parametrize("page", still.PAGES)
def test_a_page_that_is_listed_as_open_is_open(page: str) -> None:
    """The list becomes shorter as soon as it can."""
    found = [f for code in OTHERS for f in proofread.in_page(page, SOURCES[page], code)]
    assert any(fault.startswith(proofread.OPEN) for fault in found)
