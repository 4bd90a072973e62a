"""Proofreading finds what a translation can get wrong without anybody noticing."""

from __future__ import annotations

from collections import Counter

import pytest

from tools.proofread import faults, parts

HEADS = {"weight-decay": "가중치 감쇠"}
RIGHT = {
    "The factor $1 - \\alpha$ is `w`.": "배율 $1 - \\alpha$는 `w`이다.",
    "See [(eq-x)](#eq-x).": "식 [(eq-x)](#eq-x)에서 보자.",
    "[weight decay](../book/glossary.md#term-weight-decay)": "[가중치 감쇠](../book/glossary.md#term-weight-decay)가",
    "*Drag* it.": "*끌어* 보자.",
    "Set [α = 3](#descent?alpha=3).": "[α = 3](#descent?alpha=3)으로 두자.",
    "two steps of 0.5": "0.5씩 두 단계",
    "w* is far away.": "w*가 멀리 있다.",
}
WRONG = {
    "a sign": ("$w - \\alpha w$", "$w + \\alpha w$"),
    "an equation lost": ("It is $w$ and $J$.", "$w$이다."),
    "an equation twice": ("It is $w$.", "$w$는 $w$이다."),
    "another label": ("See [(eq-x)](#eq-x).", "식 [(eq-y)](#eq-y)를 보자."),
    "another state": ("[α = 3](#descent?alpha=3)", "[α = 3](#descent?alpha=0.3)"),
    "a number": ("It takes 14 steps.", "40단계가 걸린다."),
    "code": ("Use `w_star`.", "`w_tilde`를 쓴다."),
    "a key": ("Press {kbd}`F`.", "{kbd}`G`를 누른다."),
    "a citation": ("{cite}`a2000`", "{cite}`b2000`"),
    "a term": (
        "[weight decay](../book/glossary.md#term-weight-decay)",
        "[무게 붕괴](../book/glossary.md#term-weight-decay)",
    ),
    "a variant": ("regularization", "정규화"),
    "asterisks after a bracket": ("**(a) rule** is", "**(가)**는"),
    "a backslash": ("[at w*](#one)", "[w\\*에서](#one)"),
    "a particle that alternates": ("[(eq-x)](#eq-x) says", "식 [(eq-x)](#eq-x)은 말한다"),
}


@pytest.mark.parametrize("message", RIGHT)
def test_a_right_translation_passes(message: str) -> None:
    assert list(faults(message, RIGHT[message], HEADS)) == []


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_one_is_found(what: str) -> None:
    message, string = WRONG[what]
    assert list(faults(message, string, HEADS))


def test_words_in_an_equation_may_differ() -> None:
    one, other = (parts(f"$a = b \\text{{{words}}}$") for words in ("for all", "모든 곳에서"))
    assert one == other != Counter()
