// On every page: a ✓ in the list of chapters at each whose questions are all answered.

// `chapters` is page to the ids of its questions; `done` says it in words.
function markChapters(chapters, done) {
  for (const link of document.querySelectorAll('li[class*="toctree-l"] > a[href]')) {
    const page = Object.keys(chapters).find((name) => link.pathname.endsWith(`/${name}.html`));
    if (!page || /#./.test(link.getAttribute("href"))) continue;
    const all = chapters[page].every((id) => { const found = answerTo(id); return found && !found.skipped; });
    const mark = link.querySelector(".live-done");
    if (mark && !all) mark.remove();
    if (mark || !all) continue;
    const made = link.appendChild(document.createElement("span"));
    made.className = "live-done";
    made.setAttribute("role", "img");
    made.setAttribute("aria-label", done);
    made.textContent = "\xa0✓";
  }
}

function follow(chapters, done) {
  const mark = () => markChapters(chapters, done);
  document.addEventListener("live-answer", mark);
  for (const type of ["storage", "pageshow"]) addEventListener(type, mark); // answered on another page
  mark();
}
