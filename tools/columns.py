"""A built chapter cut into columns of slides: by headings, and by what a reader can take in."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bs4 import Tag

#: What a slide holds below its heading, in lines of text, and the letters of a line.
LINES, LETTERS = 14.0, 76


@dataclass
class Slide:
    """One slide: a heading, what stands below it, and what it is."""

    heading: str
    body: list[Tag] = field(default_factory=list)
    kind: str = "text"  # or "code", "question", "figure", "picture", "title"
    anchor: str = ""


def columns(section: Tag, said: Mapping[str, str]) -> list[list[Slide]]:
    """Return the columns of a deck: the title first, then one for each heading of the chapter."""
    heading = section.find("h1")
    opening = [c for c in section.find_all(recursive=False) if c.name not in ("h1", "section")]
    result = [[Slide(heading.decode_contents(), opening, "title", section.get("id", ""))]]
    for part in section.find_all("section", recursive=False):
        column = merged(column_of(part, said))
        if column:
            column[0].anchor = column[0].anchor or part.get("id", "")
            result.append(column)
    return result


def merged(slides: Iterable[Slide]) -> list[Slide]:
    """Return slides with neighbours under one heading joined, as long as they fit.

    So code stands below the sentence that it checks.
    """
    result: list[Slide] = []
    for slide in slides:
        last = result[-1] if result else None
        if (
            last is not None
            and {last.kind, slide.kind} <= {"text", "code"}
            and (last.heading, slide.anchor) == (slide.heading, "")
            and sum(map(lines, [*last.body, *slide.body])) <= LINES
        ):
            last.body += slide.body
            last.kind = "text"
        else:
            result.append(slide)
    return result


def column_of(part: Tag, said: Mapping[str, str]) -> Iterator[Slide]:
    """Yield the slides of one section of a chapter."""
    heading = part.find(["h2", "h3"], recursive=False).decode_contents()
    blocks = [c for c in part.find_all(recursive=False) if c.name not in ("h2", "h3")]
    if part.get("id") == "check-yourself":
        del blocks[:1]  # it says what a form does
    waiting: list[Tag] = []
    for block in blocks:
        if "asked" in block.get("class", []):
            for slide in packed(heading, [*waiting, block]):
                slide.kind = "question" if block in slide.body else slide.kind
                yield slide
            waiting = []
            continue
        if block.name != "section" and "cell" not in block.get("class", []):
            waiting.append(block)
            continue
        yield from packed(heading, waiting)
        waiting = []
        if block.name == "section":
            yield from exercise(block, said)
        elif part.get("id") != "predict" or block.find(["figure", "img"]):
            # There, any other cell only imports what the rest needs.
            yield from cell(heading, block)
    yield from packed(heading, waiting)


def packed(heading: str, blocks: Iterable[Tag]) -> Iterator[Slide]:
    """Yield slides that hold prose and equations, no more on each than can be read."""
    slide, used = Slide(heading), 0.0
    for group in groups(blocks):
        size = sum(map(lines, group))
        if slide.body and used + size > LINES:
            yield slide
            slide, used = Slide(heading), 0.0
        slide.body += group
        used += size
    if slide.body:
        yield slide


def groups(blocks: Iterable[Tag]) -> list[list[Tag]]:
    """Return blocks that belong on one slide: an equation with the sentence that leads to it.

    A list that is longer than a slide is cut between its items.
    """
    result: list[list[Tag]] = []
    for block in blocks:
        if block.name in ("ul", "ol") and lines(block) > LINES / 2:
            result += [[part] for part in cut_list(block)]
        elif result and "math" in block.get("class", []) and result[-1][-1].name == "p":
            result[-1].append(block)
        elif result and block.name == "p" and block.get_text().strip()[:1].islower():
            result[-1].append(block)  # the sentence goes on
        else:
            result.append([block])
    return result


def cut_list(block: Tag) -> Iterator[Tag]:
    """Yield a list in parts of at most half a slide; an ordered one counts on."""
    items = block.find_all("li", recursive=False)
    part, first = [], 1
    for item in [*items, None]:
        if item is None or sum(map(lines, [*part, item])) > LINES / 2:
            shell = copy.copy(block)
            shell.clear()
            shell.extend(part)
            if block.name == "ol":
                shell["start"] = str(first)
            if part:
                yield shell
            first += len(part)
            part = []
        if item is not None:
            part.append(item)


def lines(block: Tag) -> float:
    """Estimate how many lines of a slide a block takes."""
    text = block.get_text()
    classes = block.get("class", [])
    if "asked" in classes:
        return sum(map(lines, block.find_all(["p", "ol"], recursive=False))) + 1.6
    if "math" in classes:
        rows = max(1, len(block.select("math mtr")))
        tall = "∫" in text or block.select_one("math :is(mfrac, munder, munderover, mtable)")
        return rows * (2.4 if tall else 1.7) + 0.4
    if block.name in ("ul", "ol"):
        return sum(map(lines, block.find_all("li", recursive=False)))
    if block.name == "pre":
        return 0.72 * block.get_text().count("\n") + 0.8
    if pre := block.find("pre"):
        return sum(lines(p) for p in (pre, *pre.find_all_next("pre")) if block in p.parents)
    if block.name == "table" or block.find("table"):
        return 1.5 * len(block.find_all("tr"))
    inner = block.find_all(["p", "div"], recursive=False) if block.name == "div" else []
    if inner:
        return sum(map(lines, inner))
    return math.ceil(len(text) / LETTERS) + 0.55


def cell(heading: str, block: Tag) -> Iterator[Slide]:
    """Yield the slides of a cell: a live figure alone, a picture alone, or code and its output."""
    figure = block.select_one("figure.live-figure")
    if figure is not None:
        state = figure.find_next_sibling("script")
        yield Slide(heading, [figure, state], "figure")
        return
    code = block.select_one(".cell_input")
    pictures = block.select(".cell_output img")
    texts = [part for part in block.select(".cell_output > .output") if part.find("pre")]
    code_slide = Slide(heading, [code] if code else [], "code")
    if sum(map(lines, [*code_slide.body, *texts])) <= LINES * 1.25:
        code_slide.body += texts
        texts = []
    yield code_slide
    if texts:
        yield Slide(heading, texts, "code")
    for picture in pictures:
        yield Slide(heading, [picture], "picture")


def exercise(part: Tag, said: Mapping[str, str]) -> Iterator[Slide]:
    """Yield an exercise, and below it, so that nobody sees it unasked, its solution."""
    heading = part.find("h3").decode_contents()
    blocks = [c for c in part.find_all(recursive=False) if c.name != "h3"]
    solution = [c for c in blocks if "admonition" in c.get("class", [])]
    cells = [c for c in blocks if "cell" in c.get("class", [])]
    statement = [c for c in blocks if c not in (*solution, *cells)]
    slides = list(packed(heading, statement))
    slides[0].anchor = part.get("id", "")
    yield from slides
    title = said["slide_solution"].format(heading=heading)
    for block in solution:
        block.find(class_="admonition-title").decompose()
        yield from packed(title, block.find_all(recursive=False))
    for block in cells:
        yield from cell(title, block)
