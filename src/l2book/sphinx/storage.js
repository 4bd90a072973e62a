// Where a reader's browser refuses to keep anything, or has no room, what the page stores lives as long as
// the page; what was kept before is still read, and removed.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].setItem("l2reg", "1");
    window[name].removeItem("l2reg");
  } catch {
    const kept = new Map();
    let real;
    try { real = window[name]; } catch { /* There is none. */ }
    const inReal = (use) => { try { return use(real); } catch { return null; } };
    const value = {
      getItem: (key) => kept.get(String(key)) ?? inReal((storage) => storage.getItem(key)),
      // False where it is lost with the page; room may have come since.
      setItem: (key, text) => {
        kept.set(String(key), String(text));
        return inReal((storage) => { storage.setItem(key, text); return kept.delete(String(key)); }) ?? false;
      },
      removeItem: (key) => {
        kept.delete(String(key));
        inReal((storage) => storage.removeItem(key));
      },
    };
    Object.defineProperty(window, name, { configurable: true, value });
  }
}
