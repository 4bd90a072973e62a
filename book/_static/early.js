// What comes before the page is first painted.

// The theme says "auto" until its own script runs, and meanwhile shows what is for light pages and
// what is for dark ones: both logos, and a light page to who asked for a dark one.
(() => {
  const { dataset } = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (!["light", "dark"].includes(dataset.theme)) dataset.theme = dark ? "dark" : "light";
})();

// Sets the equations a few at a time, first those in sight, so that no step holds the page for
// long; and hides a line until its equations are set, so that nothing in it jumps (book.css). Where
// scripts are off, or MathJax has not done it after some seconds, everything is shown as it is.
(() => {
  if (!globalThis.MathJax) return; // a page without equations
  const [STEP, PATIENCE] = [20, 4000]; // milliseconds
  const page = document.documentElement;
  const show = () => page.classList.remove("math-waiting");
  // What is set above the target of the address pushes it away, unless the reader moves on first.
  let moved = false;
  for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(type, () => { moved = true; }, { once: true, passive: true });
  }
  const aim = () => {
    if (!moved) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve));

  const inSight = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  async function setAll() {
    const all = [...document.querySelectorAll(".math, .output_area")];
    const first = all.filter(inSight);
    const waiting = [...first, ...all.filter((element) => !first.includes(element))];
    let size = 4;
    while (waiting.length) {
      const some = waiting.splice(0, size);
      const start = performance.now();
      await MathJax.typesetPromise(some);
      for (const element of some) element.classList.add("math-set");
      size = Math.max(1, Math.min(2 * size, Math.round((size * STEP) / (performance.now() - start))));
      await pause();
    }
    show();
    aim();
  }

  page.classList.add("math-waiting");
  setTimeout(show, PATIENCE);
  MathJax.startup = { typeset: false, pageReady: setAll };
})();
