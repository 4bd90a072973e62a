// JupyterLab and other hosts of anywidget: the model's traits are the figure's parameters.

let views = 0;
function render({ model, el }) {
  const update = figureUpdate(python);
  const state = { ...figureState, parameters: {} }, { name } = state;
  for (const key of state.order) if (key !== "problem") state.parameters[key] = model.get(key);
  const html = markup(state, figureFace, painter(state)(state.parameters, evaluate(update, state)));
  // Two views of one figure must not share ids.
  const suffix = views++ ? `-${views}` : "";
  el.innerHTML = html.replace(new RegExp(`(["#])${name}-`, "g"), `$1${name}${suffix}-`);
  // Or → on a slider would be JupyterLab's, and go to the next cell.
  for (const control of el.querySelectorAll("input, button")) control.dataset.lmSuppressShortcuts = "true";
  const figure = hydrate(el.querySelector("figure"), state, update, (news) => {
    for (const [key, value] of Object.entries(news)) model.set(key, value);
    model.save_changes();
  });
  if (!figure) return undefined;
  const heard = Object.keys(state.parameters).map((key) => {
    const hear = () => {
      if (model.get(key) !== figure.values[key]) figure.set({ [key]: model.get(key) });
    };
    model.on(`change:${key}`, hear);
    return () => model.off(`change:${key}`, hear);
  });
  return () => heard.forEach((stop) => stop());
}
