"""A kernel's reply that arrives while nbclient sends is heard, or a build hangs now and then."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

import nbclient
import pytest
import zmq
import zmq.asyncio
from nbclient.client import NotebookClient
from nbformat.v4 import new_notebook

from l2reg.execution import BookClient, HearingClient, HearingOutputWidget, use_book_client


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


def test_the_clients_use_it() -> None:
    for client in (HearingClient(new_notebook()), BookClient(new_notebook())):
        assert client.widget_registry["@jupyter-widgets/output"] == {
            "OutputModel": HearingOutputWidget
        }


def test_the_book_s_client_runs_the_notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """jupyter-cache runs a notebook through `nbclient.execute`, which makes the client."""
    ran = []
    monkeypatch.setattr(nbclient.client, "NotebookClient", NotebookClient)
    monkeypatch.setattr(BookClient, "execute", lambda client: ran.append(client.coalesce_streams))
    use_book_client()
    nbclient.execute(new_notebook())
    assert ran == [True]
