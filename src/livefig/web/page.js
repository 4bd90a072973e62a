// A built page: its figures come alive, and its address sets them.

// Bring every figure of a page alive, and follow its address to a figure's state.
function mountAll() {
  const alive = Object.create(null);
  const addressed = /^(https?|file):$/.test(location.protocol); // not a page within a page's text
  for (const figure of document.querySelectorAll("figure.live-figure")) {
    const state = JSON.parse(figure.nextElementSibling.textContent);
    alive[figure.id] = hydrate(figure, state, globalThis.liveUpdates?.[state.script ?? state.name]?.(python), { addressed });
  }
  const all = Object.values(alive);
  for (const live of all) pair(live, alive[live?.state.shares]);
  // The figure and the state that an address names. What writes the address after the event was sent, a
  // deck for one, does not hide where it led.
  const there = ({ newURL = location.href } = {}) => {
    const [name, query] = decode(new URL(newURL).hash.slice(1)).split("?");
    return query === undefined ? [] : [alive[name], query];
  };
  const follow = (event) => {
    const [live, query] = there(event);
    if (!live) return;
    live.set(read(live.state, query), true);
    live.figure.dispatchEvent(new Event("live-follow", { bubbles: true })); // another may be enlarged
    live.figure.scrollIntoView();
    live.figure.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  follow();
  // WebKit, back at the page, puts its controls where they were at first, in some task after this event.
  // What a browser has kept of the page may be ahead of the address.
  addEventListener("pageshow", ({ persisted }) => {
    const agree = () => { for (const live of all) live?.set({}); };
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
