"""What keeps the first paint waiting is left out, or comes later, and a reader misses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from l2book.sphinx.faces import FACES, MORE, cut
from l2book.sphinx.lean import PLAIN
from l2book.sphinx.math import FONTS, mathjax_folder
from l2book.sphinx.styles import JOINED, SHEETS, Names, one_link, used, with_versions
from tests.book.pages import CHAPTERS, PAGES
from tests.watch import Watch


@pytest.mark.parametrize("name", [CHAPTERS[0], "search"])
def test_what_blocks_the_first_paint_is_small(book: Path, name: str) -> None:
    page = (book / f"{name}.html").read_text(encoding="utf-8")
    head = page[: page.index("</head>")]
    assert "fontawesome.js" not in head
    if name != "search":  # there the search is what the page is for
        blocking = re.findall(r'<script(?![^>]*\bdefer\b)[^>]*\bsrc="([^"?]+)', head)
        files = [(book / "notebooks" / source).resolve() for source in blocking]
        assert "early.js" in {file.name for file in files}
        assert sum(file.stat().st_size for file in files) < 15_000
        assert not re.search(r"searchtools|searchindex", page)


@pytest.mark.parametrize("name", [CHAPTERS[0], PAGES[0], "search"])
def test_a_page_asks_for_scripts_and_sheets_of_its_own_build(book: Path, name: str) -> None:
    """Those of an earlier build, which a browser may keep, would not fit the page."""
    page = (book / f"{name}.html").read_text(encoding="utf-8")
    asked = re.findall(r'(?:<script\b[^>]*\bsrc|rel="stylesheet"[^>]*\bhref)="([^"]+)"', page)
    assert len(asked) > 10
    for address in asked:
        if address == "searchindex.js":  # written after the pages, and of no harm when it is old
            continue
        assert re.search(r"\?(?:v|digest)=\w{8}|/\w{16}\.(?:js|css)$", address), address


def test_another_text_is_another_version() -> None:
    page = '<link href="../_static/a.css"><script src="../_static/ba.css">'
    first = with_versions(page, {"a.css": "1"})
    assert re.fullmatch(re.escape(page).replace(r"/a\.css", r"/a\.css\?v=\w{16}"), first)
    again, other = (with_versions(first, {"a.css": text}) for text in "12")
    assert again == first
    assert len(other) == len(first)
    assert other != first


def test_the_faces_that_a_page_asks_for_at_once_are_those_of_the_text(root: Path) -> None:
    script = (root / "book/_static/early.js").read_text(encoding="utf-8")
    asked = re.findall(r'"((?:Source|Noto)\w+-\w+)"', script)
    assert {*asked} == {*(name for _, name, *_ in FACES), *MORE["ko"][1]}


SHIFTS = """globalThis.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
  .observe({ type: "layout-shift", buffered: true });"""
#: As on a phone far from its mast; milliseconds, and bytes a second.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 4e5, "uploadThroughput": 1e5}


@pytest.mark.browser
@pytest.mark.parametrize("name", [CHAPTERS[6], f"ko/{CHAPTERS[2]}", "book/your-answers"])
def test_nothing_moves_while_a_page_comes_over_a_slow_network(
    watched: Callable[..., Watch], served: str, name: str
) -> None:
    page = watched(viewport={"width": 390, "height": 844}).page
    page.add_init_script(SHIFTS)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"{served}/{name}.html", wait_until="load")
    page.wait_for_function("() => document.documentElement.style.opacity === ''")
    page.wait_for_timeout(300)
    assert sum(page.evaluate("() => shifts")) <= 0.02


@pytest.mark.browser
def test_a_page_whose_faces_never_come_is_shown(watched: Callable[..., Watch], served: str) -> None:
    page = watched().page
    page.route("**/*.woff2", lambda route: None)  # no answer
    page.goto(f"{served}/{PAGES[0]}.html", wait_until="domcontentloaded")
    page.wait_for_function("() => document.documentElement.style.opacity === ''")


def test_a_face_is_the_same_whenever_it_is_cut() -> None:
    """A browser that has it need not fetch it again, and two builds can be compared."""
    font = mathjax_folder() / FONTS / "MathJax_Zero.woff"
    assert cut(font, {"0"}) == cut(font, {"0"})
    assert TTFont(BytesIO(cut(font, {"0"})))["head"].modified == TTFont(font)["head"].modified


PAGE = '<p class="a&amp;b card"><i id="top"></i>'
MAKES = 'e.classList.add(`bs-${kind}`, name + "-open", "shown")'


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".card, .stack { top: 0 }", ".card{ top: 0 }"),
        ("p .stack, #top > .card {}", " #top > .card {}"),
        ("#bottom {} i, :root {}", "i, :root {}"),
        (".card:not(.stack) {}", ".card:not(.stack) {}"),
        (r".a\&b {} .a\:b {}", r".a\&b {}"),
        (".bs-end {} .modal-open {} .shown {} .bt-end {}", ".bs-end {}.modal-open {}.shown {}"),
        ("@media print { .stack {} .card {} }", "@media print { .card { }}"),
        ("@media print { .stack {} }", ""),
        ('@font-face { src: url("a.woff2") }', '@font-face { src: url("a.woff2") }'),
    ],
)
def test_a_rule_stays_if_a_part_of_some_page_could_match_it(sheet: str, left: str) -> None:
    kept = used(sheet, Names([PAGE], [MAKES]))
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", left)


@pytest.mark.parametrize("sheet", ['@import "a.css";', ".card"])
def test_a_sheet_that_cannot_be_joined_is_refused(sheet: str) -> None:
    with pytest.raises(ValueError, match="style sheet"):
        used(sheet, Names([PAGE], []))


def test_links_to_the_sheets_of_the_theme_become_one() -> None:
    own = '<link rel="stylesheet" href="../_static/book.css?v=1">'
    theirs = '<link rel="stylesheet" href="../_static/copybutton.css?v=1" />\n'
    assert one_link(f"{theirs}{theirs}{own}") == (
        f'<link rel="stylesheet" href="../_static/{JOINED}">\n{own}'
    )
    assert one_link(own) == own


#: How the parts of a page look, one of each kind within a part of one kind, and what of it differs
#: from the last time.
LOOKS = """() => {
  const kind = (e) => e && e.localName + "." + e.className;
  const looks = new Map();
  for (const e of document.querySelectorAll("body *:not(mjx-container *, svg *)")) {
    for (const part of ["", "::before", "::after"]) {
      const key = [kind(e.parentElement), kind(e), part].join(" ");
      if (looks.has(key)) continue;
      const style = getComputedStyle(e, part);
      // Where no picture stands, a minified sheet says it shorter.
      const hidden = style.backgroundImage === "none" ? /^background-position/ : /^$/;
      const told = [...style].filter((name) => !hidden.test(name));
      looks.set(key, told.map((name) => name + ": " + style.getPropertyValue(name)));
    }
  }
  const { before = looks } = globalThis;
  globalThis.before = looks;
  return [looks.size, [...looks].flatMap(([key, look]) =>
    look.filter((line, i) => line !== before.get(key)[i]).map((line) => key + " " + line))];
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", [PAGES[0], CHAPTERS[4]])
def test_a_page_looks_as_with_the_sheets_of_the_theme(
    watched: Callable[..., Watch], book: Path, served: str, name: str
) -> None:
    page = watched(reduced_motion="reduce").page
    page.goto(f"{served}/{name}.html", wait_until="load")
    kinds, _ = page.evaluate(LOOKS)
    assert kinds > 500
    sheets = [p.relative_to(book).as_posix() for one in SHEETS for p in book.glob(f"_static/{one}")]
    assert len(sheets) == len(SHEETS)
    page.evaluate(
        """async ([joined, sheets]) => {
          const link = document.querySelector(`link[href*="${joined}?v="]`);
          await Promise.all(sheets.map((sheet) => new Promise((done) => {
            const own = Object.assign(link.cloneNode(), { href: "../" + sheet, onload: done });
            link.before(own);
          })));
          link.remove();
        }""",
        [JOINED, sheets],
    )
    assert page.evaluate(LOOKS) == [kinds, []]


#: The face and the text of what is drawn before an element, and of figures' symbols.
DRAWN = """() => [...document.querySelectorAll(
  "mjx-c, [class*=fa-], .admonition-title, .live-math",
)].map((e) => {
  const before = getComputedStyle(e, "::before");
  const [, text] = before.content.match(/^"(.+)"$/) ?? [];
  return text ? [before.fontFamily, text] : [getComputedStyle(e).fontFamily, e.textContent];
})"""


@pytest.mark.browser
@pytest.mark.parametrize("name", [PAGES[0], CHAPTERS[4], CHAPTERS[8]])
def test_cut_fonts_have_what_a_page_draws(
    watched: Callable[..., Watch], book: Path, served: str, name: str
) -> None:
    """Equations, symbols and icons: a glyph that is missing would be another font's, or a box."""
    page = watched().page
    page.goto(f"{served}/{name}.html", wait_until="load")
    drawn = {
        (one.strip(' "'), text) for faces, text in page.evaluate(DRAWN) for one in faces.split(",")
    }
    folder = book / "_static"
    sheet = (folder / "math/math.css").read_text(encoding="utf-8")
    files = dict(re.findall(r'font-family: ([\w-]+); src: url\("\./([\w.-]+)"', sheet))
    files = {face: folder / "math" / file for face, file in files.items()}
    files["Font Awesome 6 Free"] = folder / "vendor/fontawesome/webfonts/fa-solid-900.woff2"
    known = {face: set(TTFont(file).getBestCmap()) for face, file in files.items()}
    assert "MJXTEX-I" in {face for face, _ in drawn} & known.keys()
    # What MathJax's fonts have not, a combining tilde for instance, has always been another's.
    lacking = {
        (face, c)
        for face, text in drawn
        for c in text
        if face in known and ord(c) not in known[face] and ord(c) in original(files[face])
    }
    assert lacking == set()


def original(file: Path) -> set[int]:
    """Return what the font could draw before it was cut."""
    if file.name.startswith("fa-"):
        return set(TTFont(file.with_suffix(".ttf")).getBestCmap())
    return set(TTFont(mathjax_folder() / FONTS / f"{file.stem}.woff").getBestCmap())


@pytest.mark.browser
def test_what_scrolls_sideways_is_reached_by_keyboard(
    watched: Callable[..., Watch], served: str
) -> None:
    """A long equation on a phone; and code in a solution that the reader unfolds."""
    page = watched(viewport={"width": 390, "height": 844}).page
    page.goto(f"{served}/{CHAPTERS[4]}.html", wait_until="load")
    page.evaluate("""() => document.querySelectorAll("article details")
      .forEach((details) => { details.open = true; })""")
    wrong = """() => [...document.querySelectorAll("article :is(pre, div.math mjx-container)")]
      .filter((e) => (e.scrollWidth > e.clientWidth) !== (e.tabIndex === 0))
      .map((e) => e.textContent.slice(0, 60))"""
    assert page.locator("div.math mjx-container[tabindex]").count() > 0
    page.wait_for_function(f"() => !({wrong})().length")


#: Notes each part within a closed fold whose size some script asks for.
MEASURING = """globalThis.measured = [];
for (const asked of ["scrollWidth", "clientWidth", "scrollHeight", "clientHeight"]) {
  const { get } = Object.getOwnPropertyDescriptor(Element.prototype, asked);
  Object.defineProperty(Element.prototype, asked, { configurable: true, get() {
    const fold = this.closest("details:not([open])");
    if (fold && !this.closest("summary")) measured.push([asked, this.outerHTML.slice(0, 60)]);
    return get.call(this);
  } });
}"""


@pytest.mark.browser
def test_nothing_that_is_folded_away_is_measured(
    watched: Callable[..., Watch], served: str
) -> None:
    """Each would be laid out by itself: half a second on a phone when a page has come."""
    page = watched(viewport={"width": 390, "height": 844}).page
    page.add_init_script(MEASURING)
    page.goto(f"{served}/{CHAPTERS[7]}.html", wait_until="load")
    page.evaluate("() => dispatchEvent(new Event('resize'))")  # both scripts measure again
    page.wait_for_timeout(500)
    assert page.evaluate("() => measured") == []
    page.evaluate("() => document.querySelector('article details:not([open]) pre').scrollWidth")
    assert len(page.evaluate("() => measured")) == 1


@pytest.mark.parametrize("sheet", ["light", "dark"])
def test_words_of_code_without_a_mark_of_their_own_look_the_same(book: Path, sheet: str) -> None:
    """Names, brackets and blanks have the colour of all code, so no element names them."""
    styles = (book / "_static/pygments.css").read_text(encoding="utf-8")
    of = rf'html\[data-theme="{sheet}"\] \.highlight( \.\w+)? \{{([^}}]*)\}}'
    rules = dict(re.findall(of, styles))
    (colour,) = re.findall(r"(?<!-)color: #\w+", rules[""])
    assert [rules[f" .{kind}"].strip() for kind in "npw"] == [colour] * 3
    page = (book / f"{CHAPTERS[7]}.html").read_text(encoding="utf-8")
    assert not PLAIN.search(page)
    assert '<span class="k">' in page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_theme_is_the_readers_before_its_script_runs(
    watched: Callable[..., Watch], served: str, scheme: str
) -> None:
    page = watched(color_scheme=scheme).page
    page.route("**/pydata-sphinx-theme.js*", lambda route: route.abort())
    page.goto(f"{served}/search.html", wait_until="domcontentloaded")
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert page.locator(".navbar-brand .logo__image:visible").count() == 1
