// The page that lists a reader's answers by chapter, saves them as a file, and clears them.

const verdictOf = (record, words) =>
  words[!record ? "listed_open" : record.skipped ? "listed_skipped" : record.right ? "listed_right" : "listed_wrong"];

// Chapter by chapter, each question with what was answered.
const gather = (chapters) => chapters.map(({ title, address, questions }) => ({
  title, address, questions: questions.map((each) => ({ ...each, record: answerTo(each.id) })),
}));

function countOf(questions, words) {
  const records = questions.map(({ record }) => record).filter((record) => record && !record.skipped);
  const right = records.filter((record) => record.right === true).length;
  return spell(words.listed_count, { answered: records.length, count: questions.length, right });
}

// In each chapter what was answered stands first; the rest is one line, folded.
function list(box, chapters, words) {
  box.replaceChildren();
  for (const { title, address, questions } of gather(chapters)) {
    made(made(box, "h2"), "a", { textContent: title, href: address });
    const open = questions.filter(({ record }) => !record), known = questions.filter(({ record }) => record);
    if (known.length) {
      made(box, "p", { textContent: countOf(questions, words) });
      listQuestions(made(box, "ul"), known, address, words);
    }
    if (!open.length) continue;
    const folded = made(box, "details");
    made(folded, "summary", { textContent: spell(words.listed_rest, { count: open.length }) });
    listQuestions(made(folded, "ul"), open, address, words);
  }
}

function listQuestions(items, questions, address, words) {
  for (const { id, question, record } of questions) {
    const item = made(items, "li");
    made(made(item, "span"), "a", { textContent: question, href: `${address}#${id}` });
    const said = record && !record.skipped ? `${spell(words.recall, record)} · ` : "";
    made(item, "span", { textContent: `${said}${verdictOf(record, words)}` });
  }
}

const plain = (text) => text.replace(/[\\`*_[\]<>#|]/g, "\\$&").replace(/\s+/g, " ");

function asMarkdown(chapters, words) {
  const lines = [`# ${words.title}`];
  for (const { title, questions } of gather(chapters)) {
    lines.push("", `## ${plain(title)}`, "", countOf(questions, words), "");
    for (const { question, record } of questions) {
      const said = record && !record.skipped ? ` ${plain(spell(words.recall, record))} ·` : "";
      lines.push(`- ${plain(question)}${said} *${verdictOf(record, words)}*`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function asJson(chapters) {
  const kept = ({ id, question, record }) => ({
    id, question, ...(record && { said: record.said, answer: record.answer, right: record.right ?? null,
      skipped: Boolean(record.skipped), at: record.at }),
  });
  const all = gather(chapters).map(({ title, questions }) => ({ title, questions: questions.map(kept) }));
  return `${JSON.stringify({ chapters: all }, null, 2)}\n`;
}

function forgetAnswers(ids) {
  for (const key of ids.map(keyOf)) {
    kept.delete(key);
    inStorage((storage) => storage.removeItem(key));
  }
  document.dispatchEvent(new CustomEvent("live-answer"));
}

// The box that the build wrote: buttons, the line that asks again, and the place of the list.
function showAnswers(box, { chapters, words }) {
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const [listed, sure, told] = ["list", "sure", "told"].map(part);
  const show = () => list(listed, chapters, words);
  const hold = (on) => {
    sure.hidden = !on;
    part("forget").hidden = on;
    part(on ? "no" : "forget").focus();
  };
  part("markdown").addEventListener("click", () => download(asMarkdown(chapters, words), `${words.file}.md`, "text/markdown"));
  part("json").addEventListener("click", () => download(asJson(chapters), `${words.file}.json`, "application/json"));
  part("forget").addEventListener("click", () => { told.textContent = ""; hold(true); });
  part("no").addEventListener("click", () => hold(false));
  part("yes").addEventListener("click", () => {
    forgetAnswers(chapters.flatMap(({ questions }) => questions.map(({ id }) => id)));
    hold(false);
    told.textContent = words.forgotten;
  });
  document.addEventListener("live-answer", show);
  for (const type of ["storage", "pageshow"]) addEventListener(type, show); // answered on another page
  box.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  show();
}
