// What comes before the page is first painted.

// The theme says "auto" until its own script runs, and meanwhile shows what is for light pages and
// what is for dark ones: both logos, and a light page to who asked for a dark one.
(() => {
  const { dataset } = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (!["light", "dark"].includes(dataset.theme)) dataset.theme = dark ? "dark" : "light";
})();

// The page is transparent until its fonts are there, for three seconds at most: a text whose font comes
// later moves the page. (A transparent figure can take the focus; a hidden one could not.)
(() => {
  const { lang, style } = document.documentElement;
  const faces = ["SourceSerifPro-Regular", "SourceSerifPro-Semibold", "SourceSerifPro-It",
    "SourceSansPro-Regular", "SourceSansPro-Semibold", ...(lang === "ko" ? ["NotoSerifKR-Regular", "NotoSansKR-Regular"] : [])]
    .map((name) => `faces/${name}`).concat("math/MathJax_Main-Regular", "math/MathJax_Math-Italic");
  const show = () => { style.opacity = ""; };
  style.opacity = 0;
  setTimeout(show, 3000);
  document.addEventListener("load", ({ target: { href } }) => {
    if (!href?.includes("/joined.css")) return;
    const named = [...document.fonts].filter(({ family }) => /source|noto|MJXTEX(-I)?"?$/i.test(family));
    Promise.all(named.map((face) => face.load())).then(show, show);
  }, true);
  if (location.protocol === "file:") return; // there a browser asks for no font in advance
  for (const face of faces) {
    const { href } = new URL(`${face}.woff2`, document.currentScript.src), crossOrigin = "";
    document.head.append(Object.assign(document.createElement("link"),
      { rel: "preload", as: "font", type: "font/woff2", crossOrigin, href }));
  }
})();

// A word that was searched for is marked in the text, not in the figures: what moves there is written
// anew, and what names a drawing is no part of it. The script that marks looks for this class.
document.addEventListener("readystatechange", () => {
  if (!localStorage.getItem("sphinx_highlight_terms") && !/[?&]highlight=/.test(location.search)) return;
  for (const part of document.querySelectorAll(".live-figure *")) {
    if (part.textContent) part.classList.add("nohighlight");
  }
}, { once: true });

// Paper is white, whatever the screen is, and shows the code of a solution as it does its words.
(() => {
  const { dataset } = document.documentElement;
  let theme, folded = [];
  addEventListener("beforeprint", () => {
    theme = dataset.theme;
    dataset.theme = "light";
    folded = [...document.querySelectorAll("details:is(.hide, .exercise):not([open])")];
    folded.forEach((solution) => { solution.open = true; });
  });
  addEventListener("afterprint", () => {
    dataset.theme = theme;
    folded.forEach((solution) => { solution.open = false; });
  });
})();

// What scrolls sideways can be reached with the keyboard: the theme sees to code when the page has
// loaded or changes its size; here also when a solution is unfolded, and to long equations and
// pictures.
(() => {
  const reach = () => {
    // To measure what is folded away, a browser would lay out each fold by itself, half a second in all.
    const parts = [...document.querySelectorAll("div.math mjx-container, span.math.wide, .cell_output")]
      .filter((part) => !part.closest("details:not([open])"));
    // All are measured before one changes.
    const wide = parts.map((part) => part.scrollWidth > part.clientWidth && !part.querySelector(".live-figure"));
    parts.forEach((part, i) => { if (wide[i]) part.tabIndex = 0; else part.removeAttribute("tabindex"); });
  };
  addEventListener("load", () => {
    reach();
    addEventListener("resize", reach);
    for (const type of ["toggle", "click"]) {
      document.addEventListener(type, ({ target }) => {
        if (target.closest("details, .toggle-button")) dispatchEvent(new Event("resize"));
      }, true);
    }
    // The script that folds solutions names all its buttons alike.
    for (const button of document.querySelectorAll(".admonition .toggle-button")) {
      const words = [button.closest(".admonition").querySelector(".admonition-title"),
        button.closest("section").querySelector("h2, h3, h4")];
      button.setAttribute("aria-label", words.map((part) => part.firstChild.textContent.trim()).join(": "));
    }
  });
})();

// The bar under code that no longer fits: WebKit lays it over the last line, and makes room for it when
// it next lays out that code, which may be never. So it does now, and the page has one height.
addEventListener("DOMContentLoaded", () => {
  const room = ({ target }) => {
    if (target.scrollHeight <= target.clientHeight) return;
    target.style.overflowX = "scroll";
    target.offsetHeight;
    target.style.overflowX = "";
  };
  // Not now: what changes a size within a measurement is an error to some browsers.
  const sized = globalThis.ResizeObserver && new ResizeObserver((codes) => requestAnimationFrame(() => codes.forEach(room)));
  document.querySelectorAll("article pre").forEach((code) => sized?.observe(code));
});
