// What a figure shows at given values: every outline, place, number and word, as text.
//
// Nothing here knows a document. The build runs this file in an embedded V8 for the still picture,
// and a page runs it at each move, so that both show the same.

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const finite = (value) => {
  if (!Number.isFinite(value)) throw new Error(`${value} is no number to show`);
  return value;
};

// --- Numbers in words ---------------------------------------------------------------------------

// Three significant digits, or a power of ten where the number is very small or large.
function format(value) {
  if (Array.isArray(value)) return `(${value.map(format).join(", ")})`;
  finite(value);
  const size = Math.abs(value);
  if (size && (size < 1e-3 || size >= 1e5)) {
    const [mantissa, exponent] = value.toExponential(1).split("e");
    const power = String(Number(exponent)).replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
    return `${mantissa.replace("-", "−")} × 10${power}`;
  }
  // 0.9996 has the digits of what it is rounded to: 1.00, not 1.000.
  return value.toFixed(decimals(Number(size.toFixed(decimals(size))))).replace("-", "−");
}

const decimals = (size) => (size ? clamp(2 - Math.floor(Math.log10(size)), 0, 4) : 0);

const fill = (words, numbers) => words.replace(/\{(\w+)\}/g, (_, name) => format(numbers[name]));

// --- Places on an axis and on a slider ----------------------------------------------------------

// Data coordinates to the drawing's, and back. What is far away stays near, or dashes would cost seconds.
const FAR = 1e4;
const along = ([slope, offset, logarithmic], value) => slope * (logarithmic ? Math.log10(finite(value)) : finite(value)) + offset;
const onAxis = (axis, value) => clamp(along(axis, value), -FAR, FAR);
const offAxis = ([slope, offset, logarithmic], value) =>
  logarithmic ? 10 ** ((value - offset) / slope) : (value - offset) / slope;

// A value to its position on a range input, and back, without the rounding of the way there.
const position = ({ scale }, value) => (scale === "log10" ? Math.log10(value) : value);
const valueAt = ({ scale, minimum, maximum }, at) =>
  clamp(scale === "log10" ? Number((10 ** at).toPrecision(12)) : at, minimum, maximum);
const fraction = (slider, value) => {
  const [left, right] = [slider.minimum, slider.maximum].map((end) => position(slider, end));
  return (position(slider, value) - left) / (right - left);
};

// --- Artists ------------------------------------------------------------------------------------

// Where the line from a point `q` to one that is far away, `p`, comes to FAR.
function cut(p, q) {
  const share = Math.min(...p.map((end, k) => (Math.abs(end) > FAR ? (Math.sign(end) * FAR - q[k]) / (end - q[k]) : 1)));
  const there = q.map((from, k) => from + share * (p[k] - from));
  return share >= 0 && there.every((value) => Math.abs(value) < 1.01 * FAR) ? there : p.map((value) => clamp(value, -FAR, FAR));
}

// To hundredths of a point: a path has thousands of numbers.
const hundredths = (value) => Math.round(value * 100) / 100;

// A function from an artist's points, in data coordinates, to [tag, data] of the element that draws
// it. A line or an outline goes through the points; a stamp, a marker or a word, is put at each.
// One line is given by `points`: a browser takes a path's `d` for a style, and matches all rules of
// the page anew.
function outliner({ kind, shape }, { x, y }) {
  const place = ([a, b]) => [along(x, a), along(y, b)];
  const pair = ([a, b]) => `${hundredths(a)} ${hundredths(b)}`;
  const at = ([a, b]) => `${hundredths(onAxis(x, a))} ${hundredths(onAxis(y, b))}`;
  const closed = kind === "fill" || Array.isArray(shape), end = closed ? "Z" : "";
  const near = (point) => point.every((value) => Math.abs(value) <= FAR);
  // The corners as texts; a far one gives way to where the lines from its neighbours leave.
  const corner = (line) => {
    const points = line.map(place), last = closed ? points.length - 1 : -1;
    if (points.every(near)) return points.map(pair);
    return points.flatMap((point, i) => (near(point) ? [point]
      : [points[i - 1] ?? points[last], points[i + 1] ?? (closed && points[0])].filter(Boolean).map((other) => cut(point, other)))).map(pair);
  };
  const arcs = ({ centre, ends }) => {
    const middle = place(centre);
    const [p, q] = ends.map(place).map(([a, b]) => [a - middle[0], b - middle[1]]);
    // Drawn at two scales, the ends are those of no semi-axes: these stand upright on each other.
    const [pp, pq, qq] = [[p, p], [p, q], [q, q]].map(([u, v]) => u[0] * v[0] + u[1] * v[1]);
    const lean = Math.abs(pq) > 1e-6 * (pp + qq) ? Math.atan((2 * pq) / (pp - qq)) / 2 : 0;
    const [first, second] = [[p, q, 1], [q, p, -1]].map(([u, v, sign]) =>
      u.map((value, k) => value * Math.cos(lean) + sign * v[k] * Math.sin(lean)));
    const radius = Math.hypot(...first), turn = radius > 0.005 ? Math.atan2(first[1], first[0]) : 0;
    const arc = `A${pair([radius, Math.hypot(...second)])} ${hundredths((turn * 180) / Math.PI)} 1 0 `;
    const [from, to] = [1, -1].map((sign) => pair(middle.map((value, i) => value + sign * first[i])));
    return `M${from}${arc}${to}${arc}${from}Z`;
  };
  const data = (line) => (line.centre ? arcs(line) : `M${corner(line).join("L")}${end}`);
  const corners = (point) => {
    const middle = place(point);
    return shape.map((corner) => pair([middle[0] + corner[0], middle[1] + corner[1]]));
  };
  const stamps = (points) => {
    const one = points.length === 1 && points[0];
    if (closed) return one ? corners(one).join(" ") : points.map((point) => `M${corners(point).join("L")}Z`).join("");
    return one ? `${at(one)} ${at(one)}` : points.map((point) => `M${at(point)}${shape}`).join("");
  };
  const drawn = (value) => {
    if (kind === "stamp") return stamps(value);
    const many = value.length && typeof value[0][0] !== "number"; // the first may have no points
    const lines = (many ? value : [value]).filter((line) => line.centre || line.length);
    return lines.length === 1 && !lines[0].centre ? corner(lines[0]).join(" ") : lines.map(data).join("");
  };
  return (value) => {
    const text = drawn(value);
    return [!text || text[0] === "M" ? "path" : closed ? "polygon" : "polyline", text];
  };
}

// Whether two values of an artist are the same numbers: then its outline need not be written anew.
function alike(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (one.centre || other.centre) return alike(one.centre, other.centre) && alike(one.ends, other.ends);
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (!alike(one[i], other[i])) return false;
  return true;
}

// --- Landmarks ----------------------------------------------------------------------------------

// How wide a landmark's words are, in em.
const width = (words) => hundredths(2 * Math.max(0.95, 0.3 * words.length + 0.2));

// Sliders that double a handle are folded away, but for the first.
function foldedOf({ parameters, handles, plays }) {
  const doubled = Object.values(handles).flatMap(({ x, y }) => [x, y]);
  return Object.keys(parameters).slice(1).filter((key) => doubled.includes(key) && key !== plays);
}

// How many controls stand below each other.
const controlCount = (state) => Object.keys(state.parameters).length - Math.max(0, foldedOf(state).length - 1);

// Words that would meet, or leave a slider `wide` em, move aside; the tick does not. Returns margins in em.
function spread(words, places, wide) {
  const shown = places.map((_, i) => i).filter((i) => places[i] >= 0 && places[i] <= 1)
    .sort((a, b) => places[a] - places[b]);
  const margins = words.map((word) => -width(word) / 2), middles = {};
  let edge = -0.6;
  for (const i of shown) {
    const half = width(words[i]) / 2;
    middles[i] = Math.max(wide * places[i], edge + half);
    edge = middles[i] + half;
  }
  edge = wide + 0.6;
  for (const i of shown.reverse()) {
    const half = width(words[i]) / 2;
    middles[i] = Math.min(middles[i], edge - half);
    edge = middles[i] - half;
    margins[i] = middles[i] - wide * places[i] - half;
  }
  return margins.map(hundredths);
}

// Where a handle is, in data coordinates: at the values of its two sliders, or with the artist that it holds.
const anchor = ({ x, y, at }, values, artists) => (at ? artists[at][0] : [values[x], values[y]]);

// Whether a handle is so low in its panel that a hint below it would lie on the numbers of the axis.
const isLow = (top) => parseFloat(top) > 78;

// What `update` makes of the state's problem and of values, by default the state's own.
const evaluate = (update, { order, problem, parameters }, values = parameters) =>
  update(...order.map((name) => (name === "problem" ? problem : values[name])));

// --- The whole ----------------------------------------------------------------------------------

// A function from values, and what `update` makes of them, to all that the figure then shows.
// It throws where a number is none: nothing of that is drawn.
function painter(state) {
  const outlines = {}, last = {}, handles = [];
  const wide = controlCount(state) < 5 ? 20 : 15; // sliders, in presenter mode
  for (const [panel, frame] of Object.entries(state.panels)) {
    for (const [id, artist] of Object.entries(frame.artists)) outlines[id] = outliner(artist, frame);
    for (const [name, handle] of Object.entries(state.handles)) {
      if (handle.panels.includes(panel)) handles.push([`${panel} ${name}`, handle, frame]);
    }
  }

  function artist(id, value) {
    if (!last[id] || !alike(value, last[id].value)) {
      last[id] = { value, drawn: outlines[id](value) };
      if (last[id].drawn[1].includes("NaN")) throw new Error(`${id} is at no number`);
    }
    return last[id].drawn;
  }

  function slider(name, values) {
    // A switch that is on may put a number in a slider's place.
    const by = Object.keys(state.switches).find((key) => values[key] && name in state.switches[key]);
    const words = format(by ? state.switches[by][name] : values[name]), { symbol } = state.sliders[name];
    return { position: String(position(state.sliders[name], values[name])), words,
      spoken: `${symbol} = ${words}`, still: Boolean(by) };
  }

  function marks(name, values) {
    const { symbol, landmarks } = state.sliders[name];
    const places = values.map((value) => fraction(state.sliders[name], value));
    const margins = spread(landmarks, places, wide);
    return values.map((value, i) => ({
      value: String(value), hidden: !(places[i] >= 0 && places[i] <= 1), margin: margins[i],
      left: `${hundredths(100 * clamp(places[i] || 0, 0, 1))}%`,
      label: `${landmarks[i]}: ${symbol} = ${format(value)}`,
    }));
  }

  const each = (object, made) => Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, made(key, value)]));

  return (values, { artists, readouts, landmarks = {}, statuses = [] }) => ({
    artists: each(outlines, (id) => artist(id, artists[id])),
    handles: Object.fromEntries(handles.map(([key, handle, { x, y, size }]) => {
      const [a, b] = anchor(handle, values, artists);
      return [key, [[x, a, size[0]], [y, b, size[1]]].map(([axis, value, length]) =>
        `${hundredths((100 * onAxis(axis, value)) / length)}%`)];
    })),
    readouts: each(readouts, (name, value) => {
      const data = JSON.stringify(value);
      if (data.includes("null")) throw new Error(`${name} is no number`);
      return { data, words: typeof value === "boolean" ? "" : format(value) };
    }),
    sliders: each(state.sliders, (name) => slider(name, values)),
    landmarks: each(landmarks, marks),
    statuses: statuses.map(([key, numbers]) => [key, fill(state.statuses[key], numbers)]),
  });
}
