"""Models: the time to detect a file, to list thousands, and to load one, compared with plain diffusers.

The checkpoint has the configuration of Stable Diffusion XL and random weights in half precision: 7 GB in a temporary
folder, skipped if the disk has no space. Each load runs in its own process, in turns, so that neither finds data of the
other in memory.
"""

import json
import os
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from macapp import models
from macapp.models import foreign_folders
from macapp.models.scan_cache import ScanCache
from macapp.system.paths import resources_dir
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import MB, peak_memory, run_in_process

TOLD_BAR, LISTED_BAR, LOAD_BAR = 0.2, 1.0, 1.0
FILES, LORA_TENSORS = 5000, 4
PAIRS = 3
ROOM = 12 * 2**30


def time_detection(file: Path) -> float:
    """Return the seconds to detect the kind of a file, after all imports."""
    began = time.perf_counter()
    models.detect_kind(file)
    return time.perf_counter() - began


def write_large_file(folder: Path) -> Path:
    """Write a sparse single-file checkpoint of 7 GB with as many tensors as SDXL."""
    tensors, place = {}, 0
    names = [f"model.diffusion_model.input_blocks.{n}.0.in_layers.2.weight" for n in range(1680)]
    names += [f"first_stage_model.decoder.up.{n}.conv1.weight" for n in range(248)]
    names += [f"conditioner.embedders.1.model.transformer.resblocks.{n}.mlp.c_fc.weight" for n in range(587)]
    for name in names:
        end = place + 7_000_000_000 // len(names) // 2 * 2
        tensors[name] = {"dtype": "F16", "shape": [(end - place) // 2], "data_offsets": [place, end]}
        place = end
    header = json.dumps(tensors).encode()
    file = folder / "large.safetensors"
    with file.open("wb") as stream:
        stream.write(len(header).to_bytes(8, "little") + header)
        stream.truncate(8 + len(header) + place)
    return file


def time_listing(folder: Path) -> tuple[float, float]:
    """Return the seconds to list a folder with 5,000 LoRAs: for the first time, and again."""
    import numpy as np
    from safetensors.numpy import save

    (folder / "loras").mkdir()
    for number in range(FILES):
        name = f"lora_unet_down_blocks_{number}_attn2_to_k"
        made = {f"{name}_{n}.lora_down.weight": np.full((4, 768), number, np.float16) for n in range(LORA_TENSORS)}
        (folder / "loras" / f"{number}.safetensors").write_bytes(save(made))
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        looks = ScanCache(folder / "seen.json")
        found = [looks.get(str(each)) for each in foreign_folders.scan_folder(folder / "loras")]
        looks.save()
        seconds.append(time.perf_counter() - began)
        assert len([each for each in found if each is not None]) == FILES
    return seconds[0], seconds[1]


def write_xl(folder: str) -> str:
    """Write random weights with the size of Stable Diffusion XL, in half precision: 7 GB."""
    from macapp.engine import import_libraries

    import_libraries()
    import torch

    from macapp.engine.benchmark.random_models import sdxl

    sdxl("cpu", torch.float16).save_pretrained(folder, variant="fp16")
    return folder


def write_sd(folder: str, half: bool = False) -> str:
    """Write random weights with the size of Stable Diffusion 1.5, in single precision: 4.3 GB, or half of it."""
    from macapp.engine import import_libraries

    import_libraries()
    import torch

    from macapp.engine.benchmark.random_models import sd15

    sd15("cpu", torch.float16 if half else torch.float32).save_pretrained(folder, variant="fp16" if half else None)
    tokenizer = Path(folder) / "tokenizer"
    (tokenizer / "tokenizer.json").unlink()  # the published model has these two files instead, a third of the size
    for each in ("vocab.json", "merges.txt"):
        shutil.copyfile(resources_dir() / "clip-tokenizer" / each, tokenizer / each)
    return folder


def load_once(model: str, way: str) -> dict[str, float]:
    """Return the seconds and the peak megabytes to load a model in this process."""
    from macapp.engine import import_libraries

    import_libraries()
    if way == "plain":
        os.environ.pop("HF_DEACTIVATE_ASYNC_LOAD")  # set by Easel, not by the snippet
    import torch
    from diffusers import StableDiffusionXLPipeline

    from macapp.engine.loading.components import Placement
    from macapp.engine.loading.loaded_model import load

    before = peak_memory()
    began = time.perf_counter()
    if way == "plain":
        kept = StableDiffusionXLPipeline.from_pretrained(
            model, variant="fp16", torch_dtype=torch.float16, use_safetensors=True, add_watermarker=False
        )
    else:
        kept = load(models.find_checkpoint(model), Placement("cpu", torch.float16))
    took = time.perf_counter() - began
    parts = kept.components if isinstance(kept, StableDiffusionXLPipeline) else kept.parts
    for part in (each for each in parts.values() if isinstance(each, torch.nn.Module)):
        for weights in part.parameters():
            weights.max()  # reads the mapped file
    return {"seconds": took, "megabytes": (peak_memory() - before) / MB}


def measure_loads(model: str) -> dict[str, list[dict[str, float]]]:
    """Return the cost of loading, ours and plain, in turns; the first pair reads the disk and is not counted."""
    made: dict[str, list[dict[str, float]]] = {"ours": [], "plain": []}
    for pair in range(PAIRS + 1):
        for way in ("ours", "plain") if pair % 2 else ("plain", "ours"):
            found = run_in_process(load_once, model, way)
            made[way] += [found] if pair else []
    return made


def rows(_model: str) -> list[Row]:
    """Return the cost to detect, list and load models."""
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        took = time_detection(write_large_file(folder))
        made = [Row("the kind of a 7 GB file told from its header", took, "s", TOLD_BAR)]
        first, again = time_listing(folder)
        listed = f"{FILES:,} LoRA in a folder listed"
        made += [Row(f"{listed} for the first time", first, "s", LISTED_BAR)]
        made += [Row(f"{listed} again", again, "s", LISTED_BAR)]
        loaded = "a checkpoint of SDXL's size loaded, over plain `from_pretrained`:"
        if shutil.disk_usage(folder).free < ROOM:
            return [*made, Row(f"{loaded} time", None, more="the disk has no room for 7 GB twice")]
        both = measure_loads(write_xl(str(folder / "xl")))
    times, peaks = (
        [median(each[name] for each in both[way]) for way in ("ours", "plain")] for name in ("seconds", "megabytes")
    )
    return [
        *made,
        Row(f"{loaded} time", times[0] / times[1], "", LOAD_BAR, f"{times[0]:.2f} of {times[1]:.2f} s"),
        Row(f"{loaded} peak memory", peaks[0] / peaks[1], "", LOAD_BAR, f"{peaks[0]:,.0f} of {peaks[1]:,.0f} MB"),
    ]
