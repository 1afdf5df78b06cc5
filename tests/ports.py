"""Ports for servers that tests start in other processes."""

import random
import socket

_OWN = range(20_000, 32_000)  # no system gives these to a program that asks for any port, or to one that connects


def free_port() -> int:
    """A port of this machine on which nobody listens, and that stays free until somebody asks for this very one."""
    while True:
        port = random.SystemRandom().choice(_OWN)
        with socket.socket() as probe, socket.socket(type=socket.SOCK_DGRAM) as other:
            try:
                probe.bind(("", port))
                other.bind(("", port))
            except OSError:
                continue
        return port
