"""The table of kinds says what diffusers' pipelines really take."""

import json
from pathlib import Path

import diffusers
import pytest

from macapp.domain.request import Request
from macapp.engine.loading.loaded_model import parameters_of
from macapp.engine.runtime.transformer_blocks import SUPPORTED
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models.checkpoint import find_checkpoint
from macapp.models.families import FAMILIES, ROWS
from macapp.models.model_family import OPTIONAL_FIELDS, UNET, ModelFamily, Task
from tests.support.libraries import with_the_current_set

pytestmark = with_the_current_set

PARAMETERS = ("negative_prompt", "prompt_2", "negative_prompt_2", "clip_skip", "eta", "guidance_rescale")
OF_TASKS = {
    Task.IMAGE: {"image", "strength"},
    Task.MASK: {"image", "mask_image"},
    Task.CONTROL: {"controlnet_conditioning_scale"},
    Task.CONTROL_IMAGE: {"image", "strength", "control_image", "controlnet_conditioning_scale"},
    Task.CONTROL_MASK: {"image", "mask_image", "control_image", "controlnet_conditioning_scale"},
}
"""What the pipeline of a task must take."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: next(iter(row.pipelines.values())))
def test_a_family_supports_what_its_pipelines_take(row: ModelFamily) -> None:
    for task, name in row.pipelines.items():
        parameters = parameters_of(getattr(diffusers, name))
        assert {"prompt", "num_inference_steps", row.guidance, "generator"} <= parameters
        assert OF_TASKS.get(task, {"width", "height"}) <= parameters
    first = getattr(diffusers, next(iter(row.pipelines.values())))
    parameters = parameters_of(first)
    if "negative_prompt_embeds" in parameters:  # FLUX.2 klein takes no text
        parameters |= {"negative_prompt"}
    assert {name for name in PARAMETERS if name in row.supports} <= parameters
    assert ("loras" not in row.supports) or hasattr(first, "load_lora_weights")
    assert ("embeddings" not in row.supports) or hasattr(first, "load_textual_inversion")
    assert ("variation_strength" not in row.supports) or "latents" in parameters
    assert ("references" not in row.supports) or "image" in parameters
    assert ("cache_interval" not in row.supports) or row.denoiser in (UNET, *SUPPORTED)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: next(iter(row.pipelines.values())))
def test_what_steps_reuse_needs_to_know_when_a_step_ends(row: ModelFamily) -> None:
    for name in row.pipelines.values() if "cache_interval" in row.supports else ():
        assert "callback_on_step_end" in parameters_of(getattr(diffusers, name))


def test_every_class_of_the_table_is_one_of_diffusers() -> None:
    for row in ROWS:
        assert all(hasattr(diffusers, name) for name in (row.denoiser, *row.autoencoders))


def test_every_optional_field_is_one_of_a_request_and_some_family_supports_it() -> None:
    assert set(OPTIONAL_FIELDS) <= set(Request.__dataclass_fields__)
    assert set(OPTIONAL_FIELDS) == set().union(*(row.supports for row in ROWS))


NOT_OFFERED = {
    "it needs a map, an image or a mask, and is made of a model that is offered": (
        "StableDiffusionControlNet", "StableDiffusionXLControlNet", "StableDiffusionXLControlNetUnion",
        "StableDiffusion3ControlNet", "FluxControl", "FluxControlNet", "CogView4Control",
        "QwenImageControlNet", "ZImageControlNet", "ZImageControlNetInpaint",
    ),
    "a way of guiding that no model is saved with": (
        "StableDiffusion3PAG", "HunyuanDiTPAG", "SanaPAG", "StableDiffusionPAG", "StableDiffusionControlNetPAG",
        "StableDiffusionXLPAG", "StableDiffusionXLControlNetPAG", "PixArtSigmaPAG",
    ),
    "two models in two folders, joined by diffusers when it fetches them": (
        "KandinskyCombined", "KandinskyV22Combined", "WuerstchenCombined", "StableCascadeCombined",
    ),
    "it needs a processor of images to read a prompt, which would be code of another kind to trust": (
        "GlmImage", "NucleusMoEImage", "QwenImage21", "ZImageOmni",
    ),
    "a video model": ("Helios", "HeliosPyramid"),
    "its text encoder is not saved by transformers 5 in a form that it loads": ("PRX",),
}  # fmt: skip


def test_every_pipeline_that_diffusers_draws_from_text_with_is_offered_or_left_out_for_a_reason() -> None:
    from diffusers.pipelines.auto_pipeline import AUTO_TEXT2IMAGE_PIPELINES_MAPPING

    known = {each.__name__ for each in AUTO_TEXT2IMAGE_PIPELINES_MAPPING.values()}
    left_out = {f"{each}Pipeline" for several in NOT_OFFERED.values() for each in several}
    assert known - set(FAMILIES) == left_out


@pytest.mark.parametrize(
    "name", ["HiDreamImage", "GlmImage", "QwenImage21", "Kolors", "FluxControl", "CogView4Control"]
)
def test_a_model_of_a_family_that_does_not_run_is_refused_by_name(name: str, tmp_path: Path) -> None:
    assert hasattr(diffusers, f"{name}Pipeline")
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": f"{name}Pipeline"}))
    with pytest.raises(MachineError) as caught:
        find_checkpoint(str(tmp_path))
    assert f"is a {name}Pipeline, which Easel does not support" in message_for(caught.value)
