"""The words around a page's text, one table a language: what the build writes, and no author.

What Sphinx and the theme write is translated in ``locales/LANGUAGE/LC_MESSAGES/sphinx.po``, the words
of live figures in ``livefig/words.py`` and in each figure, and the prose in the catalogues of the pages.
"""

import re

#: Each language in its own words; the first is that of the sources.
LANGUAGES = {"en": "English", "ko": "한국어"}
FIRST, *OTHERS = LANGUAGES

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "L2 Regularization, Step by Step",
        "authors": "The authors of L2 Regularization, Step by Step",
        "show_checks": "Show all checks",
        "hide_checks": "Hide all checks",
        "show_code": "Show all code",
        "hide_code": "Hide all code",
        "solution_show": "Show the solution in code",
        "solution_hide": "Hide the solution in code",
        "along": "Take it along",
        "along_pdf": "The book as PDF",
        "along_slides": "Slides",
        "along_zip": "The whole book as one file",
        "report": "Report a mistake",
        "run": "Run this chapter, with its cells yours to edit:",
        "exercise": "Open this exercise",
        "exercise_hide": "Fold this exercise",
        "checked": "checked by machine",
        "mistakes": "Mistakes this check catches",
        "off": "{mistake} → differs by {off}",
        "this_page": "This page in English",
        "offer": "This book is in English too:",
        "offer_close": "Close",
        # On paper and on slides.
        "contents": "Contents",
        "about": "About this book",
        "in_code": "In code",
        "answers": "Answers to the questions",
        "the_answer": "The answer",
        "cover": "A companion to section 7.1.1 of <em>Deep Learning</em> by Goodfellow, Bengio and "
        "Courville",
        "edition": "Version {version}, {date}. In the book on the screen every figure is alive: what "
        "is printed here shows it at its first values. Text and figures: CC BY 4.0. Code: "
        "BSD 3-Clause.",
        "date": "%d %B %Y",
        "slides": "slides",
        "slide_solution": "{heading}: solution",
        "slides_help": "The chapters as slides. → and ← go through the headings, ↓ and ↑ through what "
        "stands under one, the space bar through all; Escape shows the whole deck. With the focus on "
        "a slider or a point of a figure the arrows move that instead: click beside the figure, and "
        "they are the deck's again.",
    },
    "ko": {
        "title": "한 단계씩 따라가는 L2 정칙화",
        "authors": "‘한 단계씩 따라가는 L2 정칙화’ 지은이들",
        "show_checks": "확인 모두 펼치기",
        "hide_checks": "확인 모두 접기",
        "show_code": "코드 모두 보이기",
        "hide_code": "코드 모두 숨기기",
        "solution_show": "코드로 된 풀이 보기",
        "solution_hide": "코드로 된 풀이 숨기기",
        "along": "가져가기",
        "along_pdf": "책을 PDF로",
        "along_slides": "슬라이드",
        "along_zip": "책 전체를 파일 하나로",
        "report": "오류 알리기",
        "run": "이 장을 직접 고치며 실행하기:",
        "exercise": "이 연습 문제 펼치기",
        "exercise_hide": "이 연습 문제 접기",
        "checked": "기계가 확인한 식",
        "mistakes": "이 확인이 잡아내는 실수",
        "off": "{mistake} → 차이 {off}",
        "this_page": "이 페이지를 한국어로",
        "offer": "이 책은 한국어로도 읽을 수 있다:",
        "offer_close": "닫기",
        "contents": "차례",
        "about": "이 책은",
        "in_code": "코드",
        "answers": "질문의 답",
        "the_answer": "답",
        "cover": 'Goodfellow, Bengio, Courville의 <em class="latin">Deep Learning</em> 7.1.1절을 따라가는 대화형 책',
        "edition": "{version}판, {date}. 화면으로 보는 책에서는 모든 그림이 움직인다. 여기에 인쇄된 것은 "
        "그림의 첫 모습이다. 글과 그림: CC BY 4.0. 코드: BSD 3-Clause.",
        "date": "%Y.%m.%d",
        "slides": "슬라이드",
        "slide_solution": "{heading}: 풀이",
        "slides_help": "각 장을 슬라이드로 만들었다. → 와 ← 는 제목 사이를, ↓ 와 ↑ 는 한 제목 아래를, "
        "스페이스 바는 전체를 차례로 지난다. Escape를 누르면 전체가 보인다. 그림의 슬라이더나 점에 초점이 "
        "있으면 화살표는 그것을 움직인다. 그림 바깥을 누르면 화살표는 다시 슬라이드를 넘긴다.",
    },
}


def words(language: str) -> dict[str, str]:
    """Return the words of a language, the English ones for one that is not there."""
    return WORDS.get(language, WORDS["en"])


def check_summary(ways: list[str], definition: bool, mistakes: int, language: str = "en") -> str:
    """Say in words how the two sides of an equation were compared.

    Parameters
    ----------
    ways : What the checks printed after "both sides agree".
    definition : Whether the equation defines its left side.
    mistakes : How many mistakes the checks caught.
    language : A language of `LANGUAGES`.
    """
    # What stands in brackets, how many numbers and how exactly, is in the fold.
    short = list(dict.fromkeys(re.sub(r" \(.*\)$", "", way) for way in ways))
    if language == "ko":
        joined = ", ".join(map(_korean, short))
        said = f"확인했다: {joined}"
        if definition:
            said = f"정의다. 코드도 이 정의와 맞는다: {joined}"
        return said + (f" · 있을 법한 실수 {mistakes}가지를 걸러낸다" if mistakes else "")
    joined = ", and ".join(short)
    said = f"A definition; the code agrees with it {joined}" if definition else f"Checked {joined}"
    return said + (
        f"; rules out {mistakes} likely mistake{'s' * (mistakes > 1)}" if mistakes else ""
    )


def _korean(way: str) -> str:
    """Return how the sides were compared, in Korean."""
    way = way.replace("by algebra", "기호 계산으로")
    way = re.sub(r"\bon (\d+) numbers?", r"수 \1개로", way)
    found = re.search(r"(?:^|(?<=, ))in ([\d, and]+) dimensions", way)
    return way.replace(found[0], f"{found[1].replace(' and ', ', ')}차원에서") if found else way


def check_line(line: str, language: str) -> str:
    """Return a line that `check_equation` printed in a language."""
    if language != "ko":
        return line
    line = re.sub(r"^(✓ [a-z0-9-]+): a definition; ", r"\1: 정의이며 ", line)
    line = line.replace("both sides agree, ", "양변이 같다, ").replace(": differs by ", ": 차이 ")
    line = re.sub(r"\((\d+) numbers?, to (\S+)\)", r"(수 \1개, 오차 \2까지)", _korean(line))
    line = re.sub(r"\(to (\S+)\)", r"(오차 \1까지)", line)
    return difference(line, language)


def difference(text: str, language: str) -> str:
    """Return by how much a mistake is off, and where, in a language."""
    if language != "ko":
        return text
    text = re.sub(r"with random numbers \(set (\d+) of (\d+)\)", r"(난수 \2벌 가운데 \1번째)", text)
    text = re.sub(r"with numbers for its (\d+) symbols", r"(기호 \1개에 수를 넣어)", text)
    return re.sub(r" at (\(.*\)|[a-z_].*)$", r" (\1에서)", text)
