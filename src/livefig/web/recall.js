// Where a page comes back to a question: what the reader said. And all questions of a page, brought alive.

const asked = new Map(); // the questions here, by id

// In this page's language, where the question is on it; else as it was said then.
function saidOf(id) {
  const record = answerTo(id), question = asked.get(id);
  if (!question) return record?.said;
  return question.valid(record?.answer) ? question.said(record.answer) : "";
}

// <p class="live-answer" data-question="ID" data-words="You said: {said}">; in a notebook's Markdown the
// title is the id, since a notebook lets nothing else through.
function sayAgain(root, words) {
  for (const part of root.querySelectorAll(".live-answer")) {
    if (part.title) {
      part.dataset.question = part.title;
      part.removeAttribute("title");
    }
    const said = saidOf(part.dataset.question ?? "");
    const text = said ? spell(part.dataset.words ?? words, { said }) : "";
    if (part.textContent !== text) part.textContent = text;
  }
}

function ask(form, state, options) {
  const kinds = { choice: Choice, number: Quantity, place: Place };
  const question = new kinds[state.kind](form, state, options);
  try {
    question.start();
    asked.set(state.id, question);
    return question;
  } catch (error) { // the plain question stays, with its answer folded away
    for (const name of ["live", "answered", "right"]) delete form.dataset[name];
    form.querySelector(".live-verdict").textContent = "";
    form.querySelectorAll(".live-reason").forEach((reason) => { reason.hidden = true; });
    form.querySelectorAll("input, button, textarea").forEach((control) => { control.disabled = true; });
    if (globalThis.console) console.warn(`question ${state.id}:`, error);
    return null;
  }
}

// A built page.
function askAll(root = document) {
  const addressed = /^(https?|file):$/.test(location.protocol), say = () => sayAgain(root, "{said}");
  for (const form of root.querySelectorAll("form.live-question")) {
    ask(form, JSON.parse(form.nextElementSibling.textContent), { addressed });
  }
  document.addEventListener("live-answer", say);
  // Another page has changed what is kept, also while this one lay in the browser's history.
  for (const type of ["storage", "pageshow"]) {
    addEventListener(type, () => { asked.forEach((question) => question.heed()); say(); });
  }
  say();
}
