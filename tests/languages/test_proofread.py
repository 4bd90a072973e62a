"""Proofreading finds what a translation can get wrong without anybody noticing."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from l2book import catalogues
from l2book.words import OTHERS
from tools import book, languages, pages
from tools.proofread import faults, parts, rows

HEADS = {"weight-decay": "가중치 감쇠"}
RIGHT = {
    "The factor $1 - \\alpha$ is `w`.": "배율 $1 - \\alpha$는 `w`이다.",
    "See [(eq-x)](#eq-x).": "식 [(eq-x)](#eq-x)에서 보자.",
    "[weight decay](../book/glossary.md#term-weight-decay)": "[가중치 감쇠](../book/glossary.md#term-weight-decay)가",
    "*Drag* it.": "*끌어* 보자.",
    "Set [α = 3](#descent?alpha=3).": "[α = 3](#descent?alpha=3)으로 두자.",
    "two steps of 0.5": "0.5씩 두 단계",
    "w* is far away.": "w*가 멀리 있다.",
    "Here it is small: half of 8.": "여기서는 α가 작다. 8의 2분의 1이다.",
    "exp(−εα)w₀": "exp(−εα)w₀",
}
#: The English, a wrong translation, and what is said of it.
WRONG = {
    "a sign": ("$w - \\alpha w$", "$w + \\alpha w$", "equation missing: $w - \\alpha w$"),
    "an equation lost": ("It is $w$ and $J$.", "$w$이다.", "equation missing: $J$"),
    "an equation twice": ("It is $w$.", "$w$는 $w$이다.", "equation that the English has not: $w$"),
    "a formula": ("w − ε(αw + ∇J)", "w − ε(½αw + ∇J)", "sign that the English has not: ½"),
    "another letter": ("For α → 0.", "ε → 0일 때", "symbol missing: α"),
    "another label": ("See [(eq-x)](#eq-x).", "식 [(eq-y)](#eq-y)를 보자.", "link missing: #eq-x"),
    "a label's text": ("[(eq-x)](#eq-x).", "식 [(eq-y)](#eq-x)를 보자.", "label missing: (eq-x)"),
    "another state": (
        "[α = 3](#descent?alpha=3)",
        "[α = 3](#descent?alpha=0.3)",
        "link missing: #descent?alpha=3",
    ),
    "a state's words": (
        "{figure-state}`open: α = 3 <#a?alpha=3>`",
        "{figure-state}`열기: α = 2 <#a?alpha=3>`",
        "number missing: 3",
    ),
    "another role": ("{doc}`a <b>`", "{ref}`가 <b>`", "role missing: doc b"),
    "a number": ("It takes 14 steps.", "40단계가 걸린다.", "number missing: 14"),
    "a number beside one in words": (
        "One of the 14 steps counts twice.",
        "40단계 가운데 한 단계는 두 번 센다.",
        "number missing: 14",
    ),
    "a number's sign": ("It is at −3.", "3에 있다.", "number missing: −3"),
    "code": ("Use `w_star`.", "`w_tilde`를 쓴다.", "code missing: `w_star`"),
    "a key": ("Press {kbd}`F`.", "{kbd}`G`를 누른다.", "role missing: kbd F"),
    "a citation": ("{cite}`a2000`", "{cite}`b2000`", "role missing: cite a2000"),
    "a term": (
        "[weight decay](../book/glossary.md#term-weight-decay)",
        "[무게 붕괴](../book/glossary.md#term-weight-decay)",
        "'가중치 감쇠', not '무게 붕괴'",
    ),
    "half of a term": (
        "[weight decay](../book/glossary.md#term-weight-decay)",
        "[가중치](../book/glossary.md#term-weight-decay)",
        "'가중치 감쇠', not '가중치'",
    ),
    "a variant": ("regularization", "정규화", "'정규화' is '정칙화'"),
    "asterisks after a bracket": ("**(a) rule** is", "**(가)**는", "show its asterisks"),
    "bold lost": ("**Read it.** Here", "읽어 보자. 여기", "bold"),
    "emphasis lost": ("It gets *worse*.", "나빠진다.", "no emphasis"),
    "a cell of a table more": ("a step", "한 | 단계", "bar"),
    "a list": ("One step is enough.", "1. 단계면 된다.", "item"),
    "no translation": ("At the origin.", "At the origin.", "still English"),
    "a backslash": ("[at w*](#one)", "[w\\*에서](#one)", "a backslash"),
    "a particle that alternates": (
        "[(eq-x)](#eq-x) says",
        "식 [(eq-x)](#eq-x)은 말한다",
        "alternates after an equation's number: (#eq-x)은",
    ),
}


@pytest.mark.parametrize("message", RIGHT)
def test_a_right_translation_passes(message: str) -> None:
    assert list(faults(message, RIGHT[message], HEADS)) == []


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_one_is_found(what: str) -> None:
    message, string, said = WRONG[what]
    assert said in "\n".join(faults(message, string, HEADS))


def test_words_in_an_equation_may_differ() -> None:
    one, other = (parts(f"$a = b \\text{{{words}}}$") for words in ("for all", "모든 곳에서"))
    assert one == other != Counter()


@pytest.mark.parametrize(
    "wrong",
    [
        "a - b = 0 &&\\text{여기서 } b",
        "b - a = 0 &&\\text{모든 } b",
        "a - b = 0 &&\\text{모든 } c",
        "a - b = 0",
    ],
)
def test_an_equation_with_words_is_the_same_outside_of_them(wrong: str) -> None:
    english = "a - b = 0 &&\\text{for all } b"
    same = wrong.startswith("a - b") and wrong.endswith("b")
    assert (rows(english) == rows(wrong)) == same


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n", "hello\n", "\ufeffmsgid", "\udcb0"])
def test_a_catalogue_of_which_a_part_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    """Babel would drop that part, one side of a merge for instance."""
    file = tmp_path / "a.po"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ValueError, match=re.escape(f"{file} is no whole catalogue")):
        catalogues.whole(file)


def test_a_build_says_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path)
    file = catalogues.path(pages.contents()[0].pages[0], OTHERS[0])
    file.parent.mkdir(parents=True)
    file.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    line = f"{file} is no whole catalogue, line 1: '<<<<<<< HEAD'\n"
    assert languages.main(["notebooks", OTHERS[0], "--built", str(tmp_path)]) == 1
    assert capsys.readouterr().err == line
    assert book.main(["--no-lite"]) == 1
    assert capsys.readouterr().err == f"The book did not build: {line}"
