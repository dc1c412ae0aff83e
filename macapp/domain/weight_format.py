"""The formats in which a model's weights can be in memory. Any thread."""

from enum import Enum


class WeightFormat(str, Enum):
    """The format of a model's weights in memory; the values are words of the command line and of stored requests."""

    FULL = "full"
    """float32, float16 or bfloat16, as the precision plan says"""
    INT8 = "8-bit"
    """int8 with a scale for each output channel"""
    INT4 = "4-bit"
    """4-bit numbers with a scale and a minimum for each group of weights"""


AUTO = "auto"
"""the choice that leaves the format to the plan"""
WEIGHT_CHOICES = (AUTO, *(each.value for each in WeightFormat))
