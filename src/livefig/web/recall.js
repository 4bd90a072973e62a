// Where a page comes back to a question: what the reader said. And all questions of a page, brought alive.

// <p class="live-answer" data-question="ID" data-words="You said: {said}">; in a notebook's Markdown the
// title is the id, since a notebook lets nothing else through.
function sayAgain(root, words) {
  for (const part of root.querySelectorAll(".live-answer")) {
    if (part.title) {
      part.dataset.question = part.title;
      part.removeAttribute("title");
    }
    const record = answerTo(part.dataset.question ?? "");
    const text = record?.said ? spell(part.dataset.words ?? words, { said: record.said }) : "";
    if (part.textContent !== text) part.textContent = text;
  }
}

function ask(form, state, options) {
  const kinds = { choice: Choice, number: Quantity, place: Place };
  const question = new kinds[state.kind](form, state, options);
  try {
    question.start();
    return question;
  } catch (error) { // the plain question stays, with its answer folded away
    delete form.dataset.live;
    form.querySelectorAll("input, button, textarea").forEach((control) => { control.disabled = true; });
    if (globalThis.console) console.warn(`question ${state.id}:`, error);
    return null;
  }
}

// A built page.
function askAll(root = document) {
  const addressed = /^(https?|file):$/.test(location.protocol), say = () => sayAgain(root, "{said}");
  const questions = [...root.querySelectorAll("form.live-question")]
    .map((form) => ask(form, JSON.parse(form.nextElementSibling.textContent), { addressed }));
  document.addEventListener("live-answer", say);
  // Another page has changed what is kept, also while this one lay in the browser's history.
  for (const type of ["storage", "pageshow"]) {
    addEventListener(type, () => { questions.forEach((question) => question?.heed()); say(); });
  }
  say();
}
