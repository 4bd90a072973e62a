// The two buttons of a page, links into what is folded, and where a reported mistake stands.
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
      button.firstElementChild.textContent = on ? "Hide" : "Show";
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
})();
