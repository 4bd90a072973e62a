"""Equations set when the book is built, so that a page shows them at once and without scripts.

MathJax runs here, in an embedded V8, over the TeX of every equation; the pages get what it would
have made in the reader's browser, MathML for those who hear it included, and one style sheet for
the characters that the book uses. A mistake in an equation is a warning with its place, and so the
book does not build.
"""

from __future__ import annotations

import json
import re
import weakref
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from l2book.palette import COLOURS, PALETTE
from l2book.sphinx.checks import passed_checks
from l2book.sphinx.faces import cut, is_news, note_down
from l2book.sphinx.written import when_written
from l2book.words import words
from livefig.still import v8

logger = logging.getLogger(__name__)

#: The parts of MathJax that set TeX as HTML outside a browser, in the order of their needs.
PARTS = (
    *("core", "adaptors/liteDOM", "input/tex-full", "output/chtml", "output/chtml/fonts/tex"),
    "a11y/assistive-mml",
)
FONTS = "output/chtml/fonts/woff-v2"
#: Where the style sheet and its fonts stand in the built book.
STYLES, FOLDER = "_static/math/math.css", "_static/math"

#: MathJax asks for parts by name, and defers work by promises and timers; there is no event loop.
_HOST = """
var files = {}, said = [], global = globalThis;
var console = Object.fromEntries(["log", "warn", "error"].map(
  (kind) => [kind, (...all) => said.push(all.join(" "))]));
var setTimeout = (work) => { Promise.resolve().then(work); return 0; };
var clearTimeout = () => {};
globalThis.MathJax = {
  loader: {
    paths: { mathjax: "" },
    load: PARTS,
    require: (name) => { (0, eval)(files[name.replace(/^\\//, "")]); },
    failed: (error) => said.push(error.message),
  },
  options: { enableAssistiveMml: true },
  tex: { packages: { "[-]": ["noundefined"] } }, // a command that is not there is a mistake
  chtml: { fontURL: ".", adaptiveCSS: false, matchFontHeight: false },
  startup: { typeset: false },
};
function set(tex, display) {
  const made = MathJax.tex2chtml(tex, { display }), { adaptor } = MathJax.startup;
  const [error] = adaptor.tags(made, "mjx-merror");
  if (error) throw new Error(adaptor.getAttribute(error, "data-mjx-error"));
  return adaptor.outerHTML(made);
}
function styles() {
  return MathJax.startup.adaptor.textContent(MathJax.chtmlStylesheet());
}
"""
#: What is the same on every equation stands in the style sheet instead.
_COMMON = re.compile(r'( style=")(?:font-size: 100%; )?position: relative;(?: )?')
#: A colour is a class as well: a rule that asks for the ``style`` of an element would have the
#: browser match all rules anew where a live figure changes one.
_NAMES = {colour: name for name, colour in COLOURS.items()}
_COLOUR = re.compile(rf'style="color: ({"|".join(_NAMES)});"')
_SHEET = """\
mjx-container[jax="CHTML"] { position: relative; font-size: 120%; }
""" + "".join(
    f'.ink-{name} {{ color: {light}; }}\nhtml[data-theme="dark"] .ink-{name} {{ color: {dark}; }}\n'
    for name, (light, dark) in PALETTE.colours.items()
)
#: A symbol of a live figure, in the same faces.
_SYMBOL = re.compile(r'<i class="live-math">(.*?)</i>')
_CHARACTER = re.compile(r"\bmjx-c[0-9A-F]{1,6}\b")
#: A rule of a style sheet; a string in it may hold a brace, as that of the character ``{`` does.
_PART = r"""[^{}"]|"(?:[^"\\]|\\.)*\""""
_RULE = re.compile(rf"(?:{_PART})+\{{(?:{_PART})*\}}")
#: An equation within a line with as many characters as this may be wider than a phone, and scrolls.
_WIDE = 14
#: What touches an equation within a line: a bracket before it; after it a mark, or the end of a
#: word, as in "$k$th".
_OPENING = re.compile(r"[(\[“‘]+$")
_CLOSING = re.compile(r"[.,;:!?)\]”’…]+|\S{1,5}(?=\s|$)")


class MathError(ValueError):
    """An equation that MathJax cannot set."""


class Setter:
    """MathJax in an embedded V8.

    Parameters
    ----------
    folder : The ``es5`` folder of MathJax 3.

    Raises
    ------
    MathError : When MathJax does not start from there.
    """

    def __init__(self, folder: Path) -> None:
        self._engine = v8()
        # Left to be closed in its `__del__`, at the end of a Python 3.13, it would wait for ever.
        weakref.finalize(self, self._engine.close)
        self._engine.eval(_HOST.replace("PARTS", json.dumps(PARTS)))
        for part in PARTS:
            text = (folder / f"{part}.js").read_text(encoding="utf-8")
            self._engine.eval(f"files[{json.dumps(f'{part}.js')}] = {json.dumps(text)};")
        self._engine.eval((folder / "startup.js").read_text(encoding="utf-8"))
        if said := json.loads(self._engine.eval("JSON.stringify(said)")):
            raise MathError("; ".join(said))
        self._made: dict[tuple[str, bool], str] = {}

    def set(self, tex: str, display: bool) -> str:
        """Return an equation as HTML: a line of its own if ``display``, else within a line.

        Raises
        ------
        MathError : With MathJax's words, when there is a mistake in the TeX.
        """
        key = (tex, display)
        if key not in self._made:
            call = f"(() => {{ try {{ return [set({json.dumps(tex)}, {json.dumps(display)}), ''] }}"
            call += " catch (error) { return ['', error.message] } })()"
            made, error = json.loads(self._engine.eval(f"JSON.stringify({call})"))
            if error:
                raise MathError(error)
            made = _COLOUR.sub(lambda found: f'class="ink-{_NAMES[found[1]]}"', made)
            self._made[key] = _COMMON.sub(r"\1", made, count=1).replace(' style=""', "", 1)
        return self._made[key]

    def styles(self, characters: set[str]) -> str:
        """Return the style sheet for these characters, named as their classes: ``mjx-c1D464``."""
        sheet = re.sub(r"\s*\n\s*", " ", self._engine.eval("styles()"))
        rules = _RULE.findall(sheet)

        def wanted(rule: str) -> bool:
            named = _CHARACTER.findall(rule.partition("{")[0])
            return not named or bool(characters.intersection(named))

        return "\n".join(rule.strip() for rule in rules if wanted(rule)) + "\n" + _SHEET


def mathjax_folder() -> Path:
    """Return where MathJax is: a package has it, so that none is fetched from another host."""
    package = find_spec("mathjax")
    return Path(package.origin).parent / "static/mathjax/es5"


@cache
def setter() -> Setter:
    """Return the one setter of this process."""
    return Setter(mathjax_folder())


def tex_of(node: nodes.math_block) -> str:
    """Return the TeX of a displayed equation; paragraphs in it are equations under one another."""
    if node["nowrap"]:
        return node.astext()
    parts = [part for part in node.astext().split("\n\n") if part.strip()]
    lines = [rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part for part in parts]
    if len(lines) < 2:
        return "".join(lines)
    together = r" \\ ".join(lines)
    return rf"\begin{{align}}\begin{{aligned}}{together}\end{{aligned}}\end{{align}}"


def _set(self: HTML5Translator, node: nodes.Element, tex: str, display: bool) -> str:
    try:
        return setter().set(tex, display)
    except MathError as error:
        logger.warning("%s: %s", error, tex, location=node)
        return self.encode(tex)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write an equation within a line."""
    made = _set(self, node, node.astext(), display=False)
    wide = " wide" if _wide(node.astext()) else ""
    self.body.append(self.starttag(node, "span", "", CLASS=f"math notranslate nohighlight{wide}"))
    self.body.append(made + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write an equation on a line of its own, with its number."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        number = f"({get_node_equation_number(self, node)})"
        if node["label"] in passed_checks(self.builder.env).get(self.builder.current_docname, {}):
            said = words(self.config.language)["checked"]
            number += f'<span class="checked" title="{said}"> ✓</span>'
        self.body.append(f'<span class="eqno">{number}')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(_set(self, node, tex_of(node), display=True) + "</div>\n")
    raise nodes.SkipNode


class KeepTogether(SphinxPostTransform):
    """Keeps an equation within a line, and what touches it, on one line.

    A browser may break before and after the box that an equation is: between an opening bracket
    and $w$, or $J$ and its comma. What is wide enough to scroll is kept so on wide screens only.
    """

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Put equations and their punctuation into spans that do not break."""
        for node in list(self.document.findall(nodes.math)):
            parent, place = node.parent, node.parent.index(node)
            before = parent[place - 1] if place else None
            after = parent[place + 1] if place + 1 < len(parent) else None
            opening = _OPENING.search(before) if isinstance(before, nodes.Text) else None
            closing = _CLOSING.match(after) if isinstance(after, nodes.Text) else None
            if not (opening or closing):
                continue
            together = nodes.inline("", "", classes=["together"])
            if _wide(node.astext()):
                together["classes"].append("wide")
            # By their places: `replace` takes the first text that reads the same.
            parent[place] = together
            if opening:
                parent[place - 1] = nodes.Text(before[: opening.start()])
                together += nodes.Text(opening[0])
            together += node
            if closing:
                parent[place + 1] = nodes.Text(after[closing.end() :])
                together += nodes.Text(closing[0])


def _wide(tex: str) -> bool:
    try:
        return setter().set(tex, False).count("<mjx-c ") >= _WIDE
    except MathError:
        return False  # said when it is written


def _link(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    if "mjx-container" in context.get("body", ""):
        app.add_css_file(STYLES.removeprefix("_static/"), priority=400)


def _write_styles(app: Sphinx) -> None:
    """Write the style sheet for what all pages show, those of an earlier build too."""
    out = Path(app.outdir)
    texts = [(out / f"{name}.html").read_text("utf-8") for name in app.env.found_docs]
    sheet = setter().styles({c for text in texts for c in _CHARACTER.findall(text)})
    symbols = "".join(re.sub("<[^>]*>", "", s) for text in texts for s in _SYMBOL.findall(text))
    target, shown = out / FOLDER, _characters(sheet) | set(symbols)
    target.mkdir(parents=True, exist_ok=True)
    if is_news(target, shown):
        for name in set(re.findall(r'"\./([\w-]+)\.woff"', sheet)):
            font = mathjax_folder() / FONTS / f"{name}.woff"
            (target / f"{name}.woff2").write_bytes(cut(font, shown))
        note_down(target, shown)
    sheet = sheet.replace('.woff") format("woff")', '.woff2") format("woff2")')
    (out / STYLES).write_text(sheet, encoding="utf-8")


def _characters(sheet: str) -> set[str]:
    """Return the characters that a style sheet puts into a page."""
    written = " ".join(re.findall(r'content: ?"((?:[^"\\]|\\.)*)"', sheet))
    written = re.sub(r"\\([0-9A-Fa-f]{1,6}) ?", lambda code: chr(int(code[1], 16)), written)
    return set(written)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_html_math_renderer("set", (visit_math, None), (visit_displaymath, None))
    app.add_post_transform(KeepTogether)
    app.connect("html-page-context", _link)
    when_written(app, _write_styles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
