"""What a page says, message by message, and the page with its messages in another language.

A message is a paragraph, a heading, an item, a cell of a table or an equation with words, in the
very Markdown of the source. Code, its outputs, and every label and target stay as they are. Besides
the prose, a notebook has the alternative texts of its pictures, the words on what it folds, the
mistakes that its checks name, and its questions.
"""

from __future__ import annotations

import ast
import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

#: As in _config.yml.
EXTENSIONS = {"amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution"}
#: Directives whose first line is a title, and those whose body is Markdown.
TITLED, NESTED = {"admonition", "dropdown"}, {"admonition", "dropdown", "note", "tip"}
#: Keys of a cell's metadata, below ``mystnb``, that hold words.
PROMPTS = ("code_prompt_show", "code_prompt_hide")
QUESTIONS = ("Choice", "Number", "Place")
#: Arguments of a question that are no words.
_NO_WORDS = {"id", "panel", "truth", "at", "language"}
_SUMMARY = re.compile(r"<summary>(.+?)</summary>")
_WORDS_IN_MATHS = re.compile(r"\\(?:text|mathrm|textbf)\{[^}]*[^\W\d_]{2}[^}]*\}")
_MISTAKE = re.compile(r"^  ✗ (.+): differs by .+$", re.M)
#: What sets words apart from a formula such as "α = ns".
_WORD = re.compile(r"[^\W\d_]{3}|\b(?:as|no)\b")


@dataclass
class Span:
    """A message and where it stands: its lines, and columns on the first and the last of them."""

    text: str
    first: int
    last: int
    start: int
    end: int
    maths: bool = False

    def moved(self, lines: int, columns: int = 0) -> Span:
        """Return the span in a text that begins so much earlier."""
        place = (self.first + lines, self.last + lines, self.start + columns, self.end + columns)
        return Span(self.text, *place, self.maths)


# --- Markdown -----------------------------------------------------------------------------------


@cache
def parser() -> MarkdownIt:
    """Return what reads Markdown as the book does."""
    return create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)


def spans(source: str) -> list[Span]:
    """Return the messages of a Markdown text, in order."""
    lines = source.split("\n")
    found: list[Span] = []
    columns: dict[int, int] = {}  # in a table, where the last cell of a line ended
    for token in parser().parse(source):
        if token.type == "inline" and token.content.strip():
            found.append(_inline(token, lines, columns))
        elif token.type in ("math_block", "math_block_label", "amsmath"):
            if _WORDS_IN_MATHS.search(token.content):
                first, end = token.map
                found.append(Span(token.content.strip(), first, end - 1, 0, 0, maths=True))
        elif token.type == "html_block" and not (title := _SUMMARY.search(token.content)):
            first, text = token.map[0], token.content.strip("\n")
            last = first + text.count("\n")
            start = lines[first].index(text[:1])
            if _has_words(text):
                found.append(Span(text, first, last, start, len(lines[last])))
        elif token.type == "html_block":
            line = token.map[0] + token.content[: title.start()].count("\n")
            start = lines[line].index(title[1])
            found.append(Span(title[1], line, line, start, start + len(title[1])))
        elif token.type in ("colon_fence", "fence"):
            found += _directive(token, lines)
    return found


def _inline(token: Token, lines: list[str], columns: dict[int, int]) -> Span:
    first = token.map[0]
    parts = [part.strip() for part in token.content.split("\n")]
    text = " ".join(token.content.split("\n")).strip()
    start = lines[first].index(parts[0], columns.get(first, 0))
    last = first + len(parts) - 1
    end = lines[last].index(parts[-1], start if last == first else 0) + len(parts[-1])
    if last == first:
        columns[first] = end
    return Span(text, first, last, start, end)


def _directive(token: Token, lines: list[str]) -> list[Span]:
    head = re.match(r"\{([\w-]+)\} *(.*)", token.info.strip())
    if not head:
        return []
    name, title, line = head[1], head[2], token.map[0]
    body = token.content.split("\n")
    found = []
    if name in TITLED and title:
        start = lines[line].index(title)
        found.append(Span(title, line, line, start, start + len(title)))
    if name in NESTED:
        skip = next((i for i, text in enumerate(body) if not re.match(r":[\w-]+:", text)), 0)
        found += [s.moved(line + 1 + skip) for s in spans("\n".join(body[skip:]))]
    elif name == "glossary":
        found += [span.moved(line + 1) for span in _glossary(body)]
    elif name == "chapter-cards":
        for i, text in enumerate(body, start=line + 1):
            if " | " in text:
                start = text.rindex(" | ") + 3
                found.append(Span(text[start:].strip(), i, i, start, len(text.rstrip())))
    return found


def _glossary(body: list[str]) -> list[Span]:
    found, i = [], 0
    while i < len(body):
        end = i + 1
        if body[i].startswith(" "):
            while end < len(body) and body[end].startswith(" "):
                end += 1
            inner = spans("\n".join(text[2:] for text in body[i:end]))
            found += [span.moved(i, 2) for span in inner]
        elif body[i].strip():
            found.append(Span(body[i], i, i, 0, len(body[i])))
        i = end
    return found


def translated(source: str, words: Mapping[str, str]) -> str:
    """Return a Markdown text with its messages in another language; what is missing stays."""
    lines = source.split("\n")
    for span in sorted(spans(source), key=lambda s: (s.first, s.start), reverse=True):
        new = words.get(span.text)
        if not new:
            continue
        if span.maths:
            block = "\n".join(lines[span.first : span.last + 1]).replace(span.text, new)
            lines[span.first : span.last + 1] = block.split("\n")
        else:
            before, after = lines[span.first][: span.start], lines[span.last][span.end :]
            lines[span.first : span.last + 1] = [before + new + after]
    return "\n".join(lines)


# --- Notebooks ----------------------------------------------------------------------------------


def questions(code: str) -> Iterator[str]:
    """Yield the words of a cell's questions: what is asked, the answers and their reasons."""
    if not any(f"{kind}(" in code for kind in QUESTIONS):
        return
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in QUESTIONS:
            words = [k.value for k in call.keywords if k.arg not in _NO_WORDS]
            for part in (*call.args[1:], *words):
                for node in ast.walk(part):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield node.value.strip()


def asked(cell: Mapping[str, Any]) -> list[str]:
    """Return the words of the questions that a cell asks."""
    if cell["cell_type"] != "code":
        return []
    try:
        return list(questions("".join(cell["source"])))
    except SyntaxError:  # a line for IPython, in a cell that asks nothing
        return []


def _of_cell(cell: Mapping[str, Any]) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield from (span.text for span in spans(source))
        return
    marks = cell["metadata"].get("mystnb", {})
    yield from (marks[key] for key in PROMPTS if key in marks)
    if alt := marks.get("image", {}).get("alt"):
        yield alt
    if cell["cell_type"] == "code":
        yield from asked(cell)
        for output in cell["outputs"]:
            for mistake in _MISTAKE.findall("".join(output.get("text", ()))):
                if _WORD.search(mistake):
                    yield mistake


def messages(path: Path) -> list[str]:
    """Return the messages of a page's source, each once, in order."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        found = [m for cell in json.loads(text)["cells"] for m in _of_cell(cell)]
    else:
        found = [span.text for span in spans(text)]
    return list(dict.fromkeys(filter(_has_words, found)))


def _has_words(message: str) -> bool:
    """Say whether there is anything to translate: not in an equation or a link alone."""
    if _WORDS_IN_MATHS.search(message):
        return True
    bare = re.sub(r"\$[^$]+\$|`[^`]+`|\]\([^)]*\)|<[^>]+>", " ", message)
    return bool(re.search(r"[^\W\d_]{2}", bare))


def notebook(source: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """Return a notebook in another language; its code and its outputs are the same."""
    result = copy.deepcopy(dict(source))
    for cell in result["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = translated("".join(cell["source"]), words).splitlines(keepends=True)
        marks = cell["metadata"].get("mystnb", {})
        for place, keys in ((marks, PROMPTS), (marks.get("image", {}), ("alt",))):
            for key in keys:
                if key in place:
                    place[key] = words.get(place[key]) or place[key]
    return result
