"""The blocks of a form: what stands beside each number, read from its TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WHOLE_WIDTH = 12
FOLDER = Path(__file__).with_name("paper")


@dataclass(frozen=True)
class Block:
    """One numbered box of a form.

    `kind`: `text` (`lines` high), `fields` (named entries), `table` (`columns`, at least `lines`
    rows, `row_names` where the first column is printed) or `choices`. `width` is in twelfths of
    the page.
    """

    key: str
    title: str
    number: str = ""
    kind: str = "text"
    width: int = WHOLE_WIDTH
    lines: int = 1
    fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    row_names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Layout:
    """A form without its entries. `subject` is the kind of thing from which it is filled."""

    key: str
    number: str
    title: str
    subject: str
    purpose: str
    basis: str
    sections: tuple[Section, ...]
    is_landscape: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for section in self.sections for block in section.blocks)

    @property
    def name(self) -> str:
        """As people say it: `ICS 214 Activity Log`."""
        return f"{self.number} {self.title}".strip()


def read_layout(key: str) -> Layout:
    """The layout of the form `key`, from `paper/<key>.toml` with underscores for dashes."""
    path = FOLDER / f"{key.replace('-', '_')}.toml"
    whole = tomllib.loads(path.read_text(encoding="utf-8"))
    sections = tuple(
        Section(each["title"], tuple(_block(block) for block in each["blocks"]))
        for each in whole.pop("section")
    )
    return Layout(key=key, sections=sections, **whole)


def _block(given: dict[str, Any]) -> Block:
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in given.items()
    }
    return Block(kind=_kind(given), **values)


def _kind(given: dict[str, Any]) -> str:
    if "columns" in given:
        return "table"
    if "fields" in given:
        return "fields"
    return "choices" if "choices" in given else "text"
