"""Assemble the trained parts, measure them on prompts that were not trained, and write the model card."""

import json
import random
import shutil
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from diffusers import DiffusionPipeline, StableDiffusionPipeline
from PIL import Image
from safetensors.torch import load_file

from starter_model import model, tokenizer
from starter_model.captions import HELD_OUT_PAIRS, any_scene, any_shape, caption, is_held_out
from starter_model.card import card
from starter_model.checker import look, time_of_day
from starter_model.figures import Figures
from starter_model.pictures import Picture, ScenePicture, ShapePicture
from starter_model.train import Progress

PROMPTS, SEEDS = 300, (1, 2)
SCENES = 100  # of the prompts
PAIRS = 60  # of the prompts have a held-out pair of colour and shape
STEPS, GUIDANCE = 20, 4.0
SHEET = (
    "a red heart on a white background",
    "a boat on the sea at sunset",
    "a large yellow star on a purple background",
    "mountains at night with the moon",
    "a green triangle on a black background",
    "the desert at sunrise with a tree",
    "a small blue circle on an orange background",
    "hills on a sunny day with a house and a tree",
    "a cyan square on a brown background",
    "the ocean by night",
    "a pink heart on a gray background",
    "mountains at sunset with a house",
)


def finish(work: Path, result: Path) -> None:
    """Write the finished model, its contact sheet, its figures and its card to the folder `result`."""
    unfinished = work / "finished"
    shutil.rmtree(unfinished, ignore_errors=True)
    model.save(assemble(work), unfinished)
    pipe = DiffusionPipeline.from_pretrained(unfinished, use_safetensors=True, torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    contact_sheet(pipe).save(unfinished / "contact-sheet.jpg", quality=90)
    figures = measure(pipe)
    (unfinished / "figures.json").write_text(json.dumps(asdict(figures), indent=2) + "\n")
    (unfinished / "README.md").write_text(card(figures, PROMPTS, SEEDS), encoding="utf-8")
    shutil.rmtree(result, ignore_errors=True)
    shutil.copytree(unfinished, result)
    print(json.dumps(asdict(figures), indent=2))


def assemble(work: Path) -> StableDiffusionPipeline:
    """Return the averaged parts in `work` as a pipeline."""
    weights = {**load_file(work / "unet.safetensors"), **_vae_weights(work)}
    vae, unet, text = model.autoencoder(), model.unet(), model.text_encoder()
    for part, name in ((vae, "vae"), (unet, "averaged_unet"), (text, "averaged_text")):
        part.load_state_dict(
            {key[len(name) + 1 :]: value for key, value in weights.items() if key.startswith(f"{name}.")}
        )
        part.eval()
    vae.register_to_config(scaling_factor=float((work / "scaling_factor.txt").read_text()))
    return model.pipeline(vae, unet, text, tokenizer.make(work / "tokenizer"))


def prompts() -> list[tuple[Picture, str]]:
    """Return 300 prompts that cannot be training captions; a fifth of them have a held-out pair."""
    random_ = random.Random(2026)
    found: dict[str, Picture] = {}
    while len(found) < PROMPTS:
        what = _random_picture(len(found), random_)
        words = caption(what, random_)
        if is_held_out(what, words):
            found.setdefault(words, what)
    return [(what, words) for words, what in found.items()]


def measure(pipe: DiffusionPipeline) -> Figures:
    """Make two pictures of every prompt and measure how much of the prompt they show."""
    right: dict[str, list[bool]] = {"background": [], "foreground": [], "shape": [], "time": [], "pairs": []}
    progress = Progress("evaluation")
    prompt_list = prompts()
    for number, (what, words) in enumerate(prompt_list):
        for seed in SEEDS:
            judge(what, picture_of(pipe, words, seed), right)
        progress.show(
            (number + 1) / len(prompt_list), ", ".join(f"{name} {_share(each):.1%}" for name, each in right.items())
        )
    shares = {name: round(_share(each), 4) for name, each in right.items()}
    return Figures(
        background=shares["background"],
        foreground=shares["foreground"],
        shape=shares["shape"],
        time_of_day=shares["time"],
        held_out_foreground_and_shape=shares["pairs"],
        seconds=_measure_seconds(pipe),
        threads=torch.get_num_threads(),
    )


def picture_of(pipe: Any, words: str, seed: int) -> Image.Image:
    """Return one picture at native size."""
    generator = torch.Generator("cpu").manual_seed(seed)
    return pipe(words, num_inference_steps=STEPS, guidance_scale=GUIDANCE, generator=generator).images[0]


def contact_sheet(pipe: DiffusionPipeline, columns: int = 4) -> Image.Image:
    """Return twelve pictures side by side, with the prompts in `SHEET` and seed 1, without selection."""
    side, gap = 128, 6
    rows = -(-len(SHEET) // columns)
    sheet = Image.new("RGB", (columns * (side + gap) + gap, rows * (side + gap) + gap), "white")
    for number, words in enumerate(SHEET):
        place = (gap + number % columns * (side + gap), gap + number // columns * (side + gap))
        sheet.paste(picture_of(pipe, words, 1), place)
    return sheet


def _random_picture(number: int, random_: random.Random) -> Picture:
    if number < SCENES:
        return any_scene(random_)
    while True:
        what = any_shape(random_)
        if ((what.colour, what.shape) in HELD_OUT_PAIRS) == (number < SCENES + PAIRS):
            return what


def judge(what: Picture, image: Image.Image, right: dict[str, list[bool]]) -> None:
    """Add to `right` which facts of a prompt its picture shows."""
    if isinstance(what, ScenePicture):
        right["time"].append(time_of_day(image) == what.time)
        return
    assert isinstance(what, ShapePicture)
    seen = look(image)
    right["background"].append(seen.background == what.background)
    right["foreground"].append(seen.colour == what.colour)
    right["shape"].append(seen.shape == what.shape)
    if (what.colour, what.shape) in HELD_OUT_PAIRS:
        right["pairs"].append((seen.colour, seen.shape) == (what.colour, what.shape))


def _share(each: list[bool]) -> float:
    return sum(each) / len(each) if each else 0.0


def _measure_seconds(pipe: DiffusionPipeline) -> float:
    times = []
    for seed in range(10):
        began = time.monotonic()
        picture_of(pipe, SHEET[0], seed)
        times.append(time.monotonic() - began)
    return round(sorted(times)[len(times) // 2], 2)


def _vae_weights(work: Path) -> dict[str, torch.Tensor]:
    """Return the weights of the autoencoder: the polished ones if that stage has run."""
    polished = work / "polish.safetensors"
    return load_file(polished if polished.exists() else work / "autoencoder.safetensors")
