"""Where the lines of a Korean page end."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from l2book.sphinx.particles import HoldParticles, KeepFormulas
from l2book.sphinx.search_ko import SearchKorean
from livefig.words import JOINER, held, unbroken
from tests.book.pages import CHAPTERS
from tests.watch import Watch

#: Says what begins a line although it belongs to a bracket, a sign or a link before it.
ALONE = r"""() => {
  document.querySelectorAll("article details").forEach((fold) => { fold.open = true; });
  const found = [], range = document.createRange();
  const walker = document.createTreeWalker(
    document.querySelector("article"), NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let last = null;  // what stands before: its character, its bottom and its block
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === 1 ? node : node.parentElement;
    const block = element.closest("p, li, td, dd, dt, summary, figcaption, th, button");
    if (node === element) {
      if (node.matches("span.math, p")) last = null;
      continue;
    }
    if (!block || element.closest("svg, script, style, pre, span.math")) continue;
    for (let i = 0; i < node.data.length; i += 1) {
      const character = node.data[i];
      if (character === "\u2060") continue;
      if (/\s/.test(character)) { last = null; continue; }
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = [...range.getClientRects()].find(({ width }) => width > 0);
      if (!box) continue;
      if (/[가-힣]/.test(character) && last?.block === block && box.top > last.bottom - 3
          && !/[\p{L}\p{N}–—·/…-]/u.test(last.character)) {
        found.push(last.character + node.data.slice(i, i + 12));
      }
      last = { character, bottom: box.bottom, block };
    }
  }
  return found;
}"""


def run_over(*parts: nodes.Node) -> str:
    """Return the text of a paragraph of these parts once its particles are held."""
    document = new_document("page")
    document.settings.env = SimpleNamespace(config=SimpleNamespace(language="ko"))
    document += nodes.paragraph("", "", *parts)
    KeepFormulas(document).run()
    HoldParticles(document).run()
    return document.astext()


def test_a_formula_in_words_stays_on_one_line() -> None:
    assert unbroken("at α = 0.1, a 1/λ") == "at α\xa0=\xa00.1, a 1/\u2060λ"
    assert unbroken("90 % of α → 0") == "90\xa0% of α\xa0→\xa00"
    assert unbroken("0.4/(0.4 + α)") == "0.4/\u2060(0.4\xa0+\xa0α)"
    for text in ("doi:10.1073/pnas.1", "10.1162/neco", "https://a.org/b2/c"):
        assert unbroken(text) == text  # to be copied as it is
    for text in ("a - b", "either/or", "1/2 - x", "x=1", unbroken("J ≥ 1/α")):
        assert unbroken(unbroken(text)) == unbroken(text)
    assert unbroken("a - b, either/or") == "a - b, either/or"


@pytest.mark.parametrize("kind", [nodes.literal, nodes.math, nodes.title])
def test_only_prose_is_joined(kind: type[nodes.TextElement]) -> None:
    document = new_document("page")
    document += nodes.paragraph("", "", nodes.reference("", "α = 3"), kind("", "α = 3"))
    KeepFormulas(document).run()
    link, other = document[0].children
    assert (link.astext(), other.astext()) == ("α\xa0=\xa03", "α = 3")


def test_a_particle_is_joined_to_a_bracket() -> None:
    assert held("최소자승법(OLS)이라고 한다") == f"최소자승법(OLS){JOINER}이라고 한다"
    assert held("90%에서, w*가") == f"90%{JOINER}에서, w*{JOINER}가"
    for text in ("(가) 나", "“가”", "편향–분산", "L2는", held("(OLS)이라고")):
        assert held(text) == text


def test_a_particle_is_joined_to_a_link() -> None:
    link = nodes.reference("", "(3.3)", refuri="#eq")
    assert run_over(link, nodes.Text("에서 시작하자")) == f"(3.3){JOINER}에서 시작하자"
    assert run_over(nodes.emphasis("", "왜?"), nodes.Text(" 그래서")) == "왜? 그래서"


def test_the_number_of_an_equation_is_joined_to_its_word() -> None:
    link = nodes.reference("", "(3.3)", refuri="#eq")
    held_together = "식\N{NO-BREAK SPACE}(3.3)"
    assert run_over(nodes.Text("그러므로 식 "), link) == f"그러므로 {held_together}"
    assert run_over(nodes.Text("등식 "), link.deepcopy()) == "등식 (3.3)"
    assert run_over(nodes.Text("식 "), nodes.emphasis("", "둘")) == "식 둘"


def test_the_joiner_is_no_part_of_a_word_to_a_search() -> None:
    search = SearchKorean({})
    text = "의사역행렬(pseudoinverse)이다"
    assert search.split(held(text)) == search.split(text)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("book/glossary", 390),
        ("book/study-group", 390),
        ("notebooks/04_quadratic_approximation", 390),
        ("notebooks/05_regularized_minimum", 390),
        ("notebooks/08_ridge_regression", 390),
        # In the captions of figures.
        ("notebooks/02_gradient", 844),
        ("notebooks/07_geometry", 320),
        ("notebooks/09_weight_decay_in_practice", 1024),
    ],
)
def test_no_line_begins_with_a_particle_alone(
    watched: Callable[..., Watch], served: str, name: str, width: int
) -> None:
    page = watched(viewport={"width": width, "height": 800}, locale="ko-KR").page
    page.goto(f"{served}/ko/{name}.html")
    page.evaluate("() => document.fonts.ready")
    assert page.evaluate(ALONE) == []


#: Says what begins a line although it belongs to the equation before it.
BEHIND_AN_EQUATION = r"""() => {
  document.querySelectorAll("article details").forEach((fold) => { fold.open = true; });
  const found = [], range = document.createRange();
  for (const equation of document.querySelectorAll("article span.math")) {
    const text = equation.nextSibling;
    if (text?.nodeType !== 3 || /^\s/.test(text.data)) continue;
    range.setStart(text, 0);
    range.setEnd(text, 1);
    const box = [...range.getClientRects()].find(({ width }) => width > 0);
    if (box && box.top > equation.getBoundingClientRect().bottom - 3) {
      found.push(equation.textContent + text.data.slice(0, 12));
    }
  }
  return found;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", CHAPTERS[3:])
def test_no_line_of_a_wide_page_begins_behind_an_equation(
    watched: Callable[..., Watch], served: str, name: str
) -> None:
    page = watched(viewport={"width": 1280, "height": 800}, locale="ko-KR").page
    page.goto(f"{served}/ko/{name}.html")
    page.evaluate("() => document.fonts.ready")
    assert page.evaluate(BEHIND_AN_EQUATION) == []


#: Returns the widths at which a status of the first figure parts 1/ from what it divides.
PARTED = r"""() => {
  const said = document.querySelector(".live-statuses p"), range = document.createRange();
  const text = said.firstChild, slash = text.data.search(/\d\//) + 1, parted = [];
  const top = (at) => {
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return Math.max(...[...range.getClientRects()].map((box) => box.top));
  };
  for (let width = 80; width < 500; width += 3) {
    said.style.width = `${width}px`;
    if (top(slash + 2) > top(slash) + 3) parted.push(width);
  }
  return slash ? parted : null;
}"""


@pytest.mark.browser
def test_no_line_of_a_status_parts_a_fraction(watched: Callable[..., Watch], served: str) -> None:
    page = watched(viewport={"width": 1280, "height": 800}).page
    page.goto(f"{served}/ko/notebooks/03_weight_decay.html")
    page.locator(".live-statuses p", has_text="1/").first.wait_for()
    assert page.evaluate(PARTED) == []
