// A built page: its figures come alive, and its address sets them.

// Bring every figure of a built page alive, and follow its address to a figure's state.
function mountAll(root = document) {
  const alive = {};
  for (const figure of root.querySelectorAll("figure.live-figure")) {
    const script = figure.nextElementSibling, button = figure.querySelector(".live-enlarge");
    const state = JSON.parse(script.textContent), update = globalThis.liveUpdates?.[state.name]?.(python);
    alive[figure.id] = hydrate(figure, state, update);
    figure.tabIndex = -1;
    button.hidden = !alive[figure.id];
    button.addEventListener("click", () => toggle(figure));
  }
  addEventListener("keydown", onKey, true); // before Escape closes a dialog
  const follow = () => {
    const [name, query] = decode(location.hash.slice(1)).split("?");
    if (!(name in alive) || query === undefined || !alive[name]) return;
    const figure = root.getElementById(name);
    alive[name].follow(query);
    if (!figure.hasAttribute("data-enlarged")) leave?.(figure);
    figure.scrollIntoView();
    figure.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  follow();
  return alive;
}

function decode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}
