"""Models: how soon a file is told, how soon thousands are listed, and what loading one costs beside plain diffusers.

Run as `python -m tests.benchmarks.models [model folder]`. The checkpoint has the true configuration of Stable Diffusion
XL with random weights in half precision: 7 GB, written to a temporary folder and left out if the disk has no room. Each
load is a process of its own, the two in turns, so that neither finds what the other left in memory.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from macapp import checkpoints
from macapp.checkpoints import sources
from macapp.checkpoints.looks import Looks

TOLD_BAR, LISTED_BAR, LOAD_BAR = 0.2, 1.0, 1.0
FILES, LORA_TENSORS = 5000, 4
PAIRS = 3
ROOM = 12 * 2**30
MB = 2**20


def told_in(file: Path) -> float:
    """Return the seconds until the kind of a file is told, by a process that has imported what it needs."""
    began = time.perf_counter()
    checkpoints.told(file)
    return time.perf_counter() - began


def large_file(folder: Path) -> Path:
    """Write a single-file checkpoint of 7 GB, nearly all of it a hole, with as many tensors as SDXL has."""
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


def listed_in(folder: Path) -> tuple[float, float]:
    """Return the seconds that listing a folder of 5,000 LoRA takes: seen for the first time, and again."""
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
        looks = Looks(folder / "seen.json")
        found = [looks.at(str(each)) for each in sources.found_in(folder / "loras")]
        looks.keep()
        seconds.append(time.perf_counter() - began)
        assert len([each for each in found if each is not None]) == FILES
    return seconds[0], seconds[1]


def write_xl(folder: Path) -> Path:
    """Write random weights of the true size of Stable Diffusion XL, in half precision: 7 GB."""
    from macapp.engine.opening import import_quietly

    import_quietly()
    import torch

    from macapp.engine.full_size import extra_large

    extra_large("cpu", torch.float16).save_pretrained(folder, variant="fp16")
    return folder


def write_sd(folder: Path, half: bool = False) -> Path:
    """Write random weights of the true size of Stable Diffusion 1.5, in single precision: 4.3 GB, or half of it."""
    from macapp.engine.opening import import_quietly

    import_quietly()
    import torch

    from macapp.engine.full_size import classic

    classic("cpu", torch.float16 if half else torch.float32).save_pretrained(folder, variant="fp16" if half else None)
    return folder


def load_once(model: Path, plainly: bool) -> None:
    """Load a model in this process and print the seconds and the most memory that it took."""
    from macapp.engine.opening import import_quietly

    import_quietly()
    if plainly:
        os.environ.pop("HF_DEACTIVATE_ASYNC_LOAD")  # ours, not what the snippet has
    import torch
    from diffusers import StableDiffusionXLPipeline

    from macapp.engine.pipelines import load

    before = _most_memory()
    began = time.perf_counter()
    if plainly:
        kept = StableDiffusionXLPipeline.from_pretrained(
            model, variant="fp16", torch_dtype=torch.float16, use_safetensors=True, add_watermarker=False
        )
    else:
        kept = load(checkpoints.find(str(model)), "cpu", "float16")
    seconds = time.perf_counter() - began
    parts = kept.components if isinstance(kept, StableDiffusionXLPipeline) else kept.parts
    for part in (each for each in parts.values() if isinstance(each, torch.nn.Module)):
        for weights in part.parameters():
            weights.max()  # reads what was only mapped
    print(json.dumps({"seconds": seconds, "megabytes": (_most_memory() - before) / MB}))
    del kept


def _most_memory() -> int:
    """Return the most bytes that this process has held; Linux's own count, as `getrusage` begins with the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(each.split()[1]) for each in status.read_text().splitlines() if each.startswith("VmHWM")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def loads(model: Path) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Return what loading took, ours and plain, in turns; the first pair reads the disk and is not counted."""
    ours, plain = [], []
    for pair in range(PAIRS + 1):
        for way, made in (("ours", ours), ("plain", plain)) if pair % 2 else (("plain", plain), ("ours", ours)):
            command = [sys.executable, "-m", "tests.benchmarks.models", str(model), "--once", way]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            if pair:
                made.append(json.loads(done.stdout.splitlines()[-1]))
    return ours, plain


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 if a figure is over its bar."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.models", description=__doc__)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--once", choices=("ours", "plain"))
    chosen = parser.parse_args(arguments)
    if chosen.once:
        load_once(chosen.model, chosen.once == "plain")
        return 0
    over = False
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        told = told_in(large_file(folder))
        first, again = listed_in(folder)
        print("models    kind of a 7 GB file told   bar     5,000 files listed: first, again   bar")
        listed = f"{first:.2f} s, {again:.2f} s"
        print(f"          {told:.3f} s                   {TOLD_BAR} s   {listed:34} {LISTED_BAR} s")
        over |= told > TOLD_BAR or again > LISTED_BAR or first > LISTED_BAR
        if shutil.disk_usage(folder).free < ROOM:
            print("          loading: left out, the disk has no room for 7 GB twice")
            return int(over)
        ours, plain = loads(write_xl(folder / "xl"))
    seconds, peak = (
        [median(each[name] for each in made) for made in (ours, plain)] for name in ("seconds", "megabytes")
    )
    ratios = seconds[0] / seconds[1], peak[0] / peak[1]
    print("          SDXL loaded: ours, plain      ratio   peak memory: ours, plain      ratio   bar")
    print(
        f"          {seconds[0]:.2f} s, {seconds[1]:.2f} s               {ratios[0]:.2f}    "
        f"{peak[0]:.0f} MB, {peak[1]:.0f} MB            {ratios[1]:.2f}    {LOAD_BAR}"
    )
    return int(over or max(ratios) > LOAD_BAR * 1.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
