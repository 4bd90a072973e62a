// What the scripts of figures, of questions and of the answers have in common.

// Words with what they name in its place.
const spell = (words, named) => words.replace(/\{(\w+)\}/g, (_, key) => named[key]);

// A finite decimal number as people type it, maybe with its unit, or undefined. Letters of full width,
// dashes and what cannot be seen are as good; a comma before three digits may stand for thousands.
function typed(text, unit = "") {
  let plain = String(text ?? "").replace(/[\uff01-\uff5e]/g, (letter) => letter.normalize("NFKC"))
    .replace(/\p{Cf}/gu, "").replace(/[\u2010-\u2015\u2212]/g, "-").trim();
  if (unit && plain.toLowerCase().endsWith(unit.toLowerCase())) plain = plain.slice(0, -unit.length).trim();
  if (plain.length > 40 || /^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(plain)) return undefined;
  plain = plain.replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : undefined;
}

const made = (parent, tag, properties) => parent.appendChild(Object.assign(document.createElement(tag), properties));

// JupyterLab's own keys leave such a button alone.
function newButton(className, textContent) {
  const button = Object.assign(document.createElement("button"), { type: "button", className, textContent });
  button.dataset.lmSuppressShortcuts = "true";
  return button;
}

// Whether the browser takes a text to paste elsewhere: it may refuse, or not know how.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { return false; }
}

function download(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
