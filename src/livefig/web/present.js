// Presenter mode: one figure over the whole window, and over the screen where the browser lets it.

// WebKit leaves a slider's value the width that it had in letters of another size, and panels in a window
// that has become narrower their height.
function layOutAnew(figure) {
  const texts = figure.querySelectorAll(".live-value"), [panels] = figure.getElementsByClassName("live-panels");
  const { scrollLeft } = panels;
  for (const display of ["none", ""]) {
    texts.forEach(({ style }) => { style.display = display; });
    panels.style.display = display && "block";
    figure.offsetWidth;
  }
  for (const part of [...texts, panels]) part.getAttribute("style") || part.removeAttribute("style");
  panels.scrollLeft = scrollLeft; // on a phone, the panel to which the reader has swiped
}

// Letters of a drawing at least as large as the words around it; at factor 0, no smaller than 11 px.
function sizeType(figure, factor) {
  const size = factor ? factor * parseFloat(getComputedStyle(figure).fontSize) : 11;
  const words = [...figure.querySelectorAll("svg [data-em] > *")];
  words.forEach((word) => word.removeAttribute("style"));
  // All are measured before one changes.
  const styles = words.map((word) => {
    const svg = word.ownerSVGElement, frame = svg.viewBox.baseVal;
    const times = size / word.parentNode.dataset.em / (svg.getScreenCTM()?.a || Infinity);
    const { x, y, width, height } = word.getBBox();
    if (!(times > 1 && width && height)) return "";
    // It grows from its middle, at an axis away from the axis, and no further than the drawing's edge.
    const from = (share, low, length, end) => (Math.min(Math.max(low + share * length,
      ((low + length) * times - end) / (times - 1)), (low * times) / (times - 1)) - low) / length;
    const across = from(word.closest("[id$=axis_2]") ? 1 : 0.5, x, width, frame.width);
    const down = from(word.closest("[id$=axis_1]") ? 0 : 0.5, y, height, frame.height);
    return `transform-origin: ${100 * across}% ${100 * down}%; transform: scale(${times})`;
  });
  words.forEach((word, i) => { if (styles[i]) word.style.cssText = styles[i]; });
}

// While a figure is enlarged, the function that brings the page back, or `next` into sight.
let leave = null;

// One figure over the whole window, and over the screen where the browser lets it.
async function enlarge(figure) {
  const focused = document.activeElement, { scrollX } = globalThis;
  const { top } = figure.getBoundingClientRect();
  const still = [], over = new AbortController();
  const fit = () => { layOutAnew(figure); sizeType(figure, Number(matchMedia("(min-width: 64em)").matches)); };
  // Escape that closes a dialog may take the screen as well: then the window is left, and the figure on it.
  let closed = -Infinity;
  const searching = () => document.querySelector("dialog[open]") || performance.now() - closed < 500;
  addEventListener("close", () => { closed = performance.now(); }, { capture: true, signal: over.signal });
  // A dialog that opens later, such as the search, must not open dead.
  for (let part = figure; part !== document.body; part = part.parentElement) {
    still.push(...[...part.parentElement.children].filter((other) => other !== part && !other.inert && !other.matches("dialog")));
  }
  const put = (on) => {
    figure.toggleAttribute("data-enlarged", on);
    document.documentElement.classList.toggle("live-behind", on);
    still.forEach((part) => { part.inert = on; });
  };
  leave = (next) => {
    leave = null;
    over.abort();
    put(false);
    layOutAnew(figure);
    sizeType(figure, 0);
    focused.focus({ preventScroll: true });
    // The figure stands where it was in the window, should what is above it have grown.
    const restore = () => (next ? next.scrollIntoView() : scrollTo({
      left: scrollX, top: scrollY + figure.getBoundingClientRect().top - top, behavior: "instant" }));
    // The browser, too, goes back to where it was; but that was with the figure out of its place. It gives
    // the screen back in its own time, with the page of another width meanwhile, whose parts then take
    // some frames to find their sizes. The reader's own next move counts more.
    const settled = new AbortController(), { signal } = settled;
    const again = (frames) => {
      if (signal.aborted) return;
      restore();
      if (frames) requestAnimationFrame(() => again(frames - 1));
    };
    again(5);
    for (const type of ["resize", "fullscreenchange"]) addEventListener(type, () => again(5), { capture: true, signal });
    for (const type of ["wheel", "keydown", "pointerdown"]) {
      addEventListener(type, () => settled.abort(), { capture: true, passive: true, signal });
    }
    // A screen reader moves the focus without a key; a window that is active again gives it back.
    addEventListener("focusin", ({ target }) => target === focused || settled.abort(), { signal });
    setTimeout(() => settled.abort(), 4000);
    if (document.fullscreenElement) document.exitFullscreen();
  };
  put(true);
  if (!figure.contains(focused)) figure.focus();
  fit();
  addEventListener("resize", fit, over);
  // WebKit tells of the screen's size long after it has laid out the figure on it.
  const later = () => requestAnimationFrame(() => over.signal.aborted || fit());
  const sized = globalThis.ResizeObserver && new ResizeObserver(later);
  sized?.observe(figure);
  over.signal.addEventListener("abort", () => sized?.disconnect());
  try {
    // The page, not the figure: browsers print an element on the screen over every sheet.
    await document.documentElement.requestFullscreen();
    // The browser takes Escape for itself when it has given the screen.
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || searching() || leave(), over);
    if (over.signal.aborted) document.exitFullscreen();
  } catch { /* Refused, or not known: the window does. */ }
}

const toggle = (figure) => (leave ? leave() : enlarge(figure));

function onKey({ target, key, code, ctrlKey, metaKey, altKey, repeat }) {
  if (ctrlKey || metaKey || altKey || repeat || !target.closest) return;
  if (document.querySelector("dialog[open]")) return; // it has the keys; when closed, it may keep the focus
  if (target.closest(".live-typed, .live-save[open]")) return; // as they do
  const figure = target.closest("figure[data-live]");
  if (key === "Escape") leave?.();
  // By its place too: with a Korean keyboard F is another letter.
  else if (figure && (key === "f" || code === "KeyF")) toggle(figure);
}

// Presenter mode for a page's figures, and drawings whose type can be read.
function present(all) {
  for (const live of all) {
    const { figure } = live, button = figure.querySelector(".live-enlarge");
    live.size = (factor) => sizeType(figure, factor);
    button.hidden = false;
    button.addEventListener("click", () => toggle(figure));
  }
  const fit = (anew) => all.forEach(({ figure, size }) => {
    if (figure.hasAttribute("data-enlarged")) return;
    if (anew) layOutAnew(figure);
    size(0);
  });
  if (!document.documentElement.matches(".deck")) { // slides fit their figures themselves
    fit(false);
    addEventListener("resize", () => requestAnimationFrame(() => fit(true)));
  }
  addEventListener("keydown", onKey, true); // before Escape closes a dialog
  document.addEventListener("live-follow", ({ target }) => target.hasAttribute("data-enlarged") || leave?.(target));
}
