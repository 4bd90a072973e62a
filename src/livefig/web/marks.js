// Marks over a panel of a live figure: a reader's, those of a group, and the true place.

// The layer of marks over one view of the figure.
class Board {
  constructor(question, live) {
    Object.assign(this, { question, live });
    const panel = live.panels.find((one) => one.dataset.panel === question.state.panel);
    this.layer = made(panel, "div", { className: "live-marks" });
    this.line = made(this.layer, "div", { className: "live-gap" });
    this.others = made(this.layer, "div");
    this.truth = this.mark(this.layer, "live-truth", question.words.truth_name);
    this.takeOwn(panel);
    live.putters.push(() => this.look()); // with every move of the figure
  }

  mark(parent, kind, name) {
    const mark = made(parent, "span", { className: `live-spot ${kind}` });
    made(mark, "span", { className: "live-dot" });
    made(mark, "span", { className: "live-name", textContent: name });
    return mark;
  }

  takeOwn(panel) {
    const { question } = this, { frame } = question.state;
    const grip = this.mark(this.layer, "live-own", question.words.mark_name);
    const button = (this.own = newButton("live-guess", ""));
    grip.append(button);
    button.setAttribute("aria-label", question.words.mark);
    const to = (px, py) => question.put([offAxis(frame.x, px), offAxis(frame.y, py)]);
    takeHandle(button, frame, () => this.drawn(question.mark), to);
    button.addEventListener("keydown", ({ key }) => { if (key === "Enter") question.submit(); });
    // Near the mark, for the form may be a screen away.
    this.give = newButton("live-give", question.words.answer);
    panel.parentNode.after(this.give); // not over the drawing
    this.give.addEventListener("click", () => question.submit());
    panel.addEventListener("click", ({ target, detail, clientX, clientY }) => {
      // A first tap counts within the ring of the mark, too; a key presses it and has no place.
      if (target.closest("button") && (target !== button || question.placed || !detail)) return;
      const box = panel.getBoundingClientRect();
      to(((clientX - box.left) / box.width) * frame.size[0], ((clientY - box.top) / box.height) * frame.size[1]);
      button.focus({ preventScroll: true }); // the arrow keys move it from here
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

  set(mark, place) {
    const [left, top] = this.share(place);
    Object.assign(mark.style, { left: `${left}%`, top: `${top}%` });
    mark.classList.toggle("live-leftward", left > 60);
  }

  // A line between two places is the diagonal of the box between them.
  join(one, other) {
    const { style, dataset } = this.line;
    [["left", "width"], ["top", "height"]].forEach(([side, size], i) => {
      style[side] = `${Math.min(one[i], other[i])}%`;
      style[size] = `${Math.abs(one[i] - other[i])}%`;
    });
    dataset.falls = String((one[0] < other[0]) === (one[1] < other[1]));
  }

  // After the answer, marks are seen while the figure is in the state that was asked about, but for a rounding.
  look() {
    const { record, state } = this.question;
    const hidden = Boolean(record) && !Object.entries(state.at).every(([name, value]) =>
      Math.abs(this.live.values[name] - value) <= 1e-9 * Math.abs(value));
    if (this.layer.hidden !== hidden) this.layer.hidden = hidden;
  }

  draw() {
    const { record, mark, group, state, words } = this.question, own = this.own.parentNode;
    this.look();
    own.hidden = Boolean(record ? record.skipped : this.question.released && !this.question.placed);
    this.own.disabled = Boolean(record);
    this.give.hidden = Boolean(record) || !this.question.placed;
    this.truth.hidden = !record;
    this.truth.lastChild.textContent = record?.answer
      ? spell(words.truth_away, { distance: format(this.question.far(mark)) }) : words.truth_name;
    this.set(own, mark);
    this.layer.classList.toggle("live-over", Boolean(record) && mark[1] > state.truth[1]);
    this.layer.classList.toggle("live-alone", Boolean(record?.skipped));
    this.set(this.truth, state.truth);
    this.line.hidden = !record?.answer;
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
    for (const part of live.all(".live-controls, .live-player, .live-handles, .live-reset, .live-link")) part.inert = locks.size > 0;
    if (!on) this.unlock?.remove();
    if (!on || this.unlock) return;
    this.unlock = newButton("live-unlock", question.words.skip);
    this.unlock.addEventListener("click", () => question.skip());
    live.all(".live-buttons")[0].prepend(this.unlock);
  }
}
