"""Two made-up playbooks: the network's for ransomware, a 911 center's for calls that do not arrive."""

from __future__ import annotations

from muster.config.demo.stage import Stage, read
from muster.playbooks import commands


def write(stage: Stage) -> None:
    """Each by whom it says, on its day."""
    for said in read("playbooks.toml")["playbook"]:
        with stage.at(said["written"]):
            commands.write_playbook(
                stage.actor(said["by"]),
                title=said["title"],
                kind=said["kind"],
                when_to_use=said["when_to_use"],
                steps="\n".join(said["steps"]),
                is_shared=True,
                sharing_label=said["sharing_label"],
            )
