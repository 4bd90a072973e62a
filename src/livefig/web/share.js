// A figure's state in an address, and back: #descent?alpha=0.3&learning_rate=0.1

// What a link gives: of "alpha=0.3&…" what is a number inside its slider; the rest is ignored.
function read(state, query) {
  const wanted = {};
  for (const [name, text] of new URLSearchParams(query.slice(0, 2000))) {
    if (!Object.keys(state.parameters).includes(name) || Object.keys(wanted).includes(name)) continue;
    const value = state.switches[name] ? { "=0": false, "=1": true }[`=${text}`] : number(text, state.sliders[name]);
    if (value !== undefined) wanted[name] = value;
  }
  return wanted;
}

// A value inside the slider's range, or undefined; its ends may be a rounding away.
function accepted(value, { minimum, maximum }) {
  if (typeof value !== "number") return undefined;
  const end = [minimum, maximum].find((limit) => Math.abs(value - limit) <= 1e-12 * Math.abs(limit));
  return end ?? (minimum <= value && value <= maximum ? value : undefined);
}

// The same of a finite decimal number.
function number(text, slider) {
  const written = text.length <= 40 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return written ? accepted(Number(text), slider) : undefined;
}

// Put a figure's state into the page's address.
function address({ figure, values }) {
  const query = Object.entries(values).map(([name, value]) => `${name}=${Number(value)}`).join("&");
  const hash = `#${figure.id}?${query}`;
  try { history.replaceState(null, "", hash); } catch { location.hash = hash; }
  return location.href;
}

// The Python that makes a figure as it is.
const call = ({ state, values }) => state.call.replace("{}", Object.entries(values).map(([name, value]) =>
  `${name}=${typeof value === "number" ? value : value ? "True" : "False"}`).join(", "));

async function share(live) {
  const { addressed, message, state: { words } } = live;
  const text = addressed ? address(live) : call(live), kind = addressed ? "" : "_call";
  const say = (key) => { message.textContent = words[key + kind].replace("{call}", text); };
  const late = setTimeout(say, 1000, "not_copied"); // while the browser asks, or says nothing
  const word = await copied(text) ? "copied" : "not_copied";
  clearTimeout(late);
  say(word);
}
