// What a figure can do besides moving: take a typed number, be saved and embedded, show its panels by
// tabs, and stay in sight while the list after it is read. A page loads this after the figures live.

// --- A number, typed ----------------------------------------------------------------------------

function takeTyping(live, button) {
  const name = button.dataset.slider, slider = live.state.sliders[name], { words } = live.state;
  button.addEventListener("click", () => {
    const field = document.createElement("input");
    Object.assign(field, { type: "text", inputMode: "decimal", className: "live-value live-typed",
      autocomplete: "off", value: String(Number(live.values[name].toPrecision(12))) });
    field.setAttribute("aria-label", `${slider.symbol}: ${words.type}`);
    field.style.cssText = button.style.cssText;
    field.dataset.lmSuppressShortcuts = "true";
    const before = live.values[name];
    live.message.textContent = "";
    let done = false;
    const end = (taken, back) => {
      if (done) return;
      done = true;
      field.replaceWith(button);
      if (back) button.focus();
      const given = typed(field.value);
      if (!taken || !field.value.trim() || given === live.values[name]) return;
      const value = number(String(given), slider);
      if (value !== undefined) live.set({ [name]: value }, true);
      else live.message.textContent = spell(words.typed, { ...slider, value: field.value.slice(0, 40) });
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation(); // no key of the page's while a number is typed
      if (event.key === "Enter" || event.key === "Escape") {
        event.preventDefault();
        end(event.key === "Enter", true);
      }
    });
    field.addEventListener("blur", () => end(live.values[name] === before, false)); // a link counts more
    button.replaceWith(field);
    field.focus();
    field.select();
  });
}

// --- Save and embed -----------------------------------------------------------------------------

// All panels side by side, as they are, with their colours and style inside.
function pictureOf({ figure, panels }) {
  const look = getComputedStyle(figure), paper = look.getPropertyValue("--live-paper").trim();
  let left = 0, tallest = 0;
  const parts = panels.map((panel) => {
    const svg = panel.querySelector("svg").cloneNode(true), [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    for (const [key, value] of Object.entries({ x: left, width, height })) svg.setAttribute(key, value);
    svg.querySelectorAll("[data-em] > *").forEach((word) => word.removeAttribute("style")); // enlarged for this window
    left += width;
    tallest = Math.max(tallest, height);
    return new XMLSerializer().serializeToString(svg);
  });
  const style = `svg{fill:${look.getPropertyValue("--live-ink").trim()};stroke-linejoin:round;stroke-linecap:butt}[data-artist] [data-em]>*{paint-order:stroke;stroke:${paper};stroke-width:3}`;
  const drawn = parts.join("").replace(/var\((--[\w-]+)(?:, #\w+)?\)/g, (_, key) => look.getPropertyValue(key).trim());
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left} ${tallest}" width="${left}" height="${tallest}">`
    + `<style>${style}</style><rect width="100%" height="100%" fill="${paper}"/>${drawn}</svg>\n`;
}

// Parameters, readouts and the points of all artists: one number, or one point, a line.
function numbersOf({ state, update, values }) {
  const rows = [["kind", "name", "line", "point", "x", "y"]];
  const { artists, readouts } = evaluate(update, state, values);
  for (const [name, value] of Object.entries(values)) rows.push(["parameter", name, "", "", Number(value), ""]);
  for (const [name, value] of Object.entries(readouts)) {
    [value].flat(9).forEach((one, i) => rows.push(["readout", name, "", Array.isArray(value) ? i : "", Number(one), ""]));
  }
  for (const [name, value] of Object.entries(artists)) {
    const lines = value.length && typeof value[0][0] !== "number" ? value : [value];
    lines.forEach((line, k) => {
      const points = line.centre ? [line.centre, ...line.ends] : line;
      points.forEach(([x, y], i) => rows.push([line.centre ? "ellipse" : "artist", name, k, i, x, y]));
    });
  }
  return `${rows.join("\n")}\n`;
}

// The code that puts the figure's own page, which the build has written beside the book, into another.
async function embed(live) {
  const { state: { name, words, parameters }, values, message, figure } = live;
  const root = document.documentElement.dataset.content_root ?? "./";
  const base = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  const query = Object.entries(values).filter(([key, value]) => value !== parameters[key])
    .map(([key, value]) => `${key}=${Number(value)}`).join("&");
  const address = new URL(`${root}figures/${name}.html${query && `#${name}?${query}`}`, base).href;
  const title = figure.querySelector("figcaption strong").textContent.replace(/\.$/, "").replace(/"/g, "&quot;");
  const call = `<iframe src="${address.replace(/&/g, "&amp;")}" title="${title}" width="100%" height="720" style="border: 0"></iframe>`;
  message.textContent = spell(words[await copied(call) ? "copied_embed" : "not_copied_embed"], { call });
}

function takeSaving(live) {
  const menu = live.figure.querySelector(".live-save"), { name } = live.state;
  const close = () => { menu.open = false; menu.firstElementChild.focus(); };
  const ways = {
    picture: () => download(pictureOf(live), `${name}.svg`, "image/svg+xml"),
    numbers: () => download(numbersOf(live), `${name}.csv`, "text/csv"),
    embed: () => embed(live),
  };
  for (const button of menu.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => {
      close();
      ways[button.dataset.save]();
    });
  }
  // Only a page of the book has the figure's own page beside it.
  menu.querySelector("[data-save=embed]").hidden = document.documentElement.dataset.content_root === undefined;
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    event.stopPropagation();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false; });
}

// --- Panels to the side -------------------------------------------------------------------------

function takeTabs({ figure, panels }) {
  const row = figure.querySelector(".live-panels"), tabs = [...figure.querySelectorAll(".live-tabs button")];
  const mark = () => {
    const middle = row.scrollLeft + row.clientWidth / 2;
    const off = panels.map((panel) => Math.abs(panel.offsetLeft + panel.offsetWidth / 2 - middle));
    tabs.forEach((tab, i) => tab.toggleAttribute("aria-current", off[i] === Math.min(...off)));
  };
  const sized = () => {
    if (row.scrollWidth > row.clientWidth + 1) row.tabIndex = 0;
    else row.removeAttribute("tabindex");
  };
  tabs.forEach((tab, i) => tab.addEventListener("click", () => {
    row.scrollTo({ left: panels[i].offsetLeft - (row.clientWidth - panels[i].offsetWidth) / 2 });
  }));
  row.addEventListener("scroll", mark, { passive: true });
  if (tabs.length < 2) return;
  globalThis.ResizeObserver && new ResizeObserver(() => requestAnimationFrame(() => { sized(); mark(); })).observe(row);
}

// --- In sight while it is read about ------------------------------------------------------------

// What follows a figure and speaks of it: up to and with the first list, before the next heading; or,
// further down, the first list that sets the figure.
function reading(cell, id) {
  const parts = [];
  for (let part = cell.nextElementSibling; part && parts.length < 6; part = part.nextElementSibling) {
    if (part.matches("section, h1, h2, h3, div.cell, figure")) break;
    parts.push(part);
    if (part.matches("ul, ol")) return parts;
  }
  const link = document.querySelector(`li a[href^="#${id}?"]`);
  return link ? [link.closest("ul, ol")] : [];
}

// Its cell keeps its place in the page; the figure stands over the window's top, smaller.
function takeDock({ figure, state: { words } }) {
  const cell = figure.closest("section > *"), parts = cell ? reading(cell, figure.id) : [];
  if (!parts.length || document.documentElement.matches(".deck")) return;
  const close = newButton("live-undock", "×"), room = document.createElement("div");
  close.title = words.undock;
  close.setAttribute("aria-label", words.undock);
  let refused = false;
  const inSight = new Set();
  const put = () => {
    // Also where the page has jumped past it, of which no observer tells.
    const above = cell.getBoundingClientRect().bottom < 0.55 * innerHeight && !document.activeElement.closest("figcaption");
    const on = above && !refused && inSight.size > 0 && innerHeight >= 560 && !figure.hasAttribute("data-enlarged")
      && !figure.dataset.failed && (innerWidth >= 1200 || innerWidth <= 640);
    if (on === figure.hasAttribute("data-docked")) return;
    const { left, width, height } = figure.getBoundingClientRect();
    const bars = [...document.querySelectorAll(".bd-header, .bd-header-article")]; // the theme's, which stay
    const under = Math.max(0, ...bars.map((bar) => Math.round(bar.getBoundingClientRect().bottom)));
    if (on) {
      const { marginTop, marginBottom } = getComputedStyle(figure);
      room.style.cssText = `height: ${height}px; margin: ${marginTop} 0 ${marginBottom}`;
      figure.before(room);
      figure.style.cssText = `left: ${left}px; width: ${width}px; --dock: ${under}px`;
      figure.append(close);
    } else {
      figure.style.cssText = "";
      close.remove();
      room.remove();
    }
    figure.toggleAttribute("data-docked", on);
    document.documentElement.classList.toggle("live-docked", on);
  };
  close.addEventListener("click", () => { refused = true; put(); });
  const observe = (hear, targets, line) => {
    const observer = new IntersectionObserver((entries) => { entries.forEach(hear); put(); }, { rootMargin: `${line} 0px 0px` });
    targets.forEach((target) => observer.observe(target));
  };
  observe(({ target, isIntersecting }) => (isIntersecting ? inSight.add(target) : inSight.delete(target)), parts, "-45%");
  observe(() => {}, [cell], "-55%");
  for (const type of ["resize", "beforeprint"]) {
    addEventListener(type, () => { const was = refused; refused = true; put(); refused = was; if (type === "resize") put(); });
  }
}

// --- Back to the text ---------------------------------------------------------------------------

// A link in the text sets a figure. Nothing scrolls where the drawing is in sight; elsewhere the figure
// offers the way back, until it is taken or the link is in sight again.
function comeBack() {
  const back = newButton("live-back", "");
  let link, figure, clicked;
  const end = () => { seen.disconnect(); back.remove(); };
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) figure.prepend(back);
    else if (back.isConnected) end();
  });
  back.addEventListener("click", () => {
    link.scrollIntoView({ block: "center" });
    link.focus({ preventScroll: true });
    end();
  });
  document.addEventListener("click", ({ target }) => {
    clicked = target.closest("a");
    if (clicked?.hash === location.hash) dispatchEvent(new Event("hashchange")); // followed once more
  });
  document.addEventListener("live-follow", ({ target }) => {
    end();
    if (clicked?.hash !== location.hash) return;
    const { top, bottom } = target.querySelector(".live-panels").getBoundingClientRect(), { scrollY } = globalThis;
    if (top >= 0 && bottom <= innerHeight) queueMicrotask(() => scrollTo({ top: scrollY, behavior: "instant" }));
    else {
      [link, figure, back.textContent] = [clicked, target, target.live.state.words.back];
      seen.observe(link);
    }
  });
}

// All of it, for one figure that lives.
function more(live) {
  for (const button of live.figure.querySelectorAll(".live-value")) takeTyping(live, button);
  if (live.state.plays) takePlayer(live, live.state.plays);
  takeSaving(live);
  takeTabs(live);
  takeDock(live);
}
