// Where live.js has not arrived, each figure says that it stands still.
addEventListener("load", () => {
  for (const figure of document.querySelectorAll(".live-figure:not([data-live], [data-failed])")) {
    const { words } = JSON.parse(figure.nextElementSibling.textContent);
    figure.dataset.failed = "true";
    figure.querySelector(".live-message").textContent = words.failed;
  }
});
