// What tools/pdf.py does to the document before it is printed; evaluated once.
globalThis.paper = (() => {
  const box = (e) => e.getBoundingClientRect();
  const width = (e) => (e ? box(e).width : 0);
  const all = (selector) => [...document.querySelectorAll(selector)]
    .filter((e) => e.checkVisibility());

  // What is wider than the column is set smaller.
  function fit() {
    const shrink = (e, size, space) => {
      if (size > space) e.style.fontSize = `${Math.floor(100 * space / size)}%`;
    };
    for (const e of all("main div.math")) {
      // A number stands beside the equation, on both sides of whose middle there must be room.
      const space = width(e) - 2 * width(e.querySelector(".eqno"));
      const lines = [...e.querySelectorAll("mjx-math")].map(width);
      if (lines.length) shrink(e.querySelector("mjx-container"), Math.max(...lines), space);
    }
    for (const e of all("main :is(pre, table)")) shrink(e, e.scrollWidth, width(e.parentElement));
  }

  // What would be missing on a paper whose column has this height, in words.
  function faults(height) {
    const column = box(document.querySelector("main"));
    const where = (e) => `${e.tagName.toLowerCase()} in ${e.parentElement.closest("[id]").id}`;
    const wide = all("main :is(mjx-math, pre, table, img, svg, .live-panels, output, .eqno)")
      .filter((e) => !e.closest("mjx-assistive-mml"))
      .filter((e) => box(e).left < column.left - 1 || box(e).right > column.right + 1
        || (e.matches("pre, table") && e.scrollWidth > e.clientWidth + 1));
    const meet = (a, b) => a.right > b.left && a.bottom > b.top && a.top < b.bottom;
    const meeting = all("main div.math").filter((e) => {
      const number = e.querySelector(".eqno");
      return number && [...e.querySelectorAll("mjx-math")].some((m) => meet(box(m), box(number)));
    });
    const target = (e) => document.getElementById(decodeURIComponent(e.getAttribute("href").slice(1)));
    const found = {
      "is too wide": wide,
      "stands on its number": meeting,
      "is higher than a page": all("main :is(pre, .math, img, .live-figure, tr)")
        .filter((e) => box(e).height > height),
      "is not typeset": all("main .math").filter((e) => !e.querySelector("mjx-math")),
      "has no picture": all("main img").filter((e) => !e.naturalWidth),
      "has nothing to draw": [...document.querySelectorAll("svg use")].filter((e) => !target(e)),
      "leads nowhere": [...document.querySelectorAll('a[href^="#"]')].filter((e) => !target(e)),
    };
    return Object.entries(found)
      .flatMap(([what, elements]) => elements.map((e) => `${where(e)} ${what}`));
  }

  // Write the numbers of pages into the contents.
  function number(numbers) {
    for (const e of document.querySelectorAll("[data-page]")) {
      e.textContent = numbers[e.dataset.page];
    }
  }

  return { fit, faults, number };
})();
