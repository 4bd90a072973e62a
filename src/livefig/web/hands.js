// What fingers, pointers and keys do to a slider and to a handle, alike in every browser.

// Which way a key moves a slider, in hundredths of its length. Browsers do not agree: where a slider
// has no steps, an arrow key means 1 to Firefox, which may be all of it.
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10,
  Home: -Infinity, End: Infinity };

// Let keys and fingers move a slider alike in every browser; it then says so, as if the browser had.
function takeSlider(input) {
  let finger = null;
  const { min, max } = input, length = max - min;
  const put = (position) => {
    input.value = clamp(position, min, max);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  input.addEventListener("keydown", (event) => {
    const steps = KEYS[event.key];
    if (!steps || event.ctrlKey || event.altKey || event.metaKey) return; // the browser's own
    event.preventDefault();
    const to = Number(input.value) + (steps * length) / (event.shiftKey ? 1000 : 100); // finer, as a handle
    put(Number(to.toPrecision(12))); // a link would show the rounding of a sum
  });

  // A browser moves the slider where a finger comes down. Here the finger sets it when it goes to the
  // side or is lifted; when it goes up or down the browser scrolls the page, and takes the finger away.
  const along = ({ clientX }) => {
    const { left, width } = input.parentNode.getBoundingClientRect();
    return Number(min) + ((clientX - finger.off - left) / width) * length;
  };
  input.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" || !event.isPrimary) return;
    const from = Number(input.value);
    finger = { id: event.pointerId, x: event.clientX, y: event.clientY, from, at: from, off: 0 };
    // On the thumb it holds the place that it took.
    const { width } = input.parentNode.getBoundingClientRect();
    const off = ((along(event) - from) / length) * width;
    if (Math.abs(off) <= (input.getBoundingClientRect().width - width) / 2) finger.off = off;
  });
  input.addEventListener("pointermove", (event) => {
    if (event.pointerId !== finger?.id) return; // another finger's
    const across = Math.abs(event.clientX - finger.x), down = Math.abs(event.clientY - finger.y);
    finger.drags = finger.drags || (across > 4 && across > down);
    if (finger.drags) put(along(event));
  });
  for (const type of ["pointerup", "pointercancel"]) {
    input.addEventListener(type, (event) => {
      if (event.pointerId !== finger?.id) return;
      if (type === "pointerup") put(along(event));
      else if (finger.drags) put(finger.from);
      finger = null;
    });
  }
  for (const type of ["input", "change"]) {
    input.addEventListener(type, (event) => {
      if (finger && event.isTrusted) { // where the browser has put it meanwhile
        event.stopImmediatePropagation();
        input.value = finger.at;
      } else if (finger) finger.at = Number(input.value);
    });
  }
}

// The slider's value at which `far` is smallest, sought from the present one outwards: a point on a rail
// stays on the branch on which it is held.
function nearest(slider, value, far) {
  const { scale, minimum, maximum } = slider, low = position({ scale }, minimum), length = position({ scale }, maximum) - low;
  const at = (part) => valueAt(slider, low + part * length);
  let best = fraction(slider, value), least = far(value);
  for (let step = 0.1; step > 1e-4; step /= 2) {
    for (const way of [-1, 1]) {
      for (let more = true; more;) {
        const next = clamp(best + way * step, 0, 1), left = far(at(next));
        more = left < least;
        if (more) [best, least] = [next, left];
      }
    }
  }
  return at(best);
}

// A handle on a drawing: `to` moves it to a place, in points of 1/72 inch; `at` says where it is.
function takeHandle(button, frame, at, to) {
  let from = null; // where it was when it was taken
  button.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    button.setPointerCapture(event.pointerId);
    button.focus({ preventScroll: true, focusVisible: false }); // it is in sight, and must not move under the pointer
    event.preventDefault();
  });
  button.addEventListener("pointermove", (event) => {
    if (!button.hasPointerCapture(event.pointerId)) return;
    from ??= at();
    const box = button.closest(".live-panel").getBoundingClientRect();
    to(((event.clientX - box.left) / box.width) * frame.size[0],
      ((event.clientY - box.top) / box.height) * frame.size[1]);
  });
  for (const type of ["pointerup", "pointercancel"]) {
    button.addEventListener(type, () => {
      if (from && type === "pointercancel") to(...from);
      from = null;
    });
  }
  button.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 1 : 6;
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] || [];
    if (dx === undefined) return;
    event.preventDefault();
    const [x, y] = at();
    to(x + dx, y + dy);
  });
}
