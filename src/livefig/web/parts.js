// What the scripts of figures, of questions and of the answers have in common.

// Words with what they name in its place.
const spell = (words, named) => words.replace(/\{(\w+)\}/g, (_, key) => named[key]);

const made = (parent, tag, properties) => parent.appendChild(Object.assign(document.createElement(tag), properties));

// JupyterLab's own keys leave such a button alone.
function newButton(className, textContent) {
  const button = Object.assign(document.createElement("button"), { type: "button", className, textContent });
  button.dataset.lmSuppressShortcuts = "true";
  return button;
}

function download(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
