// The hands: sliders, switches, handles and landmarks of one figure, and the picture they move.

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
      part.replaceWith(other);
      part = other;
    }
    part.setAttribute(tag === "path" ? "d" : "points", data);
  };
}

// What is said keeps the largest height it has had at this width: as its numbers change, nothing
// below may jump. The browser measures, after its own layout.
const keeper = globalThis.ResizeObserver && new ResizeObserver((boxes) => {
  for (const { target, contentRect: { width, height } } of boxes) {
    if (target.closest("[data-enlarged]")) continue;
    if (target.keptAt === width) target.style.minHeight = `${height}px`;
    else {
      target.keptAt = width;
      requestAnimationFrame(() => {
        target.style.minHeight = "";
        keeper.observe(target);
      });
    }
  }
});

// Bring one <figure class="live-figure"> alive. `changed` hears what the reader sets.
// Returns { set, follow, values }, or null when the figure must stay still.
function hydrate(figure, state, update, changed = () => {}) {
  const all = (selector) => [...figure.querySelectorAll(selector)];
  const values = { ...state.parameters };
  const panels = all(".live-panel"), stills = panels.map((panel) => panel.innerHTML);
  const [box, message] = all(".live-statuses, .live-message");
  const inputs = {}, putters = [];
  let paint;

  function fail(error) {
    panels.forEach((panel, i) => { panel.innerHTML = stills[i]; });
    all("input, button").forEach((control) => { control.disabled = true; });
    delete figure.dataset.live;
    figure.dataset.failed = "true";
    message.textContent = state.words.failed;
    if (globalThis.console) console.warn(`live figure ${state.name}:`, error);
    return null;
  }

  // All that moves: each putter takes its part of a picture.
  function prepare() {
    for (const panel of panels) {
      const frame = state.panels[panel.dataset.panel];
      for (const id of Object.keys(frame.artists)) {
        const put = artistPutter(panel.querySelector(`[data-artist="${id}"]`));
        putters.push(({ artists }) => put(artists[id]));
      }
      for (const button of panel.querySelectorAll(".live-handle")) {
        const key = `${panel.dataset.panel} ${button.dataset.handle}`, { style } = button.parentNode;
        // One by one, and not the button itself: or the browser matches all rules of the page anew.
        const put = ["left", "top"].map((side) => onChange((text) => { style[side] = text; }));
        putters.push(({ handles }) => put.forEach((one, i) => one(handles[key][i])));
        takeHandle(button, frame, state.handles[button.dataset.handle]);
      }
    }
    for (const output of all("output")) {
      const put = onChange((data) => { output.dataset.value = data; });
      putters.push(({ readouts: { [output.name]: { data, words } } }) => { put(data); setText(output, words); });
    }
    for (const input of all("input")) {
      inputs[input.name] = input;
      putters.push(input.type === "checkbox" ? () => { input.checked = values[input.name]; } : sliderPutter(input));
      takeInput(input);
    }
    for (const name of Object.keys(state.sliders)) prepareMarks(name);
    putters.push(({ statuses }) => say(statuses));
  }

  function sliderPutter(input) {
    const { name } = input, word = input.closest(".live-slider").querySelector(".live-value");
    const still = onChange((on) => {
      all(`[name="${name}"], [data-slider="${name}"]`).forEach((control) => { control.disabled = on; });
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

  function prepareMarks(name) {
    const buttons = all(`.live-landmark[data-slider="${name}"]`);
    const put = buttons.map((button) => onChange((key) => {
      const mark = JSON.parse(key);
      button.dataset.value = mark.value;
      button.setAttribute("aria-label", mark.label);
      button.style.marginLeft = `${mark.margin}em`;
      button.parentNode.style.left = mark.left;
      button.parentNode.hidden = mark.hidden;
    }));
    if (buttons.length) putters.push(({ landmarks }) => put.forEach((one, i) => one(JSON.stringify(landmarks[name][i]))));
    for (const button of buttons) {
      button.addEventListener("click", () => set(
        { [name]: within(name, Number(button.dataset.value)) }, true));
    }
  }

  function say(statuses) {
    const lines = box.children;
    while (lines.length > statuses.length) box.lastChild.remove();
    statuses.forEach(([key, text], i) => {
      const line = lines[i] ?? box.appendChild(document.createElement("p"));
      if (line.dataset.status !== key) line.dataset.status = key;
      setText(line, text);
    });
  }

  function show() {
    const picture = paint(values, evaluate(update, state, values));
    for (const put of putters) put(picture);
  }

  function set(news, byReader = false) {
    const before = { ...values };
    Object.assign(values, news);
    try {
      show();
    } catch (error) {
      return fail(error);
    }
    if (byReader) changed(news);
    // The link that was spoken of is of another state now.
    if (message.textContent && Object.keys(news).some((name) => values[name] !== before[name])) {
      message.textContent = "\xa0";
    }
    return values;
  }

  // What a range input, a handle or a link asks for, kept inside the slider.
  const within = (name, value) => clamp(value, state.sliders[name].minimum, state.sliders[name].maximum);

  function takeInput(input) {
    input.addEventListener("input", () => set({ [input.name]: input.type === "checkbox" ? input.checked
      : valueAt(state.sliders[input.name], Number(input.value)) }, true));
  }

  function takeHandle(button, frame, { x, y }) {
    const to = (px, py) => set({
      [x]: within(x, offAxis(frame.x, px)), [y]: within(y, offAxis(frame.y, py)) }, true);
    button.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      button.setPointerCapture(event.pointerId);
      button.focus();
      event.preventDefault();
    });
    button.addEventListener("pointermove", (event) => {
      if (!button.hasPointerCapture(event.pointerId)) return;
      const box = button.closest(".live-panel").getBoundingClientRect();
      to(((event.clientX - box.left) / box.width) * frame.size[0],
        ((event.clientY - box.top) / box.height) * frame.size[1]);
    });
    button.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 1 : 6;
      const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] || [];
      if (dx === undefined) return;
      event.preventDefault();
      to(onAxis(frame.x, values[x]) + dx, onAxis(frame.y, values[y]) + dy);
    });
  }

  try {
    paint = painter(state);
    prepare();
    figure.querySelector(".live-reset").addEventListener("click", () => set({ ...state.parameters }, true));
    figure.querySelector(".live-link").addEventListener("click", () => share(state, values, message));
    all("input, button").forEach((control) => { control.disabled = false; });
    if (!set({})) return null;
    all(".live-statuses, .live-readouts").forEach((part) => keeper?.observe(part));
    figure.dataset.live = "true";
  } catch (error) {
    return fail(error);
  }
  return { set, values, follow: (query) => set(read(state, query), true) };
}
