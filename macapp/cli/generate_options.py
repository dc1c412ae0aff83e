"""The options of `generate`: everything that a request can say."""

import argparse
from pathlib import Path
from typing import Any

from macapp.cli.argument_types import device_options, integer, json_option, number, size
from macapp.domain.request import RESIZES, STARTER_MODEL, UPSCALES
from macapp.domain.schedulers import SCHEDULERS
from macapp.errors import BadRequest
from macapp.imaging import control_maps
from macapp.messages import message_for
from macapp.models.fast_modes import FAST_MODES

REQUEST_OPTIONS = (
    *("prompt", "negative_prompt", "prompt_2", "negative_prompt_2", "model", "steps", "guidance_scale", "scheduler"),
    *("seed", "image", "strength", "resize", "mask", "mask_only", "mask_padding", "mask_feather", "outpaint"),
    *("controls", "loras", "embeddings", "clip_skip", "eta", "guidance_rescale", "guidance_end"),
    *("variation_seed", "variation_strength", "hires_scale", "hires_strength", "upscale", "upscaler"),
    *("refiner", "refiner_start", "vae", "mode"),
)
"""The options that are fields of a request, or of a line of a `.jsonl` file."""


def generate_options(sub: argparse.ArgumentParser) -> None:
    """Add the options of `generate`."""
    sub.add_argument("prompt", metavar="PROMPT", help="(word:1.2) weighs, {red|blue} and __colour__ are drawn")
    _basic(sub)
    _from_image(sub.add_argument_group("from an image"))
    _additions(sub.add_argument_group("additions to the model"))
    _finer(sub.add_argument_group("finer"))
    sub.add_argument("--preset", metavar="NAME", help="settings that the window keeps under a name")
    several = sub.add_argument_group("several pictures")
    several.add_argument("--count", type=integer("count"), metavar="N", help="pictures; seeds count up")
    several.add_argument("--matrix", action="store_true", help="all the alternatives; a|b is without b and with it")
    several.add_argument(
        "--grid", action="append", type=_axis, metavar="FIELD=A,B", help="vary a field; twice for a grid"
    )
    several.add_argument("--sheet", type=Path, metavar="FILE.png", help="the grid as one labelled picture")
    sub.add_argument("--output", type=Path, metavar="FILE_OR_FOLDER", help="a copy goes there; nothing is overwritten")
    device_options(sub)
    json_option(sub)


def _basic(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--negative-prompt", metavar="TEXT")
    sub.add_argument(
        "--model", metavar="MODEL", help=f"an installed model's name, or a folder (default: {STARTER_MODEL})"
    )
    sub.add_argument("--size", type=size, metavar="WxH", help="in pixels, multiples of 8 (default: the model's own)")
    sub.add_argument("--steps", type=integer("steps"), metavar="N")
    sub.add_argument("--guidance-scale", type=number("guidance_scale"), metavar="X")
    sub.add_argument("--scheduler", metavar="NAME", help=", ".join(SCHEDULERS))
    sub.add_argument(
        "--mode", choices=tuple(FAST_MODES), help="few steps, with a model or a LoRA made for them; lcm brings its LoRA"
    )
    sub.add_argument("--seed", type=integer("seed"), metavar="N", help="0 to 2**63 - 1 (default: random)")


def _from_image(group: Any) -> None:
    group.add_argument("--image", metavar="FILE", help="the source image")
    group.add_argument(
        "--strength", type=number("strength"), metavar="X", help="how much of it may change: above 0 to 1"
    )
    group.add_argument("--resize", choices=RESIZES, help="cut its edges, show it whole, or stretch it to the size")
    group.add_argument("--mask", metavar="FILE", help="white where it may change; the rest stays as it is")
    group.add_argument("--mask-only", action="store_true", default=None, help="draw only that part, at the full size")
    group.add_argument(
        "--mask-padding", type=integer("mask_padding"), metavar="N", help="pixels round it (default: 32)"
    )
    group.add_argument("--mask-feather", type=integer("mask_feather"), metavar="N", help="pixels its edge fades over")
    group.add_argument(
        "--outpaint", type=_sides, metavar="L,T,R,B", help="pixels to add to the left, top, right and bottom"
    )


def _additions(group: Any) -> None:
    group.add_argument("--controlnet", dest="controls", action=_Control, metavar="MODEL", help="a folder; repeatable")
    for name, kind, words in (
        ("image", str, "what it follows"),
        (
            "map",
            str,
            (
                f"how to draw the map from it: {', '.join((*control_maps.MAP_KINDS, control_maps.DEPTH))} (default: "
                f"it is "
                "it is one)"
            ),
        ),
        ("depth-model", str, "the folder of the model that sees depth"),
        ("scale", number("control_scale"), "how much it weighs, 0 to 2"),
        ("start", number("control_start"), "from which share of the steps"),
        ("end", number("control_end"), "to which"),
    ):
        group.add_argument(f"--control-{name}", dest="controls", action=_Control, type=kind, metavar="X", help=words)
    group.add_argument("--lora", dest="loras", action="append", type=_lora, metavar="FILE[:WEIGHT]", help="repeatable")
    group.add_argument("--embedding", dest="embeddings", action="append", metavar="FILE", help="a textual inversion")


def _finer(group: Any) -> None:
    group.add_argument("--prompt-2", metavar="TEXT", help="for the second text encoder of SDXL")
    group.add_argument("--negative-prompt-2", metavar="TEXT")
    group.add_argument(
        "--clip-skip", type=integer("clip_skip"), metavar="N", help="1: the last layer, 2: the one before"
    )
    for name, words in (
        ("eta", "noise added at each step by DDIM, 0 to 1"),
        ("guidance-rescale", "0 to 1, against overexposure"),
        ("guidance-end", "after which share of the steps it ends, 0 to 1: what is left takes half the time"),
    ):
        group.add_argument(f"--{name}", type=number(name.replace("-", "_")), metavar="X", help=words)
    group.add_argument("--variation-seed", type=integer("variation_seed"), metavar="N")
    group.add_argument(
        "--variation-strength", type=number("variation_strength"), metavar="X", help="0 to 1, towards that seed"
    )
    _larger(group)


def _larger(group: Any) -> None:
    group.add_argument(
        "--hires-scale", type=number("hires_scale"), metavar="X", help="draw, enlarge so many times, refine"
    )
    group.add_argument("--hires-strength", type=number("hires_strength"), metavar="X", help="how much that changes")
    group.add_argument("--refiner", metavar="MODEL", help="of SDXL, for the last steps")
    group.add_argument("--refiner-start", type=number("refiner_start"), metavar="X", help="after which share of them")
    factors = ", ".join(map(str, UPSCALES))
    group.add_argument("--upscale", type=integer("upscale"), metavar="N", help=f"enlarge the picture: {factors}")
    group.add_argument("--vae", metavar="MODEL", help="a VAE in the place of the model's own")
    group.add_argument("--upscaler", metavar="FILE", help="an upscaling model (default: Lanczos)")


def extra_model_options(sub: argparse.ArgumentParser) -> None:
    """Add the options of `generate` that cost memory and time beside the model and the size."""
    sub.add_argument("--controlnet", dest="controls", action="append", metavar="MODEL", help="repeatable")
    sub.add_argument("--lora", dest="loras", action="append", type=_lora, metavar="FILE", help="repeatable")
    _larger(sub)


class _Control(argparse.Action):
    """Gathers the ControlNets: each `--controlnet` begins one, and what follows is about it."""

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
    """Read a file and perhaps a weight behind a colon; a colon may be in the name of the file as well."""
    file, _, weight = text.rpartition(":")
    try:
        return {"model": file, "weight": float(weight)} if file else {"model": text}
    except ValueError:
        return {"model": text}


def _sides(text: str) -> list[int]:
    try:
        return [int(each) for each in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(
            message_for(BadRequest("outpaint-sides", value=text[:40], most=2048))
        ) from None


def _axis(text: str) -> tuple[str, str]:
    field, sign, values = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(message_for(BadRequest("grid-option", value=text[:40])))
    return field.strip().replace("-", "_"), values
