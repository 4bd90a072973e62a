// A deck of slides: reveal.js, with live figures in it.
(async () => {
  const wanted = location.hash.slice(1).split("?")[0];
  const figures = globalThis.liveFigures;

  // What has the focus in a figure, or is to be opened or pressed, keeps its keys.
  const own = ".live-figure, summary, a, button, input";
  const deck = new Reveal({
    disableLayout: true, // type is measured in heights of the screen, see slides.css
    hash: true,
    transition: "none",
    center: false,
    slideNumber: "c/t",
    keyboardCondition: (event) => !event.target.closest?.(own),
  });

  // Text that is too long for its slide is set a little smaller; letters of drawings follow it.
  function fit() {
    const slide = deck.getCurrentSlide()?.querySelector(".slide");
    if (!slide) return;
    const body = slide.querySelector(".body");
    for (const size of [1.5, 1.4, 1.3, 1.2, 1.1, 1]) {
      slide.style.setProperty("--size", `${size}rem`);
      if (body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1) break;
    }
    for (const figure of slide.querySelectorAll(".live-figure")) figures[figure.id]?.size(1);
  }

  function open(id) {
    const section = document.getElementById(id)?.closest(".slides section section");
    if (!section) return;
    const { h, v } = deck.getIndices(section);
    deck.slide(h, v);
  }

  await deck.initialize();
  deck.on("slidechanged", fit);
  addEventListener("resize", fit);
  // Reveal writes the address of a slide up to a second after it came: maybe before this is heard.
  addEventListener("hashchange", ({ newURL = location.href }) => {
    const [id] = new URL(newURL).hash.slice(1).split("?");
    if (id in figures) open(id);
  });
  document.addEventListener("toggle", fit, true);
  // A figure fills its slide already.
  addEventListener("keydown", (event) => {
    if (event.code === "KeyF" && event.target.closest?.(".live-figure")) event.stopPropagation();
  }, true);
  if (wanted && !wanted.startsWith("/")) open(wanted);
  fit();
  globalThis.deck = deck;
  document.documentElement.dataset.ready = "true";
})();
