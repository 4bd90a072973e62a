"""Keeps the parts of a formula on one line, and a Korean particle on the line of its word.

Korean breaks its lines between words, yet a browser also breaks behind a closing bracket or a sign:
a line would begin with a particle alone. What follows an equation is kept beside it by
`l2book.sphinx.math.KeepTogether`. The number of an equation stays on the line of the word 식 before
it.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from livefig.words import JOINER, OPEN, held, unbroken

_CLOSED = re.compile(f"[^{OPEN}]$")
_PARTICLE = re.compile("[가-힣]")
_NUMBERED = re.compile("(?<![가-힣])식 $")
#: What is not prose, or has its text read elsewhere.
_OTHER = (nodes.title, nodes.literal, nodes.FixedTextElement, nodes.math, nodes.Invisible)


class KeepFormulas(SphinxPostTransform):
    """Lets no line end at a sign of a formula in words, or between 식 and an equation's number."""

    default_priority = 890  # before equations take what follows them
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Join what stands beside a sign."""
        _join(self.document)


class HoldParticles(SphinxPostTransform):
    """Joins particles to what they follow, in the pages of a language that writes Hangul."""

    default_priority = 910  # when equations have their punctuation (900)
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Join what follows a bracket or a sign, also where a link ends in it."""
        if self.config.language == "ko":
            _hold(self.document, None)


def _join(element: nodes.Element) -> None:
    following = element.children[1:]
    for i, (child, after) in enumerate(zip_longest(element.children, following)):
        if isinstance(child, nodes.Text):
            text = unbroken(child)
            if isinstance(after, nodes.reference):
                text = _NUMBERED.sub("식\N{NO-BREAK SPACE}", text)
            element[i] = nodes.Text(text)
        elif not isinstance(child, _OTHER):
            _join(child)


def _hold(element: nodes.Element, before: nodes.Node | None) -> nodes.Node | None:
    """Hold the particles in an element, before which a node stands; return its last."""
    children: list[nodes.Node] = []
    for child in element.children:
        if isinstance(child, nodes.Text):
            children += _after(before, child)
            before = child
        elif isinstance(child, _OTHER) or not isinstance(child, nodes.Inline):
            children.append(child)
            before = child
            if not isinstance(child, _OTHER):
                _hold(child, None)
        else:
            children.append(child)
            before = _hold(child, before)
    # Not one by one: what is replaced would be looked for by its text.
    element.children = children
    for child in children:
        child.parent = element
    return before


def _after(before: nodes.Node | None, text: nodes.Text) -> list[nodes.Node]:
    """Return a text with what joins it to the node before it."""
    new: list[nodes.Node] = [nodes.Text(held(text.astext()))]
    words = isinstance(before, nodes.Text | nodes.literal)  # not an equation or a picture
    if words and _CLOSED.search(before.astext()) and _PARTICLE.match(text):
        new.insert(0, nodes.Text(JOINER))
    return new
