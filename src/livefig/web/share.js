// A figure's state in an address, and back: #descent?alpha=0.3&learning_rate=0.1

// What a link gives: of "alpha=0.3&…" what is a number inside its slider; the rest is ignored.
function read(state, query) {
  const wanted = {};
  for (const [name, text] of new URLSearchParams(query.slice(0, 2000))) {
    if (!(name in state.parameters) || name in wanted) continue;
    const value = name in state.switches ? { 0: false, 1: true }[text] : accepted(text, state.sliders[name]);
    if (value !== undefined) wanted[name] = value;
  }
  return wanted;
}

// A finite decimal number inside the slider's range, or else undefined.
function accepted(text, { minimum, maximum }) {
  if (text.length > 40 || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) && minimum <= value && value <= maximum ? value : undefined;
}

async function share(state, values, message) {
  const query = Object.entries(values).map(([name, value]) => `${name}=${Number(value)}`).join("&");
  const hash = `#${state.name}?${query}`;
  try { history.replaceState(null, "", hash); } catch { location.hash = hash; }
  const say = (key) => { message.textContent = state.words[key]; };
  const late = setTimeout(say, 1000, "not_copied"); // while the browser asks, or says nothing
  let word = "not_copied";
  try {
    await navigator.clipboard.writeText(location.href);
    word = "copied";
  } catch { /* Refused. */ }
  clearTimeout(late);
  say(word);
}
