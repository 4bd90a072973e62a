// Put first into every page for WebKit, which tells its driver nothing of what a page says.
globalThis.noted = [];
for (const kind of ["error", "warn", "assert"]) {
  const say = console[kind];
  console[kind] = (...words) => {
    if (kind !== "assert" || !words[0]) globalThis.noted.push(`console ${kind}: ${words.join(" ")}`);
    say.apply(console, words);
  };
}
addEventListener("error", ({ message, target }) =>
  globalThis.noted.push(message ? `error: ${message}` : `not loaded: ${target.src ?? target.href}`), true);
addEventListener("unhandledrejection", ({ reason }) => globalThis.noted.push(`rejected: ${reason}`));
addEventListener("securitypolicyviolation", ({ blockedURI, violatedDirective }) =>
  globalThis.noted.push(`against the policy: ${violatedDirective} ${blockedURI}`));
