// A question whose answer is a place on a live figure, and the places that a group has guessed.

const MOST = 40; // marks of others

// Of the address of a guess, #guess:ID?x=…&y=…&name=…, the place inside the axes and the name; else null.
function readGuess(text, { id, limits }) {
  let line = text.slice(0, 2000).replace(/&amp;/g, "&");
  line = line.slice(line.indexOf("#") + 1);
  try { if (!line.includes("?")) line = decodeURIComponent(line); } catch { return null; }
  const [, asked, query] = /guess:([a-z0-9-]{1,60})\?([^\s<>"')\]]*)/.exec(line) ?? [];
  if (asked !== id) return null;
  const given = new URLSearchParams(query), place = ["x", "y"].map((axis) => typed(given.get(axis)));
  const name = [...(given.get("name") ?? "")].filter((letter) => !/[\p{C}\p{DI}]/u.test(letter)).slice(0, 20).join("").trim();
  return inside(place, limits) ? { place, name } : null;
}

const inside = (place, limits) => place.every((value, i) =>
  Number.isFinite(value) && value >= limits[i][0] && value <= limits[i][1]);

class Place extends Question {
  constructor(form, state, { addressed }) {
    super(form, state);
    const { limits } = state, { elements } = form;
    Object.assign(this, { addressed, boards: [], group: [], fields: [elements.x, elements.y] });
    this.mark = limits.map(([low, high]) => (low + high) / 2); // for the keyboard to begin with
    [this.told, this.list] = this.all(".live-told, .live-group");
    [this.help] = this.all(".live-send p");
    this.fields.forEach((field) => field.addEventListener("input", () => {
      const place = this.read();
      if (this.valid(place)) this.put(place, true);
    }));
    this.all(".live-skip")[0].addEventListener("click", () => this.skip());
    elements.again.addEventListener("click", () => this.showAgain());
    elements.link.addEventListener("click", () => this.link());
    elements.show.addEventListener("click", () => this.compare(elements.links.value.slice(0, 20000).split(/\s+(?=\S*guess(?::|%3A))|\n/i)));
    elements.clear.addEventListener("click", () => { this.group = []; this.told.textContent = ""; this.draw(); });
  }

  start() {
    super.start();
    document.querySelectorAll("figure.live-figure").forEach(({ live }) => live && this.take(live));
    document.addEventListener("live-figure", ({ detail }) => this.take(detail), this.over);
    if (!this.addressed) return;
    addEventListener("hashchange", ({ newURL }) => this.follow(newURL), this.over);
    this.follow();
  }

  take(live) {
    if (live.state.name !== this.state.figure || this.boards.some((board) => board.live === live)) return;
    this.boards = this.boards.filter((board) => board.live.figure.isConnected);
    this.boards.push(new Board(this, live));
    this.relock();
  }

  // A reader who follows a link to a state of the figure has asked to see it.
  relock() {
    this.released ||= this.addressed && this.boards.some(({ live: { figure, values, state } }) =>
      location.hash.replace(/%3F/i, "?").startsWith(`#${figure.id}?`)
      && Object.keys(values).some((key) => values[key] !== state.parameters[key]));
    this.boards.forEach((board) => board.lock(this.state.locks && !this.record && !this.released));
    this.draw();
    if (!this.released || this.record) return;
    this.help.style.minHeight = `${this.help.getBoundingClientRect().height}px`; // nothing moves above the reader, who is at the link
    this.help.textContent = this.words.released;
  }

  put(place, byField = false) {
    if (this.record) return;
    this.placed = true;
    this.verdict.textContent = ""; // that a mark was missing
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
      const line = document.createElement("li"), guess = `\u2068${name}\u2069: ${this.said(place)}`;
      line.textContent = this.record ? spell(this.words.away, { guess, distance: format(far) }) : guess;
      return line;
    }));
  }

  far(place) { return Math.hypot(...place.map((value, i) => value - this.state.truth[i])); }

  read() { return this.fields.map((field) => typed(field.value)); }

  valid(place) { return Array.isArray(place) && place.length === 2 && inside(place, this.state.limits); }

  // On a line, the one number that counts.
  said(place) {
    const [low, high] = this.state.limits[1];
    return low === high ? format(place[0]) : spot(place);
  }

  isRight(place) { return this.far(place) <= this.state.tolerance * (1 + 1e-9); }

  skip() { if (!this.record) this.keep({ skipped: true, said: "" }); }

  judge({ answer, skipped }) {
    const named = { state: this.state.state, truth: this.said(this.state.truth) };
    if (skipped) return spell(this.words.skipped, named);
    Object.assign(named, { said: this.said(answer), distance: format(this.far(answer)) });
    return spell(this.words[this.isRight(answer) ? "right_place" : "wrong_place"], named);
  }

  // What is said above the figure grows; the figure stays where the reader looks.
  keep(record) {
    const held = this.boards.find(({ live }) => live.figure.contains(document.activeElement))?.live.figure;
    const figure = this.boards[0]?.live.figure, top = () => figure?.getBoundingClientRect().top ?? 0, before = top();
    super.keep(record);
    this.move();
    scrollBy({ top: top() - before, behavior: "instant" });
    this.boards.forEach(({ layer }) => layer.parentNode.scrollIntoView({ block: "nearest" }));
    held?.focus({ preventScroll: true }); // the guess, or the button, that had it is gone
  }

  settle(record) {
    super.settle(record);
    if (!record.skipped) this.mark = record.answer;
    if (!record.skipped) this.fields.forEach((field, i) => { field.value = record.answer[i]; });
    this.all(".live-again")[0].hidden = false;
    this.relock();
  }

  move() { this.boards.forEach(({ live }) => live.set({ ...this.state.at }, true)); }

  showAgain() {
    this.move();
    this.boards[0]?.live.figure.scrollIntoView();
  }

  // --- A group ------------------------------------------------------------------------------------

  enter({ name }) {
    if (name === "who") this.link();
    else this.submit();
  }

  async link() {
    const { id, limits } = this.state, place = this.record?.answer ?? this.read(), name = this.form.elements.who.value.trim();
    if (!inside(place, limits)) { this.told.textContent = this.words.missing_place; return; }
    const query = new URLSearchParams({ x: place[0], y: place[1], ...(name && { name }) });
    const link = `${this.addressed ? location.href.split("#")[0] : ""}#guess:${id}?${query}`;
    this.told.textContent = await copied(link) ? this.words.copied : spell(this.words.not_copied, { link });
  }

  // Show the guesses of these lines; returns how many were read.
  compare(lines) {
    const found = lines.map((line) => readGuess(line, this.state)).filter(Boolean);
    const key = ({ place, name }) => JSON.stringify([place, name]);
    const all = [...new Map([...this.group, ...found].map((guess) => [key(guess), guess])).values()], { words } = this;
    this.group = all.slice(-MOST);
    this.told.textContent = !found.length ? words.no_guess : spell(words.guesses, { count: this.group.length })
      + (all.length > MOST ? ` ${spell(words.left_out, { count: all.length - MOST })}` : "");
    this.draw();
    if (found.length && this.record) this.move(); // marks are shown in the state that was asked about
    return found.length;
  }

  // Of links that follow each other fast each has its own address, and the window the last one's.
  follow(address = location.href) {
    const hash = address.replace(/^[^#]*/, "");
    this.relock();
    if (!new RegExp(`guess(:|%3A)${this.state.id}(\\?|%3F|$)`, "i").test(hash)) return;
    const found = this.compare([hash]);
    this.all(".live-compare")[0].open = true;
    (found && this.boards[0]?.live.figure || this.form).scrollIntoView();
  }
}
