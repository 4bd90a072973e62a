"""Each chapter asks three questions; each answer says whether it is right, and why."""

from __future__ import annotations

import re

import pytest

from tests.notebooks.sources import CHAPTERS, markdown

ANSWER = re.compile(r"^:::\{dropdown\} (.+)\n((?:.*\n)*?):::$", re.MULTILINE)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_self_check(chapter: str) -> None:
    text = re.search(r"^## Check yourself\n(.*?)(?=^## |\Z)", markdown(chapter), re.M | re.S)
    assert text, "no section 'Check yourself'"
    questions = re.split(r"^\*\*\d\.\*\* ", text[1], flags=re.M)[1:]
    assert len(questions) == 3
    for question in questions:
        answers = ANSWER.findall(question)
        assert len(answers) >= 3, question
        assert len({choice for choice, _ in answers}) == len(answers), "an answer stands twice"
        verdicts = [re.match(r"✓ Right|✗ No|", reply)[0] for _, reply in answers]
        assert sorted(verdicts) == sorted(["✓ Right"] + ["✗ No"] * (len(answers) - 1)), answers
        assert all(len(reply.split()) > 4 for _, reply in answers), "no reason"


def test_the_right_answer_has_no_fixed_place() -> None:
    places = {
        [reply.startswith("✓") for _, reply in ANSWER.findall(question)].index(True)
        for chapter in CHAPTERS
        for question in re.split(r"^\*\*\d\.\*\* ", markdown(chapter), flags=re.M)[1:]
        if ANSWER.search(question)
    }
    assert len(places) > 1
