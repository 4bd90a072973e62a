"""Every table of words is complete in every language, with the same places to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from matplotlib.text import Text

import livefig.words
from l2book import catalogues
from l2book.figures import all_figures
from l2book.sphinx.search_ko import PARTICLES
from l2book.words import LANGUAGES, WORDS, check_line, check_summary
from tests.languages import open as still
from tools import proofread

FIRST, *OTHERS = LANGUAGES
HEADS = proofread.heads_of("ko")
TABLES = {"frame": WORDS} | {k: v for k, v in vars(livefig.words).items() if k.endswith("_WORDS")}


def strings(words: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string of a table, with its place."""
    if isinstance(words, str):
        yield where, words
    elif isinstance(words, Mapping):
        for key, value in words.items():
            yield from strings(value, f"{where}.{key}")
    else:
        for i, value in enumerate(words):
            yield from strings(value, f"{where}[{i}]")


def differences(english: Any, other: Any) -> list[str]:
    """Return where a table is not complete, or does not say the same."""
    one, two = dict(strings(english)), dict(strings(other))
    found = [f"only in one: {place}" for place in one.keys() ^ two.keys()]
    for place in one.keys() & two.keys():
        filled = [sorted(re.findall(r"\{\w*\}|%s", text[place])) for text in (one, two)]
        if filled[0] != filled[1]:
            found.append(f"other places: {place}")
        if not two[place].strip():
            found.append(f"empty: {place}")
        if place != ".file":  # its name
            ours = two[place].replace(' class="latin"', "")
            found += [f"{fault}: {place}" for fault in proofread.faults(one[place], ours, HEADS)]
    return found


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_complete(table: str, language: str) -> None:
    assert differences(TABLES[table][FIRST], TABLES[table][language]) == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", all_figures())
def test_a_figure_s_words_are_complete(name: str, language: str) -> None:
    words = all_figures()[name].words
    if name in still.FIGURES:
        assert language not in words, f"{name} is no longer open: take it off the list"
        return
    assert differences(words[FIRST], words[language]) == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_sphinx_and_the_theme_say_is_translated(language: str) -> None:
    file = catalogues.path(catalogues.SPHINX, language)
    said = [message for message in catalogues.whole(file) if message.id]
    assert [m.id for m in said if m.fuzzy or not m.string] == []
    one, other = ({m.id: " ".join(getattr(m, k).split()) for m in said} for k in ("id", "string"))
    assert differences(one, other) == []


@pytest.mark.parametrize(
    ("ways", "definition", "mistakes", "said"),
    [
        (["by algebra"], False, 0, "확인했다: 기호 계산으로"),
        (["on 7 numbers (to 1e-07)"], True, 0, "정의다. 코드도 이 정의와 맞는다: 수 7개로"),
        (
            ["in 2, 5 and 20 dimensions (27 numbers, to 1e-10)"],
            False,
            3,
            "확인했다: 2, 5, 20차원에서 · 있을 법한 실수 3가지를 걸러낸다",
        ),
    ],
)
def test_a_check_is_summed_up(ways: list[str], definition: bool, mistakes: int, said: str) -> None:
    assert check_summary(ways, definition, mistakes, "ko") == said


@pytest.mark.parametrize(
    "line",
    [
        "✓ eq-x: both sides agree, by algebra",
        "✓ eq-x: a definition; both sides agree, in 2, 5 and 20 dimensions (27 numbers, to 1e-07)",
        "✓ eq-x: both sides agree, on 1 number (to 1e-10)",
        "  ✗ w − εα: differs by 0.37 with random numbers (set 2 of 3)",
        "  ✗ w − εα: differs by 3.1 at alpha = 0.3, varepsilon = 1",
        "  ✗ w − εα: differs by 12 with numbers for its 5 symbols",
        "  ✗ w − εα: differs by 1.2 at (0, 1)",
    ],
)
def test_no_line_of_a_check_stays_english(line: str) -> None:
    said = check_line(line, "ko")
    assert re.findall(r"[A-Za-z]{2,}", re.sub(r"eq-x|alpha|varepsilon", "", said)) == []
    assert re.findall(r"\d+\.?\d*(?:e-\d+)?", said).sort() == re.findall(r"\d+\.?\d*", line).sort()


def test_longer_particles_come_first() -> None:
    assert sorted(PARTICLES, key=len, reverse=True) == PARTICLES


@pytest.mark.parametrize("name", sorted(all_figures()))
def test_a_drawing_holds_symbols_and_names_only(name: str) -> None:
    """So that it needs no translation: the data set's columns and two optimizers are names."""
    figure = all_figures()[name]
    drawn = {
        re.sub(r"\$[^$]*\$", "", text.get_text())
        for panel in figure.stage(figure.problem).values()
        for text in panel.axes.findobj(Text)
    }
    names = {"Adam + L2", "AdamW", *figure.problem.get("names", ())}
    assert [text for text in drawn - names if re.search("[A-Za-z]{2}", text)] == []
