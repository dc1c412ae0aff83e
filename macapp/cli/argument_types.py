"""Types of command-line values, and the options that several commands share."""

import argparse
import re
import sys
from collections.abc import Callable

from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.planning.acceleration import COMPILE_CHOICES
from macapp.planning.attention import SLICE_CHOICES
from macapp.system.machine import DEVICES


def device_options(sub: argparse.ArgumentParser) -> None:
    """Add the options for the device, attention and compilation."""
    sub.add_argument("--device", choices=("auto", *DEVICES), default="auto")
    sub.add_argument("--slice-attention", choices=SLICE_CHOICES, default="auto")
    sub.add_argument(
        "--compile", choices=COMPILE_CHOICES, default="auto", help="compile repeated blocks, for many equal pictures"
    )


def json_option(sub: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    sub.add_argument("--json", action="store_true", help="print one JSON object per line")


def size(text: str) -> tuple[int, int]:
    """Parse a size such as 512x768: width and height in pixels."""
    match = re.fullmatch(r"(-?\d{1,18})\s*[xX\u00d7]\s*(-?\d{1,18})", text.strip())
    if not match:
        raise argparse.ArgumentTypeError(message_for(BadRequest("size-not-a-size", value=text[:40])))
    return int(match[1]), int(match[2])


def integer(field: str) -> Callable[[str], int]:
    """Return a parser for whole numbers whose errors name `field`."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?\d{1,100}", text.strip()):
            raise argparse.ArgumentTypeError(message_for(BadRequest("not-whole", field=field, value=text[:40])))
        return int(text)

    return read


def positive_integer(text: str) -> int:
    """Parse a whole number from 1 up."""
    value = integer("limit")(text)
    if value < 1:
        error = BadRequest("out-of-range", field="limit", value=text[:40], least=1, most=sys.maxsize)
        raise argparse.ArgumentTypeError(message_for(error))
    return value


def number(field: str) -> Callable[[str], float]:
    """Return a parser for numbers whose errors name `field`."""

    def read(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(
                message_for(BadRequest("not-a-number", field=field, value=text[:40]))
            ) from None

    return read
