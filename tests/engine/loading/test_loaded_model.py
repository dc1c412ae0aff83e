"""A loaded checkpoint: one set of weights for every pipeline, and its own scheduler settings."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from diffusers import AutoencoderKL, DPMSolverMultistepScheduler, PNDMScheduler, StableDiffusionPipeline
from safetensors.torch import load_file, save_file

from macapp.engine.loading.loaded_model import (
    build_pipeline,
    load_error,
    make_scheduler,
    parameters_of,
    pipeline_class,
    resolve_pipeline_class,
)
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models import find_checkpoint, resolve_request
from tests.support.plain_diffusers import IMAGE, IMAGES, MASK, SAFE, SIZE, asked, make, nothing, plainly, same


def test_text_and_image_to_image_share_one_set_of_weights(engine, tiny_model: Path) -> None:
    wanted, from_image = asked(tiny_model), asked(tiny_model, image=IMAGE, strength=0.5)
    make(engine, wanted)
    session = engine.session
    pipelines = (session.loaded.pipeline(wanted), session.loaded.pipeline(from_image))
    assert type(pipelines[0]) is not type(pipelines[1])
    for name in ("unet", "vae", "text_encoder", "tokenizer"):
        assert getattr(pipelines[0], name) is getattr(pipelines[1], name)
    loads: list[int] = []
    engine.generate(resolve_request(from_image), IMAGES, lambda: loads.append(1), nothing)
    assert loads == []
    assert engine.session is session


def test_a_pipeline_is_built_once_but_gets_a_new_scheduler(engine, tiny_model: Path) -> None:
    make(engine, asked(tiny_model, steps=1))
    loaded = engine.session.loaded
    first = loaded.pipeline(asked(tiny_model, scheduler="own"))
    scheduler = first.scheduler
    assert type(scheduler) is PNDMScheduler
    assert loaded.pipeline(asked(tiny_model, scheduler="dpm++ 2m karras")) is first
    assert isinstance(first.scheduler, DPMSolverMultistepScheduler)
    assert loaded.scheduler("own") is not scheduler
    assert loaded.scheduler("own").config["beta_end"] == scheduler.config["beta_end"]


def test_another_vae_leaves_the_model_itself_as_it_is(engine, tiny_model: Path) -> None:
    make(engine, asked(tiny_model, steps=1))
    loaded = engine.session.loaded
    vae = AutoencoderKL.from_pretrained(tiny_model / "vae")
    other = loaded.with_vae(vae)
    assert other.pipeline(asked(tiny_model)).vae is vae
    assert other.parts["unet"] is loaded.parts["unet"]
    assert loaded.pipeline(asked(tiny_model)).vae is loaded.parts["vae"] is not vae


def test_the_class_follows_the_task(tiny_model: Path) -> None:
    checkpoint = find_checkpoint(str(tiny_model))
    for changes, name in (
        ({}, "StableDiffusionPipeline"),
        ({"image": IMAGE, "strength": 0.5}, "StableDiffusionImg2ImgPipeline"),
        ({"image": IMAGE, "strength": 0.5, "mask": MASK}, "StableDiffusionInpaintPipeline"),
    ):
        assert pipeline_class(checkpoint, asked(tiny_model, **changes)).__name__ == name
    with pytest.raises(MachineError, match="kind-not-in-library") as caught:
        resolve_pipeline_class("NotYetWrittenPipeline", "Not Yet Written")
    assert "Not Yet Written" in message_for(caught.value)


def test_a_pipeline_takes_no_safety_checker_and_only_known_settings(engine, tiny_model: Path) -> None:
    make(engine, asked(tiny_model, steps=1))
    parts = engine.session.loaded.parts
    pipeline = build_pipeline(StableDiffusionPipeline, {"not_a_parameter": True}, parts)
    assert pipeline.safety_checker is None
    assert pipeline.unet is parts["unet"]
    assert {"prompt", "num_inference_steps", "callback_on_step_end"} <= parameters_of(StableDiffusionPipeline)


def test_a_scheduler_has_the_noise_schedule_of_the_checkpoint() -> None:
    own = {"beta_start": 0.001, "beta_end": 0.02, "prediction_type": "v_prediction"}
    scheduler = make_scheduler("euler", own)
    assert {name: scheduler.config[name] for name in own} == own


def test_an_error_while_loading_is_one_short_line() -> None:
    error = load_error("a model", RuntimeError("size mismatch:\n  in one layer."))
    assert (error.code, error.data) == ("model-load-failed", {"model": "a model", "why": "size mismatch: in one layer"})
    assert load_error("a model", ValueError()).data["why"] == "ValueError"
    assert load_error("a model", ValueError("x" * 999)).data["why"] == "x" * 200


def test_half_precision_on_disk_is_converted_as_by_plain_diffusers(engine, tiny_model: Path, tmp_path: Path) -> None:
    """Rounded to half precision, then computed in the precision of the device."""
    folder = Path(shutil.copytree(tiny_model, tmp_path / "copy"))
    for file in list(folder.glob("*/*.safetensors")):
        halves = {name: weight.half() for name, weight in load_file(file).items()}
        save_file(halves, file.with_name(f"{file.stem}.fp16.safetensors"), {"format": "pt"})
        file.unlink()
    made = make(engine, asked(folder))
    plain = plainly("StableDiffusionPipeline", asked(folder), {**SAFE, "variant": "fp16"}, **SIZE)
    assert same(made, plain)
    assert not same(made, make(engine, asked(tiny_model)))


def test_the_prediction_type_of_the_checkpoint_is_used(engine, tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "copy"))
    file = folder / "scheduler" / "scheduler_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "prediction_type": "v_prediction"}))
    wanted = replace(asked(tiny_model), model=str(folder))
    made = make(engine, wanted)
    assert same(made, plainly("StableDiffusionPipeline", wanted, SAFE, **SIZE))
    assert not same(made, make(engine, asked(tiny_model)))
