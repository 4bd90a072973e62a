"""Searching in Korean: Python indexes the pages, and JavaScript reads what a reader looks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from l2book.sphinx.search_ko import PARTICLES, VARIANTS, SearchKorean
from livefig.still import v8

WORDS = (
    "가중치",
    "손실",
    "경사",
    "하강법",
    "고윳값",
    "정칙화",
    "그래디언트",
    "노름",
    "릿지",
    "L2",
    "alpha",
)
#: Of a book, what `searchtools.js` has when it splits a query.
INDEX = [*WORDS, "감쇠", "회귀", "하이퍼파라미터", "최솟값", "헤시안"]


@pytest.fixture(scope="module")
def korean() -> SearchKorean:
    """What indexes."""
    return SearchKorean({})


@pytest.fixture(scope="module")
def run() -> Iterator[Callable[[str], list[str]]]:
    """What a query is split into in the reader's browser."""
    engine = v8()
    engine.eval("delete Object.hasOwn")  # which a browser of three years ago may lack
    terms = json.dumps(dict.fromkeys(INDEX, 0))
    engine.eval(f"const Search = {{ _index: {{ terms: {terms}, titleterms: {{}} }} }};")
    engine.eval(SearchKorean.js_stemmer_code)
    stops = json.dumps(sorted(SearchKorean.stopwords))
    # As `searchtools.js` goes on with what it is given.
    engine.eval(
        f"const stops = {stops}; const run = (query) => JSON.stringify(splitQuery(query)"
        ".filter((word) => !stops.includes(word)).map(new Stemmer().stemWord));"
    )
    yield lambda query: json.loads(engine.eval(f"run({json.dumps(query)})"))
    engine.close()


@pytest.mark.parametrize("word", WORDS)
def test_both_sides_take_the_same_particle_off(
    word: str, korean: SearchKorean, run: Callable[[str], list[str]]
) -> None:
    for particle in ("", *PARTICLES):
        parts = filter(korean.word_filter, korean.split(word + particle))
        stems = [korean.stem(part) for part in parts]
        assert [part.lower() for part in run(word + particle)] == stems


@pytest.mark.parametrize("word", ["가중치", "손실", "고윳값", "그래디언트", "릿지"])
@pytest.mark.parametrize("particle", ["가", "를", "의", "에서", "으로"])
def test_a_word_is_found_with_a_particle(
    word: str, particle: str, run: Callable[[str], list[str]]
) -> None:
    assert run(word + particle) == [word]


@pytest.mark.parametrize(
    ("query", "parts"),
    {
        "경사하강법": ["경사", "하강법"],
        "경사하강법은": ["경사", "하강법"],
        "가중치감쇠를": ["가중치", "감쇠"],
        "릿지회귀": ["릿지", "회귀"],
        "L2는": ["L2"],
        "L2정규화": ["L2", "정칙화"],
        "능형 회귀": ["릿지", "회귀"],
        "능형회귀에서": ["릿지", "회귀"],
        "규제": ["정칙화"],
        "최소값": ["최솟값"],
        "하이퍼파라미터의": ["하이퍼파라미터"],
        "기울기": ["그래디언트"],
    }.items(),
)
def test_compounds_and_variants_are_found(
    query: str, parts: list[str], run: Callable[[str], list[str]]
) -> None:
    assert run(query) == parts


def test_a_variant_stands_for_one_word() -> None:
    """As in an index: a word without a space, less its particle."""
    korean = SearchKorean({})
    assert {v: korean.stem(w) for v, w in VARIANTS.items()} == VARIANTS
