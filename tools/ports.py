"""Ports for servers of tests and benchmarks, on this machine."""

from __future__ import annotations

import random
import socket

#: Below those that a system gives to whoever asks for any (from 32 768 on Linux, 49 152 elsewhere).
PORTS = range(10_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on, all different, and none that the system gives away.

    A server opens its port some time after it was chosen: half a minute after, when 20 start at
    once. One that the system chose may have been given to another by then.

    Raises
    ------
    OSError
        Fewer are free.
    """
    ports: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            return ports
    raise OSError(f"fewer than {count} ports from {PORTS[0]} to {PORTS[-1]} are free")
