"""A real JupyterLab on this machine, for one test, that leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, TimeoutError

# A reader's own choices, made beforehand so that no question stands in the way.
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Every cell is in the page, and not only those in sight.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
}


@contextmanager
def jupyterlab(notebooks: Path, home: Path, *, patience: float = 60) -> Iterator[str]:
    """Serve a folder of notebooks in JupyterLab and yield its address.

    Parameters
    ----------
    notebooks
        The folder; what is changed there stays changed.
    home
        An empty folder for settings and the log.
    patience
        Seconds to wait for the server's first answer.
    """
    for name, values in SETTINGS.items():
        path = home / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    runtime = tempfile.mkdtemp(prefix="lab-")  # a socket's name must be short
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": runtime,
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    environment.pop("MPLBACKEND", None)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ServerApp.port=0", "--ServerApp.ip=127.0.0.1"]  # any port that is free
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={notebooks}"]
    if os.name == "posix":
        command.append("--KernelManager.transport=ipc")  # see l2book.execution.OnSockets
    log = home / "jupyterlab.log"
    with log.open("w", encoding="utf-8") as file:
        server = subprocess.Popen(
            command, env=environment, cwd=home, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            yield _address(Path(runtime), server, log, time.monotonic() + patience)
        finally:
            server.send_signal(signal.SIGINT)
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            shutil.rmtree(runtime, ignore_errors=True)


def _address(runtime: Path, server: subprocess.Popen[bytes], log: Path, until: float) -> str:
    """Wait for the server's first answer, and return where it is."""
    while time.monotonic() < until and server.poll() is None:
        try:
            (said,) = runtime.glob("jpserver-*.json")
            address = json.loads(said.read_text(encoding="utf-8"))["url"].rstrip("/")
            with urllib.request.urlopen(f"{address}/api", timeout=5):
                return address
        except (ValueError, OSError):  # not written yet, or not listening
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


def open_and_run(page: Page, address: str, notebook: str, *, patience: float = 120) -> None:
    """Open a notebook, choose Run All Cells from the menu, and wait for its last code cell."""
    page.goto(f"{address}/lab/tree/{notebook}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    # What is asked of a kernel that is not connected yet is dropped without a word.
    page.locator("#jp-bottom-panel", has_text=re.compile(r"\| Idle")).wait_for(timeout=60_000)
    prompts = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt")
    started = "(prompt) => /\\[[\\d*]+\\]/.test(prompt.textContent)"
    for attempt in range(3):
        page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
        try:
            page.wait_for_function(started, arg=prompts.last.element_handle(), timeout=10_000)
            break
        except TimeoutError:
            if attempt == 2:
                raise
    page.wait_for_function(
        "(prompt) => /\\[\\d+\\]/.test(prompt.textContent)",
        arg=prompts.last.element_handle(),
        timeout=1000 * patience,
    )
