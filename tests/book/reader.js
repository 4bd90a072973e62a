// What the tests do to a live figure on a page, and read from it; evaluated once in each page.
globalThis.reader = (() => {
  const figure = (name) => document.querySelector(`figure.live-figure[id="${name}"]`);
  const inputs = (name) => [...figure(name).querySelectorAll("input")];
  const input = (name, key) => figure(name).querySelector(`input[name="${key}"]`);

  const value = (control) => {
    if (control.type === "checkbox") return control.checked;
    return control.dataset.scale === "log10" ? 10 ** Number(control.value) : Number(control.value);
  };

  // Where an artist stands, as text.
  const place = (artist) => {
    const part = artist.querySelector("path, polyline, polygon");
    return part.getAttribute("d") ?? part.getAttribute("points");
  };

  // Everything a figure says: its parameters, readouts, statuses, and its drawing as text.
  const state = (name) => ({ ...words(name),
    picture: [...figure(name).querySelectorAll("[data-artist]")].map(place).join() });

  function words(name) {
    const element = figure(name);
    return {
      live: element.dataset.live ?? null,
      parameters: Object.fromEntries(inputs(name).map((control) => [control.name, value(control)])),
      readouts: Object.fromEntries([...element.querySelectorAll("output")]
        .map((output) => [output.name, JSON.parse(output.dataset.value)])),
      texts: Object.fromEntries([...element.querySelectorAll("output")]
        .map((output) => [output.name, output.textContent])),
      statuses: [...element.querySelectorAll("[data-status]")].map((p) => p.dataset.status),
      message: element.querySelector(".live-message").textContent,
      shown: Object.fromEntries(inputs(name).filter((control) => control.type === "range").map(
        (control) => [control.name, [control.getAttribute("aria-valuetext"),
          control.closest(".live-slider").querySelector(".live-value").textContent]])),
    };
  }

  // As a reader does it: the control takes a value and says so.
  function put(name, key, wanted) {
    const control = input(name, key);
    if (control.type === "checkbox") control.checked = Boolean(wanted);
    else control.value = Number(control.min) + wanted * (control.max - control.min);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const reset = (name) => figure(name).querySelector(".live-reset").click();

  // Each control, or the first ones, to its left end, middle and right end, the others as at first.
  // (Both ends of an angle may be one direction.)
  function sweep(name, count = Infinity) {
    return inputs(name).slice(0, count).flatMap(({ name: key, type }) => {
      reset(name);
      return (type === "checkbox" ? [1, 0, 1] : [0, 0.37, 1]).map((wanted) => {
        const before = state(name);
        put(name, key, wanted);
        const after = state(name);
        const same = before.picture === after.picture
          && JSON.stringify(before.readouts) === JSON.stringify(after.readouts);
        delete after.picture;
        return { key, wanted, moved: !same, changed: before.parameters[key] !== after.parameters[key], ...after };
      });
    });
  }

  // Follow a link within the page, and say what the figure shows then.
  async function follow(hash, name, say = state) {
    const heard = new Promise((resolve) => { addEventListener("hashchange", resolve, { once: true }); });
    const before = location.href;
    location.hash = hash;
    if (location.href !== before) await heard;
    return say(name);
  }

  // Follow each of these; return those after which the figure is not as it was.
  async function changing(links, name) {
    const before = JSON.stringify(words(name)), { picture } = state(name), found = [];
    for (const link of links) {
      if (JSON.stringify(await follow(link, name, words)) !== before) found.push(link);
    }
    if (state(name).picture !== picture) found.push("the picture");
    return found;
  }

  // Take out what is on every page alike: the tokens of code, and equations in the text's colour.
  function thin() {
    for (const pre of document.querySelectorAll(".highlight pre")) {
      pre.textContent = String(pre.textContent);
    }
    for (const equation of document.querySelectorAll("mjx-container")) {
      if (!equation.querySelector("[class^=ink-]")) equation.replaceChildren("x");
    }
  }

  const names = () => [...document.querySelectorAll("figure.live-figure")].map((f) => f.id);
  return { changing, follow, names, put, reset, state, sweep, thin };
})();
