// A slider that runs from end to end when the reader asks for it, or goes on by one.

const PLAY_MS = 4000;

function takePlayer(live, name) {
  const [play, step] = live.all(".live-play, .live-step"), { words } = live.state;
  const { minimum, maximum } = live.state.sliders[name];
  let frame = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    setText(play, words.play);
  };
  const run = (from) => {
    const begin = performance.now();
    let last = live.values[name];
    setText(play, words.pause);
    const next = (now) => {
      if (live.values[name] !== last) { stop(); return; } // reset, typed or by a link meanwhile
      last = Math.min(Math.floor(from + ((maximum - minimum) * Math.max(0, now - begin)) / PLAY_MS), maximum);
      live.set({ [name]: last }, last === maximum); // an address for where it ends, not for each frame
      if (last < maximum && live.figure.dataset.live) frame = requestAnimationFrame(next);
      else stop();
    };
    frame = requestAnimationFrame(next);
  };
  play.addEventListener("click", () => {
    if (frame) {
      stop();
      return;
    }
    const at = live.values[name] < maximum ? live.values[name] : minimum;
    // Who asks for less motion sees where it ends.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) live.set({ [name]: maximum }, true);
    else run(at);
  });
  step.addEventListener("click", () => {
    stop();
    live.set({ [name]: live.values[name] < maximum ? Math.min(Math.floor(live.values[name]) + 1, maximum) : minimum }, true);
  });
  // The reader's own hand on that slider counts more.
  live.all(`input[name="${name}"]`)[0].addEventListener("input", stop);
}
