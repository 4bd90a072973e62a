// A built page: its figures come alive, and its address sets them.

// Bring every figure of a page alive, and follow its address to a figure's state.
function mountAll(root = document) {
  const alive = Object.create(null);
  const addressed = /^(https?|file):$/.test(location.protocol); // not a page within a page's text
  for (const figure of root.querySelectorAll("figure.live-figure")) {
    const state = JSON.parse(figure.nextElementSibling.textContent);
    const live = hydrate(figure, state, globalThis.liveUpdates?.[state.script ?? state.name]?.(python), { addressed });
    alive[figure.id] = live;
  }
  for (const live of Object.values(alive)) pair(live, live && alive[live.state.shares]);
  const there = (address = location.href) => {
    const [name, query] = decode(address.replace(/^[^#]*#?/, "")).split("?");
    return query === undefined || !alive[name] ? [] : [name, query];
  };
  // What writes the address after the event was sent, a deck for one, does not hide where it led.
  const follow = ({ newURL } = {}) => {
    const [name, query] = there(newURL);
    if (!name) return;
    const figure = root.getElementById(name);
    alive[name].set(read(alive[name].state, query), true);
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
    if (persisted && there().length) address(alive[there()[0]]);
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
