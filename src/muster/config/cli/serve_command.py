"""Start the web server: pages, API and live events on one port."""

from __future__ import annotations

import argparse

HELP = "start the web server"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (MUSTER_HOST)")
    parser.add_argument("--port", type=int, help="port to listen on (MUSTER_PORT)")


def run(arguments: argparse.Namespace) -> int:
    from muster.config import environment, serve

    env = environment.read()
    serve.run(arguments.host or env.host, arguments.port or env.port)
    return 0
