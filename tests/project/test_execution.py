"""Notebooks run side by side; none hangs for a kernel's reply that was missed, or a lost port."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import nbclient
import pytest
import zmq
import zmq.asyncio
from jupyter_cache import get_cache
from jupyter_client.connect import LocalPortCache
from nbclient.client import NotebookClient
from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook

from l2book.execution import (
    BookClient,
    HearingClient,
    HearingOutputWidget,
    OnSockets,
    execute,
    use_book_client,
)


async def sending_while_a_reply_arrives() -> int:
    """Return what the wait for a reply ends with; `TimeoutError` when it goes on."""
    context = zmq.asyncio.Context()
    ours = context.socket(zmq.PAIR)
    kernel = zmq.Context.shadow(context.underlying).socket(zmq.PAIR)
    kernel.bind("inproc://kernel")
    ours.connect("inproc://kernel")

    def send(_: object) -> None:
        """Send as a channel of jupyter_client does: past asyncio."""
        zmq.Socket.shadow(ours.underlying).send(b"state")

    client = SimpleNamespace(
        shell_channel=SimpleNamespace(socket=ours, send=send),
        session=SimpleNamespace(msg=lambda *_, **__: {}),
    )
    output = HearingOutputWidget("comm", {"outputs": []}, client, None)
    output.parent_header = {}
    waiting = asyncio.ensure_future(ours.poll(60_000))
    try:
        await asyncio.sleep(0.05)
        kernel.send(b"reply")
        time.sleep(0.05)  # nobody listens while it arrives
        output.sync_state()
        return await asyncio.wait_for(waiting, 10)
    finally:
        ours.close(0)
        kernel.close(0)
        context.term()


def test_a_reply_during_a_send_is_heard() -> None:
    assert asyncio.run(sending_while_a_reply_arrives()) == zmq.POLLIN
    for client in (HearingClient(new_notebook()), BookClient(new_notebook())):
        (widgets,) = client.widget_registry.values()
        assert widgets == {"OutputModel": HearingOutputWidget}


def test_the_book_s_client_runs_the_notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """jupyter-cache runs a notebook through `nbclient.execute`, which makes the client."""
    ran = []
    monkeypatch.setattr(nbclient.client, "NotebookClient", NotebookClient)
    monkeypatch.setattr(BookClient, "execute", lambda client: ran.append(client.coalesce_streams))
    use_book_client()
    nbclient.execute(new_notebook())
    assert ran == [True]


@pytest.mark.skipif(os.name != "posix", reason="only there are Unix sockets")
def test_a_run_takes_no_port_and_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program could take a port first."""
    asked = []
    monkeypatch.setattr(LocalPortCache, "find_available_port", lambda *all: asked.append(all))
    source = "from ipykernel.connect import get_connection_info as i\ni(unpack=True)['transport']"
    with tempfile.TemporaryDirectory(prefix="k-") as folder:  # tmp_path is too long a name
        monkeypatch.setattr(tempfile, "tempdir", folder)
        notebook = new_notebook(cells=[new_code_cell(source)])
        notebook = HearingClient(notebook, kernel_name="python3").execute()
        assert list(Path(folder).iterdir()) == []
        assert OnSockets().ip != OnSockets().ip
    assert notebook.cells[0].outputs[0].data["text/plain"] == "'ipc'"
    assert asked == []


def test_a_folder_too_deep_for_a_socket_s_name_leaves_the_ports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/" + 80 * "d")
    manager = OnSockets()
    assert (manager.transport, manager.ip) == ("tcp", "127.0.0.1")


def test_notebooks_run_side_by_side_and_once(tmp_path: Path) -> None:
    """In their own folder, by the book's client; one that fails is not kept."""
    draw = "import matplotlib.pyplot as plt\n%matplotlib inline\nplt.plot([1, 2])\nplt.show()"
    sources = {"draws": draw, "fails": "1 / 0", "notes": "open('ran.txt', 'a').write('once ')"}
    for name, source in sources.items():
        notebook = new_notebook(cells=[new_code_cell(source, id="a")])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        write(notebook, tmp_path / f"{name}.ipynb")
    files, folder = sorted(tmp_path.glob("*.ipynb")), tmp_path / "cache"
    for _ in range(2):
        execute(folder, files, 60)
    cache = get_cache(str(folder))
    kept = {Path(record.uri).stem: record.pk for record in cache.list_cache_records()}
    assert set(kept) == {"draws", "notes"}
    assert (tmp_path / "ran.txt").read_text(encoding="utf-8") == "once "
    (drawn,) = cache.get_cache_bundle(kept["draws"]).nb.cells[0].outputs
    assert "width" in drawn.metadata["image/png"]  # as for a fine screen
