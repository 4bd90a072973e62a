// The two buttons of a page, links into what is folded, where a reported mistake stands, and the way to
// the same place in another language.
(() => {
  const page = document.documentElement;
  const folds = [...document.querySelectorAll("details.check")];
  const ways = {
    checks: (on) => folds.forEach((fold) => { fold.open = on; }),
    code: (on) => page.classList.toggle("no-code", !on),
  };
  for (const box of document.querySelectorAll(".page-buttons")) box.hidden = false;
  for (const button of document.querySelectorAll("[data-toggle]")) {
    button.hidden = button.dataset.toggle === "checks" && !folds.length;
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", on);
      button.textContent = on ? button.dataset.hide : button.dataset.show;
      ways[button.dataset.toggle](on);
    });
  }

  // A link to what is folded opens it.
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const inside = target?.matches("section") ? target.querySelector(":scope > details.exercise") : null;
    for (let part = inside ?? target; part; part = part.parentElement) {
      if (part.localName === "details" && !part.matches(".check")) part.open = true;
    }
    if (inside) target.scrollIntoView();
  };
  try { unfold(); } catch { /* An address that is no text names nothing here. */ }
  addEventListener("hashchange", () => { try { unfold(); } catch { /* The same. */ } });

  // The form for a mistake names the section that is being read.
  const report = document.querySelector("a.report");
  report?.addEventListener("pointerdown", name);
  report?.addEventListener("focus", name);
  function name() {
    const passed = [...document.querySelectorAll("article :is(h1, h2, h3)")]
      .filter((heading) => heading.getBoundingClientRect().top < innerHeight / 4);
    const address = new URL(report.href);
    address.searchParams.set("section", passed.at(-1)?.firstChild.textContent.trim() ?? "");
    report.href = address;
  }

  // Another language opens at this place, and with the figure as it was left.
  let moved = null;
  for (const type of ["input", "pointerdown", "keydown"]) {
    document.addEventListener(type, ({ target }) => {
      moved = target.closest?.("figure.live-figure") ?? moved;
    }, true);
  }
  const place = () => {
    const live = moved && globalThis.liveFigures?.[moved.id];
    // Not where it stands at its start, for a question or a guess that a link has brought.
    const left = live && !moved.hasAttribute("data-locked") && (location.hash.startsWith(`#${moved.id}?`)
      || Object.entries(live.values).some(([key, value]) => value !== live.state.parameters[key]));
    if (left) return `#${moved.id}?${Object.entries(live.values).map(([key, value]) => `${key}=${Number(value)}`).join("&")}`;
    const read = [...document.querySelectorAll("article section[id]")]
      .filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    return scrollY < 50 ? location.hash : /\?|%3F/i.test(location.hash) ? location.hash : `#${read.at(-1)?.id ?? ""}`;
  };
  for (const way of document.querySelectorAll("a.language, .language-offer a")) {
    for (const type of ["pointerdown", "focus", "click"]) way.addEventListener(type, () => { way.hash = place(); });
  }

  // Who prefers another language is offered it, until told not to.
  for (const offer of document.querySelectorAll(".language-offer")) {
    const { language } = offer.dataset;
    offer.hidden = !navigator.language?.startsWith(language) || localStorage.getItem(`no-${language}`) !== null;
    const done = () => { localStorage.setItem(`no-${language}`, "1"); offer.hidden = true; };
    offer.querySelector("button").addEventListener("click", done);
    offer.querySelector("a").addEventListener("click", done);
  }
})();
