"""Every numbered equation is checked in its notebook, and every check has its equation."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from l2book.sphinx.checks import Check, read_checks
from tests.notebooks.sources import (
    CHAPTERS,
    FENCE,
    PROSE,
    ROOT,
    checked,
    code_cells,
    labels,
    markdown,
    read,
    references,
)

TEXTS = {chapter: markdown(chapter) for chapter in CHAPTERS}
TEXTS |= {page: (ROOT / page).read_text(encoding="utf-8") for page in PROSE}
EVERY_LABEL = [label for text in TEXTS.values() for label in labels(text)]
# These LaTeX environments number themselves, label or not.
NUMBERED = re.compile(
    r"^\\begin\{(equation|align|gather|mult(?:line)|eqnarray|alignat|flalign)\}", re.M
)


def test_labels_are_unique_in_the_book() -> None:
    assert [label for label, count in Counter(EVERY_LABEL).items() if count > 1] == []
    assert [label for label in EVERY_LABEL if not re.fullmatch(r"eq(-[a-z0-9]+)+", label)] == []


@pytest.mark.parametrize("page", PROSE)
def test_prose_pages_number_no_equation(page: str) -> None:
    """They have no cell that could check one."""
    assert labels(TEXTS[page]) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_equation_has_its_check_and_every_check_its_equation(chapter: str) -> None:
    found = {label for cell in code_cells(chapter) for label in checked(cell)}
    assert sorted(found) == sorted(labels(markdown(chapter)))
    assert found


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_check_stands_below_its_equation(chapter: str) -> None:
    seen: set[str] = set()
    for cell in read(chapter).cells:
        if cell.cell_type == "markdown":
            seen |= set(labels(cell.source))
        else:
            assert set(checked(cell)) <= seen, cell.source


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_check_has_printed_its_line(chapter: str) -> None:
    for cell in code_cells(chapter):
        printed = "".join(o.get("text", "") for o in cell.outputs if o.output_type == "stream")
        for label in checked(cell):
            assert f"✓ {label}: " in printed, label


@pytest.mark.parametrize("text", TEXTS)
def test_no_equation_numbers_itself(text: str) -> None:
    """What has a number has a label, so that it can be checked and referred to."""
    assert NUMBERED.findall(re.sub(r"\$\$.*?\$\$", "", TEXTS[text], flags=re.DOTALL)) == []


@pytest.mark.parametrize("text", TEXTS)
def test_every_reference_resolves(text: str) -> None:
    assert set(references(FENCE.sub("", TEXTS[text]))) <= set(EVERY_LABEL)


#: Those of section 7.1.1: each must be told from two mistakes at least.
OF_THE_SECTION = [
    *("eq-penalty-gradient", "eq-regularized-gradient", "eq-regularized-step", "eq-weight-decay"),
    *("eq-quadratic-approximation", "eq-approximation-gradient", "eq-stationarity"),
    *("eq-regularized-system", "eq-regularized-minimum", "eq-eigendecomposition"),
    *("eq-spectral-start", "eq-spectral-solution", "eq-shrinkage"),
]


def test_every_check_refutes_mistakes() -> None:
    """One at least; none are asked of a definition, which says that it is one."""
    found: dict[str, Check] = {}
    for chapter in CHAPTERS:
        outputs = [output for cell in code_cells(chapter) for output in cell.outputs]
        found |= read_checks(output.get("text", "") for output in outputs)
    assert set(found) == set(EVERY_LABEL)
    bare = [label for label, check in found.items() if not (check.mistakes or check.definition)]
    assert bare == []
    assert [label for label in OF_THE_SECTION if len(found[label].mistakes) < 2] == []
