// What the tests of accessibility ask a page; evaluated once in each page.
globalThis.accessibility = (() => {
  const figures = () => [...document.querySelectorAll("figure.live-figure")];
  const numbers = (text) => (text.match(/[\d.]+/g) || []).map(Number);

  // Open every solution and every folded cell.
  async function unfold() {
    document.querySelectorAll("article details").forEach((details) => { details.open = true; });
    document.querySelectorAll(".toggle-hidden button.toggle-button").forEach((b) => b.click());
    await reached();
  }

  // The theme takes a moment, after a page has unfolded or has another width, to let the keyboard
  // reach the code that scrolls.
  async function reached() {
    const code = [...document.querySelectorAll(".highlight pre")];
    for (let i = 0; i < 250 && code.some((pre) => pre.scrollWidth > pre.clientWidth && pre.tabIndex < 0); i += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  }

  // Wait until nothing on the page is on its way to another colour, or out of the keyboard's reach.
  async function settle(theme) {
    for (let i = 0; i < 100 && document.documentElement.dataset.theme !== theme; i += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    for (let i = 0; i < 3; i += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 30); });
      await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    }
    await reached();
    return document.documentElement.dataset.theme;
  }

  // Set the page's theme, whatever the system's.
  const choose = (theme) => { document.documentElement.dataset.theme = theme; };

  const luminance = (rgb) => rgb.slice(0, 3)
    .map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const hex = (colour) => colour.replace("#", "").match(/../g).map((pair) => parseInt(pair, 16));

  // Strokes and letters of the drawings that differ too little from their paper.
  function faint() {
    const found = new Set();
    for (const figure of figures()) {
      const style = getComputedStyle(figure);
      const own = numbers(getComputedStyle(figure.querySelector(".live-panel")).backgroundColor);
      const paper = luminance(own[3] === 0 ? numbers(style.backgroundColor) : own);
      const grid = luminance(hex(style.getPropertyValue("--live-grid").trim()));
      for (const part of figure.querySelectorAll(".live-panel svg :is(path, polyline, polygon)")) {
        if (part.closest("defs, clipPath") || !part.getClientRects().length) continue;
        const style = getComputedStyle(part);
        for (const paint of ["fill", "stroke"]) {
          const colour = numbers(style[paint]);
          if (style[paint] === "none" || colour[3] === 0 || Number(style.opacity) < 0.5
            || Number(style[`${paint}Opacity`]) < 0.5) continue;
          const shade = luminance(colour);
          if (contrast(shade, paper) < 3 && Math.abs(shade - grid) > 0.01
            && Math.abs(shade - paper) > 1e-6) {
            found.add(`${figure.id} ${part.closest("[id]").id} ${paint} ${style[paint]}`);
          }
        }
      }
    }
    return [...found];
  }

  // How wide the page is, and what is wider than the window with no scroll bar of its own.
  function sideways() {
    const framed = (e) => {
      for (let box = e; box; box = box.parentElement) {
        if (getComputedStyle(box).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = [...document.querySelectorAll("article *")]
      .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !framed(e));
    return {
      width: document.documentElement.scrollWidth,
      wide: wide.map((e) => e.outerHTML.slice(0, 120)).slice(0, 5),
    };
  }

  // Equations within a line of which something is cut, and cannot be scrolled to.
  const cut = () => [...document.querySelectorAll("article span.math")].filter((math) => {
    const { overflowX } = getComputedStyle(math), [equation] = math.children;
    if (!equation || !math.checkVisibility()) return false;
    const line = math.parentElement.closest("p, li, dd, dt, td, th, summary, h1, h2, h3, h4");
    return overflowX === "visible"
      ? equation.getBoundingClientRect().right > line.getBoundingClientRect().right + 1
      : overflowX !== "auto" && math.scrollWidth > math.clientWidth;
  }).map((math) => math.querySelector("mjx-assistive-mml")?.textContent);

  // A line that begins with the mark behind an equation, and a title that its link cuts.
  const misset = () => [...document.querySelectorAll("article span.math:not(.wide)")].filter((math) => {
    const { nextSibling: next } = math;
    if (next?.nodeType !== 3 || !/^[.,;:!?)]/.test(next.data) || !math.checkVisibility()) return false;
    const mark = document.createRange();
    mark.setStart(next, 0);
    mark.setEnd(next, 1);
    return mark.getBoundingClientRect().left < math.getBoundingClientRect().right - 2;
  }).map((math) => math.parentElement.textContent.slice(0, 80)).concat(
    [...document.querySelectorAll(".prev-next-title")].filter((title) => {
      const { left, right } = title.closest("a").getBoundingClientRect();
      return title.scrollWidth > title.clientWidth + 1 || left < 0 || right > innerWidth
        || title.getBoundingClientRect().left < left || title.getBoundingClientRect().right > right;
    }).map((title) => title.textContent),
  );

  // Each figure's right edge, its narrowest slider, and what is too small to be touched.
  const measures = () => figures().map((figure) => ({
    name: figure.id,
    live: figure.dataset.live,
    right: Math.max(...[...figure.querySelectorAll("*")]
      .filter((e) => !e.closest("svg, .live-panels") && e.getClientRects().length)
      .map((e) => e.getBoundingClientRect().right)),
    narrow: Math.min(...[...figure.querySelectorAll("input[type=range]")].filter((e) => e.checkVisibility())
      .map((e) => e.getBoundingClientRect().width)),
    small: [...figure.querySelectorAll("button, input")].filter((e) => e.checkVisibility())
      .map((e) => [e.className || e.name, e.getBoundingClientRect()])
      .filter(([, box]) => Math.min(box.width, box.height) < 19.5)
      .map(([what, box]) => `${what} ${box.width}×${box.height}`),
  }));

  const controls = () => figures()
    .flatMap((figure) => [...figure.querySelectorAll("input, button:not(.live-value)")])
    .filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.outerHTML);

  // Tables with a column beyond the edge.
  const cutTables = () => [...document.querySelectorAll(".pst-scrollable-table-container")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.textContent.slice(0, 80));

  return { unfold, settle, choose, faint, sideways, cut, cutTables, misset, measures, controls };
})();
