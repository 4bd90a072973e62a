"""Pages in another language are the English ones, word for word but for their words."""

from __future__ import annotations

import json

import pytest

from l2book import messages
from tests.book.pages import CHAPTERS, PAGES
from tools import pages


def same(source: str) -> str:
    """Return a text with every message replaced by itself."""
    return messages.translated(source, {m: m for m in (s.text for s in messages.spans(source))})


def split(text: str) -> list[str]:
    """Return a text's words; the marks of a quotation go with its lines."""
    return [word for word in text.split() if word != ">"]


@pytest.mark.parametrize("page", [page for page in PAGES if page not in CHAPTERS])
def test_every_message_of_a_page_is_found_and_put_back(page: str) -> None:
    text = pages.source(page).read_text(encoding="utf-8")
    assert split(same(text)) == split(text)


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_notebook_keeps_its_code_and_its_outputs(page: str) -> None:
    source = json.loads(pages.source(page).read_text(encoding="utf-8"))
    loud = {m: m.upper() for m in messages.messages(pages.source(page))}
    made = messages.notebook(source, loud)
    for one, other in zip(source["cells"], made["cells"], strict=True):
        if one["cell_type"] == "code":
            assert (one["source"], one["outputs"]) == (other["source"], other["outputs"])
        else:
            text = "".join(one["source"])
            assert split(same(text)) == split(text)
            assert "".join(other["source"]) != text or text == text.upper()


def test_words_of_a_notebook_are_found_wherever_they_stand() -> None:
    notebook = {
        "cells": [
            {
                "cell_type": "markdown",
                "metadata": {},
                "source": "# Head\n\n> **The law.** So it is\n> for *all*.\n\n- one item\n  goes on\n\n"
                "| a head | $x$ |\n| --- | --- |\n| one cell | one cell |\n\n"
                "$$\nx = 1 \\text{ so that}\n$$\n\n$$\ny = 1\n$$ (eq-y)\n\n"
                "<details>\n<summary>Solution</summary>\n\nIt is so.\n\n</details>",
            },
            {
                "cell_type": "code",
                "metadata": {
                    "mystnb": {"image": {"alt": "A picture."}, "code_prompt_show": "Show"}
                },
                "source": 'Choice("id-1", "Which one?", {"This": "No."}, right="This")',
                "outputs": [
                    {
                        "text": [
                            "✓ eq-y: both sides agree\n",
                            "  ✗ sign lost: differs by 1 at (0,)\n",
                        ]
                    }
                ],
            },
        ]
    }
    found = [m for cell in notebook["cells"] for m in messages._of_cell(cell)]
    assert found == [
        *("Head", "**The law.** So it is for *all*.", "one item goes on"),
        *(
            "a head",
            "$x$",
            "one cell",
            "one cell",
            "x = 1 \\text{ so that}",
            "Solution",
            "It is so.",
        ),
        *("Show", "A picture.", "Which one?", "This", "No.", "This", "sign lost"),
    ]
