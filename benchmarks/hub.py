"""Twenty students run chapter 3 at once under one real JupyterHub: ``make hub``.

::

    python benchmarks/hub.py                 # measure and print
    python benchmarks/hub.py --write         # and write hub.json and README.md beside this file
    python benchmarks/hub.py --students 2    # a try

JupyterHub starts one server per student with its local spawner, behind its own proxy. Each student
logs in, follows the nbgitpuller link of the study-group guide, to a clone of this project on this
machine, and runs every cell of the notebook that it brought through the server's websocket, as
JupyterLab does. Memory is read when everybody has finished and every kernel is still alive.
One student alone comes first, for comparison. The run stops at the first thing that fails.
Before all that repo2docker, which is what Binder runs, is asked how it reads the project, and every
chapter runs once in a kernel of its own: see chapters.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import requests
import websockets

from l2reg.sphinx_launch import hub_link

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import chapters, sizing  # noqa: E402  (the root is on the path only now)
from benchmarks.table import say  # noqa: E402
from tools.ports import free_ports  # noqa: E402

NOTEBOOK = "notebooks/03_weight_decay.ipynb"
REPOSITORY = "l2-regularization"
STUDENTS = 20
PATIENCE = 600  # seconds for any one step, with all students at it
MIB = 2**20

CONFIG = """
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{public}"
c.JupyterHub.hub_port = {hub}
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.services = [{{"name": "benchmark", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [{{
    "name": "benchmark", "services": ["benchmark"],
    "scopes": ["admin:users", "admin:servers", "access:servers"],
}}]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/home/{{username}}"
c.Spawner.cmd = ["{server}"]
# A kernel on Unix sockets loses no port to its neighbours: see l2reg.execution.OnSockets.
c.Spawner.args = ["--allow-root", "--KernelManager.transport=ipc"]
c.Spawner.environment = {{
    "JUPYTER_RUNTIME_DIR": lambda spawner: "{folder}/" + spawner.user.name,  # short: sockets' names
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}}
# Ports of our own choice: JupyterHub takes any answer for the server's, also another student's 404.
ports = iter({servers})
c.Spawner.pre_spawn_hook = lambda spawner: setattr(spawner, "port", next(ports))
c.Spawner.start_timeout = c.Spawner.http_timeout = {patience}
"""


class HubError(Exception):
    """A student could not do what students do."""


class Hub:
    """A running JupyterHub: its address, its process, and a token that may do what is needed."""

    def __init__(self, address: str, token: str, password: str, process: psutil.Process) -> None:
        self.address, self.token = address, token
        self.password, self.process = password, process

    def call(self, method: str, path: str, **keywords: Any) -> requests.Response:
        """Ask the hub, or a student's server through its proxy."""
        headers = {"Authorization": f"token {self.token}"}
        url = f"{self.address}/{path}"
        response = requests.request(method, url, headers=headers, timeout=PATIENCE, **keywords)
        if not response.ok:
            raise HubError(f"{method} {path}: {response.status_code} {response.text[:500]}")
        return response


@contextmanager
def jupyterhub(folder: Path, students: int) -> Iterator[Hub]:
    """Run JupyterHub in an empty folder, and end it and every process below it afterwards."""
    public, api, hub, *servers = free_ports(3 + students)
    token, password = secrets.token_hex(16), secrets.token_hex(16)
    scripts = Path(sys.prefix, "bin")
    config = CONFIG.format(
        public=public,
        hub=hub,
        api=api,
        token=token,
        password=password,
        proxy=Path(sys.prefix, "node_modules/.bin/configurable-http-proxy"),
        server=scripts / "jupyterhub-singleuser",
        folder=folder,
        servers=servers,
        patience=PATIENCE,
    )
    (folder / "jupyterhub_config.py").write_text(config, encoding="utf-8")
    (folder / "home").mkdir()
    path = os.pathsep.join([str(scripts), os.environ["PATH"]])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "MPL", "IPYTHON"))}
    log = folder / "hub.log"
    with log.open("wb") as file:
        process = psutil.Popen(
            [scripts / "jupyterhub", "-f", "jupyterhub_config.py"],
            cwd=folder,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=kept | {"PATH": path},
        )
    running = Hub(f"http://127.0.0.1:{public}", token, password, process)
    try:
        wait_for(running)
        yield running
    except BaseException:
        print("\n".join(log.read_text("utf-8", "replace").splitlines()[-60:]), file=sys.stderr)
        raise
    finally:
        end(process)


def wait_for(hub: Hub) -> None:
    """Wait until the hub answers through its proxy."""
    deadline = time.monotonic() + PATIENCE
    while True:
        if hub.process.poll() is not None:
            raise HubError(f"JupyterHub ended with {hub.process.returncode}")
        try:
            hub.call("GET", "hub/api/")
            return
        except (requests.ConnectionError, HubError) as error:
            if time.monotonic() > deadline:
                raise HubError("JupyterHub does not answer") from error
        time.sleep(0.2)


def end(process: psutil.Popen) -> None:
    """End a process and all below it; kernels and servers have sessions of their own."""
    family = [*process.children(recursive=True), process] if process.is_running() else []
    for each in reversed(family):  # the hub first, or it would start its proxy again
        try:
            each.terminate()
        except psutil.NoSuchProcess:
            continue
    _, alive = psutil.wait_procs(family, timeout=20)
    for each in alive:
        each.kill()
    psutil.wait_procs(alive, timeout=20)


# --- One student --------------------------------------------------------------------------------


async def student(hub: Hub, name: str, source: Path, together: asyncio.Barrier) -> dict[str, float]:
    """Log in, follow the link, run the notebook; return the seconds that each step took."""
    begin = time.perf_counter()
    await asyncio.to_thread(start_server, hub, name)
    ready = time.perf_counter()
    await asyncio.to_thread(follow_link, hub, name, source)
    await together.wait()  # everybody presses Run All at the same moment
    run = time.perf_counter()
    path = f"user/{name}/api/contents/{REPOSITORY}/{NOTEBOOK}"
    notebook = (await asyncio.to_thread(hub.call, "GET", path)).json()["content"]
    await run_all(hub, name, notebook)
    return {"server": ready - begin, "notebook": time.perf_counter() - run}


def start_server(hub: Hub, name: str) -> None:
    """Start a student's server through the hub's REST API, and wait until it is ready."""
    hub.call("POST", f"hub/api/users/{name}")
    hub.call("POST", f"hub/api/users/{name}/server")
    deadline = time.monotonic() + PATIENCE
    while not hub.call("GET", f"hub/api/users/{name}").json()["servers"].get("", {}).get("ready"):
        if time.monotonic() > deadline:
            raise HubError(f"the server of {name} is not ready after {PATIENCE} s")
        time.sleep(0.5)


def follow_link(hub: Hub, name: str, source: Path) -> None:
    """Open the guide's link as a browser does: log in, be redirected, and let the page pull."""
    session = requests.Session()
    login = f"{hub.address}/hub/login"
    session.get(login, timeout=PATIENCE)
    form = {"username": name, "password": hub.password, "_xsrf": session.cookies.get("_xsrf")}
    session.post(login, data=form, timeout=PATIENCE).raise_for_status()
    link = hub_link(hub.address, str(source), "main", NOTEBOOK)
    page = session.get(link, timeout=PATIENCE)
    page.raise_for_status()
    if f"/user/{name}/git-pull" not in page.url or NOTEBOOK not in page.text:
        raise HubError(f"the link led {name} to {page.url}")
    # What the page's script asks next, with the server's answers as they come.
    query = {"repo": str(source), "branch": "main", "targetpath": REPOSITORY}
    events = hub.call("GET", f"user/{name}/git-pull/api", params=query).text
    if '"phase": "finished"' not in events:
        raise HubError(f"nbgitpuller brought {name} nothing: {events[-500:]}")


async def run_all(hub: Hub, name: str, notebook: dict[str, Any]) -> None:
    """Run every code cell in a new kernel, one after the other, and leave the kernel alive."""
    session = {"path": f"{REPOSITORY}/{NOTEBOOK}", "type": "notebook", "name": name}
    session["kernel"] = {"name": "python3"}
    path = f"user/{name}/api/sessions"
    started = await asyncio.to_thread(hub.call, "POST", path, json=session)
    kernel = started.json()["kernel"]["id"]
    url = f"{hub.address}/user/{name}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
    headers = {"Authorization": f"token {hub.token}"}
    cells = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    async with websockets.connect(
        url, additional_headers=headers, max_size=None, open_timeout=PATIENCE, proxy=None
    ) as channel:
        for number, source in enumerate(cells, start=1):
            try:
                count = await asyncio.wait_for(run_cell(channel, source), PATIENCE)
            except TimeoutError as error:
                raise HubError(f"{name}: code cell {number} has no end") from error
            except HubError as error:
                raise HubError(f"{name}: code cell {number}: {error}") from error
            if count != number:
                raise HubError(f"{name}: code cell {number} was counted as {count}")


async def run_cell(channel: Any, source: str) -> int:
    """Run one cell until its reply and its last output; return its execution count."""
    message = execute_request(source)
    identity = message["header"]["msg_id"]
    await channel.send(json.dumps(message))
    idle, count = False, None
    async for text in channel:
        answer = json.loads(text)
        if answer["parent_header"].get("msg_id") != identity:
            continue
        content = answer["content"]
        if answer["msg_type"] == "error":
            raise HubError(f"{content['ename']}: {content['evalue']}")
        if answer["msg_type"] == "execute_reply":
            if content["status"] != "ok":
                raise HubError(f"{content['status']}: {content.get('evalue', '')}")
            count = content["execution_count"]
        idle = idle or (answer["msg_type"] == "status" and content["execution_state"] == "idle")
        if idle and count is not None:
            return count
    raise HubError("the server closed the connection")


def execute_request(source: str) -> dict[str, Any]:
    """Return the message of Jupyter's protocol that runs a cell."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3"}
    header |= {"username": "student", "session": uuid.uuid4().hex, "date": ""}
    content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
    content |= {"allow_stdin": False, "stop_on_error": True}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    return message | {"channel": "shell", "buffers": []}


# --- All of them --------------------------------------------------------------------------------


def memory(process: psutil.Process) -> dict[str, float]:
    """Return a process's memory in MiB: shared pages divided, all pages, and the most there was."""
    full = process.memory_full_info()
    return {"pss": full.pss / MIB, "rss": full.rss / MIB} | chapters.used(process)


def processes(hub: Hub) -> dict[str, list[psutil.Process]]:
    """Sort the processes below the hub: kernels, students' servers, the proxy, the hub itself."""
    found: dict[str, list[psutil.Process]] = {"hub": [hub.process]}
    for process in hub.process.children(recursive=True):
        line = " ".join(process.cmdline())
        for kind, mark in (
            ("kernel", "ipykernel_launcher"),
            ("server", "jupyterhub-singleuser"),
            ("proxy", "configurable-http-proxy"),
        ):
            if mark in line:
                found.setdefault(kind, []).append(process)
                break
    return found


async def run_class(hub: Hub, names: Sequence[str], source: Path) -> list[dict[str, float]]:
    """Let students work at once; the first failure ends it for all."""
    together = asyncio.Barrier(len(names))
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(len(names)))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(student(hub, name, source, together)) for name in names]
    return [task.result() for task in tasks]


def one_class(students: int, source: Path) -> dict[str, Any]:
    """Measure a class of a given size under a hub of its own."""
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    try:
        with jupyterhub(folder, students) as hub:
            names = [f"student-{number:02}" for number in range(1, students + 1)]
            times = asyncio.run(run_class(hub, names, source))
            found = processes(hub)
            counts = {kind: len(found.get(kind, ())) for kind in ("kernel", "server", "proxy")}
            if counts != {"kernel": students, "server": students, "proxy": 1}:
                raise HubError(f"of {students} students, {counts} are alive at the end")
            return summary(times, {k: [memory(p) for p in ps] for k, ps in found.items()})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def summary(
    times: list[dict[str, float]], found: dict[str, list[dict[str, float]]]
) -> dict[str, Any]:
    """Return medians and extremes: seconds, MiB, CPU seconds."""
    result: dict[str, Any] = {"students": len(times)}
    for step in ("server", "notebook"):
        values = [each[step] for each in times]
        result[f"{step}_seconds"] = spread(values)
    for kind, several in sorted(found.items()):
        result[kind] = {name: spread([each[name] for each in several]) for name in several[0]}
    return result


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the largest of some values."""
    return {"median": round(statistics.median(values), 1), "most": round(max(values), 1)}


def repository(folder: Path) -> Path:
    """Clone the last commit of this project, its branch named as the published one."""
    bare = folder / f"{REPOSITORY}.git"
    quiet = {"check": True, "capture_output": True}
    subprocess.run(["git", "clone", "--bare", "--no-local", str(ROOT), str(bare)], **quiet)
    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True).strip()
    subprocess.run(["git", "update-ref", "refs/heads/main", head], cwd=bare, **quiet)
    return bare


def check_binder() -> None:
    """Ask repo2docker, which is what Binder runs, how it reads the project's files."""
    python = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    command = [Path(sys.prefix, "bin/repo2docker"), "--no-build", "--debug", ROOT]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    said = outcome.stdout + outcome.stderr
    if outcome.returncode:
        raise HubError(f"repo2docker does not read the project:\n{said}")
    steps = ('pip install --no-cache-dir -r "requirements.txt"', "RUN ./postBuild")
    for step in (f"Building conda environment for python={python}", *steps):
        if step not in said:
            raise HubError(f"repo2docker leaves out: {step}")


def main() -> int:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--write", action="store_true", help="write hub.json and README.md")
    options = parser.parse_args()
    if options.students < 1:
        parser.error("--students must be at least 1")
    if options.write and options.students != STUDENTS:
        parser.error(f"--write needs {STUDENTS} students: the sizes are worked out from them")
    say("What repo2docker reads")
    check_binder()
    load = os.getloadavg()[0]
    kernels = chapters.of_the_book()
    with tempfile.TemporaryDirectory(prefix="hub-source-") as folder:
        source = repository(Path(folder))
        say("One student, who is not counted: the first to read every file")
        one_class(1, source)
        say("One student alone")
        alone = one_class(1, source)
        say(f"{options.students} students at once")
        together = one_class(options.students, source)
    measured = {
        "machine": f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, "
        f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}, "
        f"JupyterHub {version('jupyterhub')}",
        "load_before": round(load, 1),
        "alone": alone,
        "together": together,
        "chapters": kernels,
    }
    sizing.report(measured, keep=options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
