"""Generate one picture of every model family and of every kind of auxiliary model, by a program in its own process.

The models are those of the tests: tiny and random, but of the real classes. The pictures show nothing useful; if a
frozen program generates the same pixels, nothing that the models need is missing in it.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from bundle.build_step import ROOT, Refused
from bundle.smoke_run import last_line, run_to_end
from macapp.engine import import_libraries
from macapp.models.families import FAMILIES

PROMPT = "a red heart"
SIDE, STEPS = 128, 2  # the minimum of DeepFloyd IF


def draw_families(command: Sequence[str], work: Path) -> dict[str, Path]:
    """Return a picture of each kind by its name, generated in a library below `work`; raises `Refused` if one fails."""
    work.mkdir()
    requested = requests()
    lines = work / "requests.jsonl"
    lines.write_text("".join(f"{json.dumps(each)}\n" for each in requested.values()))
    library = ["--library", str(work / "library")]
    _run([*command, *library, "enqueue", str(lines)])
    said = _run([*command, *library, "run", "--until-empty", "--device", "cpu", "--json"])
    drawn = [Path(json.loads(line)["path"]) for line in said.splitlines()]
    if len(drawn) != len(requested):
        raise Refused(f"Of {len(requested)} pictures {len(drawn)} were drawn.")
    found = dict(zip(requested, drawn, strict=True))
    found["a map of depth"] = work / "depth.png"
    models, picture = tiny_models(), work / "picture.png"
    Image.linear_gradient("L").convert("RGB").save(picture)
    depth = ["map", "depth", str(picture), str(found["a map of depth"]), "--depth-model", models["depth"]]
    _run([*command, *depth])
    return found


def requests() -> dict[str, dict[str, Any]]:
    """Return the requests by the name of what they show; a model that fills in a mask has none."""
    models = tiny_models()
    plain = {"prompt": PROMPT, "seed": 7, "width": SIDE, "height": SIDE, "steps": STEPS}
    drawn = [name for name in models if name in FAMILIES and not FAMILIES[name].needs_mask]
    requested = {name: {**plain, "model": models[name]} for name in drawn}
    base = {**plain, "model": models["StableDiffusionPipeline"]}
    return {
        **requested,
        "a LoRA": {**base, "loras": [{"model": models["lora"], "weight": 0.8}]},
        "a textual inversion": {**base, "embeddings": [models["embedding"]]},
        "an upscaler": {**base, "upscale": 4, "upscaler": models["upscaler"]},
        "the x4 upscaler": {**base, "upscale": 4, "upscaler": models["x4"]},
    }


@lru_cache(maxsize=1)
def _folder() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="easel-families-")


@lru_cache(maxsize=1)
def tiny_models() -> Mapping[str, str]:
    """Return the path of each model, created once; deleted when this process ends."""
    import_libraries()
    from tests.support import tiny_families, tiny_models

    folder = Path(_folder().name)
    base = tiny_models.make_tiny_model(folder / "sd")
    made = {
        "StableDiffusionPipeline": base,
        "StableDiffusionXLPipeline": tiny_models.make_tiny_xl(folder / "xl"),
        "IFPipeline": tiny_models.make_tiny_if(folder / "if"),
        **{name: tiny_families.make_other(name, folder / name) for name in tiny_families.TINY_FAMILIES},
        "lora": tiny_models.make_lora(base, folder / "lora.safetensors"),
        "embedding": tiny_models.make_embedding(folder / "embedding.safetensors"),
        "upscaler": tiny_models.make_esrgan(folder / "esrgan.safetensors"),
        "x4": tiny_models.make_x4_upscaler(folder / "x4"),
        "depth": tiny_models.make_tiny_depth(folder / "depth"),
    }
    return {name: str(path) for name, path in made.items()}


def _run(command: Sequence[str]) -> str:
    ran = run_to_end(command, cwd=ROOT)
    if ran.returncode != 0:
        raise Refused(f"{Path(command[0]).name} ended with {ran.returncode}: {last_line(ran)}")
    return ran.stdout
