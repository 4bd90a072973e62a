"""What a chapter asks its readers: what they recall, what they predict, what they have learned."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import NamedTuple

import pytest
from nbformat import NotebookNode

from tests.notebooks.sources import CHAPTERS, headings, live_figures, markdown, read, script

KINDS = ("Choice", "Number", "Place")
HIDDEN = {"jupyter": {"source_hidden": True}, "tags": ["remove-input"]}
AGAIN = re.compile(r'<span class="live-answer" title="([^"]*)"></span>')


class Asked(NamedTuple):
    """A question as a chapter's source has it."""

    id: str
    kind: str
    section: str
    place: int  # of its cell
    cell: NotebookNode
    call: ast.Call


@cache
def questions(chapter: str) -> list[Asked]:
    found, section = [], ""
    for place, cell in enumerate(read(chapter).cells):
        if cell.cell_type == "markdown":
            section = ([section] + [words for n, words in headings(cell.source) if n == 2])[-1]
            continue
        for node in ast.walk(ast.parse(script(cell.source))):
            kind = getattr(getattr(node, "func", None), "id", "")
            if kind in KINDS:
                name = ast.literal_eval(node.args[0])
                found.append(Asked(name, kind, section, place, cell, node))
    return found


def recalled(chapter: str) -> list[Asked]:
    return [q for q in questions(chapter) if f"{prefix(chapter)}-recall-" in q.id]


def checked(chapter: str) -> list[Asked]:
    return [q for q in questions(chapter) if q.section == "Check yourself"]


def predicted(chapter: str) -> list[Asked]:
    others = {q.id for q in recalled(chapter) + checked(chapter)}
    return [q for q in questions(chapter) if q.id not in others]


def prefix(chapter: str) -> str:
    return f"ch{int(chapter[:2])}"


def answers(question: Asked) -> dict[str, str]:
    return ast.literal_eval(question.call.args[2])


def right(question: Asked) -> int:
    """Return the place of the right answer of a choice."""
    (word,) = [word for word in question.call.keywords if word.arg == "right"]
    return list(answers(question)).index(ast.literal_eval(word.value))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_question_is_a_cell_of_its_own_with_its_answer_hidden(chapter: str) -> None:
    asked = questions(chapter)
    assert len({q.place for q in asked}) == len(asked), "two questions in one cell"
    for q in asked:
        assert ast.unparse(ast.parse(q.cell.source).body[-1]) == ast.unparse(q.call), q.id
        assert q.cell.metadata == HIDDEN, q.id


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_three_questions_recall_what_a_reader_should_bring(chapter: str) -> None:
    asked = recalled(chapter)
    assert [q.id for q in asked] == [f"{prefix(chapter)}-recall-{k}" for k in (1, 2, 3)]
    assert {q.kind for q in asked} == {"Choice"}
    assert max(q.place for q in asked) < live_figures(chapter)[0], "not at the opening"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_two_predictions_of_which_one_is_a_place_on_a_figure(chapter: str) -> None:
    asked = predicted(chapter)
    assert len(asked) >= 2
    assert "Place" in {q.kind for q in asked}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_prediction_is_answered_where_the_text_reaches_it(chapter: str) -> None:
    """And the reader's own answer is repeated there, in a paragraph of its own."""
    cells = read(chapter).cells
    for q in predicted(chapter):
        before = "\n\n".join(cell.source for cell in cells[: q.place])
        assert q.id not in AGAIN.findall(before), f"{q.id} is repeated before it is asked"
        assert q.id in AGAIN.findall(markdown(chapter)), f"{q.id} is never answered"
    paragraphs = re.split(r"\n\s*\n", markdown(chapter))
    for paragraph, after in zip(paragraphs, [*paragraphs[1:], "#"], strict=True):
        if AGAIN.search(paragraph):
            assert AGAIN.fullmatch(paragraph.strip()), paragraph
            assert not after.startswith("#"), f"{paragraph}: no answer follows"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_self_check(chapter: str) -> None:
    asked = checked(chapter)
    assert [q.kind for q in asked] == ["Choice"] * 3
    assert len({q.place for q in asked}) == 3
    text = re.search(r"^## Check yourself\n(.*?)(?=^## |\Z)", markdown(chapter), re.M | re.S)
    assert text, "no section 'Check yourself'"
    assert ":::" not in text[1], "answers to open beside those of the questions"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_answer_has_its_reason(chapter: str) -> None:
    """The engine says whether it is right: a reason does not begin with that."""
    for q in questions(chapter):
        if q.kind != "Choice":
            continue
        assert len(answers(q)) >= 3, q.id
        assert len(set(answers(q).values())) == len(answers(q)), f"{q.id}: one reason stands twice"
        for answer, reason in answers(q).items():
            assert not re.match(r"[✓✗]|(Right|No|Wrong|Correct)\b[^ ]", reason), (q.id, answer)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_questions_are_in_words(chapter: str) -> None:
    """Symbols are Unicode's: a question knows no TeX, no Markdown, no HTML."""
    for q in questions(chapter):
        for node in ast.walk(q.call):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"[$\\`]|</?\w|\*\*|\]\(", node.value), (q.id, node.value)


def test_ids_are_unique_in_the_book_and_begin_with_the_chapter() -> None:
    ids = [q.id for chapter in CHAPTERS for q in questions(chapter)]
    assert len(set(ids)) == len(ids)
    assert {name for chapter in CHAPTERS for name in AGAIN.findall(markdown(chapter))} <= set(ids)
    for chapter in CHAPTERS:
        assert all(q.id.startswith(f"{prefix(chapter)}-") for q in questions(chapter))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_right_answer_has_no_fixed_place(chapter: str) -> None:
    assert len({right(q) for q in questions(chapter) if q.kind == "Choice"}) > 1
