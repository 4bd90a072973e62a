"""Ports of servers: free, all different, and never one that the system may give to another."""

from __future__ import annotations

import socket

import pytest

from tools import ports


def test_ports_are_different_and_can_be_opened() -> None:
    found = ports.free_ports(23)
    assert len(set(found)) == 23
    assert all(port in ports.PORTS for port in found)
    sockets = [socket.create_server(("127.0.0.1", port)) for port in found]
    for each in sockets:
        each.close()


def test_a_port_in_use_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    free, taken = ports.free_ports(2)
    monkeypatch.setattr(ports, "PORTS", range(min(free, taken), max(free, taken) + 1))
    monkeypatch.setattr(ports.random, "sample", lambda *_: [taken, free])
    with socket.create_server(("127.0.0.1", taken)):
        assert ports.free_ports(1) == [free]
        with pytest.raises(OSError, match="fewer than 2 ports"):
            ports.free_ports(2)
