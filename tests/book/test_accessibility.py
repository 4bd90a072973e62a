"""Every page in light and in dark, on a phone, on paper and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.book.pages import CHAPTERS, PAGES
from tests.book.reader import visit
from tests.watch import Watch

pytestmark = pytest.mark.browser

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: In light, every rule of the standard; in dark, on the same page, those that a colour decides.
RULES = {
    "light": {"type": "tag", "values": STANDARD},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
#: Code is coloured by the class of its tokens, alike on every page, and half of axe's work: it is
#: looked at on one page.
CODE, PAGE_OF_CODE = ".highlight", CHAPTERS[2]
UNFOLD = """() => {
  document.querySelectorAll("article details").forEach((details) => { details.open = true; });
  document.querySelectorAll(".toggle-hidden button.toggle-button").forEach((b) => b.click());
}"""
# Waits until nothing on the page is on its way to another colour.
SETTLE = """async (theme) => {
  for (let i = 0; i < 100 && document.documentElement.dataset.theme !== theme; i += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  for (let i = 0; i < 3; i += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 30); });
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  }
  return document.documentElement.dataset.theme;
}"""


def violations(page: Page, theme: str) -> list[str]:
    """Return what axe-core finds on a page, a line for each element."""
    context = None if page.url.endswith(f"{PAGE_OF_CODE}.html") else {"exclude": [[CODE]]}
    options = {"runOnly": RULES[theme], "resultTypes": ["violations"]}
    found = Axe().run(page, context=context, options=options)
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="module", params=PAGES)
def unfolded(
    request: pytest.FixtureRequest, watched: Callable[..., Watch], served: str
) -> Iterator[Page]:
    """Each page of the book, with every solution unfolded."""
    wide = {"width": 1280, "height": 900}
    page = watched(viewport=wide, color_scheme="light", reduced_motion="reduce").page
    visit(page, f"{served}/{request.param}.html").evaluate(UNFOLD)
    yield page
    page.context.close()


@pytest.fixture(scope="module", params=["light", "dark"])
def theme(request: pytest.FixtureRequest, unfolded: Page) -> str:
    """What the reader's system is set to; the page follows."""
    unfolded.emulate_media(color_scheme=request.param)
    assert unfolded.evaluate(SETTLE, request.param) == request.param
    return request.param


def test_axe_finds_nothing(unfolded: Page, theme: str) -> None:
    found = violations(unfolded, theme)
    assert not found, "\n".join(found[:10])


@pytest.mark.usefixtures("theme")
def test_what_a_figure_draws_is_seen(unfolded: Page) -> None:
    """Every stroke and letter of a drawing differs from its paper; graphics need 3 : 1."""
    found = unfolded.evaluate(
        r"""() => {
          const numbers = (text) => (text.match(/[\d.]+/g) || []).map(Number);
          const light = ([r, g, b]) => [r, g, b]
            .map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const faint = new Set();
          for (const figure of document.querySelectorAll("figure.live-figure")) {
            const paper = light(numbers(getComputedStyle(figure).backgroundColor));
            const grid = light(numbers(getComputedStyle(figure).getPropertyValue("--live-grid")
              .replace("#", "").match(/../g).map((h) => parseInt(h, 16)).join(" ")));
            for (const part of figure.querySelectorAll(".live-panel svg :is(path, use)")) {
              if (part.closest("defs, clipPath") || !part.getClientRects().length) continue;
              const style = getComputedStyle(part);
              for (const paint of ["fill", "stroke"]) {
                const colour = numbers(style[paint]);
                if (style[paint] === "none" || colour[3] === 0 || Number(style.opacity) < 0.5
                  || Number(style[`${paint}Opacity`]) < 0.5) continue;
                const shade = light(colour);
                if (contrast(shade, paper) < 3 && Math.abs(shade - grid) > 0.01
                  && Math.abs(shade - paper) > 1e-6) {
                  faint.add(`${figure.id} ${part.closest("[id]").id} ${paint} ${style[paint]}`);
                }
              }
            }
          }
          return [...faint];
        }"""
    )
    assert found == []


# --- A phone, and no script ---------------------------------------------------------------------


PHONE = {"width": 390, "height": 844}


@pytest.fixture
def narrow(unfolded: Page) -> Iterator[Page]:
    """Each page as wide as a phone, every solution unfolded."""
    wide = unfolded.viewport_size
    unfolded.set_viewport_size(PHONE)
    yield unfolded
    unfolded.set_viewport_size(wide)


def test_nothing_scrolls_sideways_on_a_phone(narrow: Page) -> None:
    width, wide = narrow.evaluate(
        """() => [document.documentElement.scrollWidth, [...document.querySelectorAll("article *")]
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 1
            && ![...function* () { for (let p = e; p; p = p.parentElement) yield p; }()]
              .some((p) => getComputedStyle(p).overflowX !== "visible"))
          .map((e) => e.outerHTML.slice(0, 120)).slice(0, 5)]"""
    )
    assert width <= 390, wide
    figures = narrow.evaluate(
        """() => [...document.querySelectorAll("figure.live-figure")].map((figure) => ({
          name: figure.id, live: figure.dataset.live,
          right: Math.max(...[...figure.querySelectorAll("*")].filter((e) => !e.closest("svg")
            && e.getClientRects().length).map((e) => e.getBoundingClientRect().right)),
          narrow: Math.min(...[...figure.querySelectorAll("input[type=range]")]
            .map((e) => e.getBoundingClientRect().width)),
          small: [...figure.querySelectorAll("button, input")].filter((e) => e.checkVisibility())
            .map((e) => [e.className || e.name, e.getBoundingClientRect()])
            .filter(([, box]) => Math.min(box.width, box.height) < 19.5)
            .map(([what, box]) => `${what} ${box.width}×${box.height}`),
        }))"""
    )
    for figure in figures:
        assert figure["live"] == "true"
        assert figure["right"] <= 390, figure
        assert figure["narrow"] >= 200, figure
        assert figure["small"] == [], figure


def test_on_paper_no_control_is_printed(narrow: Page) -> None:
    narrow.emulate_media(media="print")
    visible = narrow.evaluate(
        """() => [...document.querySelectorAll("figure.live-figure :is(input, button)")]
          .filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.outerHTML)"""
    )
    narrow.emulate_media(media="screen")
    assert visible == []


@pytest.fixture(params=[CHAPTERS[2], CHAPTERS[6]])
def phone(
    request: pytest.FixtureRequest, watched: Callable[..., Watch], served: str
) -> Iterator[Page]:
    """A page on a phone, moved by touch."""
    page = watched(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2).page
    yield visit(page, f"{served}/{request.param}.html")
    page.context.close()


def test_a_finger_drags_a_handle(phone: Page) -> None:
    """The page's first figure follows a touch, and the page does not scroll instead."""
    page, name = phone, phone.evaluate("() => reader.names()[0]")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    client = page.context.new_cdp_session(page)
    handle = page.locator(f"figure#{name} .live-handle").first
    handle.scroll_into_view_if_needed()
    before, scrolled = page.evaluate("(name) => reader.state(name)", name), page.evaluate("scrollY")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = "Input.dispatchTouchEvent"
    client.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in (10, 20, 30):
        points = [{"x": x + step, "y": y + step}]
        client.send(touch, {"type": "touchMove", "touchPoints": points})
    client.send(touch, {"type": "touchEnd", "touchPoints": []})
    after = page.evaluate("(name) => reader.state(name)", name)
    assert after["parameters"] != before["parameters"]
    assert after["picture"] != before["picture"]
    assert page.evaluate("scrollY") == scrolled


@pytest.fixture(scope="module")
def scriptless(watched: Callable[..., Watch]) -> Iterator[Watch]:
    """An empty page of a reader without JavaScript."""
    return watched(java_script_enabled=False)


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_a_figure_is_a_complete_picture(
    scriptless: Watch, served: str, name: str
) -> None:
    page = scriptless.page
    page.goto(f"{served}/{name}.html")
    for figure in page.locator("figure.live-figure").all():
        assert figure.get_attribute("data-live") is None
        assert figure.locator("svg:visible").count() == figure.locator(".live-panel").count() >= 1
        assert figure.locator("output:visible").count() == figure.locator("output").count() >= 1
        assert all(output.inner_text() for output in figure.locator("output").all())
        assert all(value.inner_text() for value in figure.locator(".live-value").all())
        assert figure.locator("input:visible, button:visible").count() == 0
        assert figure.locator("figcaption").is_visible()
