"""The starter model: what it draws is what was asked, through plain diffusers."""

from pathlib import Path

import pytest

from starter_model import checker
from tests.support.libraries import with_the_current_set

PROMPTS = {
    "a red heart on a white background": ("white", "red", "heart"),
    "a yellow star on a blue background": ("blue", "yellow", "star"),
    "a large black square on a pink background": ("pink", "black", "square"),
}


@pytest.fixture(scope="module")
def pipeline(starter_model: Path, tiny_model: Path):
    import torch
    from diffusers import DiffusionPipeline

    pipe = DiffusionPipeline.from_pretrained(starter_model, use_safetensors=True, dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    return pipe


@with_the_current_set  # plain transformers 4 does not read what 5 writes; Easel does
@pytest.mark.parametrize("prompt", PROMPTS)
def test_it_draws_what_it_is_asked_for(pipeline, prompt: str) -> None:
    import torch

    seen = []
    for seed in range(3):
        generator = torch.Generator("cpu").manual_seed(seed)
        image = pipeline(prompt, num_inference_steps=20, guidance_scale=4.0, generator=generator).images[0]
        assert image.size == (128, 128)
        seen.append(checker.look(image))
    right = [each == checker.Seen(*PROMPTS[prompt]) for each in seen]
    assert sum(right) >= 2, seen


@with_the_current_set
def test_the_same_folder_serves_image_to_image_and_inpainting(starter_model: Path, tiny_model: Path) -> None:
    import torch
    from diffusers import AutoPipelineForImage2Image, AutoPipelineForInpainting
    from PIL import Image, ImageDraw

    start, mask = Image.new("RGB", (128, 128), "white"), Image.new("L", (128, 128), 0)
    ImageDraw.Draw(mask).rectangle((32, 32, 96, 96), fill=255)
    for kind, extra in ((AutoPipelineForImage2Image, {}), (AutoPipelineForInpainting, {"mask_image": mask})):
        pipe = kind.from_pretrained(starter_model, use_safetensors=True, dtype=torch.float32)
        pipe.set_progress_bar_config(disable=True)
        generator = torch.Generator("cpu").manual_seed(1)
        made = pipe(
            "a red heart on a white background", image=start, strength=0.9, generator=generator, **extra
        ).images[0]
        assert made.size == (128, 128)
        assert made.getextrema() != start.getextrema()


def test_only_safetensors_are_in_it(starter_model: Path) -> None:
    kinds = {each.suffix for each in starter_model.rglob("*") if each.is_file()}
    assert kinds <= {".safetensors", ".json", ".txt", ".md", ".jpg"}
    assert "# Easel's starter model" in (starter_model / "README.md").read_text()
