// Where a reader's browser refuses to keep anything, the theme's choices live as long as the page.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].setItem("l2reg", "1");
    window[name].removeItem("l2reg");
  } catch {
    const kept = new Map();
    const value = {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, text) => { kept.set(String(key), String(text)); },
      removeItem: (key) => { kept.delete(String(key)); },
    };
    Object.defineProperty(window, name, { configurable: true, value });
  }
}
