"""The form of every chapter: its skeleton, its cells, and that it lies there as it was executed."""

from __future__ import annotations

import re

import pytest

from tests.notebooks.sources import (
    CHAPTERS,
    checked,
    code_cells,
    headings,
    live_figures,
    markdown,
    path_of,
    read,
    tags,
)
from tools import launch, notebooks

LONGEST_CELL = 15
PARTS = ["Predict", "Open the hood", "Exercises", "Summary", "Discuss"]
EXERCISE = re.compile(r"Exercise (\d+)\.(\d+)( \([\w -]+\))?")
SOLUTION = re.compile(r"^:::+\{admonition\} Solution\n:class: .*\bdropdown\b", re.MULTILINE)

pytestmark = pytest.mark.parametrize("chapter", CHAPTERS)


def test_counts_are_in_sequence(chapter: str) -> None:
    """Nbval compares no cell without a count, even when it is strict."""
    counts = [cell.execution_count for cell in code_cells(chapter)]
    assert counts == list(range(1, len(counts) + 1))
    assert all(type(count) is int for count in counts)


def test_committed_form(chapter: str) -> None:
    """What `make execute` writes, as far as can be told without running: nbval does the rest."""
    text = path_of(chapter).read_text(encoding="utf-8")
    assert notebooks.to_text(notebooks.normalise(notebooks.read(path_of(chapter)))) == text
    assert notebooks.find_problems(read(chapter)) == []


def test_code_cells_are_short(chapter: str) -> None:
    lengths = {
        cell.execution_count: sum(bool(line.strip()) for line in cell.source.splitlines())
        for cell in code_cells(chapter)
    }
    assert {count: n for count, n in lengths.items() if n > LONGEST_CELL} == {}


def test_code_cells_are_plain_python(chapter: str) -> None:
    """No magics, and nothing typed at a shell: the code runs anywhere.

    The installing cell has a magic, where no script ever comes.
    """
    for cell in code_cells(chapter):
        if cell.id != launch.CELL_ID:
            compile(cell.source, f"{chapter}, code cell {cell.execution_count}", "exec")


def test_a_chapter_begins_with_a_question(chapter: str) -> None:
    """And not with the law, which would give the answers away: it stands in a box, further down."""
    first = read(chapter).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert "?" in first.source
    assert "$$" not in first.source
    assert re.search(r"^> \*\*The law", markdown(chapter), re.MULTILINE)
    assert [words for level, words in headings(markdown(chapter)) if level == 1][1:] == []


def test_parts_in_order(chapter: str) -> None:
    parts = [words for level, words in headings(markdown(chapter)) if level == 2]
    assert [words for words in parts if words in PARTS] == PARTS
    assert parts[:2] == ["Recall", "Predict"]
    assert parts[-1] == "Discuss"


def section(chapter: str, title: str) -> str:
    """Return the text of a section of level two."""
    after = re.split(rf"^## {re.escape(title)} *$", markdown(chapter), flags=re.MULTILINE)[1]
    return re.split(r"^## ", after, flags=re.MULTILINE)[0]


def test_questions_come_before_anything_is_run(chapter: str) -> None:
    """Before `Predict` only what installs the package, and the questions of `Recall`."""
    cells = read(chapter).cells
    predict = next(i for i, cell in enumerate(cells) if "## Predict" in cell.source)
    for cell in cells[:predict]:
        asks = re.search(r"^Choice\(", cell.source, re.MULTILINE)
        assert cell.cell_type == "markdown" or cell.id == launch.CELL_ID or asks, cell.source
    assert "?" in section(chapter, "Predict")


def test_a_cell_that_only_checks_is_folded_and_checks_one_equation(chapter: str) -> None:
    for cell in code_cells(chapter):
        if "check" in tags(cell):
            assert cell.metadata["jupyter"]["source_hidden"], cell.source
            assert len(set(checked(cell))) <= 1, cell.source
        else:
            assert not checked(cell), cell.source


def test_three_prompts(chapter: str) -> None:
    prompts = re.findall(r"^\d+\. ", section(chapter, "Discuss"), re.MULTILINE)
    assert len(prompts) == 3


def test_a_live_figure(chapter: str) -> None:
    """A cell makes one and ends by showing it."""
    assert live_figures(chapter)


def test_a_question_stands_right_above_its_figure(chapter: str) -> None:
    """Where a mark is asked for, nothing stands between the question and the drawing."""
    cells = read(chapter).cells
    asked = [i for i, cell in enumerate(cells) if re.search(r"^Place\(", cell.source, re.MULTILINE)]
    assert asked
    for i in asked:
        kind = re.search(r"^    figure=(\w+),$", cells[i].source, re.MULTILINE)[1]
        assert re.search(rf"^(\w+ = )?{kind}\(", cells[i + 1].source, re.MULTILINE), kind
        assert i + 1 in live_figures(chapter), kind


def test_exercises_have_folded_and_executed_solutions(chapter: str) -> None:
    cells = read(chapter).cells
    number = int(chapter[:2])
    found = []
    for i, cell in enumerate(cells):
        titles = [words for level, words in headings(cell.source) if level == 3]
        exercises = [EXERCISE.match(words) for words in titles if words.startswith("Exercise")]
        if cell.cell_type != "markdown" or not exercises:
            continue
        assert len(exercises) == 1, f"one exercise a cell: {titles}"
        assert exercises[0], titles
        found.append(tuple(map(int, exercises[0].groups()[:2])))
        assert SOLUTION.search(cell.source), titles
        solution = cells[i + 1]
        assert solution.cell_type == "code", titles
        assert "hide-cell" in tags(solution), titles
        assert solution.metadata.get("jupyter", {}).get("source_hidden"), titles
        assert solution.outputs, f"{titles}: its solution shows nothing"
    assert found == [(number, k) for k in range(1, len(found) + 1)]
    assert len(found) >= 3


def test_the_open_hood_is_an_interact_cell(chapter: str) -> None:
    cells = read(chapter).cells
    starts = [i for i, cell in enumerate(cells) if re.search(r"^## ", cell.source, re.MULTILINE)]
    first = next(i for i in starts if "## Open the hood" in cells[i].source)
    last = next(i for i in starts if i > first)
    (cell,) = [
        cell
        for cell in cells[first:last]
        if cell.cell_type == "code" and "interact(" in cell.source
    ]
    assert notebooks.IGNORED_TAG in tags(cell)
    assert "description=" in cell.source  # a slider needs a name
