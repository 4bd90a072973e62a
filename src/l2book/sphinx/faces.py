"""The book's typefaces, cut to the letters it uses and served beside its pages.

Source Serif sets the text and Source Sans what surrounds it; Korean pages take their Hangul from
Noto Serif KR and Noto Sans KR, which were drawn to go with them. All come from PyPI, pinned with
their hashes, under the SIL Open Font License, which goes along. A letter that they lack, such as
the Hangul of an English page, comes from the reader's system. Of the theme's icons, two thousand
in Font Awesome, the book keeps its own as well.
"""

import html
import logging
import re
from collections.abc import Iterable
from importlib.metadata import distribution
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx

from l2book.sphinx.styles import JOINED
from l2book.sphinx.written import when_written

# Where notebooks run, every line of its diary would be shown.
logging.getLogger("fontTools").setLevel(logging.WARNING)
FOLDER = "_static/faces"
#: Package, file, CSS weight and style.
FACES = [
    ("font_source_serif_pro", "SourceSerifPro-Regular", 400, "normal"),
    ("font_source_serif_pro", "SourceSerifPro-It", 400, "italic"),
    ("font_source_serif_pro", "SourceSerifPro-Semibold", 600, "normal"),
    ("font_source_sans_pro", "SourceSansPro-Regular", 400, "normal"),
    ("font_source_sans_pro", "SourceSansPro-Semibold", 600, "normal"),
]
#: The faces of a language besides: package, files.
MORE = {"ko": ("pylopdf_fonts_ko", ["NotoSerifKR-Regular", "NotoSansKR-Regular"])}
ICONS = "_static/vendor/fontawesome/webfonts"
#: An icon's rule in a style sheet, its name, and the icon in any other rule.
_NAMED = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"\\([0-9a-f]{4})"\}')
_NAME = re.compile(r"\bfa-([a-z0-9-]+)")
_SHOWN = re.compile(r'content: ?"\\([ef][0-9a-f]{3})"')
_ICON = re.compile("[\ue000-\uf8ff]")
_HANGUL = range(0xAC00, 0xD7A4)
_NO_WORDS = re.compile(r"<(script|style|svg|mjx-container)\b.*?</\1>|<[^>]*>", re.DOTALL)
_RULE = """\
@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};
  font-display: swap; src: url("{file}") format("woff2");{only} }}
"""
_ONLY_HANGUL = " unicode-range: U+1100-11FF, U+3130-318F, U+AC00-D7A3;"


def letters(pages: list[Path]) -> set[str]:
    """Return the characters that pages show outside equations and drawings."""
    found = {chr(code) for code in range(0x20, 0x7F)}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        found |= set(html.unescape(_NO_WORDS.sub(" ", text)))
        found |= {letter for letter in text if ord(letter) in _HANGUL}  # in equations too
    return {letter for letter in found if letter.isprintable()}


def cut(font: Path, characters: set[str]) -> bytes:
    """Return a font with these characters only, as WOFF2; with all of its own if it has none."""
    options = subset.Options(hinting=False)
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    options.drop_tables += ["FFTM"]  # the diary of a font's editor
    whole = TTFont(font, recalcTimestamp=False)  # the same today and tomorrow
    own = whole.getBestCmap()
    # A browser refuses a font of no characters, and MathJax's first, which has but one, sets lines.
    return _subset(whole, options, {ord(letter) for letter in characters} & own.keys() or own)


def cut_hangul(font: Path, characters: set[str]) -> bytes:
    """Return the syllables among these characters of a large font, as WOFF2."""
    # Each syllable is one glyph: what places and replaces glyphs goes, and is not even read.
    gone = ["GSUB", "GPOS", "GDEF", "BASE", "vmtx", "vhea", "VORG"]
    options = subset.Options(hinting=False, layout_features=[], drop_tables=gone)
    options.desubroutinize = True
    whole = subset.load_font(font, options, lazy=True)
    return _subset(whole, options, [ord(c) for c in characters if ord(c) in _HANGUL])


def _subset(whole: TTFont, options: subset.Options, unicodes: Iterable[int]) -> bytes:
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(whole)
    whole.flavor = "woff2"
    made = BytesIO()
    whole.save(made)
    return made.getvalue()


def is_news(folder: Path, characters: set[str]) -> bool:
    """Say whether fonts in a folder are to be cut to other characters than last time."""
    note = folder / "letters.txt"
    return not note.is_file() or note.read_text(encoding="utf-8") != "".join(sorted(characters))


def note_down(folder: Path, characters: set[str]) -> None:
    """Write down what the fonts in a folder have been cut to; last, should the build be stopped."""
    (folder / "letters.txt").write_text("".join(sorted(characters)), encoding="utf-8")


def icons(out: Path, pages: list[Path]) -> set[str]:
    """Return the icons of Font Awesome, as characters, that pages, scripts and style sheets use."""
    static = out / "_static"
    sheets = [p.read_text(encoding="utf-8") for p in static.rglob("*.css") if p.name != JOINED]
    scripts = [path for path in static.rglob("*.js") if path.name != "fontawesome.js"]
    named, shown = {}, set()
    for sheet in sheets:
        for names, code in _NAMED.findall(sheet):
            named |= dict.fromkeys(_NAME.findall(names), code)
        shown |= set(_SHOWN.findall(_NAMED.sub("", sheet)))
        shown |= {f"{ord(icon):x}" for icon in _ICON.findall(sheet)}
    for path in [*pages, *scripts]:
        shown |= {named.get(name, "") for name in _NAME.findall(path.read_text(encoding="utf-8"))}
    return {chr(int(code, 16)) for code in shown if code}


def _write_icons(app: Sphinx) -> None:
    """Cut the theme's icons, which are thousands, to those of the book."""
    out = Path(app.outdir)
    found = icons(out, [out / f"{name}.html" for name in app.env.found_docs])
    for font in (out / ICONS).glob("*.woff2"):
        font.write_bytes(cut(font, found))


def _write(app: Sphinx) -> None:
    """Cut the faces when the book's letters have changed."""
    out = Path(app.outdir)
    characters = letters([out / f"{name}.html" for name in app.env.found_docs])
    target = out / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    if not is_news(target, characters):
        return
    rules = []

    def serve(name: str, font: bytes, licence: str, weight: int, style: str, only: str) -> None:
        family, file = name.partition("-")[0], f"{name}.woff2"
        (target / file).write_bytes(font)
        (target / f"{family}-OFL.txt").write_text(licence, encoding="utf-8")
        rule = {"family": family, "weight": weight, "style": style, "file": file, "only": only}
        rules.append(_RULE.format(**rule))

    for package, name, weight, style in FACES:
        folder = Path(find_spec(package).origin).parent / "files"
        licence = (folder / "LICENSE.txt").read_text(encoding="utf-8")
        serve(name, cut(folder / f"{name}.ttf", characters), licence, weight, style, "")
    package, names = MORE.get(app.config.language, ("", []))
    for name in names:
        font = cut_hangul(Path(find_spec(package).origin).parent / f"{name}.otf", characters)
        licence = distribution(package).read_text("licenses/LICENSE")
        serve(name, font, licence, 400, "normal", _ONLY_HANGUL)
    (target / "faces.css").write_text("".join(rules), encoding="utf-8")
    note_down(target, characters)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_css_file("faces/faces.css", priority=100)
    when_written(app, _write)
    when_written(app, _write_icons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
