"""Run one benchmark, or all, and print name, workload, figures, goal, and whether it was met."""

from __future__ import annotations

import argparse
import json
import os
from importlib import import_module
from pathlib import Path

from muster.config.cli.output import add_json, progress

HELP = "run a benchmark"


def names() -> list[str]:
    """The benchmarks there are: the modules of `muster.config.benchmarks` that have `run`."""
    folder = Path(__file__).resolve().parent.parent / "benchmarks"
    return sorted(path.stem for path in folder.glob("[a-z]*.py") if path.stem != "harness")


def configure(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("name", nargs="?", choices=names(), help="which one")
    parser.add_argument(
        "--postgres",
        metavar="URL",
        help="a PostgreSQL server (postgresql://user@host:port) instead of SQLite; the benchmark "
        "makes databases of its own there and drops them",
    )
    parser.add_argument("--all", action="store_true", help="every one, one after the other")


def run(arguments: argparse.Namespace) -> int:
    chosen = names() if arguments.all else [arguments.name] if arguments.name else []
    if not chosen:
        print("Name a benchmark, or --all: " + ", ".join(names()))
        return 2
    if arguments.postgres:
        os.environ["MUSTER_BENCH_POSTGRES"] = arguments.postgres.rstrip("/")
    results = [
        import_module(f"muster.config.benchmarks.{name}").run(progress).as_dict() for name in chosen
    ]
    if arguments.json:
        print(json.dumps(results if arguments.all else results[0], indent=2))
    else:
        for result in results:
            _print(result)
    return 0 if all(result["met"] for result in results) else 1


def _print(result: dict) -> None:
    print(f"{result['name']}: {result['workload']}")
    for name, figure in result["figures"].items():
        goal = result["goal"].get(name)
        print(f"  {name:48} {figure}" + (f"   goal {goal}" if goal is not None else ""))
    print(f"  met: {'yes' if result['met'] else 'no'}")
