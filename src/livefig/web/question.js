// A question: a form that takes one answer, says whether it is right and why, and keeps it.

// To four digits, as the page's own words have it.
const plainly = (value) => String(Number(value.toPrecision(4))).replace("-", "−");
const spot = (place) => `(${place.map(format).join(", ")})`;

function keepAnswer(id, record) {
  const key = keyOf(id), text = JSON.stringify(record);
  kept.set(key, text);
  // Some browsers take it, and keep nothing.
  const lasts = inStorage((storage) => storage.setItem(key, text) !== false && storage.getItem(key) === text);
  if (lasts) kept.delete(key);
  document.dispatchEvent(new CustomEvent("live-answer"));
  return lasts;
}

class Question {
  constructor(form, state) {
    Object.assign(this, { form, state, words: state.words, record: null, over: new AbortController() });
    [this.verdict] = this.all(".live-verdict");
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    form.addEventListener("input", () => { if (!this.record) this.verdict.textContent = ""; }); // it has been heeded
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
      event.preventDefault(); // JupyterLab does not let Enter send a form
      this.enter(event.target);
    });
  }

  all(selector) { return [...this.form.querySelectorAll(selector)]; }

  // Take what was answered at an earlier visit, and let the reader answer.
  start() {
    this.all("input, button, textarea").forEach((control) => { control.disabled = false; });
    const before = this.before();
    if (before) this.settle(before);
    this.form.dataset.live = "true";
  }

  // The answer that is kept, if it is one to this question.
  before() {
    const record = answerTo(this.state.id);
    return record && (record.skipped ? this.skip : this.valid(record.answer)) ? record : null;
  }

  // Another page may have taken the answer since, or cleared it.
  heed() {
    const before = this.before();
    if (before && !this.record) this.settle(before);
    if (this.record && !before) location.reload(); // asked anew
  }

  enter() { this.submit(); }

  submit() {
    if (this.record) return; // one attempt counts
    const answer = this.read();
    if (!this.valid(answer)) this.verdict.textContent = this.words[`missing_${this.state.kind}`];
    else this.keep({ answer, said: this.said(answer), right: this.isRight(answer) });
  }

  // Unless another page has kept one since.
  keep(given) {
    const held = this.form.contains(document.activeElement), at = new Date().toISOString();
    const record = this.before() ?? { ...given, question: this.state.question, at };
    this.settle(record);
    if (!keepAnswer(this.state.id, record)) this.verdict.textContent += ` ${this.words.lost}`;
    if (held) this.verdict.focus({ preventScroll: true }); // the button that had it is gone
  }

  settle(record) {
    this.record = record;
    this.form.dataset.answered = "true";
    this.all(".live-reason").forEach((reason) => { reason.hidden = false; });
    this.all(".live-option input, .live-send :is(input, button)").forEach((control) => { control.disabled = true; });
    this.verdict.textContent = this.judge(record);
    if (!record.skipped) this.form.dataset.right = String(this.isRight(record.answer));
  }

  judge({ answer }) {
    const named = { said: this.said(answer), truth: this.said(this.state.truth) };
    return spell(this.words[`${this.isRight(answer) ? "right" : "wrong"}_${this.state.kind}`], named);
  }
}

class Choice extends Question {
  read() { return this.all("input").findIndex((input) => input.checked); }

  valid(answer) { return Number.isInteger(answer) && answer in this.state.answers; }

  said(answer) { return this.state.answers[answer]; }

  isRight(answer) { return answer === this.state.truth; }

  settle(record) {
    super.settle(record);
    const chosen = this.all("input")[record.answer];
    chosen.checked = true;
    chosen.disabled = false; // it alone can be seen, and not be undone
  }
}

class Quantity extends Question {
  read() { return typed(this.all("input")[0].value, this.state.unit); }

  valid(answer) { return Number.isFinite(answer); }

  said(answer) { return `${plainly(answer)} ${this.state.unit}`.trim(); }

  isRight(answer) { return Math.abs(answer - this.state.truth) <= this.state.tolerance * (1 + 1e-9); }

  settle(record) {
    super.settle(record);
    this.all("input")[0].value = record.answer;
  }
}
