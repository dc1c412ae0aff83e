"""How many transformer blocks each part of a UNet in the original names has. Pure functions. Any thread.

Distilled models leave some out: SSD-1B and Segmind Vega (arXiv 2401.02677), KOALA (arXiv 2312.04005), BK-SDM (arXiv
2305.15798). diffusers runs them if the configuration has the depth of each block.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Shapes = Mapping[str, tuple[int, ...]]
_ATTENDED = "1.transformer_blocks.{}.norm1.weight"
_RESIDUAL = "0.in_layers.2.weight"


class Distilled(ValueError):
    """The checkpoint lacks blocks of its family, in a way that diffusers does not support."""


@dataclass(frozen=True)
class BlockDepths:
    """The transformer blocks after each residual block; 0 without attention."""

    down: tuple[tuple[int, ...], ...]
    """of each level, the largest maps first"""
    up: tuple[tuple[int, ...], ...]
    """of each level, the smallest maps first; empty for a ControlNet"""
    middle: int | None
    """0 for a middle of one residual block; None without a middle"""

    @property
    def is_regular(self) -> bool:
        """Whether all blocks of a level, and the middle, have the depth of their level, as in the families."""
        levels = [set(level) for level in self.down]
        mirrored = [set(level) for level in reversed(self.up)]
        return (
            all(len(level) == 1 for level in levels)
            and (not mirrored or mirrored == levels)
            and bool(self.middle)
            and levels[-1] <= {0, self.middle}
        )

    def settings(self) -> dict[str, Any]:
        """Return what the configuration of a UNet has besides the usual; raises `Distilled`."""
        if self.is_regular:
            return {}
        if not self.up:
            raise Distilled
        last = self.down[-1][0] or self.middle
        if self.middle and last != self.middle:  # diffusers takes the depth of the last level for the middle
            raise Distilled
        down, up = [_depth_setting(level) for level in self.down], [_depth_setting(level) for level in self.up]
        down[-1] = down[-1] if any(self.down[-1]) else last or 1
        return {
            "down_block_types": ["CrossAttnDownBlock2D" if any(level) else "DownBlock2D" for level in self.down],
            "up_block_types": ["CrossAttnUpBlock2D" if any(level) else "UpBlock2D" for level in self.up],
            "transformer_layers_per_block": down,
            "reverse_transformer_layers_per_block": up,
            "mid_block_type": {None: None, 0: "UNetMidBlock2D"}.get(self.middle, "UNetMidBlock2DCrossAttn"),
        }


def _depth_setting(level: Sequence[int]) -> int | list[int]:
    """Return the depths of a level as a configuration has them; raises `Distilled` if only some blocks attend."""
    if any(level) and not all(level):
        raise Distilled
    return [*level] if any(level) else 1


def measure_depths(shapes: Shapes, prefix: str, layers: Sequence[int]) -> BlockDepths:
    """Return the depths in a network with `layers` residual blocks in each level of its down path.

    Raises `Distilled` if the levels have different numbers of them.
    """
    if len(set(layers)) > 1:
        raise Distilled
    down, up, place = [], [], 1
    for level, count in enumerate(layers):
        down.append(
            tuple(_count(shapes, f"{prefix}input_blocks.{place + block}.{_ATTENDED}") for block in range(count))
        )
        place += count + 1
        first = level * (count + 1)
        up.append(
            tuple(_count(shapes, f"{prefix}output_blocks.{first + block}.{_ATTENDED}") for block in range(count + 1))
        )
    has_up = any(name.startswith(f"{prefix}output_blocks.") for name in shapes)
    return BlockDepths(tuple(down), tuple(up) if has_up else (), _measure_middle(shapes, f"{prefix}middle_block."))


def _measure_middle(shapes: Shapes, block: str) -> int | None:
    """Return the depth of the middle; raises `Distilled` for one of several residual blocks without attention."""
    if depth := _count(shapes, block + _ATTENDED):
        return depth
    parts = {name.removeprefix(block).split(".")[0] for name in shapes if name.startswith(block)}
    if parts and (parts != {"0"} or block + _RESIDUAL not in shapes):
        raise Distilled
    return 0 if parts else None


def _count(shapes: Shapes, pattern: str) -> int:
    """Return the number of tensors whose names count up from zero."""
    number = 0
    while pattern.format(number) in shapes:
        number += 1
    return number
