// What the tests of several browsers see and do; evaluated once in each page, beside `reader`.
globalThis.browsers = (() => {
  const figures = () => [...document.querySelectorAll("figure.live-figure")];
  const place = (part) => {
    const { x, y, width, height } = part.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  const drawn = (figure) => [...figure.querySelectorAll(".live-panel")].map((p) => p.innerHTML).join();
  const arity = { mfrac: 2, mroot: 2, msub: 2, msup: 2, munder: 2, mover: 2, msubsup: 3, munderover: 3 };

  // Figures that do not live, or do not move, equations of the wrong shape, and how far the page
  // scrolls sideways.
  async function look() {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const { scrollWidth, clientWidth } = document.documentElement;
    const moves = (figure) => {
      const slider = figure.querySelector("input[type=range]"), before = drawn(figure);
      const [min, max, value] = [slider.min, slider.max, slider.value].map(Number);
      slider.value = value > min + 0.9 * (max - min) ? (min + max) / 2 : max;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      return drawn(figure) !== before;
    };
    const dead = figures().filter((figure) => figure.dataset.live !== "true" || !moves(figure));
    const wrong = [...document.querySelectorAll(Object.keys(arity).join())]
      .filter((part) => part.children.length !== arity[part.localName]);
    return { dead: dead.map((figure) => figure.id), wrong: wrong.map((part) => part.outerHTML),
      sideways: Math.max(0, scrollWidth - clientWidth) };
  }

  // The selectors of all that can be moved in a figure, its folds opened, and what it moves. Its menu
  // stays closed: it would lie over a slider.
  function hands(name) {
    document.querySelectorAll(`figure#${name} details:has(input[name])`).forEach((fold) => { fold.open = true; });
    const all = (selector, one) => [...document.querySelectorAll(`figure#${name} ${selector}`)].map(one);
    return {
      controls: all("input", ({ name: key, type }) => [`figure#${name} input[name=${key}]`, key, type]),
      handles: all(".live-handle", (handle) => {
        const { panel } = handle.closest("[data-panel]").dataset, { handle: key } = handle.dataset;
        return [`figure#${name} [data-panel="${panel}"] [data-handle="${key}"]`, key];
      }),
      landmarks: all(".live-landmark", (button, i) => {
        button.dataset.tried = i;
        const { slider, value } = button.dataset;
        return button.getClientRects().length
          && [`figure#${name} [data-tried="${i}"]`, slider, Number(value)];
      }).filter(Boolean),
    };
  }

  // Where a slider stands, and a point of its track in the window, both as shares of its length.
  const share = (selector) => {
    const { value, min, max } = document.querySelector(selector);
    return (value - min) / (max - min);
  };
  const onTrack = ([selector, at]) => {
    const slider = document.querySelector(selector);
    slider.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = slider.getBoundingClientRect(), thumb = 16;
    return [x + thumb / 2 + at * (width - thumb), y + height / 2];
  };

  // What a figure shows at each of these links.
  async function at([links, name]) {
    const shown = [];
    for (const link of links) shown.push(await reader.follow(link, name));
    return shown;
  }

  // Pages cannot be put on paper over every driver: instead, the rules for paper hold on the screen.
  function onPaper() {
    const turn = (rules) => [...rules].forEach((rule) => {
      if (rule.media) rule.media.mediaText = rule.media.mediaText.replace(/\bscreen\b/g, "speech")
        .replace(/\bprint\b/g, "screen");
      if (rule.cssRules) turn(rule.cssRules);
    });
    for (const sheet of document.styleSheets) {
      sheet.media.mediaText = sheet.media.mediaText.replace("print", "screen");
      turn(sheet.cssRules);
    }
  }
  const parts = () => [...document.querySelectorAll("figure.live-figure, figure.live-figure *:not(svg *), "
    + "article :is(details, summary, pre, p, table, button, a, h1, h2), header, nav, aside, footer")];
  // Whether this browser has searched before is not what is compared.
  const classes = (part) => (part.getAttribute("class") ?? "").replace(/ ?nohighlight/, "");
  const shown = () => parts().map((part) => [part.tagName, classes(part),
    part.getClientRects().length > 0].join(" "));
  // Of text, of what is behind it, and of what is drawn.
  const colours = () => [...document.querySelectorAll(
    "body, article :is(p, pre, code, a), figure.live-figure, figure.live-figure :not(input)")]
    .filter((part) => !part.closest(".live-tabs")) // which is the present one tells the scrolling
    .map((part) => {
      const { color, backgroundColor, fill, stroke } = getComputedStyle(part);
      const said = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      return [part.tagName, classes(part), said && color, backgroundColor,
        part.ownerSVGElement && [fill, stroke]].join(" ");
    });

  return { at, colours, hands, look, onPaper, onTrack, place, share, shown };
})();
