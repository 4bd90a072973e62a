// A figure's element, written once: by the build into a page, by JupyterLab into a cell.

const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

// A symbol within words, such as w̃, αw or λ₁, in the face of equations. A lone "a" or "A" is a word.
const SYMBOL = /(?<![\p{Ll}\p{Lu}\p{Lo}\p{M}])(?:(?:[α-ωΑ-Ω]\p{M}*)+[A-Za-z]?|[B-Zb-zĴ])\p{M}*(?![\p{Ll}\p{Lu}\p{Lo}\p{M}])/gu;
const maths = (words) => escaped(words).replace(SYMBOL, (symbol) =>
  `<i class="live-math">${symbol.replace(/\u0303/g, (tilde, at) => `<b${/[A-Z]/.test(symbol[at - 1]) ? ' class="live-tall"' : ""}>${tilde}</b>`)}</i>`);

// `face` is what stays: the drawings and the words. `picture` is what a painter made of the state, and
// `kept` the room that its words may need.
function markup(state, face, picture, kept) {
  const { name } = state, { words, common } = face;
  const parts = (object, write) => Object.entries(object).map(([key, value]) => write(key, value)).join("");

  function panel(id, { svg, title, description }) {
    const key = `${name}-${id}`, [width, height] = state.panels[id].size;
    const drawing = svg.replace(/<path data-slot="([^"]*)" \/>/g, (_, artist) => {
      const [tag, data] = picture.artists[artist];
      return `<${tag} ${tag === "path" ? "d" : "points"}="${data}"></${tag}>`;
    });
    const handles = parts(state.handles, (handle, { panels }) => (panels.includes(id) ? grip(id, handle) : ""));
    return `<div class="live-panel" data-panel="${id}" style="--ratio:${Number((width / height).toPrecision(4))};`
      + `--count:${Object.keys(state.panels).length};aspect-ratio:${width}/${height}">`
      + `<svg role="img" aria-labelledby="${key}-title" aria-describedby="${key}-desc" `
      + `viewBox="0 0 ${width} ${height}"><title id="${key}-title">${escaped(title)}</title>`
      + `<desc id="${key}-desc">${escaped(description)}</desc>${drawing}</svg>`
      + `${handles && `<div class="live-handles">${handles}</div>`}</div>`;
  }

  function grip(id, handle) {
    const [left, top] = picture.handles[`${id} ${handle}`];
    const label = common.handle.replace("{name}", () => words.handles[handle]);
    const { moves } = state.handles[handle];
    return `<div class="live-grip${moves ? " live-rail" : ""}${isLow(top) ? " live-low" : ""}" style="left: ${left}; top: ${top};"><button type="button" `
      + `class="live-handle" data-handle="${handle}"${moves ? ` data-slider="${moves}"` : ""} `
      + `aria-label="${escaped(label)}" disabled></button>`
      + `<span class="live-hint" aria-hidden="true">${common.drag}</span></div>`;
  }

  function slider(key, { minimum, maximum, scale, symbol, landmarks }) {
    const at = picture.sliders[key], id = `${name}-${key}`;
    const marks = landmarks.map((text, i) => landmark(key, text, picture.landmarks[key][i])).join("");
    return `<div class="live-slider${marks && " live-marked"}${key === main ? " live-main" : ""}">`
      + `<label for="${id}" id="${id}-label"><span class="live-symbol">${maths(symbol)}</span> `
      + `<span class="live-label">${escaped(words.parameters[key])}</span></label><button type="button" class="live-value" `
      + `data-slider="${key}" aria-describedby="${id}-label" title="${escaped(common.type)}" `
      + `style="--letters: ${kept.letters[key]};" disabled>${at.words}</button><div class="live-track"><input type="range" id="${id}" `
      + `name="${key}" min="${position({ scale }, minimum)}" max="${position({ scale }, maximum)}" step="any" `
      + `value="${at.position}" data-scale="${scale}" data-symbol="${escaped(symbol)}" `
      + `aria-valuetext="${escaped(at.spoken)}" autocomplete="off" disabled>${marks}</div></div>`;
  }

  function landmark(key, text, { value, hidden, margin, left, label }) {
    return `<div class="live-mark" style="left: ${left};"${hidden ? " hidden" : ""}><i class="live-tick"></i>`
      + `<button type="button" class="live-landmark" data-slider="${key}" data-value="${value}" `
      + `aria-label="${escaped(label)}" style="width: ${width(text)}em; margin-left: ${margin}em;" disabled>${maths(text)}</button></div>`;
  }

  const player = `<div class="live-player">${["play", "step"].map((what) =>
    `<button type="button" class="live-${what}" disabled>${common[what]}</button>`).join("")}</div>`;
  const control = (key) => (state.sliders[key] ? slider(key, state.sliders[key]) + (key === state.plays ? player : "")
    : `<div class="live-switch"><label><input type="checkbox" name="${key}"${state.parameters[key] ? " checked" : ""} `
      + `autocomplete="off" disabled> ${escaped(words.parameters[key])}</label></div>`);

  const folded = foldedOf(state), count = controlCount(state);
  const controls = Object.keys(state.parameters).filter((key) => !folded.includes(key));
  const main = controls.find((key) => key in state.sliders);
  const exact = folded.length && `<details class="live-exact"><summary>${common.exact}</summary>`
    + `<div class="live-folded">${folded.map(control).join("")}</div></details>`;
  const tabs = Object.entries(face.panels).map(([id, { title }]) =>
    `<button type="button" data-panel="${id}" title="${escaped(title)}">${escaped(title)}</button>`);
  const ink = (key) => (face.inks[key] ? ` style="--ink:var(--live-${face.inks[key]})"` : "");
  return `<figure class="live-figure" id="${name}" aria-labelledby="${name}-caption" `
    + `data-panels="${Object.keys(face.panels).length}" data-controls="${count < 5 ? count : "many"}">`
    + `<div class="live-tabs"${tabs.length > 1 ? "" : " hidden"}>${tabs.join("")}</div>`
    + `<div class="live-panels">${parts(face.panels, panel)}</div>`
    + `<div class="live-controls">${controls.map(control).join("")}${exact || ""}</div>`
    + `<div class="live-readouts">${parts(picture.readouts, (key, { data, words: text }) =>
      `<span class="live-readout"${ink(key)}><span class="live-label">${maths(words.readouts[key])}</span> `
      + `<output name="${escaped(key)}" data-value="${escaped(data)}" style="--letters: ${kept.letters[`readout ${key}`]};">`
      + `${text}</output></span>`)}</div>`
    + `<div class="live-saying"><div class="live-statuses" aria-live="polite">${picture.statuses.map(([key, text]) =>
      `<p data-status="${escaped(key)}">${escaped(text)}</p>`).join("")}</div>`
    + `${kept.said.map((text) => `<i class="live-room" data-room="${escaped(text)}"></i>`).join("")}</div>`
    + `<p class="live-message" role="status"></p><figcaption id="${name}-caption"><strong>${escaped(words.title)}.</strong> `
    + `<span class="live-caption">${escaped(words.caption)} </span><span class="live-buttons">`
    + `<button type="button" class="live-reset">${common.reset}</button> `
    + `<button type="button" class="live-link">${common.link}</button> `
    + `<details class="live-save"><summary>${common.save}</summary><span class="live-menu">${
      ["picture", "numbers", "embed"].map((what) => `<button type="button" data-save="${what}">${common[what]}</button>`).join("")
    }</span></details> <button type="button" class="live-enlarge" aria-keyshortcuts="F" title="${escaped(common.enlarge_keys)}" hidden>`
    + `<span>${common.enlarge}</span><span class="live-reduce">${common.reduce}</span></button></span></figcaption></figure>`;
}
