"""Find what is wrong with a translation by comparing it with the English, message by message.

::

    python -m tools.proofread                            # all pages
    python -m tools.proofread notebooks/03_weight_decay  # one page

A message must have the equations, the links and their states, the numbers, the code and the
emphasis of the English one; its terms must be the glossary's; its emphasis must not show its
asterisks. What only a reader can see, such as a wrong meaning, is not found.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from tools import isolated

if __name__ == "__main__":
    isolated.enter()

from docutils.nodes import make_id

from l2book import catalogues
from l2book.messages import parser
from l2book.sphinx.portable import GLOSSARY, terms
from l2book.words import OTHERS
from tools import files, pages
from tools.catalogues import sources

#: How a message begins that has no translation yet.
OPEN = "not translated, or fuzzy"
#: And one that the page no longer has.
GONE = "no message of the page"
_MATHS = re.compile(r"(?<!\\)\$[^$]+\$")
_IN_TEXT = re.compile(r"\\(text|textbf)\{[^}]*\}")
_ROLE = re.compile(r"\{([\w:-]+)\}`([^`<]*)(?:<([^`<>]*)>)?`")
_CODE = re.compile(r"(?<![`}])`[^`]+`")
_LINK = re.compile(r"\]\(([^()\s]*)\)")
_LABEL = re.compile(r"\(eq-[\w-]+\)")
_TAG = re.compile(r"</?[a-z][^>]*>")
#: With its sign, if no letter, number or bracket is before that.
_NUMBER = re.compile(r"(?:(?<![\w)‖²₁₂*])[−-])?\d+(?:[.,]\d+)*")
#: Of a formula in plain letters.
_SIGN = re.compile(r"[−+±·×/=≈<>≤≥‖½¼²³⁻¹ᵀ∇√→]")
_SYMBOL = re.compile(r"[Α-Ωα-ω]|(?<![A-Za-z])w(?:̃|\\?\*)")
_TERM = re.compile(r"\[([^\[\]]+)\]\((?:\.\./book/)?glossary\.md#term-([\w-]+)\)")
#: Numbers that either language may write as a word.
_IN_WORDS = {
    "0": "zero|no|영",
    "0.1": "tenth",
    "1": "one|once|first|single|하나|한 |첫",
    "1.5": "one and a half",
    "2": "two|twice|second|half|halves|halved|both|double[sd]?|둘|두 |절반",
    "3": "three|thirds?|셋|세 ",
    "4": "four|fourth|quarter|넷|네 ",
    "5": "five|fifths?|다섯",
    "6": "six|sixth|여섯",
    "7": "seven|seventh",
    "8": "eight|eighth",
    "9": "nine|ninth",
    "10": "ten|tenth|열",
    "20": "twenty|twentieth",
    "100": "hundred|hundredth|백",
    "1000": "thousand|thousandth|천",
}
#: A word, other than a formula's name such as \mathrm{GCV}.
_ENGLISH = re.compile(
    r"(?<![A-Za-z_\\])(?<!mathrm\{)(?:[A-Za-z]{3,}|At|If|In|It|No|So)(?![A-Za-z(])"
)
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
    text = re.sub(r"분의 1(?![\d.])", "", _KOREAN.sub(r"\1", text))  # 4분의 1 is a quarter
    for role, words, target in _ROLE.findall(text):
        found["role", f"{role} {target or words}"] += 1
    text = _ROLE.sub(lambda role: role[2] if role[3] else " ", text)
    found.update(("equation", _plain(tex)) for tex in _MATHS.findall(text))
    text = _MATHS.sub(" ", text)
    found.update(("code", code) for code in _CODE.findall(text))
    text = _CODE.sub(" ", text)
    found.update(("link", target) for target in _LINK.findall(text))
    text = _LINK.sub("]", text)
    found.update(("label", label) for label in _LABEL.findall(text))
    found.update(("tag", tag) for tag in _TAG.findall(text))
    text = _TAG.sub(" ", text)
    found.update(("number", number) for number in _NUMBER.findall(text))
    text = _NUMBER.sub(" ", text)
    found.update(("sign", sign) for sign in _SIGN.findall(text))
    found.update(("symbol", symbol.replace("\\", "")) for symbol in _SYMBOL.findall(text))
    return found


def _plain(tex: str) -> str:
    return _IN_TEXT.sub(r"\\text{}", re.sub(r"\s+", " ", tex))


def rows(tex: str) -> tuple[list[str], list[list[str]]]:
    """Return what an equation has outside its words: all of it, and each row up to its words."""
    plain = _plain(tex).replace("\\text{}", " \\text{} ")
    parts = [row.split("\\text{}")[0].split() for row in plain.split(r"\\\\")]
    return sorted(part for part in plain.split() if part != "\\text{}"), parts


def faults(message: str, string: str, heads: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the translation of a message.

    Parameters
    ----------
    message, string : The English, and its translation.
    heads : The id of each of the glossary's terms, and its word in the other language.
    """
    theirs, ours = parts(message), parts(string)
    korean = "<span lang" in message  # which the Korean need not say once more
    for (kind, what), count in (theirs - ours).items():
        again = korean and (kind, what) in ours
        if kind != "number" or not (again or _says(string, what, maths=False)):
            yield f"{kind} missing: {what}" + f" ({count} times)" * (count > 1)
    kinds = {kind for kind, _ in theirs}
    for kind, what in ours - theirs:
        known = (kind, what) in theirs or _says(message, what)
        # The English may have a formula in words, such as "it".
        free = {"number": known, "symbol": known or kind not in kinds, "sign": kind not in kinds}
        if not free.get(kind):
            yield f"{kind} that the English has not: {what}"
    if form(message) != form(string):
        yield "another paragraph, item, bold word, line break or bar than the English has"
    if "em_open" in inner(message) and not {"em_open", "strong_open"} & set(inner(string)):
        yield "no emphasis"
    bare = _CODE.sub(" ", _KOREAN.sub(" ", string))
    name = re.search("[가-힣]", bare) or re.fullmatch("[a-z]+", message)  # such as "convex"
    if _ENGLISH.search(bare) and not name:
        yield "still English"
    shown = asterisks(string)
    if "".join(shown).count("*") > "".join(asterisks(message)).count("*"):  # both may say w*
        yield f"emphasis would show its asterisks: {' … '.join(shown)}"
    if "\\*" in string and "\\*" not in message:  # a link in a sentence shows it
        yield "a backslash that the English has not"
    for found in _PARTICLE.finditer(string):
        yield f"a particle that alternates after an equation's number: {found[0]}"
    roles = [(words, make_id(to)) for role, words, to in _ROLE.findall(string) if role == "term"]
    for words, id in (*_TERM.findall(string), *roles):
        head = heads.get(id, "")
        if head and not _same_term(words, head):
            yield f"the glossary says {head!r}, not {words!r}"
    if not korean:
        for variant, term in VARIANTS.items():
            meant = variant == "정규화" and "normaliz" in message.lower()  # which it also means
            if variant in string and not meant:
                yield f"{variant!r} is {term!r} in this book"


def form(text: str) -> list[str]:
    """Return what Markdown makes of a text, and what would break a line or a cell of a table."""
    blocks = [token.type for token in parser().parse(text)]
    bold = [kind for kind in inner(text) if kind == "strong_open"]
    return blocks + bold + re.findall(r"^\s|\s$|\n|\|", text)


def inner(text: str) -> list[str]:
    """Return the kinds of what stands within a text's paragraphs; w* is a symbol."""
    tokens = parser().parse(re.sub(r"(?<![*\\])w\*(?!\*)", "w", text))
    return [child.type for token in tokens for child in token.children or ()]


def asterisks(string: str) -> list[str]:
    """Return the texts of a message in which an asterisk would be seen."""
    # CommonMark closes no emphasis between punctuation and a letter: **(a)**는.
    tokens = parser().parse(string.replace("\\*", ""))
    children = [child for token in tokens for child in token.children or ()]
    return [child.content for child in children if child.type == "text" and "*" in child.content]


def _says(text: str, number: str, *, maths: bool = True) -> bool:
    """Say whether a text has a number in words, or else within an equation."""
    words, sign = _IN_WORDS.get(number.lstrip("−-"), "(?!)"), "minus " * (number[0] in "−-")
    found = re.search(rf"(?<![a-z]){sign}(?:{words})(?![a-z])", text, re.IGNORECASE)
    return bool(found) or (maths and number in _NUMBER.findall(text))


def _same_term(words: str, head: str) -> bool:
    """Say whether linked words are a term's, such as 양의 준정부호인."""
    words, head = (re.sub(r"\s|행렬$|하는$|한$|된$|의$|함수$", "", text) for text in (words, head))
    return head in words


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
        if "$" not in message and re.search(r"\\(begin|text|mathrm)\{", message):
            if rows(message) != rows(ours[message]):
                found.append(f"the equation differs outside its words: {place}")
            if re.search(r"\\text\{(?! )[^}]*[a-z]{2}", ours[message]):
                found.append(f"still English: {place}")
            continue
        found += [
            f"{fault}\n      in: {place}"
            for fault in faults(message, ours[message], heads_of(language))
        ]
    found += [f"{GONE}: {m[:60]}" for m in ours.keys() - set(wanted)]
    return found


def strays(language: str, wanted: Iterable[str]) -> list[str]:
    """Return the catalogues of pages that the book does not have."""
    known = {catalogues.path(page, language) for page in (*wanted, catalogues.SPHINX)}
    ours = [name for name in files.tracked() if name.startswith(f"locales/{language}/")]
    return [name for name in ours if name.endswith(".po") and pages.ROOT / name not in known]


def told(language: str, chosen: Iterable[str], wanted: Mapping[str, Sequence[str]]) -> int:
    """Print what is wrong with the chosen pages of a language; return how many faults."""
    count = 0
    for page in chosen:
        found = in_page(page, wanted[page], language)
        count += len(found)
        print(f"{language} {page}: {len(found) or 'nothing'} to mend")
        for line in found:
            print("   ", line)
    for stray in strays(language, wanted):
        count += 1
        print(f"{stray}: the book has no such page")
    return count


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what is wrong; 1 when anything is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="*", help="pages such as notebooks/03_weight_decay")
    options = parser.parse_args(arguments)
    wanted = sources()
    if unknown := set(options.pages) - wanted.keys():
        parser.error(f"no such page: {', '.join(sorted(unknown))}; there are {', '.join(wanted)}")
    try:
        counts = [told(code, options.pages or wanted, wanted) for code in OTHERS]
    except catalogues.CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if any(counts) else 0


if __name__ == "__main__":
    sys.exit(main())
