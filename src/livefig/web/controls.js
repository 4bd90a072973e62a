// One figure alive: its controls set its values, and its picture follows.

// A function that puts a text where it belongs, unless it is there: what stays must not cost the
// browser a layout.
function onChange(put, last) {
  return (text) => { if (text !== last) put(last = text); };
}

// A new text in the place of the old one: a node put in its place costs a frame three times as much.
// But not where somebody has taken the text apart: a search that marks words, a translator.
function setText(element, text) {
  const node = element.firstChild;
  if (!node?.data || node.nextSibling) element.textContent = text;
  else if (node.data !== text) node.data = text;
}

// Puts an artist's [tag, data] into its group.
function artistPutter(group) {
  let part = group.querySelector("path, polyline, polygon"), last;
  return ([tag, data]) => {
    if (data === last) return;
    last = data;
    if (part.localName !== tag) {
      const other = document.createElementNS(part.namespaceURI, tag);
      if (part.style.cssText) other.style.cssText = part.style.cssText; // presenter mode makes small letters larger
      part.replaceWith(other);
      part = other;
    }
    part.setAttribute(tag === "path" ? "d" : "points", data);
  };
}

// A <figure class="live-figure">, its state and its update. `changed` hears what the reader sets;
// `addressed` says whether an address can hold the state: if not, the reader gets a line of Python.
class Live {
  constructor(figure, state, update, { changed = () => {}, addressed = true } = {}) {
    Object.assign(this, { figure, state, update, changed, addressed });
    this.values = { ...state.parameters };
    this.panels = this.all(".live-panel");
    this.stills = this.panels.map((panel) => panel.innerHTML);
    [this.box, this.message] = this.all(".live-statuses, .live-message");
    this.paint = painter(state);
    this.putters = []; // each takes its part of a picture
    this.takePanels();
    this.takeReadouts();
    for (const input of this.all("input")) this.takeInput(input);
    for (const name of Object.keys(state.sliders)) this.takeMarks(name);
    this.takeButtons();
    this.all("input, button").forEach((control) => { control.disabled = false; });
    this.show();
    figure.dataset.live = "true";
    figure.tabIndex = -1; // it takes the focus from what goes away
    figure.live = this; // for questions about the figure
  }

  all(selector) { return [...this.figure.querySelectorAll(selector)]; }

  takePanels() {
    for (const panel of this.panels) {
      const frame = this.state.panels[panel.dataset.panel];
      for (const id of Object.keys(frame.artists)) {
        const put = artistPutter(panel.querySelector(`[data-artist="${id}"]`));
        this.putters.push(({ artists }) => put(artists[id]));
      }
      for (const button of panel.querySelectorAll(".live-handle")) this.takeHandle(button, panel, frame);
    }
  }

  takeHandle(button, panel, frame) {
    const handle = this.state.handles[button.dataset.handle], { x, y, moves, at } = handle, { style } = button.parentNode;
    const key = `${panel.dataset.panel} ${button.dataset.handle}`;
    // One by one, and not the button itself: or the browser matches all rules of the page anew.
    const put = ["left", "top"].map((side) => onChange((text) => { style[side] = text; }));
    const low = onChange((is) => button.parentNode.classList.toggle("live-low", is));
    this.putters.push(({ handles }) => {
      put.forEach((one, i) => one(handles[key][i]));
      low(isLow(handles[key][1]));
    });
    const place = (values) => {
      const [a, b] = anchor(handle, values, at && evaluate(this.update, this.state, values).artists);
      return [onAxis(frame.x, a), onAxis(frame.y, b)];
    };
    takeHandle(button, frame, () => place(this.values),
      (px, py) => {
        this.set(moves ? { [moves]: nearest(this.state.sliders[moves], this.values[moves], (value) => {
          const [a, b] = place({ ...this.values, [moves]: value });
          return Math.hypot(a - px, b - py);
        }) } : { [x]: this.within(x, offAxis(frame.x, px)), [y]: this.within(y, offAxis(frame.y, py)) }, true);
        this.figure.dataset.dragged ??= "true"; // what can be dragged need not say so any more
      });
  }

  takeReadouts() {
    for (const output of this.all("output")) {
      const put = onChange((data) => { output.dataset.value = data; });
      this.putters.push(({ readouts: { [output.name]: { data, words } } }) => { put(data); setText(output, words); });
    }
    this.putters.push(({ statuses }) => this.say(statuses));
  }

  takeInput(input) {
    const { name } = input, box = input.type === "checkbox";
    if (!box) takeSlider(input);
    this.putters.push(box ? () => { input.checked = this.values[name]; } : this.sliderPutter(input));
    // Of what some assistive technology sets, the browser tells the end alone.
    for (const type of ["input", "change"]) {
      input.addEventListener(type, () => {
        this.set({ [name]: box ? input.checked : valueAt(this.state.sliders[name], Number(input.value)) }, true);
        this.figure.dataset.dragged ??= "true"; // who has found a slider needs no hint
      });
    }
  }

  sliderPutter(input) {
    const { name } = input, word = input.closest(".live-slider").querySelector(".live-value");
    const still = onChange((on) => {
      this.all(`[name="${name}"], [data-slider="${name}"]`).forEach((control) => { control.disabled = on; });
    });
    const speak = onChange((spoken) => input.setAttribute("aria-valuetext", spoken));
    return ({ sliders: { [name]: part } }) => {
      // Not for a rounding: log₁₀ 10ˣ is not always x, and the browser would lay out its slider again.
      if (Math.abs(input.value - part.position) > 1e-12) input.value = part.position;
      still(part.still);
      speak(part.spoken);
      setText(word, part.words);
    };
  }

  takeMarks(name) {
    const buttons = this.all(`.live-landmark[data-slider="${name}"]`);
    const put = buttons.map((button) => onChange((key) => {
      const mark = JSON.parse(key);
      button.dataset.value = mark.value;
      button.setAttribute("aria-label", mark.label);
      button.style.marginLeft = `${mark.margin}em`;
      button.parentNode.style.left = mark.left;
      button.parentNode.hidden = mark.hidden;
    }));
    if (put.length) this.putters.push(({ landmarks }) => put.forEach((one, i) => one(JSON.stringify(landmarks[name][i]))));
    for (const button of buttons) {
      button.addEventListener("click", () => this.set(
        { [name]: this.within(name, Number(button.dataset.value)) }, true));
    }
  }

  takeButtons() {
    const [reset, link] = this.all(".live-reset, .live-link");
    reset.addEventListener("click", () => {
      this.message.textContent = ""; // also where nothing has moved
      this.set({ ...this.state.parameters }, true);
    });
    link.addEventListener("click", () => share(this));
    if (!this.addressed) link.textContent = this.state.words.call;
  }

  say(statuses) {
    const lines = this.box.children;
    while (lines.length > statuses.length) this.box.lastChild.remove();
    statuses.forEach(([key, text], i) => {
      const line = lines[i] ?? this.box.appendChild(document.createElement("p"));
      if (line.dataset.status !== key) line.dataset.status = key;
      setText(line, text);
    });
  }

  show() {
    const picture = this.paint(this.values, evaluate(this.update, this.state, this.values));
    for (const put of this.putters) put(picture);
  }

  // A figure that has failed stays still, whatever it is asked.
  set(news, byReader = false) {
    if (this.figure.dataset.failed) return null;
    const before = { ...this.values };
    Object.assign(this.values, news);
    try {
      this.show();
    } catch (error) {
      // The still picture, and the numbers that belong to it.
      Object.assign(this.values, this.state.parameters);
      try { this.show(); } catch { /* what fails at its start stays as it was written */ }
      this.panels.forEach((panel, i) => { panel.innerHTML = this.stills[i]; });
      return leaveStill(this.figure, this.state, error);
    }
    if (byReader) this.changed(news);
    // The link that was spoken of is of another state now.
    if (this.message.textContent && Object.keys(news).some((name) => this.values[name] !== before[name])) {
      this.message.textContent = "";
    }
    return this.values;
  }

  // What a handle or a landmark asks for, kept inside the slider.
  within(name, value) { return clamp(value, this.state.sliders[name].minimum, this.state.sliders[name].maximum); }

  // What comes from elsewhere (a kernel, a link between widgets, a script) is refused where Python
  // would refuse it, and the figure says so.
  ask(news) {
    const taken = {}, refused = [];
    for (const [name, value] of Object.entries(news)) {
      if (!(name in this.values)) continue;
      const slider = this.state.sliders[name], given = slider ? accepted(value, slider) : value;
      if (slider ? given !== undefined : typeof value === "boolean") taken[name] = given;
      else refused.push(spell(this.state.words[slider ? "refused" : "refused_switch"], { name, value, ...slider }));
    }
    this.set(taken);
    if (refused.length) this.message.textContent = refused.join(" ");
    return this.values;
  }
}

// Leave a figure still, and say so.
function leaveStill(figure, { name, words }, error) {
  figure.querySelectorAll("input, button").forEach((control) => { control.disabled = true; });
  delete figure.dataset.live;
  figure.dataset.failed = "true";
  figure.querySelector(".live-message").textContent = words.failed;
  if (globalThis.console) console.warn(`live figure ${name}:`, error);
  return null;
}

// Bring a figure alive. Returns null where it must stay still: an old browser lacks something, or
// `update` fails.
function hydrate(figure, state, update, options) {
  const stills = [...figure.querySelectorAll(".live-panel")].map((panel) => [panel, panel.innerHTML]);
  try {
    return new Live(figure, state, update, options);
  } catch (error) {
    for (const [panel, still] of stills) panel.innerHTML = still;
    return leaveStill(figure, state, error);
  }
}
