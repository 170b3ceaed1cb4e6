"""Run Muster with the demo network: first start loads it, later ones keep what was done."""

from __future__ import annotations

from muster.config.demo import run as demo

HELP = "run Muster with the demo network"

configure = demo.add_arguments
run = demo.run
