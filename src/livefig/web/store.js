// What a reader has answered: kept by this browser, or where it refuses, until the page is left. Nowhere else.

const kept = (globalThis.liveKept ??= new Map()); // what the browser would not keep

// The book's name, one in all its languages, for books that share an address; a notebook has none.
const keyOf = (id) => `live-answer:${globalThis.liveBook ?? ""}:${id}`;

function inStorage(use) {
  try { return use(localStorage); } catch { return null; }
}

// What was answered: { answer, said, right } or { skipped, said }, and when; null if nothing was.
function answerTo(id) {
  const key = keyOf(id), text = kept.get(key) ?? inStorage((storage) => storage.getItem(key));
  try {
    const found = JSON.parse(text), skipped = found.skipped === true;
    const whole = skipped || ((found.answer ?? null) !== null && typeof found.right === "boolean");
    if (!whole || typeof found.said !== "string") return null;
    return { ...found, skipped, said: skipped ? "" : found.said.slice(0, 2000) };
  } catch { return null; }
}
