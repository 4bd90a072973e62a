// A built page: its figures come alive, and its address sets them.

// Bring every figure of a page alive, and follow its address to a figure's state.
function mountAll() {
  const alive = Object.create(null);
  const addressed = /^(https?|file):$/.test(location.protocol); // not a page within a page's text
  for (const figure of document.querySelectorAll("figure.live-figure")) {
    const state = JSON.parse(figure.nextElementSibling.textContent);
    alive[figure.id] = hydrate(figure, state, globalThis.liveUpdates?.[state.script ?? state.name]?.(python), { addressed });
  }
  for (const live of Object.values(alive)) pair(live, live && alive[live.state.shares]);
  // The figure and the state that an address names.
  const there = (address = location.href) => {
    const [name, query] = decode(address.split("#")[1] ?? "").split("?");
    return query === undefined ? [] : [alive[name], query];
  };
  // What writes the address after the event was sent, a deck for one, does not hide where it led.
  const follow = ({ newURL } = {}) => {
    const [live, query] = there(newURL);
    if (!live) return;
    const { figure, state } = live;
    live.set(read(state, query), true);
    figure.dispatchEvent(new Event("live-follow", { bubbles: true })); // another may be enlarged
    figure.scrollIntoView();
    figure.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  follow();
  // WebKit, back at the page, puts its controls where they were at first, in some task after this event.
  // What a browser has kept of the page may be ahead of the address.
  addEventListener("pageshow", ({ persisted }) => {
    const agree = () => { for (const live of Object.values(alive)) live?.set({}); };
    for (const late of [0, 100, 500]) setTimeout(agree, late);
    const [live] = there();
    if (persisted && live) address(live);
  });
  return alive;
}

// What the reader sets in one of two figures, the other takes over: the parameters that both have.
function pair(one, other) {
  if (!other) return;
  for (const [from, to] of [[one, other], [other, one]]) {
    from.changed = (news) => to.set(Object.fromEntries(Object.entries(news).filter(([name]) => name in to.values)));
  }
}

function decode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}
