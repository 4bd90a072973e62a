// A question whose answer is a place on a live figure: a reader's mark, those of a group, the truth.

const MOST = 40; // marks of others

function made(parent, tag, className) {
  const element = parent.appendChild(document.createElement(tag));
  element.className = className;
  return element;
}

// Of the address of a guess, #guess:ID?x=…&y=…&name=…, the place inside the axes and the name; else null.
function readGuess(text, { id, limits }) {
  let line = text.slice(0, 2000);
  try { if (!line.includes("?")) line = decodeURIComponent(line); } catch { return null; }
  const [, asked, query] = /guess:([a-z0-9-]{1,60})\?(\S*)/.exec(line) ?? [];
  if (asked !== id) return null;
  const given = new URLSearchParams(query), place = ["x", "y"].map((axis) => typed(given.get(axis)));
  const name = [...(given.get("name") ?? "")].filter((letter) => !/\p{C}/u.test(letter)).slice(0, 20).join("").trim();
  return inside(place, limits) ? { place, name } : null;
}

const inside = (place, limits) => place.every((value, i) =>
  Number.isFinite(value) && value >= limits[i][0] && value <= limits[i][1]);

// The layer of marks over one view of the figure.
class Board {
  constructor(question, live) {
    Object.assign(this, { question, live });
    const panel = live.panels.find((one) => one.dataset.panel === question.state.panel);
    this.layer = made(panel, "div", "live-marks");
    this.line = made(this.layer, "div", "live-gap");
    this.others = made(this.layer, "div", "");
    this.truth = this.mark(this.layer, "live-truth", question.words.truth_name);
    this.takeOwn(panel);
    live.putters.push(() => this.draw()); // with every move of the figure
  }

  mark(parent, kind, name) {
    const mark = made(parent, "span", `live-spot ${kind}`);
    made(mark, "span", "live-dot");
    made(mark, "span", "live-name").textContent = name;
    return mark;
  }

  takeOwn(panel) {
    const { question } = this, { frame } = question.state;
    const grip = this.mark(this.layer, "live-own", question.words.mark_name);
    const button = (this.own = made(grip, "button", "live-guess"));
    button.type = "button";
    button.dataset.lmSuppressShortcuts = "true";
    button.setAttribute("aria-label", question.words.mark);
    const to = (px, py) => question.put([offAxis(frame.x, px), offAxis(frame.y, py)]);
    takeHandle(button, frame, () => this.drawn(question.mark), to);
    button.addEventListener("keydown", ({ key }) => { if (key === "Enter") question.submit(); });
    panel.addEventListener("click", ({ target, clientX, clientY }) => {
      if (target.closest("button")) return;
      const box = panel.getBoundingClientRect();
      to(((clientX - box.left) / box.width) * frame.size[0], ((clientY - box.top) / box.height) * frame.size[1]);
    }, question.over);
  }

  drawn([x, y]) {
    const { frame } = this.question.state;
    return [onAxis(frame.x, x), onAxis(frame.y, y)];
  }

  share(place) {
    const { size } = this.question.state.frame;
    return this.drawn(place).map((value, i) => (100 * value) / size[i]);
  }

  set(mark, place) { [mark.style.left, mark.style.top] = this.share(place).map((part) => `${part}%`); }

  // A line between two places is the diagonal of the box between them.
  join(one, other) {
    const { style, dataset } = this.line;
    [["left", "width"], ["top", "height"]].forEach(([side, size], i) => {
      style[side] = `${Math.min(one[i], other[i])}%`;
      style[size] = `${Math.abs(one[i] - other[i])}%`;
    });
    dataset.falls = String((one[0] < other[0]) === (one[1] < other[1]));
  }

  // Before the answer what was guessed; after it, while the figure is in the state that was asked about.
  draw() {
    const { record, mark, group, state, words } = this.question, own = this.own.parentNode;
    this.layer.hidden = Boolean(record) && !Object.entries(state.at).every(([name, value]) => this.live.values[name] === value);
    own.hidden = Boolean(record?.skipped);
    this.own.disabled = Boolean(record);
    this.truth.hidden = !record;
    this.set(own, mark);
    this.set(this.truth, state.truth);
    this.line.hidden = !record || Boolean(record.skipped);
    this.join(this.share(mark), this.share(state.truth));
    while (this.others.childElementCount > group.length) this.others.lastChild.remove();
    group.forEach((guess, i) => {
      const spotted = this.others.children[i] ?? this.mark(this.others, "live-other", "");
      spotted.lastChild.textContent = guess.name || words.nameless;
      this.set(spotted, guess.place);
    });
  }

  // While a question is open, the figure stands at its start.
  lock(on) {
    const { live, question } = this, locks = (live.locks ??= new Set());
    locks[on ? "add" : "delete"](question);
    live.figure.toggleAttribute("data-locked", locks.size > 0);
    for (const part of live.all(".live-controls, .live-handles, .live-reset, .live-link")) part.inert = locks.size > 0;
    if (!on) this.unlock?.remove();
    if (!on || this.unlock) return;
    this.unlock = document.createElement("button");
    Object.assign(this.unlock, { type: "button", className: "live-unlock", textContent: question.words.skip });
    this.unlock.addEventListener("click", () => question.skip());
    live.figure.querySelector(".live-buttons")?.prepend(this.unlock);
  }
}

class Place extends Question {
  constructor(form, state, { addressed }) {
    super(form, state);
    const { limits } = state, { elements } = form;
    Object.assign(this, { addressed, boards: [], group: [], fields: [elements.x, elements.y] });
    this.mark = limits.map(([low, high]) => (low + high) / 2); // for the keyboard to begin with
    [this.told, this.list] = this.all(".live-told, .live-group");
    this.fields.forEach((field) => field.addEventListener("input", () => {
      const place = this.read();
      if (this.valid(place)) this.put(place, true);
    }));
    this.all(".live-skip")[0].addEventListener("click", () => this.skip());
    elements.again.addEventListener("click", () => this.showAgain());
    elements.link.addEventListener("click", () => this.link());
    elements.show.addEventListener("click", () => this.compare(elements.links.value.slice(0, 20000).split("\n")));
    elements.clear.addEventListener("click", () => { this.group = []; this.draw(); });
  }

  start() {
    super.start();
    document.querySelectorAll("figure.live-figure").forEach(({ live }) => live && this.take(live));
    document.addEventListener("live-figure", ({ detail }) => this.take(detail), this.over);
    if (!this.addressed) return;
    addEventListener("hashchange", () => this.follow(), this.over);
    this.follow();
  }

  end() {
    super.end();
    for (const board of this.boards) {
      board.lock(false);
      board.layer.remove();
    }
  }

  take(live) {
    if (live.state.name !== this.state.figure || this.boards.some((board) => board.live === live)) return;
    this.boards = this.boards.filter((board) => board.live.figure.isConnected);
    this.boards.push(new Board(this, live));
    this.relock();
    this.draw();
  }

  // A reader who follows a link to a state of the figure has asked to see it.
  relock() {
    for (const board of this.boards) {
      this.released ||= this.addressed && location.hash.startsWith(`#${board.live.figure.id}?`);
    }
    this.boards.forEach((board) => board.lock(this.state.locks && !this.record && !this.released));
  }

  put(place, byField = false) {
    if (this.record) return;
    this.mark = place.map((value, i) => {
      const [low, high] = this.state.limits[i], digits = clamp(3 - Math.floor(Math.log10(high - low)), 0, 12);
      return byField ? value : clamp(Number(clamp(value, low, high).toFixed(digits)), low, high);
    });
    if (!byField) this.fields.forEach((field, i) => { field.value = this.mark[i]; });
    this.draw();
  }

  draw() {
    this.boards.forEach((board) => board.draw());
    const lines = this.group.map(({ place, name }) => ({ name: name || this.words.nameless, place, far: this.far(place) }));
    if (this.record) lines.sort((one, other) => one.far - other.far);
    this.list.replaceChildren(...lines.map(({ name, place, far }) => {
      const line = document.createElement("li"), guess = `${name}: ${spot(place)}`;
      line.textContent = this.record ? worded(this.words.away, { guess, distance: format(far) }) : guess;
      return line;
    }));
  }

  far(place) { return Math.hypot(...place.map((value, i) => value - this.state.truth[i])); }

  read() { return this.fields.map((field) => typed(field.value)); }

  valid(place) { return Array.isArray(place) && place.length === 2 && inside(place, this.state.limits); }

  said(place) { return spot(place); }

  isRight(place) { return this.far(place) <= this.state.tolerance * (1 + 1e-9); }

  skip() { if (!this.record) this.keep({ skipped: true, said: "" }); }

  judge({ answer, skipped }) {
    const named = { state: this.state.state, truth: spot(this.state.truth) };
    if (skipped) return worded(this.words.skipped, named);
    Object.assign(named, { said: spot(answer), distance: format(this.far(answer)) });
    return worded(this.words[this.isRight(answer) ? "right_place" : "wrong_place"], named);
  }

  keep(record) {
    super.keep(record);
    this.move();
  }

  settle(record) {
    super.settle(record);
    if (!record.skipped) this.mark = record.answer;
    if (!record.skipped) this.fields.forEach((field, i) => { field.value = record.answer[i]; });
    this.all(".live-again")[0].hidden = false;
    this.relock();
    this.draw();
  }

  move() { this.boards.forEach(({ live }) => live.set({ ...this.state.at }, true)); }

  showAgain() {
    this.move();
    this.boards[0]?.live.figure.scrollIntoView();
  }

  // --- A group ------------------------------------------------------------------------------------

  async link() {
    const { id, limits } = this.state, place = this.record?.answer ?? this.read(), name = this.form.elements.who.value.trim();
    if (!inside(place, limits)) { this.told.textContent = this.words.missing_place; return; }
    const query = new URLSearchParams({ x: place[0], y: place[1], ...(name && { name }) });
    const link = `${this.addressed ? location.href.split("#")[0] : ""}#guess:${id}?${query}`;
    try {
      await navigator.clipboard.writeText(link);
      this.told.textContent = this.words.copied;
    } catch { this.told.textContent = worded(this.words.not_copied, { link }); }
  }

  // Show the guesses of these lines; returns how many were read.
  compare(lines) {
    const found = lines.slice(0, 4 * MOST).map((line) => readGuess(line, this.state)).filter(Boolean);
    const key = ({ place, name }) => JSON.stringify([place, name]);
    this.group = [...new Map([...this.group, ...found].map((guess) => [key(guess), guess])).values()].slice(0, MOST);
    this.told.textContent = found.length ? worded(this.words.guesses, { count: this.group.length }) : this.words.no_guess;
    this.draw();
    return found.length;
  }

  follow() {
    this.relock();
    if (!location.hash.includes(`guess:${this.state.id}`) || !this.compare([location.hash])) return;
    this.all(".live-compare")[0].open = true;
    (this.boards[0]?.live.figure ?? this.form).scrollIntoView();
  }
}
