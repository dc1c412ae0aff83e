"""The options of `macapp generate`: every field of a request."""

import argparse
from pathlib import Path
from typing import Any

from macapp.cli.argument_types import device_options, integer, json_option, number, size
from macapp.domain.prediction import PREDICTION_CHOICES
from macapp.domain.request import RESIZES, STARTER_MODEL, UPSCALES
from macapp.domain.request_fields import FIELD_TABLE
from macapp.domain.schedulers import SCHEDULERS
from macapp.domain.weight_format import WEIGHT_CHOICES
from macapp.errors import BadRequest
from macapp.imaging import control_maps
from macapp.messages import message_for
from macapp.models.fast_modes import FAST_MODES
from macapp.models.quality import QUALITIES

REQUEST_OPTIONS = (
    *(name for name, row in FIELD_TABLE.items() if row.option is not None),
    "outpaint",
    "mode",
    "quality",
)
"""The options that are fields of a request, or of a line in a `.jsonl` file."""


def generate_options(sub: argparse.ArgumentParser) -> None:
    """Add the options of `generate`."""
    sub.add_argument(
        "prompt", metavar="PROMPT", help="(word:1.2) sets a weight; {red|blue} and __colour__ choose at random"
    )
    _basic(sub)
    _source_image(sub.add_argument_group("source image"))
    _adapters(sub.add_argument_group("adapters"))
    _advanced(sub.add_argument_group("advanced"))
    sub.add_argument("--preset", metavar="NAME", help="a preset that was saved in the window")
    several = sub.add_argument_group("several pictures")
    several.add_argument(
        "--count", type=integer("count"), metavar="N", help="number of pictures; each has the next seed"
    )
    several.add_argument(
        "--matrix", action="store_true", help="all combinations of the alternatives; a|b means with and without b"
    )
    several.add_argument(
        "--grid", action="append", type=_axis, metavar="FIELD=A,B", help="vary a field; give it twice for two axes"
    )
    several.add_argument("--sheet", type=Path, metavar="FILE.png", help="write the grid as one labelled picture")
    sub.add_argument(
        "--output", type=Path, metavar="FILE_OR_FOLDER", help="also write a copy there; existing files are kept"
    )
    device_options(sub)
    json_option(sub)


def _basic(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--negative-prompt", metavar="TEXT")
    sub.add_argument(
        "--model", metavar="MODEL", help=f"the name of an installed model, or a folder (default: {STARTER_MODEL})"
    )
    sub.add_argument(
        "--size", type=size, metavar="WxH", help="in pixels, multiples of 8 (default: the size of the model)"
    )
    sub.add_argument("--steps", type=integer("steps"), metavar="N")
    sub.add_argument("--guidance-scale", type=number("guidance_scale"), metavar="X")
    sub.add_argument("--scheduler", metavar="NAME", help=", ".join(SCHEDULERS))
    sub.add_argument(
        "--mode",
        choices=tuple(FAST_MODES),
        help="few steps, with a model or a LoRA trained for them; lcm adds its LoRA",
    )
    sub.add_argument(
        "--quality", choices=tuple(QUALITIES), help="fewer steps, or fewer layers at some of them (default: best)"
    )
    sub.add_argument("--seed", type=integer("seed"), metavar="N", help="0 to 2**63 - 1 (default: random)")


def _source_image(group: Any) -> None:
    group.add_argument("--image", metavar="FILE", help="the source image")
    group.add_argument(
        "--strength", type=number("strength"), metavar="X", help="how much of the image may change: above 0, up to 1"
    )
    group.add_argument("--resize", choices=RESIZES, help="crop, pad or stretch the image to the size")
    group.add_argument("--mask", metavar="FILE", help="white where the image may change")
    group.add_argument(
        "--mask-only", action="store_true", default=None, help="generate only the masked area, at full size"
    )
    group.add_argument(
        "--mask-padding", type=integer("mask_padding"), metavar="N", help="pixels around the masked area (default: 32)"
    )
    group.add_argument(
        "--mask-feather", type=integer("mask_feather"), metavar="N", help="width of the soft edge in pixels"
    )
    group.add_argument(
        "--outpaint", type=_sides, metavar="L,T,R,B", help="pixels to add to the left, top, right and bottom"
    )
    group.add_argument(
        "--reference",
        dest="references",
        action="append",
        metavar="FILE",
        help="an image for a model that edits by instruction; repeatable, in the order of the prompt",
    )


def _adapters(group: Any) -> None:
    group.add_argument("--controlnet", dest="controls", action=_Control, metavar="MODEL", help="a folder; repeatable")
    maps = ", ".join((*control_maps.MAP_KINDS, control_maps.DEPTH))
    for name, kind, text in (
        ("image", str, "the control image"),
        ("map", str, f"the map to make from the image: {maps} (default: the image is a map)"),
        ("depth-model", str, "the folder of the depth model"),
        ("scale", number("control_scale"), "weight, 0 to 2"),
        ("start", number("control_start"), "share of the steps at which it starts, 0 to 1"),
        ("end", number("control_end"), "share of the steps at which it ends, 0 to 1"),
    ):
        group.add_argument(f"--control-{name}", dest="controls", action=_Control, type=kind, metavar="X", help=text)
    group.add_argument("--lora", dest="loras", action="append", type=_lora, metavar="FILE[:WEIGHT]", help="repeatable")
    group.add_argument("--embedding", dest="embeddings", action="append", metavar="FILE", help="a textual inversion")


def _advanced(group: Any) -> None:
    group.add_argument("--prompt-2", metavar="TEXT", help="for the second text encoder of SDXL")
    group.add_argument("--negative-prompt-2", metavar="TEXT")
    group.add_argument(
        "--clip-skip",
        type=integer("clip_skip"),
        metavar="N",
        help="1: the last layer, 2: the layer before (SDXL: the same as 1)",
    )
    for name, text in (
        ("eta", "noise that DDIM adds at each step, 0 to 1"),
        ("guidance-rescale", "0 to 1, against overexposure"),
        ("guidance-end", "share of the steps after which guidance ends, 0 to 1; later steps take half the time"),
        ("cache-start", "share of the steps before the first one that reuses layers, 0 to 1"),
    ):
        group.add_argument(f"--{name}", type=number(name.replace("-", "_")), metavar="X", help=text)
    for name, text in (
        ("unconditional-interval", "steps from one unconditional pass to the next (default: 1)"),
        ("cache-interval", "steps from one full pass to the next; the others reuse its deep layers (default: 1)"),
    ):
        group.add_argument(f"--{name}", type=integer(name.replace("-", "_")), metavar="N", help=text)
    group.add_argument(
        "--prediction", choices=PREDICTION_CHOICES, help="what the model predicts (default: auto, as its files say)"
    )
    group.add_argument("--variation-seed", type=integer("variation_seed"), metavar="N")
    group.add_argument(
        "--variation-strength",
        type=number("variation_strength"),
        metavar="X",
        help="0 to 1: how close to the variation seed",
    )
    _upscaling(group)


def _upscaling(group: Any) -> None:
    group.add_argument(
        "--hires-scale", type=number("hires_scale"), metavar="X", help="generate, enlarge by this factor, refine"
    )
    group.add_argument(
        "--hires-strength", type=number("hires_strength"), metavar="X", help="how much the refinement may change"
    )
    group.add_argument("--refiner", metavar="MODEL", help="an SDXL refiner for the last steps")
    group.add_argument(
        "--refiner-start",
        type=number("refiner_start"),
        metavar="X",
        help="share of the steps after which the refiner starts",
    )
    factors = ", ".join(map(str, UPSCALES))
    group.add_argument("--upscale", type=integer("upscale"), metavar="N", help=f"enlarge the picture by {factors}")
    group.add_argument(
        "--weights", choices=WEIGHT_CHOICES, help="format of the weights in memory (default: auto, the best that fits)"
    )
    group.add_argument("--vae", metavar="MODEL", help="a VAE that replaces the one of the model")
    group.add_argument("--upscaler", metavar="FILE", help="an upscaling model (default: Lanczos)")


def extra_model_options(sub: argparse.ArgumentParser) -> None:
    """Add the options of `generate` that cost memory and time, besides model and size."""
    sub.add_argument("--controlnet", dest="controls", action="append", metavar="MODEL", help="repeatable")
    sub.add_argument("--lora", dest="loras", action="append", type=_lora, metavar="FILE", help="repeatable")
    sub.add_argument(
        "--references", type=integer("references"), metavar="N", help="number of reference images of 1024 x 1024 pixels"
    )
    _upscaling(sub)


class _Control(argparse.Action):
    """Collects the ControlNets: `--controlnet` begins one, and the `--control-...` options after it belong to it."""

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option: str | None = None) -> None:  # noqa: ARG002
        gathered = list(getattr(namespace, self.dest) or [])
        name = (option or "").removeprefix("--control-").replace("-", "_")
        if option == "--controlnet":
            gathered.append({"model": values})
        elif not gathered:
            raise BadRequest("control-first")
        else:
            gathered[-1] = {**gathered[-1], name: values}
        setattr(namespace, self.dest, gathered)


def _lora(text: str) -> dict[str, Any]:
    """Parse FILE or FILE:WEIGHT; the name of the file may contain a colon too."""
    file, _, weight = text.rpartition(":")
    try:
        return {"model": file, "weight": float(weight)} if file else {"model": text}
    except ValueError:
        return {"model": text}


def _sides(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(
            message_for(BadRequest("outpaint-sides", value=text[:40], most=2048))
        ) from None


def _axis(text: str) -> tuple[str, str]:
    field, sign, values = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(message_for(BadRequest("grid-option", value=text[:40])))
    return field.strip().replace("-", "_"), values
