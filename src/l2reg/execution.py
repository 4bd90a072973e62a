"""Running the notebooks: two faults of the tools that do it, worked around."""

from typing import Any

import nbclient.client
import zmq
from nbclient.client import NotebookClient
from nbclient.output_widget import OutputWidget
from traitlets import Bool


class HearingOutputWidget(OutputWidget):
    """The output of an ``interact``, which nbclient collects while a cell runs.

    Each change is sent to the kernel through the very socket on which nbclient waits for the end
    of the cell. ZeroMQ announces a reply once, and one that arrives during the sending is announced
    to nobody: about one run in a hundred of a cell with ``interact`` waited until its timeout
    (nbclient's issue 312). Asking for the socket's events makes it look again.
    """

    def sync_state(self) -> None:
        """Send the state, then look for what arrived meanwhile."""
        super().sync_state()
        self.kernel_client.shell_channel.socket.get(zmq.EVENTS)


class HearingClient(NotebookClient):
    """An nbclient that hears every reply."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.widget_registry["@jupyter-widgets/output"]["OutputModel"] = HearingOutputWidget


class BookClient(HearingClient):
    """One that also joins what a kernel printed in parts.

    Under load a kernel may send one line in two parts, and MyST-NB's own ``merge_streams`` ends
    each part with a newline.
    """

    coalesce_streams = Bool(default_value=True)


def use_book_client() -> None:
    """Let jupyter-cache, which names no class of its own, run the notebooks with `BookClient`."""
    nbclient.client.NotebookClient = BookClient
