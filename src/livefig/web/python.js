// What Python does where JavaScript would do something else, or nothing at all.
//
// A translated update takes what it needs from `python`. What Python refuses they
// refuse, so that a figure keeps its still picture rather than show a number that is wrong.
const py_fail = (what) => { throw new Error(what); };
const py_iter = (x, count) => {
  const all = Array.isArray(x) ? x : x?.[Symbol.iterator] ? [...x] : x && typeof x === "object" ? Object.keys(x) : py_fail(`${x} is no list`);
  return count === undefined || all.length === count ? all : py_fail(`${all.length} values for ${count} names`);
};
const py_len = (x) => py_iter(x).length;
const py_true = (x) => (x && typeof x === "object" ? py_len(x) > 0 : Boolean(x) || Number.isNaN(x));
const py_and = (x, rest) => (py_true(x) ? rest() : x);
const py_or = (x, rest) => (py_true(x) ? x : rest());
const py_scalar = (x) => (typeof x === "object" ? py_fail("lists have no order here") : x);
const py_own = (x, key) => Object.prototype.hasOwnProperty.call(x, key);
const py_equal = (x, y) => {
  if (x === y) return true;
  if (typeof x === "boolean" || typeof y === "boolean") return typeof x !== "string" && typeof y !== "string" && x !== null && y !== null && typeof x !== "object" && typeof y !== "object" && Number(x) === Number(y);
  if (!x || !y || typeof x !== "object" || typeof y !== "object") return false;
  const keys = Object.keys(x);
  return Array.isArray(x) === Array.isArray(y) && keys.length === py_len(y)
    && keys.every((key) => py_own(y, key) && py_equal(x[key], y[key]));
};
const py_in = (x, all) => (typeof all === "string" ? py_has(x, all) : py_iter(all).some((one) => py_equal(one, x)));
const py_has = (x, text) => (typeof x === "string" ? text.includes(x) : py_fail(`${x} in a string`));
const py_at = (x, i) => {
  const one = i >= 0 && Array.isArray(x) ? x[i] : undefined;
  return one === undefined ? py_part(x, i) : one;
};
const py_part = (x, i) => {
  let one;
  if (typeof i === "string") one = py_own(x, i) && !Array.isArray(x) ? x[i] : one;
  else if (Array.isArray(x)) one = x[i < 0 ? i + x.length : Number(i)];
  else if (typeof x === "string") one = [...x].at(i);
  return one === undefined ? py_fail(`no part ${i}`) : one;
};
const py_key = (key) => (typeof key !== "string" || /^\d+$|^__proto__$/.test(key) ? py_fail(`${key} as a key`) : key);
const py_put = (value, x, i) => {
  if (!Array.isArray(x)) x[py_key(i)] = value;
  else x[py_at([...x.keys()], i)] = value;
};
const py_slice = (x, low, high) => {
  const part = [...x].slice(low ?? 0, high ?? undefined);
  return typeof x === "string" ? part.join("") : part;
};
const py_dict = (...pairs) => {
  const made = {};
  for (const [key, value] of pairs) made[py_key(key)] = value;
  return made;
};
const py_text = (x) => (typeof x === "string" || Number.isSafeInteger(x) ? String(x) : py_fail(`${x} within a text`));
const py_add = (x, y) => (typeof x === "number" && typeof y === "number" ? x + y : py_join(x, y));
const py_join = (x, y) => {
  if (Array.isArray(x) && Array.isArray(y)) return x.concat(y);
  return typeof x === "object" || typeof y === "object" || (typeof x === "string") !== (typeof y === "string")
    ? py_fail("+ of two kinds") : x + y;
};
const py_grow = (x, y) => (typeof x === "object" ? py_fail("+= of a list") : py_add(x, y));
const py_multiply = (x, y) => (typeof x === "number" && typeof y === "number" ? x * y : py_repeat(x, y));
const py_repeat = (x, y) => {
  const [all, count] = typeof x === "object" || typeof x === "string" ? [x, y] : [y, x];
  if (typeof all === "string") return all.repeat(Math.max(0, count));
  return Array.isArray(all) ? Array(Math.max(0, Number(count))).fill(all).flat() : x * y;
};
const py_times = (x, y) => (typeof x === "object" ? py_fail("*= of a list") : py_multiply(x, y));
const py_divide = (x, y) => (y ? x / y : py_fail("division by zero"));
const py_floordiv = (x, y) => {
  const rest = y ? x % y : py_fail("division by zero"), quotient = Math.round((x - rest) / y);
  return (rest && rest < 0 !== y < 0 ? quotient - 1 : quotient) + 0;
};
const py_pow = (x, y) => py_finite(Math.pow(x, y), x);
const py_finite = (value, x) => (Number.isFinite(value) ? value : py_fail(`no number at ${x}`));
const py_range = (start, end, step = 1) => {
  if (end === undefined) return py_range(0, start);
  if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && Number.isSafeInteger(step) && step)) py_fail("range of what is no whole number");
  const all = [];
  for (let i = start; step > 0 ? i < end : i > end; i += step) all.push(i);
  return all;
};
// One after the other, since what is gone over may change on the way.
const py_enumerate = function* (x, i = 0) { for (const one of py_iter(x)) yield [i++, one]; };
const py_zip = function* (...all) {
  const lists = all.map((x) => py_iter(x));
  for (let i = 0; all.length && lists.every((list) => i < list.length); i += 1) yield lists.map((list) => list[i]);
};
const py_reversed = function* (x) {
  const all = py_iter(x);
  for (let i = all.length - 1; i >= 0 && i < all.length; i -= 1) yield all[i];
};
const py_list = (x = []) => [...py_iter(x)];
const py_any = (x) => py_iter(x).some(py_true);
const py_all = (x) => py_iter(x).every(py_true);
const py_sum = (x, start = 0) => {
  let total = start;
  for (const one of py_iter(x)) total = py_add(total, one);
  return total;
};
const py_best = (list, sign) => {
  if (!list.length) py_fail("the best of nothing");
  let best = py_scalar(list[0]);
  for (let i = 1; i < list.length; i += 1) if (sign > 0 ? py_scalar(list[i]) > best : py_scalar(list[i]) < best) best = list[i];
  return best;
};
const py_max = (...all) => py_best(all.length === 1 ? py_iter(all[0]) : all, 1);
const py_min = (...all) => py_best(all.length === 1 ? py_iter(all[0]) : all, -1);
const py_abs = (x) => Math.abs(py_scalar(x));
const py_float = (x) => (typeof x === "number" || typeof x === "boolean" ? Number(x) : py_fail(`${x} as a number`));
const py_int = (x) => Math.trunc(py_finite(py_float(x), x)) + 0;
const py_append = (x, one) => { x.push(one); };
const py_extend = (x, more) => { for (const one of py_list(more)) x.push(one); };
const py_get = (x, key, other = null) => (py_own(x, key) ? x[key] : other);
const py_keys = (x) => Object.keys(x);
const py_values = function* (x) { for (const key of py_keys(x)) yield x[key]; };
const py_items = function* (x) { for (const key of py_keys(x)) yield [key, x[key]]; };

const python = {
  py_fail, py_iter, py_len, py_true, py_and, py_or, py_scalar, py_own, py_equal, py_in, py_has,
  py_at, py_part, py_key, py_put, py_slice, py_dict, py_text, py_add, py_join, py_grow,
  py_multiply, py_repeat, py_times, py_divide, py_floordiv, py_pow, py_finite, py_range,
  py_enumerate, py_zip, py_reversed, py_list, py_any, py_all, py_sum, py_best, py_max, py_min,
  py_abs, py_float, py_int, py_append, py_extend, py_get, py_keys, py_values, py_items,
};
