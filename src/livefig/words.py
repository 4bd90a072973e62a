"""The words that every live figure shares, one table a language.

What belongs to one figure stands in that figure's own ``words``, by the same language codes. A
notebook in another language names it in the variable ``LIVEFIG_LANGUAGE``.
"""

import os
import re
from collections.abc import Container

FIRST = "en"

#: Forbids a break, is not seen, and is no part of a word to a search.
JOINER = "\u2060"
#: Behind what nothing is joined: letters and digits, which hold by themselves, and what opens.
OPEN = r"\w\s(\[{“‘–—/·…\u2060-"
_BETWEEN = re.compile(f"(?<=[^{OPEN}])(?=[가-힣])")
_FRACTION = re.compile(r"(?<![\w.:/])(\d+(?:\.\d{1,3})?/)(?=[^\s\d\u2060])")  # and no DOI
_SIGN = re.compile(r" (?=[=≈<>≤≥+−→/](?: |$)|%)|(?<= [=≈<>≤≥+−→/]) ")

COMMON_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "reset": "Reset",
        "play": "Play",
        "pause": "Pause",
        "step": "One step",
        "link": "Link to this state",
        "exact": "Exact values",
        "drag": "drag",
        "type": "Type a number",
        "typed": "{symbol} takes a number from {minimum} to {maximum}, not {value}: "
        "the figure stays as it was.",
        "save": "Save …",
        "picture": "Picture (SVG)",
        "numbers": "Numbers (CSV)",
        "embed": "Copy code to embed",
        "copied_embed": "Copied the code that puts this figure into another page: {call}",
        "not_copied_embed": "This code puts the figure into another page: {call}",
        "undock": "Do not follow",
        "back": "Back to the text",
        "enlarge": "Enlarge",
        "reduce": "Back to the page",
        "enlarge_keys": "Key F enlarges the figure, Escape returns",
        "copied": "Link copied: it opens this page with the figure as you see it.",
        "not_copied": "Copy the address of this page: it now holds the figure as you see it.",
        "call": "Copy as Python",
        "copied_call": "Copied the Python that makes the figure as you see it: {call}",
        "not_copied_call": "This Python makes the figure as you see it: {call}",
        "refused": "{name} must be a number in [{minimum}, {maximum}], not {value}: "
        "the figure stays as it was.",
        "refused_switch": "{name} must be True or False, not {value}: the figure stays as it was.",
        "handle": "{name}: drag, or move with the arrow keys",
        "failed": "The sliders do not work here. The still picture above is complete.",
    },
    "ko": {
        "reset": "처음으로",
        "play": "재생",
        "pause": "멈춤",
        "step": "한 단계",
        "link": "이 상태의 링크",
        "enlarge": "크게 보기",
        "reduce": "페이지로 돌아가기",
        "enlarge_keys": "F 키는 그림을 키우고 Escape는 되돌린다",
        "copied": "링크를 복사했다. 지금 보이는 그림 그대로 이 페이지를 연다.",
        "not_copied": "이 페이지의 주소를 복사하면 된다. 지금 보이는 그림이 주소에 담겨 있다.",
        "call": "파이썬으로 복사",
        "copied_call": "지금 보이는 그림을 만드는 파이썬을 복사했다: {call}",
        "not_copied_call": "이 파이썬이 지금 보이는 그림을 만든다: {call}",
        "refused": "{name}에는 [{minimum}, {maximum}] 안의 수만 쓸 수 있다. 주어진 값: {value}. "
        "그림은 그대로 두었다.",
        "refused_switch": "{name}에는 True나 False만 쓸 수 있다. 주어진 값: {value}. "
        "그림은 그대로 두었다.",
        "handle": "{name}: 끌거나 화살표 키로 움직인다",
        "exact": "정확한 값",
        "drag": "끌기",
        "type": "수 적기",
        "typed": "{symbol}에는 {minimum}부터 {maximum}까지의 수만 쓸 수 있다. 주어진 값: {value}. "
        "그림은 그대로 두었다.",
        "save": "저장 …",
        "picture": "그림 (SVG)",
        "numbers": "수치 (CSV)",
        "embed": "넣을 코드 복사",
        "copied_embed": "이 그림을 다른 페이지에 넣는 코드를 복사했다: {call}",
        "not_copied_embed": "이 코드가 그림을 다른 페이지에 넣는다: {call}",
        "undock": "따라오지 않기",
        "back": "본문으로 돌아가기",
        "failed": "여기서는 슬라이더가 움직이지 않는다. 위의 정지 그림은 온전하다.",
    },
}

#: What only a built page says.
PAGE_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "still": "This figure stands still: your browser runs no scripts here.",
        "qr": "QR code of this figure, alive: {address}",
    },
    "ko": {
        "still": "이 브라우저에서는 스크립트가 실행되지 않아 그림이 움직이지 않는다.",
        "qr": "움직이는 이 그림을 여는 QR 코드: {address}",
    },
}

#: What questions say, and the page that lists a reader's answers.
QUESTION_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "check": "Check",
        "answer": "Answer",
        "folded": "The answer",
        "field": "Your answer",
        "across": "across",
        "up": "up",
        "place_help": "Tap the figure to place your mark. Drag it, use the arrow keys, or type here.",
        "mark": "Your guess: drag, or move with the arrow keys; Enter answers",
        "mark_name": "you",
        "truth_name": "answer",
        "truth_away": "answer, {distance} away",
        "skip": "Show me without guessing",
        "again": "Show it on the figure",
        "link": "Link to my guess",
        "name": "Name in the link (optional)",
        "compare": "Compare guesses",
        "links": "Links to guesses, one a line",
        "show": "Show these guesses",
        "clear": "Remove the guesses of others",
        "missing_choice": "Choose an answer first.",
        "missing_number": "Type a number first, such as 0.5.",
        "missing_place": "Put your mark on the figure first, inside its axes.",
        "right": "Right.",
        "wrong": "No.",
        "right_choice": "Right.",
        "wrong_choice": "Not quite. The answer is: {truth}",
        "right_number": "Right: you said {said}, and it is {truth}.",
        "wrong_number": "Not quite: you said {said}, and it is {truth}.",
        "right_place": "Right: at {state} the place is {truth}. "
        "Your mark {said} is {distance} away.",
        "wrong_place": "Not quite: at {state} the place is {truth}. "
        "Your mark {said} is {distance} away.",
        "skipped": "At {state} the place is {truth}.",
        "released": "A link has moved the figure already. You can still place your mark.",
        "copied": "Link copied: it opens this page with your mark on the figure.",
        "not_copied": "Copy this link to your guess: {link}",
        "no_guess": "That is no link to a guess of this question, with a place inside the axes.",
        "guesses": "Guesses on the figure: {count}.",
        "left_out": "Left out, the oldest: {count}.",
        "away": "{guess}, {distance} away",
        "nameless": "Somebody",
        "recall": "You said: {said}",
        "lost": "Your browser does not keep this answer: it goes when you leave the page.",
        "done": "all questions answered",
        "listed_right": "right",
        "listed_wrong": "not right",
        "listed_skipped": "shown without a guess",
        "listed_open": "not answered yet",
        "listed_rest": "Not answered yet: {count}",
        "listed_count": "{answered} of {count} answered, {right} right",
        "save_markdown": "Save as Markdown",
        "save_json": "Save as JSON",
        "forget": "Clear my answers",
        "forget_sure": "Clear all answers of this book in this browser? They cannot be restored.",
        "forget_yes": "Yes, clear them",
        "forget_no": "Keep them",
        "forgotten": "Your answers are cleared.",
        "no_script": "Your answers are kept by a script, and your browser runs none here.",
        "file": "my-answers",
        "title": "My answers",
    },
    "ko": {
        "check": "확인",
        "answer": "답하기",
        "folded": "답",
        "field": "내 답",
        "across": "가로",
        "up": "세로",
        "place_help": "그림을 눌러 표시를 놓자. 끌거나 화살표 키로 옮기거나 여기에 적어도 된다.",
        "mark": "내 추측: 끌거나 화살표 키로 움직이고, Enter로 답한다",
        "mark_name": "나",
        "truth_name": "정답",
        "truth_away": "정답, 거리 {distance}",
        "skip": "추측하지 않고 보기",
        "again": "그림에서 다시 보기",
        "link": "내 추측의 링크",
        "name": "링크에 넣을 이름 (없어도 된다)",
        "compare": "추측 견주기",
        "links": "추측의 링크, 한 줄에 하나씩",
        "show": "이 추측들을 보기",
        "clear": "다른 사람의 추측 지우기",
        "missing_choice": "먼저 답을 하나 고르자.",
        "missing_number": "먼저 0.5 같은 수를 적자.",
        "missing_place": "먼저 그림의 축 안에 표시를 놓자.",
        "right": "맞다.",
        "wrong": "아니다.",
        "right_choice": "맞다.",
        "wrong_choice": "아니다. 답은 이것이다: {truth}",
        "right_number": "맞다. 적은 답 {said}, 정답 {truth}.",
        "wrong_number": "아니다. 적은 답 {said}, 정답 {truth}.",
        "right_place": "맞다. {state}일 때의 위치: {truth}. 표시한 곳: {said}, 거리 {distance}.",
        "wrong_place": "아니다. {state}일 때의 위치: {truth}. 표시한 곳: {said}, 거리 {distance}.",
        "skipped": "{state}일 때의 위치: {truth}.",
        "released": "링크가 이미 그림을 움직였다. 지금이라도 표시를 놓을 수 있다.",
        "copied": "링크를 복사했다. 그림에 내 표시가 놓인 채로 이 페이지를 연다.",
        "not_copied": "이 링크를 복사하면 내 추측이 열린다: {link}",
        "no_guess": "이 질문의 추측을 담은 링크가 아니거나, 위치가 축 밖에 있다.",
        "guesses": "그림에 놓인 추측: {count}개.",
        "left_out": "오래되어 뺀 추측: {count}개.",
        "away": "{guess}, 거리 {distance}",
        "nameless": "누군가",
        "recall": "내가 한 답: {said}",
        "lost": "이 브라우저는 답을 간직하지 않는다. 페이지를 떠나면 사라진다.",
        "done": "모든 질문에 답했다",
        "listed_right": "맞음",
        "listed_wrong": "틀림",
        "listed_skipped": "추측하지 않고 봄",
        "listed_open": "아직 답하지 않음",
        "listed_rest": "아직 답하지 않은 질문: {count}개",
        "listed_count": "{count}개 가운데 {answered}개에 답했고 {right}개가 맞았다",
        "save_markdown": "Markdown으로 저장",
        "save_json": "JSON으로 저장",
        "forget": "내 답 지우기",
        "forget_sure": "이 브라우저에 있는 이 책의 답을 모두 지울까? 되돌릴 수 없다.",
        "forget_yes": "모두 지우기",
        "forget_no": "그대로 두기",
        "forgotten": "답을 지웠다.",
        "no_script": "답은 스크립트가 간직하는데, 이 브라우저에서는 스크립트가 실행되지 않는다.",
        "file": "my-answers",
        "title": "나의 답",
    },
}

#: What a notebook in another language says in place of its questions' words, which are in its code.
TEXTS: dict[str, str] = {}


def held(text: str) -> str:
    """Return a text in which no line ends between a bracket or a sign and a Korean particle."""
    return _BETWEEN.sub(JOINER, text)


def unbroken(text: str) -> str:
    """Return a text in which no line ends at a sign, as in ``α = 0``, ``1/λ`` or ``5 %``."""
    return _SIGN.sub("\N{NO-BREAK SPACE}", _FRACTION.sub(rf"\1{JOINER}", held(text)))


def page_words(language: str) -> dict[str, str]:
    """Return the words of a page in a language, the first one's if there are none."""
    return PAGE_WORDS.get(language, PAGE_WORDS[FIRST])


def readers_language(there_are: Container[str]) -> str:
    """Return the language of a notebook's reader, or the first if it is none of these."""
    wanted = os.environ.get("LIVEFIG_LANGUAGE", FIRST)
    return wanted if wanted in there_are else FIRST
