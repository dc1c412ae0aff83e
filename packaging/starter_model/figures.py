"""The figures of the starter model: how much of a prompt its pictures show."""

from dataclasses import dataclass


@dataclass
class Figures:
    """How much of a prompt the pictures show: shares of the pictures that could show it."""

    background: float
    foreground: float
    shape: float
    time_of_day: float
    held_out_foreground_and_shape: float
    seconds: float
    """for one picture of 20 steps, median of 10, on `threads` CPU threads"""
    threads: int
