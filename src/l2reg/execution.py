"""Running the notebooks without losing a kernel's reply: nbclient's issue 312, worked around."""

import zmq
from nbclient.output_widget import OutputWidget


class HearingOutputWidget(OutputWidget):
    """The output of an ``interact``, which nbclient collects while a cell runs.

    Each change is sent to the kernel through the very socket on which nbclient waits for the end
    of the cell. ZeroMQ announces a reply once, and one that arrives during the sending is announced
    to nobody: about one run in a hundred of a cell with ``interact`` waited until its timeout.
    Asking for the socket's events makes it look again.
    """

    def sync_state(self) -> None:
        """Send the state, then look for what arrived meanwhile."""
        super().sync_state()
        self.kernel_client.shell_channel.socket.get(zmq.EVENTS)


def hear_every_reply() -> None:
    """Make every nbclient of this process use it."""
    from nbclient import client

    client.OutputWidget = HearingOutputWidget
