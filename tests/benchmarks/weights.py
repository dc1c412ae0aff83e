"""Weight formats: their bytes, the time of a step, the peak while loading, and what they change in pictures.

Steps are timed as processor time of one thread, so that other work on the machine does not count, on UNets with the
sizes of Stable Diffusion 1.5 and XL and random weights. What pictures lose is measured on the starter model.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from macapp.domain.weight_format import WeightFormat
from macapp.models import resolve_request
from macapp.planning.plan import make_plan
from macapp.system.machine import Machine, detect_machine
from macapp.system.paths import resources_dir
from tests.benchmarks.engine_overhead import build_request, ignore_progress
from tests.benchmarks.models import write_sd
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import MB, peak_memory, run_in_process

FULL = WeightFormat.FULL.value
FORMATS = (WeightFormat.INT8.value, WeightFormat.INT4.value, "Q8_0", "Q4_K")
SIZES = {"Stable Diffusion 1.5": 3, "Stable Diffusion XL": 1}
"""The timed steps of each model, after one that is not timed."""
SIDE = 256  # pixels
LOADS = 3  # of each way, in turns
LOAD_BAR = 1.0
PROMPTS = 100  # of the 300 of the starter model's card
MAX_DIFFERENCE = 0.5  # of 255, with 8 bits
MAX_POINTS = {WeightFormat.INT8.value: 0.0, WeightFormat.INT4.value: 2.0}
"""Points of 100 by which a score of the starter model may fall."""
HALF_BYTES = 2
MAC_BANDWIDTHS = {"M1": 68, "M2": 100, "M4 Pro": 273, "M2 Max": 400}
"""10**9 bytes a second, as Apple states."""


def rows(model: str) -> list[Row]:
    """Return the figures of every format."""
    steps = [row for size in SIZES for row in _speed_rows(size)]
    return [*_quality_rows(model), *steps, *_loading_rows(), *_stored_rows()]


def _quality_rows(model: str) -> list[Row]:
    found = []
    full = run_in_process(draw_and_judge, model, FULL)
    for name, most in MAX_POINTS.items():
        own = run_in_process(draw_and_judge, model, name)
        difference = float(np.abs(np.array(own["pixels"]) - np.array(full["pixels"])).mean())
        subject = f"starter model in {name}"
        bar = MAX_DIFFERENCE if name == WeightFormat.INT8.value else None
        found.append(Row(f"{subject}: mean difference of {PROMPTS} pictures, of 255", difference, "", bar))
        for score, share in full["scores"].items():
            fall = 100 * (share - own["scores"][score])
            note = f"{own['scores'][score]:.1%} of {share:.1%}"
            found.append(Row(f"{subject}: points of {score} lost", fall, "", most, note))
    return found


def draw_and_judge(model: str, weights: str) -> dict[str, Any]:
    """Return the pixels of pictures of the card's prompts, and the share of pictures that shows each fact."""
    sys.path.insert(0, str(resources_dir().parent / "packaging"))
    from macapp.engine.engine import Engine
    from starter_model.evaluate import judge, prompts

    def rules(*facts: Any) -> Any:
        plan = make_plan(*facts)
        return replace(plan, savings=replace(plan.savings, weight_format=WeightFormat(weights)))

    engine = Engine(replace(detect_machine(), device="cpu"), rules=rules)
    right: dict[str, list[bool]] = {"background": [], "foreground": [], "shape": [], "time": [], "pairs": []}
    pixels = []
    for what, words in prompts()[:: 300 // PROMPTS]:
        request = replace(build_request(model, 1), prompt=words, guidance_scale=4.0)
        image = engine.generate(resolve_request(request), {}, ignore_progress, ignore_progress).image
        judge(what, image, right)
        pixels.append(np.asarray(image, np.uint8).tolist())
    return {"pixels": pixels, "scores": {name: sum(found) / len(found) for name, found in right.items()}}


def _speed_rows(size: str) -> list[Row]:
    full = run_in_process(time_steps, size, FULL)
    found = [
        Row(f"a step of {size}, {SIDE} x {SIDE}, float32", median(full["seconds"]), "s"),
        Row(f"its weights in {FULL} precision", full["held"] / MB, "MB"),
        Row(
            f"peak above an empty process while they are made and {SIZES[size] + 1} steps run", full["peak"] / MB, "MB"
        ),
    ]
    for name in FORMATS:
        own = run_in_process(time_steps, size, name)
        note = f"{own['held'] / MB:,.0f} MB of weights, {own['held'] / full['held']:.0%}"
        found.append(
            Row(f"a step in {name}, over that in full", median(own["seconds"]) / median(full["seconds"]), "", more=note)
        )
        found.append(Row(f"arithmetic, not measured: a step on a Mac in {name}", None, more=_on_macs(size, own)))
    found.append(Row("the same in half precision", None, more=_on_macs(size, full)))
    return found


def _on_macs(size: str, own: dict[str, Any]) -> str:
    """Return what a step on a Mac reads and computes, and the time that its memory takes to deliver these bytes.

    Weights that are not packed are in half precision there. A packed layer is unpacked into half precision, which
    writes two bytes a weight, and its product reads them. What the layers make of the picture is not counted.
    """
    moved = own["packed_bytes"] + HALF_BYTES * (own["plain"] + 2 * own["packed"])
    seconds = ", ".join(f"{chip} {1000 * moved / 1e9 / speed:.0f} ms" for chip, speed in MAC_BANDWIDTHS.items())
    return f"{moved / 1e9:.2f} GB moved, {count_operations(size):.1f} x 10**12 operations, memory alone: {seconds}"


@cache
def count_operations(size: str) -> float:
    """Return the 10**12 operations of one pass of a UNet at its native size."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with torch.device("meta"):
        unet = make_unet(size)
        given = make_inputs(unet, 1024 if size.endswith("XL") else 512)
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            unet(**given)
    return counter.get_total_flops() / 1e12


def time_steps(size: str, name: str) -> dict[str, Any]:
    """Return the processor seconds of steps of a UNet with weights in a format, and the bytes of its weights."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    before = peak_memory()
    unet = build_unet(size)
    convert(unet, name)
    given, taken = make_inputs(unet, SIDE), []
    with torch.inference_mode():
        for _ in range(SIZES[size] + 1):
            began = time.process_time()
            unet(**given)
            taken.append(time.process_time() - began)
    return {"seconds": taken[1:], "peak": peak_memory() - before, **weigh(unet)}


def make_inputs(unet: Any, side: int) -> dict[str, Any]:
    """Return the arguments of one pass of a UNet for a picture of `side` pixels."""
    import torch

    given: dict[str, Any] = {"sample": torch.randn(1, 4, side // 8, side // 8), "timestep": 10}
    given["encoder_hidden_states"] = torch.randn(1, 77, unet.config["cross_attention_dim"])
    if unet.config["addition_embed_type"]:
        given["added_cond_kwargs"] = {"text_embeds": torch.randn(1, 1280), "time_ids": torch.ones(1, 6)}
    return given


def weigh(unet: Any) -> dict[str, int]:
    """Return the bytes of all weights of a UNet, the number and the bytes of packed ones, and the number of others."""
    packed = [layer for layer in unet.modules() if hasattr(layer, "weight_shape")]
    own = [tensor for layer in packed for name, tensor in layer.state_dict().items() if name != "bias"]
    every = [*unet.parameters(), *unet.buffers()]
    return {
        "held": sum(tensor.nbytes for tensor in every),
        "packed": sum(layer.weight_shape.numel() for layer in packed),
        "packed_bytes": sum(tensor.nbytes for tensor in own),
        "plain": sum(tensor.numel() for tensor in every) - sum(tensor.numel() for tensor in own),
    }


def make_unet(size: str) -> Any:
    """Return a UNet of a published size on the device of the context."""
    from diffusers import UNet2DConditionModel

    from macapp.engine.benchmark.random_models import UNET_1, UNET_XL

    return UNet2DConditionModel(**(UNET_XL if size.endswith("XL") else UNET_1)).eval()  # type: ignore[arg-type]


def build_unet(size: str) -> Any:
    """Return a UNet of a published size with random weights."""
    import torch
    from accelerate import init_empty_weights

    from macapp.engine.benchmark.random_models import fill_random

    with init_empty_weights(include_buffers=True):
        unet = make_unet(size)
    return fill_random(unet, "cpu", torch.float32)


def convert(unet: Any, name: str) -> None:
    """Store the weights of a UNet in a format; those of GGUF are random blocks, whose speed is that of any others."""
    from macapp.engine.runtime.packed_layers import pack_layers

    if name == FULL:
        return
    if name in (WeightFormat.INT8.value, WeightFormat.INT4.value):
        pack_layers(unet, WeightFormat(name))
        return
    _store_blocks(unet, name)


def _store_blocks(unet: Any, kind: str) -> None:
    import torch
    from gguf import GGMLQuantizationType

    from macapp.engine.runtime.packed_layers import can_pack, store_blocks
    from macapp.models.gguf import BLOCKS
    from macapp.planning.weight_format import layer_format
    from tests.support.gguf_files import random_blocks

    weights, size = BLOCKS[kind]
    for name, layer in list(unet.named_modules()):
        fits = can_pack(layer) and layer.weight.numel() % 256 == 0
        if fits and layer_format(f"{name}.weight", layer.weight.shape, WeightFormat.INT8) is not WeightFormat.FULL:
            numbers = layer.weight.detach().reshape(-1, weights).numpy()
            blocks = random_blocks(numbers, GGMLQuantizationType[kind]).reshape(-1, size)
            store_blocks(layer, torch.from_numpy(blocks), kind)


def _loading_rows() -> list[Row]:
    """Return the peak memory while a UNet of Stable Diffusion 1.5 in half precision is loaded, by format."""
    with tempfile.TemporaryDirectory() as held:
        run_in_process(save_unet, held)
        peaks = {name: run_in_process(measure_loading, held, name) for name in (FULL, *MAX_POINTS)}
    subject = "loading a UNet of Stable Diffusion 1.5 from half precision into float32, in"
    return [
        Row(f"{subject} {name}: peak above an empty process", peak["grown"] / MB, "MB", more=f"{peak['seconds']:.1f} s")
        for name, peak in peaks.items()
    ]


def save_unet(folder: str) -> None:
    """Write a UNet of Stable Diffusion 1.5 in half precision."""
    build_unet("Stable Diffusion 1.5").half().save_pretrained(Path(folder) / "unet", variant="fp16")


def measure_loading(folder: str, name: str) -> dict[str, float]:
    """Return by how many bytes the peak of this process grows while a UNet is loaded, and the seconds."""
    import torch
    from diffusers import UNet2DConditionModel

    from macapp.engine.loading.components import load_model
    from macapp.engine.loading.packed_loading import load_packed

    part = Path(folder) / "unet"
    load: Callable[[], Any] = lambda: load_model(part, UNet2DConditionModel, torch.float32)  # noqa: E731
    if name != FULL:
        files = sorted(part.glob("*.safetensors"))
        load = lambda: load_packed(part, UNet2DConditionModel, torch.float32, WeightFormat(name), files)  # noqa: E731
    before, began = peak_memory(), time.perf_counter()
    kept = load()
    assert kept is not None
    return {"grown": peak_memory() - before, "seconds": time.perf_counter() - began}


def _stored_rows() -> list[Row]:
    """Return the cost to load the denoiser and the text encoder of Stable Diffusion 1.5 from packed copies."""
    with tempfile.TemporaryDirectory() as held:
        model, caches = str(Path(held) / "model"), str(Path(held) / "caches")
        run_in_process(write_sd, model, True)
        run_in_process(store_copies, model, caches)
        return [row for precision in ("float16", "float32") for row in _stored_rows_in(precision, model, caches)]


def _stored_rows_in(precision: str, model: str, caches: str) -> list[Row]:
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in (FULL, *MAX_POINTS)}
    for turn in range(LOADS + 1):  # the first one reads the disk
        for name in taken:
            taken[name] += [run_in_process(load_once, model, caches, precision, name)][: min(turn, 1)]
    figures = {name: {of: median(one[of] for one in loads) for of in loads[0]} for name, loads in taken.items()}
    full = figures.pop(FULL)
    return [
        Row(
            f"loading from a copy in {name}, over loading full weights in {precision}: processor time",
            own["cpu"] / full["cpu"],
            "",
            LOAD_BAR,
            f"{own['cpu']:.2f} of {full['cpu']:.2f} s; wall {own['wall']:.2f} of {full['wall']:.2f} s;"
            f" peak {own['peak'] / MB:,.0f} of {full['peak'] / MB:,.0f} MB",
        )
        for name, own in figures.items()
    ]


def _machines() -> dict[str, Machine]:
    """Return the machine whose pictures use each precision. A copy for a Mac is made on the processor, too."""
    here = detect_machine()
    return {
        "float16": replace(here, device="mps", torch="2.13.0", macos="14.5"),
        "float32": replace(here, device="cpu"),
    }


def store_copies(model: str, caches: str) -> int:
    """Write packed copies of a model in both precisions into another folder of caches; return their files."""
    from macapp.engine import import_libraries

    import_libraries()
    from macapp.engine.loading.stored_parts import store_parts

    os.environ["XDG_CACHE_HOME"] = caches
    ways = [(WeightFormat(name), machine) for name in MAX_POINTS for machine in _machines().values()]
    return sum(len(store_parts(model, name, machine, ignore_progress)) for name, machine in ways)


def load_once(model: str, caches: str, precision: str, name: str) -> dict[str, float]:
    """Return the seconds and the peak to load the denoiser and the text encoder of a model in a format.

    Each tensor is copied once, as a move to a GPU does. The system reads a mapped file only then.
    """
    from macapp.engine import import_libraries

    import_libraries()
    import torch

    from macapp import models
    from macapp.engine.loading.components import Placement
    from macapp.engine.loading.stored_parts import load_parts

    os.environ["XDG_CACHE_HOME"] = caches
    torch.set_num_threads(1)
    checkpoint, before = models.find_checkpoint(model), peak_memory()
    placement = Placement("cpu", getattr(torch, precision), WeightFormat(name))
    wall, cpu = time.perf_counter(), time.process_time()
    for part in load_parts(checkpoint, placement, ["unet", "text_encoder"]).values():
        for tensor in part.state_dict().values():
            tensor.clone()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return {**spent, "peak": peak_memory() - before}
