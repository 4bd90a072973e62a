// How much room a figure's words need, found by trying: it is kept from the start, so that nothing
// jumps while a control moves. The build runs this file, and JupyterLab does when it shows a figure.

// Values of all parameters: each alone from end to end, the others as at first or at their ends; each
// pair at its ends; the values that landmarks name; and some of all at once, the same each time.
function tried(state, update, parameters) {
  const { sliders, switches } = state, names = Object.keys(parameters);
  const at = (name, share) => {
    if (name in switches) return share > 0.5;
    const [low, high] = ["minimum", "maximum"].map((end) => position(sliders[name], sliders[name][end]));
    return valueAt(sliders[name], low + share * (high - low));
  };
  const end = (share) => Object.fromEntries(names.map((name) => [name, at(name, share)]));
  const all = [parameters];
  for (const one of names) {
    for (const others of [parameters, end(0), end(1)]) {
      for (let k = 0; k <= 10; k += 1) all.push({ ...others, [one]: at(one, k / 10) });
    }
    for (const other of names) {
      for (const [a, b] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
        if (one < other) all.push({ ...parameters, [one]: at(one, a), [other]: at(other, b) });
      }
    }
  }
  for (const [name, values] of Object.entries(evaluate(update, state, parameters).landmarks ?? {})) {
    for (const value of values) all.push({ ...parameters, [name]: clamp(value, sliders[name].minimum, sliders[name].maximum) });
  }
  let seed = 1;
  for (let k = 0; k < 200; k += 1) {
    all.push(Object.fromEntries(names.map((name) => {
      seed = (seed * 16807) % 2147483647;
      return [name, at(name, clamp((1.3 * seed) / 2147483647 - 0.15, 0, 1))]; // the ends, too
    })));
  }
  return all;
}

// `defaults` are the values with which the figure's class begins. Of each readout and slider the most letters of its number; of the states, each set that was said
// together and is not part of another, as lines with the longest numbers.
function room(state, update, defaults) {
  const letters = {}, said = new Map();
  const count = (name, value) => {
    const text = typeof value === "boolean" ? "" : format(value);
    // A minus may be a quarter wider than a digit.
    letters[name] = Math.max(letters[name] ?? 1, text.length + text.replace(/[^−×]/g, "").length / 4);
  };
  for (const stills of Object.values(state.switches)) {
    for (const [name, value] of Object.entries(stills)) count(name, value);
  }
  for (const values of tried(state, update, defaults)) {
    try {
      const { readouts, statuses = [] } = evaluate(update, state, values);
      for (const [name, value] of Object.entries({ ...readouts })) count(`readout ${name}`, value);
      for (const name of Object.keys(state.sliders)) count(name, values[name]);
      const key = statuses.map(([status]) => status).join(" ");
      said.set(key, statuses.map(([status, numbers], i) => {
        const text = fill(state.statuses[status], numbers), before = said.get(key)?.[i] ?? "";
        return text.length > before.length ? text : before;
      }));
    } catch { /* What cannot be shown there needs no room. */ }
  }
  const sets = [...said.keys()].map((key) => key.split(" "));
  const part = (one, other) => one !== other && one.every((key) => other.includes(key))
    && (one.length < other.length || sets.indexOf(one) > sets.indexOf(other));
  return { letters, said: sets.filter((one) => !sets.some((other) => part(one, other)))
    .map((one) => said.get(one.join(" ")).join("\n")) };
}
