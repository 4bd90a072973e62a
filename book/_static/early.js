// What comes before the page is first painted.

// The theme says "auto" until its own script runs, and meanwhile shows what is for light pages and
// what is for dark ones: both logos, and a light page to who asked for a dark one.
(() => {
  const { dataset } = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (!["light", "dark"].includes(dataset.theme)) dataset.theme = dark ? "dark" : "light";
})();

// What scrolls sideways can be reached with the keyboard: the theme sees to code when the page has
// loaded or changes its size; here also when a solution is unfolded, and to long equations.
(() => {
  const reach = () => {
    for (const equation of document.querySelectorAll("div.math mjx-container")) {
      if (equation.scrollWidth > equation.clientWidth) equation.tabIndex = 0;
      else equation.removeAttribute("tabindex");
    }
  };
  addEventListener("load", reach);
  addEventListener("resize", reach);
  for (const type of ["toggle", "click"]) {
    document.addEventListener(type, ({ target }) => {
      if (target.closest("details, .toggle-button")) dispatchEvent(new Event("resize"));
    }, true);
  }
})();
