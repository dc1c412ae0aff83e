"""Weight formats: their bytes, the time of a step, the peak while loading, and what they change in pictures.

Steps are timed as processor time of one thread, so that other work on the machine does not count, on UNets with the
sizes of Stable Diffusion 1.5 and XL and random weights. What pictures lose is measured on the starter model.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from macapp.domain.weight_format import WeightFormat
from macapp.models import resolve_request
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine
from macapp.system.paths import resources_dir
from tests.benchmarks.engine_overhead import build_request, ignore_progress
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import MB, peak_memory, run_in_process

FULL = WeightFormat.FULL.value
FORMATS = (WeightFormat.INT8.value, WeightFormat.INT4.value, "Q8_0", "Q4_K")
SIZES = {"Stable Diffusion 1.5": 256, "Stable Diffusion XL": 512}
"""Pixels a side of the timed step of each model."""
STEPS = 3  # timed, after one that is not
PROMPTS = 100  # of the 300 of the starter model's card
MAX_DIFFERENCE = 0.5  # of 255, with 8 bits
MAX_POINTS = {WeightFormat.INT8.value: 0.0, WeightFormat.INT4.value: 2.0}
"""Points of 100 by which a score of the starter model may fall."""
MAC_BANDWIDTHS = {"M1": 68, "M2": 100, "M4 Pro": 273, "M2 Max": 400}
"""10**9 bytes a second, as Apple states."""


def rows(model: str) -> list[Row]:
    """Return the figures of every format."""
    return [*_quality_rows(model), *(row for size in SIZES for row in _speed_rows(size)), *_loading_rows()]


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
        Row(f"a step of {size}, {SIZES[size]} x {SIZES[size]}, float32", median(full["seconds"]), "s"),
        Row(f"its weights in {FULL} precision", full["held"] / MB, "MB"),
    ]
    for name in FORMATS:
        own = run_in_process(time_steps, size, name)
        note = f"{own['held'] / MB:,.0f} MB of weights, {own['held'] / full['held']:.0%}"
        found.append(
            Row(f"a step in {name}, over that in full", median(own["seconds"]) / median(full["seconds"]), "", more=note)
        )
        read = ", ".join(f"{chip} {own['held'] / 1e9 / speed:.3f}" for chip, speed in MAC_BANDWIDTHS.items())
        found.append(Row(f"arithmetic, not measured: seconds to read these weights once, {name}", None, more=read))
    return found


def time_steps(size: str, name: str) -> dict[str, Any]:
    """Return the processor seconds of steps of a UNet with weights in a format, and the bytes of its weights."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    unet = build_unet(size)
    convert(unet, name)
    side = SIZES[size] // 8
    given: dict[str, Any] = {"encoder_hidden_states": torch.randn(1, 77, unet.config["cross_attention_dim"])}
    if size.endswith("XL"):
        given["added_cond_kwargs"] = {"text_embeds": torch.randn(1, 1280), "time_ids": torch.ones(1, 6)}
    latents, taken = torch.randn(1, 4, side, side), []
    with torch.inference_mode():
        for _ in range(STEPS + 1):
            began = time.process_time()
            unet(latents, 10, **given)
            taken.append(time.process_time() - began)
    held = sum(tensor.numel() * tensor.element_size() for tensor in (*unet.parameters(), *unet.buffers()))
    return {"seconds": taken[1:], "held": held}


def build_unet(size: str) -> Any:
    """Return a UNet of a published size with random weights."""
    import torch
    from accelerate import init_empty_weights
    from diffusers import UNet2DConditionModel

    from macapp.engine.benchmark.random_models import UNET_1, UNET_XL, fill_random

    with init_empty_weights(include_buffers=True):
        unet = UNet2DConditionModel(**(UNET_XL if size.endswith("XL") else UNET_1))  # type: ignore[arg-type]
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
