"""Searching in Korean, which Sphinx 7 does not know.

A Korean word carries its particle: 가중치, 가중치가, 가중치에서. Here a word is what stands between
spaces, less its particle. `search_ko.js` does the same to what a reader looks for; a compound written
without its space, 경사하강법, is cut there into two words that the book has.
"""

import json
import re
from pathlib import Path

from sphinx.search import SearchLanguage

_PARTICLES = (
    "으로부터 에서부터 으로서 으로써 에서는 에서도 에게서 으로는 으로도 이라는 이라고 까지는 까지도 "
    "라고 로서 로써 에서 에게 으로 이다 이고 이며 이면 처럼 보다 까지 부터 마다 만큼 조차 마저 밖에 "
    "라는 로는 로도 에는 에도 과는 와는 이나 이란 하고 은 는 이 가 을 를 의 에 와 과 도 만 로 란"
)
#: Longest first. One is taken off, and at least two syllables stay.
PARTICLES = sorted(_PARTICLES.split(), key=len, reverse=True)
_HANGUL = re.compile("[\uac00-\ud7a3]+")
#: Words by which a reader may look for what the book calls otherwise, without their spaces.
VARIANTS = {
    "정규화": "정칙화",
    "규제": "정칙화",
    "능형": "릿지",
    "리지": "릿지",
    "고유값": "고윳값",
    "최소값": "최솟값",
    "하이퍼패러미터": "하이퍼파라미터",
    "초매개변수": "하이퍼파라미터",
    "모수": "매개변수",
    "파라미터": "매개변수",
    "기울기": "그래디언트",
    "그레디언트": "그래디언트",
    "그레이디언트": "그래디언트",
    "헤세": "헤시안",
    "패널티": "벌칙항",
    "페널티": "벌칙항",
    "벌점항": "벌칙항",
    "노옴": "노름",
    "놈": "노름",
    "티코노프": "티호노프",
    "수축": "축소",
    "투영": "정사영",
    "특징": "특성",
    "사영": "정사영",
}


class SearchKorean(SearchLanguage):
    """Words less their particle; Hangul and the letters beside it, as in "L2는", are two words."""

    lang = "ko"
    language_name = "Korean"
    stopwords = set(PARTICLES)  # which stand alone behind an equation, and in "L2는"
    js_stemmer_code = (
        f"const PARTICLES = {json.dumps(PARTICLES, ensure_ascii=False)};\n"
        f"const VARIANTS = {json.dumps(VARIANTS, ensure_ascii=False)};\n"
    ) + Path(__file__).with_name("search_ko.js").read_text(encoding="utf-8")
    _word_re = re.compile(r"[\uac00-\ud7a3]+|[^\W\uac00-\ud7a3]+")

    def word_filter(self, word: str) -> bool:
        """Say whether a word is worth to be found: Sphinx looks at Latin ones only."""
        return word not in self.stopwords and super().word_filter(word)

    def stem(self, word: str) -> str:
        """Return a word in lower case, less its particle."""
        word = word.lower()
        if _HANGUL.fullmatch(word):
            for particle in PARTICLES:
                if word.endswith(particle) and len(word) - len(particle) >= 2:
                    return word.removesuffix(particle)
        return word
