// JupyterLab and other hosts of anywidget: the model's traits are the figure's parameters.

function render({ model, el }) {
  const update = figureUpdate(python), state = figureState, { name } = state;
  const html = markup(state, figureFace, painter(state)(state.parameters, evaluate(update, state)), room(state, update, figureFace.defaults));
  // No two views on a page share an id, be they of one figure or of two; each may run this file anew.
  const views = globalThis.liveViews ??= Object.create(null);
  views[name] = (views[name] ?? 0) + 1;
  const own = views[name] > 1 ? `${name}-${views[name]}` : name;
  el.innerHTML = html.replace(new RegExp(`(["#])${name}-`, "g"), `$1${own}-`).replace(` id="${name}"`, ` id="${own}"`);
  // Or → on a slider would be JupyterLab's, and go to the next cell.
  for (const control of el.querySelectorAll("input, button")) control.dataset.lmSuppressShortcuts = "true";
  const changed = (news) => {
    for (const [key, value] of Object.entries(news)) model.set(key, value);
    model.save_changes();
  };
  const live = hydrate(el.querySelector("figure"), state, update, { changed, addressed: false });
  if (!live) return undefined;
  more(live);
  document.dispatchEvent(new CustomEvent("live-figure", { detail: live })); // a question may wait for it
  const hear = (key) => {
    if (model.get(key) === live.values[key]) return;
    live.ask({ [key]: model.get(key) });
    if (model.get(key) === live.values[key]) return;
    model.set(key, live.values[key]); // it was refused
    model.save_changes();
  };
  const keys = Object.keys(state.parameters);
  keys.forEach(hear);
  const heard = keys.map((key) => {
    const listen = () => hear(key);
    model.on(`change:${key}`, listen);
    return () => model.off(`change:${key}`, listen);
  });
  return () => heard.forEach((stop) => stop());
}
