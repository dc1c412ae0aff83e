"""The figures of the starter model: how much of what was asked is in its pictures."""

from dataclasses import dataclass


@dataclass
class Figures:
    """How much of what was asked is in the pictures: shares of those that could show it."""

    background: float
    foreground: float
    shape: float
    time_of_day: float
    held_out_foreground_and_shape: float
    seconds: float
    """for one picture of 20 steps, median of 10, on `threads` CPU threads"""
    threads: int
