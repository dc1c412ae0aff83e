"""DeepFloyd IF in stages: the same pixels as plain diffusers, and what stays in memory."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportGeneralTypeIssues=false, reportCallIssue=false
# (diffusers annotates its constructors more narrowly than it calls them)

import inspect
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from PIL import Image

from macapp.engine.generation.cascade import MAX_CACHED_PROMPTS, SECOND_STEPS, Cascade
from macapp.models import find_checkpoint, resolve_request
from macapp.models.families import DEEPFLOYD_IF
from tests.support import tiny_models
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import make, nothing, same
from tests.support.request_factory import request


@pytest.fixture(scope="module")
def cascade(tiny_model: Path, folder: Path) -> Path:
    skip_if_too_old_for(DEEPFLOYD_IF)
    return tiny_models.make_tiny_if(folder / "if")


def test_the_second_stage_takes_as_many_steps_as_in_plain_diffusers() -> None:
    call = inspect.signature(diffusers.IFSuperResolutionPipeline.__call__)
    assert call.parameters["num_inference_steps"].default == SECOND_STEPS


@pytest.mark.usefixtures("few_steps")
def test_deepfloyd_if_draws_in_three_stages_as_plain_diffusers_does(engine, cascade: Path) -> None:
    wanted = request(
        "a red heart", seed=11, model=str(cascade), steps=4, guidance_scale=7.0, width=256, height=256, scheduler="own"
    )
    steps: list[tuple[int, int]] = []
    made = engine.generate(resolve_request(wanted), {}, nothing, lambda *step: steps.append(step)).image
    first = diffusers.IFPipeline.from_pretrained(cascade / "stage-1", safety_checker=None, watermarker=None)
    second = diffusers.IFSuperResolutionPipeline.from_pretrained(cascade / "stage-2", text_encoder=None)
    third = diffusers.StableDiffusionUpscalePipeline.from_pretrained(cascade / "upscaler")
    for each in (first, second, third):
        each.set_progress_bar_config(disable=True)
    wanted_words, unwanted = first.encode_prompt("a red heart")
    generator = torch.Generator("cpu").manual_seed(11)
    given = {"prompt_embeds": wanted_words, "negative_prompt_embeds": unwanted, "output_type": "pt"}
    given["generator"] = generator
    pixels: Any = first(num_inference_steps=4, width=16, height=16, **given).images
    pixels = second(num_inference_steps=3, image=pixels, width=64, height=64, **given).images
    small = Image.fromarray((((pixels[0] + 1) / 2).clamp(0, 1).permute(1, 2, 0).numpy() * 255).round().astype("uint8"))
    plain = third(
        "a red heart", small, num_inference_steps=3, noise_level=100, generator=torch.Generator("cpu").manual_seed(11)
    )
    assert same(made, plain.images[0])
    assert steps[-1] == (10, 10)
    assert [done for done, _ in steps] == list(range(11))


@pytest.mark.usefixtures("few_steps")
def test_the_text_encoder_of_if_is_not_kept_and_its_words_are(engine, cascade: Path) -> None:
    wanted = request("a boat", model=str(cascade), steps=2, width=256, height=256, scheduler="own")
    first = make(engine, wanted)
    stages = engine.cascade
    assert stages is not None
    assert all(getattr(each, "text_encoder", None) is None for each in list(stages.pipelines.values())[:2])
    kept = dict(stages.embeddings)
    assert same(make(engine, wanted), first)
    assert stages.embeddings.keys() == kept.keys()
    tight = Cascade(stages.checkpoint, "cpu", stages.dtype, keep_resident=False, prepare=stages.prepare)
    with torch.inference_mode():
        assert same(tight.generate(wanted, lambda: None), first)
    assert len(tight.pipelines) <= 1


@pytest.mark.usefixtures("few_steps")
def test_what_if_has_drawn_is_enlarged_as_often_as_asked(engine, cascade: Path) -> None:
    wanted = request("a boat", model=str(cascade), steps=2, width=256, height=256, scheduler="own")
    assert make(engine, replace(wanted, upscale=2)).size == (512, 512)


@pytest.mark.usefixtures("few_steps")
def test_only_the_last_prompts_stay_in_the_cache_and_each_stage_gets_the_plan(cascade: Path) -> None:
    prepared: list[str] = []

    def prepare(parts: Iterable[Any]) -> None:
        prepared.extend(type(part).__name__ for part in parts if isinstance(part, torch.nn.Module))

    stages = Cascade(find_checkpoint(str(cascade)), "cpu", torch.float32, keep_resident=True, prepare=prepare)
    wanted = request("a boat", model=str(cascade), steps=1, width=256, height=256, scheduler="own")
    with torch.inference_mode():
        stages.generate(wanted, nothing)
        assert prepared[0] == "T5EncoderModel"
        assert prepared.count("UNet2DConditionModel") == 3
        assert len(stages.pipelines) == 3
        [embedded] = stages.embeddings.values()
        stages.embeddings = {(f"prompt {number}", ""): embedded for number in range(MAX_CACHED_PROMPTS)}
        stages.generate(replace(wanted, prompt="a heart"), nothing)
    assert len(stages.embeddings) == MAX_CACHED_PROMPTS
    assert ("prompt 0", "") not in stages.embeddings
    assert ("a heart", "") in stages.embeddings


@pytest.mark.usefixtures("few_steps")
def test_stages_run_one_after_another_in_another_precision_and_are_restored(cascade: Path) -> None:
    stages = Cascade(find_checkpoint(str(cascade)), "cpu", torch.bfloat16, keep_resident=True, prepare=nothing)
    wanted = request("a boat", model=str(cascade), steps=1, width=256, height=256, scheduler="own")
    with torch.inference_mode(), stages.sequentially(torch.float32):
        stages.generate(wanted, nothing)
        assert not stages.pipelines, "the last stage is released too"
        assert {tensor.dtype for pair in stages.embeddings.values() for tensor in pair} == {torch.float32}
    assert (stages.keep_resident, stages.dtype) == (True, torch.bfloat16)
    assert not stages.pipelines
    assert not stages.embeddings, "those of the other precision are gone"


def test_the_steps_of_all_stages_are_counted(cascade: Path) -> None:
    checkpoint = find_checkpoint(str(cascade))
    wanted = request("a boat", model=str(cascade), steps=4, width=256, height=256, scheduler="own")
    for stages, steps in ((2, 4 + 50 + 25), (1, 4 + 50), (0, 4)):
        fewer = replace(checkpoint, stages=checkpoint.stages[:stages])
        assert Cascade(fewer, "cpu", torch.float32, True, nothing).steps(wanted) == steps
