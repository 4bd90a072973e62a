"""Running the notebooks: three faults of the tools that do it, worked around; side by side."""

import functools
import multiprocessing
import os
import tempfile
import uuid
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import nbclient.client
import zmq
from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
from jupyter_client.manager import AsyncKernelManager, KernelManager
from nbclient.client import NotebookClient
from nbclient.output_widget import OutputWidget
from traitlets import Bool, default

# What the name of a Unix socket may take, on the narrowest of the systems (macOS: 104 bytes).
SOCKET_NAME_BYTES = 100


class OnSockets(KernelManager):
    """A manager whose kernel listens on Unix sockets, where the system has them.

    jupyter_client looks for five free ports and closes them again, for the kernel to open half a
    second later. Whatever takes one meanwhile, such as another kernel or a browser's connection,
    stops the kernel; if it was the port of the outputs, the kernel lives on, mute, and the run ends
    with "Kernel didn't respond in 60 seconds". A socket's name is nobody else's.
    """

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        name = str(Path(tempfile.gettempdir()) / f"kernel-{uuid.uuid4().hex}")
        if os.name == "posix" and len(os.fsencode(f"{name}-1")) <= SOCKET_NAME_BYTES:
            keywords |= {"transport": "ipc", "ip": name}
        super().__init__(*arguments, **keywords)


class AsyncOnSockets(OnSockets, AsyncKernelManager):
    """The same, for nbclient."""


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
    """An nbclient that hears every reply, and whose kernels lose no port."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.widget_registry["@jupyter-widgets/output"]["OutputModel"] = HearingOutputWidget

    @default("kernel_manager_class")
    def _kernel_manager_class_default(self) -> type[KernelManager]:
        return AsyncOnSockets


class BookClient(HearingClient):
    """One that also joins what a kernel printed in parts, and draws for fine screens.

    Under load a kernel may send one line in two parts, and MyST-NB's own ``merge_streams`` ends
    each part with a newline. A picture has two dots for each of the page's, and says its size.
    """

    coalesce_streams = Bool(default_value=True)

    @default("extra_arguments")
    def _extra_arguments_default(self) -> list[str]:
        return ["--InlineBackend.figure_formats={'retina'}"]


def use_book_client() -> None:
    """Let jupyter-cache, which names no class of its own, run the notebooks with `BookClient`."""
    nbclient.client.NotebookClient = BookClient


def execute(cache: Path, notebooks: Iterable[Path], timeout: int) -> None:
    """Run the notebooks whose code is not in a cache, one on each processor, and keep them there.

    MyST-NB would run them one after another. One that fails is not kept, so that MyST-NB runs it
    again and says what is wrong.

    Parameters
    ----------
    cache : The folder of jupyter-cache.
    notebooks : The notebooks' files.
    timeout : Seconds that a cell may take.
    """
    get_cache(str(cache)).list_project_records()  # makes the database, before several want it
    spawn = multiprocessing.get_context("spawn")  # the same on every system
    run = functools.partial(_execute, str(cache), timeout)
    with ProcessPoolExecutor(mp_context=spawn, initializer=use_book_client) as pool:
        list(pool.map(run, map(str, notebooks)))


def _execute(folder: str, timeout: int, notebook: str) -> None:
    cache = get_cache(folder)
    cache.add_nb_to_project(notebook)
    load_executor("local-serial", cache).run_and_cache(filter_uris=[notebook], timeout=timeout)
