// JupyterLab and other hosts of anywidget: the same form, alive in a cell.

// Take a view's hands and marks off the page.
function end(question) {
  question?.over.abort();
  for (const board of question?.boards ?? []) {
    board.lock(false);
    board.layer.remove();
    board.give.remove();
  }
}

function render({ el }) {
  const { id, words } = questionState;
  // No two views on a page share an id, as with figures.
  const views = (globalThis.liveQuestionViews ??= Object.create(null));
  views[id] = (views[id] ?? 0) + 1;
  el.innerHTML = questionForm;
  const form = el.querySelector("form");
  if (views[id] > 1) form.id = `${id}-${views[id]}`;
  for (const control of form.querySelectorAll("input, button, textarea")) control.dataset.lmSuppressShortcuts = "true";
  const question = ask(form, questionState, { addressed: false });
  // A cell of Markdown that comes back to the question may be written later, or again.
  let waiting = false;
  const say = () => { waiting = false; sayAgain(document, words.recall); };
  const look = () => { if (!waiting) waiting = Boolean(requestAnimationFrame(say)); };
  const seen = new MutationObserver(look);
  seen.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("live-answer", look);
  look();
  return () => {
    end(question);
    seen.disconnect();
    document.removeEventListener("live-answer", look);
  };
}
