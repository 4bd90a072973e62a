// What the tests of presenter mode see of an enlarged figure; evaluated once in each page.
globalThis.presenter = (() => {
  // Of a group of a drawing, by its shapes: Firefox takes a group's as if none had grown from its middle.
  const box = (e) => (e.localName === "g" ? hull([...e.querySelectorAll("path, polyline, polygon, use")]
    .map(box).filter(({ width, height }) => width || height)) : e.getBoundingClientRect());
  const hull = (boxes) => {
    const ends = (side, end) => end(...boxes.map((one) => one[side]));
    const [left, top] = ["left", "top"].map((side) => ends(side, Math.min));
    const [right, bottom] = ["right", "bottom"].map((side) => ends(side, Math.max));
    return { left, top, right, bottom, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
  };
  const visible = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const what = (e) => e.id || e.name || e.className?.baseVal || e.className || e.tagName;
  const holdsText = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const within = (inner, outer, slack) => inner.left >= outer.left - slack
    && inner.right <= outer.right + slack && inner.top >= outer.top - slack
    && inner.bottom <= outer.bottom + slack;

  // The size of a drawing's letters on the screen, in pixels: they are outlines.
  function drawnSize(word) {
    const m = word.getScreenCTM();
    return word.parentNode.dataset.em * Math.sqrt(Math.abs(m.a * m.d - m.b * m.c));
  }

  // Pairs of parts that stand on each other, neither within the other.
  function meeting(parts) {
    const boxes = parts.map(box);
    return parts.flatMap((a, i) => parts.slice(i + 1)
      .filter((b, j) => meet(boxes[i], boxes[i + 1 + j]) && !a.contains(b))
      .map((b) => `${what(a)} and ${what(b)}`));
  }

  // Words that stand on words of the same drawing.
  function overlapping(svg) {
    const texts = [...svg.querySelectorAll("g[id*=text_], [data-artist]")]
      .filter((g) => g.querySelector("[data-em]") && visible(g)
        && !g.parentNode.closest("g[id*=text_]") && box(g).width);
    return meeting(texts);
  }

  // Words without their halos, which Firefox counts into their boxes.
  const bare = new CSSStyleSheet();
  bare.replaceSync("figure svg * { stroke-width: 0 !important; }");

  // Whether a figure is enlarged, what of it is off the screen, hidden, cut or on something else,
  // and the smallest of its type: words, and letters of the drawings.
  function seen(name) {
    document.adoptedStyleSheets = [bare];
    try { return look(name); } finally { document.adoptedStyleSheets = []; }
  }

  function look(name) {
    const figure = document.getElementById(name);
    const all = [...figure.querySelectorAll("*")].filter((e) => !e.closest("svg"));
    const words = all.filter((e) => visible(e) && box(e).width);
    const needed = [...figure.querySelectorAll(".live-panel, .live-panel svg, input, output, "
      + ".live-value, .live-buttons button, strong")]
      .filter((e) => !e.closest("details:not([open])"))
      .filter((e) => !e.closest("#cover .live-slider:has([name=steps])")); // the front page's own
    const parts = [...figure.querySelectorAll(".live-panel, .live-slider, .live-switch, "
      + ".live-tick, .live-landmark:not([hidden]), .live-statuses p, .live-readout, figcaption strong, "
      + ".live-buttons button")].filter(visible);
    const glyphs = [...figure.querySelectorAll("svg [data-em] > *")].filter((g) => visible(g) && box(g).width);
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const corners = [1, innerWidth - 2].flatMap((x) => [1, innerHeight - 2].map((y) => [x, y]));
    return {
      enlarged: figure.hasAttribute("data-enlarged"),
      covered: corners.every(([x, y]) => figure.contains(document.elementFromPoint(x, y))),
      off: [...words, ...needed].filter((e) => !within(box(e), screen, 0.5)).map(what),
      hidden: needed.filter((e) => !visible(e) || !box(e).width).map(what),
      scrolls: figure.scrollHeight > figure.clientHeight + 1
        || figure.scrollWidth > figure.clientWidth + 1,
      meeting: meeting(parts).filter((pair) => pair !== "live-tick and live-tick"), // of one value
      overlapping: [...figure.querySelectorAll(".live-panel svg")].flatMap(overlapping),
      cut: glyphs.filter((g) => !g.closest("[data-artist]")
        && !within(box(g), box(g.ownerSVGElement), 1)).map((g) => g.parentNode.parentNode.id),
      astray: [...figure.querySelectorAll(".live-handle")].filter((e) => {
        const ring = box(e), place = box(e.parentNode);
        return Math.hypot((ring.left + ring.right) / 2 - place.left,
          (ring.top + ring.bottom) / 2 - place.top) > 0.6;
      }).map(what),
      words: Math.min(...words.filter(holdsText).map((e) => parseFloat(getComputedStyle(e).fontSize))),
      drawn: Math.min(...glyphs.map(drawnSize)),
    };
  }

  // In a box of another shape a drawing is smaller than its box.
  function drawnWidth(svg) {
    const { width, height } = box(svg), frame = svg.viewBox.baseVal;
    return Math.min(width, (height * frame.width) / frame.height);
  }

  const narrowest = (name) => Math.min(...[...document.getElementById(name).querySelectorAll(".live-panel svg")].map(drawnWidth));

  // What a phone shows of it: the way back, no scrolling sideways, panels of a useful width.
  function onPhone(name) {
    const figure = document.getElementById(name);
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    return {
      covered: figure.contains(document.elementFromPoint(innerWidth / 2, innerHeight - 2)),
      sideways: figure.scrollWidth > figure.clientWidth + 1,
      off: [...figure.querySelectorAll(".live-buttons button")].filter((e) => !within(box(e), screen, 0.5)).map(what),
      narrowest: narrowest(name),
    };
  }

  // Where a reader is, and what the figures look like from there.
  const place = () => [scrollX, scrollY, document.activeElement.outerHTML.slice(0, 200),
    document.querySelectorAll("[inert], [data-enlarged]").length,
    reader.names().map((name) => [reader.state(name),
      document.getElementById(name).outerHTML.replace(/ style=""/g, "")])];

  return { seen, onPhone, narrowest, place };
})();
