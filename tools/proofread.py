"""Find what is wrong with a translation by comparing it with the English, message by message.

::

    python -m tools.proofread                            # all pages
    python -m tools.proofread notebooks/03_weight_decay  # one page

A message must have the equations, the links and their states, the numbers and the code of the
English one; its terms must be the glossary's; its emphasis must not show its asterisks. What only a
reader can see, such as a wrong meaning, is not found.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from tools import isolated

if __name__ == "__main__":
    isolated.enter()

from docutils.nodes import make_id

from l2book import catalogues
from l2book.messages import parser
from l2book.sphinx.portable import GLOSSARY, terms
from l2book.words import LANGUAGES
from tools import pages
from tools.catalogues import sources

#: How a message begins that has no translation yet.
OPEN = "not translated, or fuzzy"
#: And one that the page no longer has.
GONE = "no message of the page"
_MATHS = re.compile(r"(?<!\\)\$[^$]+\$")
_IN_TEXT = re.compile(r"\\(text|mathrm|textbf)\{[^}]*\}")
_ROLE = re.compile(r"\{([\w:-]+)\}`([^`]*)`")
_CODE = re.compile(r"(?<![`}])`[^`]+`")
_LINK = re.compile(r"\]\(([^()\s]*)\)")
_TAG = re.compile(r"</?[a-z][^>]*>")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TERM = re.compile(r"\[([^\[\]]+)\]\((?:\.\./book/)?glossary\.md#term-([\w-]+)\)")
#: Numbers that either language may write as a word.
_IN_ENGLISH = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|fourth"
    "|fifth|sixth|seventh|eighth|ninth|tenth|once|twice|half|halves|halved|quarter"
)
_IN_KOREAN = "하나|둘|셋|넷|다섯|여섯|[한두세네] |절반|첫|번째"
#: Korean within an English page, which needs no mark on a Korean one.
_KOREAN = re.compile(r'<span lang="\w+">(.*?)</span>')
#: After an equation's number, which may change, a particle that depends on how it is read.
_PARTICLE = re.compile(
    r"(?:\(#eq-[\w-]+\)|\{eq\}`[^`]*`)(은|는|이|가|을|를|과|와|으로|로)(?![\uac00-\ud7a3])"
)
#: What the book calls otherwise; a message that explains the variant stands in the glossary.
VARIANTS = {
    "정규화": "정칙화",
    "능형": "릿지 회귀",
    "고유값": "고윳값",
    "최소값": "최솟값",
    "최대값": "최댓값",
    "헤세": "헤시안 행렬",
    "그레이디언트": "그래디언트",
    "그라디언트": "그래디언트",
    "페널티": "벌칙항",
    "패널티": "벌칙항",
    "벌점": "벌칙항",
    "모수": "매개변수",
    "놈 ": "노름",
    "특징": "특성",
    "차 도함수": "계도함수",
    "차 편도함수": "계 편도함수",
    "모형": "모델",
    "극소점": "국소 최소점",
    "당신": "(no pronoun)",
}


def parts(text: str) -> Counter[tuple[str, str]]:
    """Return what a message and its translation must have in common, by kind."""
    found: Counter[tuple[str, str]] = Counter()
    text = _KOREAN.sub(r"\1", text)
    for role, target in _ROLE.findall(text):
        explicit = re.search(r"<([^<>]*)>$", target)
        found["role", f"{role} {explicit[1] if explicit else target}"] += 1
    text = _ROLE.sub(" ", text)
    found.update(("equation", _plain(tex)) for tex in _MATHS.findall(text))
    text = _MATHS.sub(" ", text)
    found.update(("code", code) for code in _CODE.findall(text))
    text = _CODE.sub(" ", text)
    found.update(("link", target) for target in _LINK.findall(text))
    text = _LINK.sub("]", text)
    found.update(("tag", tag) for tag in _TAG.findall(text))
    found.update(("number", number) for number in _NUMBER.findall(_TAG.sub(" ", text)))
    return found


def _plain(tex: str) -> str:
    return _IN_TEXT.sub(r"\\text{}", re.sub(r"\s+", " ", tex))


def faults(message: str, string: str, heads: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the translation of a message.

    Parameters
    ----------
    message, string : The English, and its translation.
    heads : The id of each of the glossary's terms, and its word in the other language.
    """
    theirs, ours = parts(message), parts(string)
    for (kind, what), count in (theirs - ours).items():
        if kind != "number" or not (("number", what) in ours or _in_words(string)):
            yield f"{kind} missing: {what}" + f" ({count} times)" * (count > 1)
    for (kind, what), _ in (ours - theirs).items():
        if kind != "number" or not (("number", what) in theirs or _in_words(message)):
            yield f"{kind} that the English has not: {what}"
    shown = asterisks(string)
    if "".join(shown).count("*") > "".join(asterisks(message)).count("*"):  # both may say w*
        yield f"emphasis would show its asterisks: {' … '.join(shown)}"
    if "\\*" in string and "\\*" not in message:  # a link in a sentence shows it
        yield "a backslash that the English has not"
    for found in _PARTICLE.finditer(string):
        yield f"a particle that alternates after an equation's number: {found[0]}"
    for words, id in _TERM.findall(string):
        head = heads.get(id, "")
        if head and not _same_term(words, head):
            yield f"the glossary says {head!r}, not {words!r}"
    if "<span lang" not in message:
        for variant, term in VARIANTS.items():
            meant = variant == "정규화" and "normaliz" in message.lower()  # which it also means
            if variant in string and not meant:
                yield f"{variant!r} is {term!r} in this book"


def asterisks(string: str) -> list[str]:
    """Return the texts of a message in which an asterisk would be seen."""
    # CommonMark closes no emphasis between punctuation and a letter: **(a)**는.
    tokens = parser().parse(string.replace("\\*", ""))
    children = [child for token in tokens for child in token.children or ()]
    return [child.content for child in children if child.type == "text" and "*" in child.content]


def _in_words(text: str) -> bool:
    """Say whether a text has a number in words, as far as English has."""
    return bool(re.search(rf"\b({_IN_ENGLISH})\b|{_IN_KOREAN}", text, re.IGNORECASE))


def _same_term(words: str, head: str) -> bool:
    """Say whether linked words are a term: all of its word, or the beginning of it."""
    words, head = (re.sub(r"\s|행렬$|하는$|한$|된$|의$", "", text) for text in (words, head))
    return head in words or words in head or head[:2] == words[:2]


@cache
def heads_of(language: str) -> dict[str, str]:
    """Return the id of each term of the glossary, and its word in a language."""
    page = GLOSSARY.removesuffix(".md")
    ours = catalogues.read(page, language)
    english = terms((pages.ROOT / GLOSSARY).read_text(encoding="utf-8"))
    return {make_id(term): re.sub(r" \(.*\)$", "", ours.get(term, "")) for term in english}


def in_page(page: str, wanted: Sequence[str], language: str) -> list[str]:
    """Return what is wrong with a page's catalogue, a line each."""
    found = []
    ours = catalogues.read(page, language)
    for message in wanted:
        if message not in ours:
            found.append(f"{OPEN}: {message[:70]}")
            continue
        place = f"{message[:40]}…" if len(message) > 40 else message
        if "$" not in message and re.search(r"\\(begin|text)\{", message):
            if Counter(_plain(message).split()) - Counter(_plain(ours[message]).split()):
                found.append(f"the equation differs outside its words: {place}")
            continue
        found += [
            f"{fault}\n      in: {place}"
            for fault in faults(message, ours[message], heads_of(language))
        ]
    found += [f"{GONE}: {m[:60]}" for m in ours.keys() - set(wanted)]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what is wrong; 1 when anything is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="*", help="pages such as notebooks/03_weight_decay")
    options = parser.parse_args(arguments)
    count = 0
    wanted = sources()
    for language in list(LANGUAGES)[1:]:
        for page in options.pages or wanted:
            found = in_page(page, wanted[page], language)
            count += len(found)
            print(f"{language} {page}: {len(found) or 'nothing'} to mend")
            for line in found:
                print("   ", line)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
