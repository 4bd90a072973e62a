"""The words that every live figure shares, one table a language.

What belongs to one figure stands in that figure's own ``words``, by the same language codes. A
notebook in another language names it in the variable ``LIVEFIG_LANGUAGE``.
"""

import os
from collections.abc import Container

FIRST = "en"

COMMON_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "reset": "Reset",
        "play": "Play",
        "pause": "Pause",
        "step": "One step",
        "link": "Link to this state",
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
        "failed": "The sliders could not start. The still picture above is complete.",
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
        "failed": "슬라이더를 시작하지 못했다. 위의 정지 그림은 온전하다.",
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


def page_words(language: str) -> dict[str, str]:
    """Return the words of a page in a language, the first one's if there are none."""
    return PAGE_WORDS.get(language, PAGE_WORDS[FIRST])


def readers_language(there_are: Container[str]) -> str:
    """Return the language of a notebook's reader, or the first if it is none of these."""
    wanted = os.environ.get("LIVEFIG_LANGUAGE", FIRST)
    return wanted if wanted in there_are else FIRST
