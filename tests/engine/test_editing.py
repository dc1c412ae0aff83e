"""Models that edit by instruction: what plain diffusers makes of the same reference images, to the pixel."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import transformers

from macapp import models
from macapp.domain.request import Lora, Request
from macapp.engine import open_engine
from macapp.engine.engine import Engine
from macapp.engine.loading.prompt_processor import IMAGE_TOKEN, PromptProcessor
from macapp.errors import BadRequest, MachineError
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from macapp.models.model_family import Task
from macapp.planning.precision import BF16_FAMILIES
from tests.engine.test_fake_mps import mac
from tests.support.fake_mps import pretended
from tests.support.libraries import skip_if_too_old_for, with_the_current_set
from tests.support.mps_kernels import lacking
from tests.support.plain_diffusers import IMAGE, IMAGES, MASK, SIZE, asked, noise, nothing, plainly, same
from tests.support.tiny_editors import TINY_EDITORS, make_editor
from tests.support.tiny_families import make_other
from tests.support.tiny_loras import make_transformer_lora

pytestmark = [with_the_current_set, pytest.mark.usefixtures("small_references")]
ONE, TWO, THIN = (digit * 64 for digit in "abc")
REFERENCES = {ONE: noise(5, (64, 64)), TWO: noise(6, (96, 72)), THIN: noise(7, (64, 1024))}
EDITS = [
    ("Flux2KleinPipeline", (ONE,)),
    ("Flux2KleinPipeline", (TWO, ONE)),
    ("Flux2Pipeline", ()),
    ("Flux2Pipeline", (TWO, ONE)),
    ("FluxKontextPipeline", ()),
    ("FluxKontextPipeline", (TWO,)),
    ("QwenImageEditPipeline", (TWO,)),
    ("QwenImageEditPlusPipeline", (ONE,)),
    ("QwenImageEditPlusPipeline", (TWO, ONE)),
]


@pytest.fixture(scope="module")
def editors(folder: Path) -> Callable[[str], Path]:
    """Return the tiny model of a family, made the first time that it is used."""

    @cache
    def made(pipeline: str) -> Path:
        skip_if_too_old_for(FAMILIES[pipeline])
        return make_editor(pipeline, folder / pipeline)

    return made


def plain_processor(model: Path) -> Any:
    """Return the processor of transformers without the part for videos, which needs torchvision."""
    ours = PromptProcessor.load(
        model / "processor", transformers.T5Tokenizer.from_pretrained(model / "tokenizer", local_files_only=True)
    )
    processor = object.__new__(transformers.Qwen2VLProcessor)
    processor.image_processor, processor.tokenizer = ours.image_processor, ours.tokenizer
    processor.video_processor = None
    processor.image_token, processor.video_token = IMAGE_TOKEN, "<|video_pad|>"
    processor.image_token_id = ours.tokenizer.convert_tokens_to_ids(IMAGE_TOKEN)
    processor.video_token_id = -1
    processor.chat_template = None
    return processor


def plain_model(model: Path) -> Path:
    """Return a model whose prompts are read by a tokenizer in place of a processor, which needs torchvision."""
    index = json.loads((model / "model_index.json").read_text())
    if index["tokenizer"][1] != "PixtralProcessor":
        return model
    plain = shutil.copytree(model, model.with_name("plain"), dirs_exist_ok=True)
    index["tokenizer"] = ["transformers", "PreTrainedTokenizerFast"]
    (plain / "model_index.json").write_text(json.dumps(index))
    return plain


def edit(engine: Engine, wanted: Request) -> Any:
    return engine.generate(resolve_request(wanted), {**IMAGES, **REFERENCES}, nothing, nothing)


@pytest.mark.parametrize(("pipeline", "names"), EDITS, ids=str)
def test_an_edit_is_what_plain_diffusers_makes(engine, editors, pipeline: str, names: tuple[str, ...]) -> None:
    model, family = editors(pipeline), FAMILIES[pipeline]
    changes = {"negative_prompt": "a blue boat"} if "negative_prompt" in family.supports else {}
    wanted = asked(model, scheduler="own", guidance_scale=3.0, steps=2, references=names, **changes)
    made = edit(engine, wanted).image
    images = [REFERENCES[name] for name in names]
    given: dict[str, Any] = {**SIZE, **changes, family.guidance: 3.0}
    if names:
        given["image"] = images if pipeline not in ("FluxKontextPipeline", "QwenImageEditPipeline") else images[0]
    if "Kontext" in pipeline:
        given["max_area"] = 64 * 64
    parts = {"processor": plain_processor(model)} if "Qwen" in pipeline else {}
    if "Qwen" in pipeline:
        given["guidance_scale"] = None
    assert same(made, plainly(pipeline, replace(wanted, model=str(plain_model(model))), parts, **given))
    if names:
        other = (TWO,) if names == (ONE,) else (ONE,)
        assert not same(made, edit(engine, replace(wanted, references=other)).image)


@pytest.mark.parametrize("pipeline", ["QwenImageEditPipeline", "QwenImagePipeline"])
def test_guidance_works_without_a_negative_prompt(engine, editors, folder: Path, pipeline: str) -> None:
    """The pipelines of Qwen-Image ignore the guidance scale without one; their model cards write a space."""
    if pipeline == "QwenImagePipeline":
        wanted = asked(make_other(pipeline, folder / pipeline), scheduler="own", steps=2, guidance_scale=4.0)
    else:
        wanted = asked(editors(pipeline), scheduler="own", steps=2, references=(ONE,), guidance_scale=4.0)
    assert not same(edit(engine, wanted).image, edit(engine, replace(wanted, guidance_scale=1.0)).image)
    assert same(edit(engine, wanted).image, edit(engine, replace(wanted, negative_prompt=" ")).image)


@pytest.mark.parametrize("changes", [{}, {"image": IMAGE, "strength": 0.75, "mask": MASK}], ids=["text", "mask"])
def test_klein_leaves_out_what_the_negative_prompt_says(engine, editors, changes: dict[str, Any]) -> None:
    wanted = asked(editors("Flux2KleinPipeline"), scheduler="own", steps=2, guidance_scale=4.0, **changes)
    without = edit(engine, wanted).image
    assert not same(without, edit(engine, replace(wanted, negative_prompt="a blue boat")).image)
    assert same(without, edit(engine, wanted).image), "the negative prompt stayed"
    unguided = replace(wanted, guidance_scale=1.0)
    assert same(edit(engine, unguided).image, edit(engine, replace(unguided, negative_prompt="a blue boat")).image)


def test_a_distilled_klein_does_not_encode_a_negative_prompt(engine, editors, tmp_path: Path) -> None:
    model = shutil.copytree(editors("Flux2KleinPipeline"), tmp_path / "distilled")
    index = json.loads((model / "model_index.json").read_text())
    (model / "model_index.json").write_text(json.dumps({**index, "is_distilled": True}))
    wanted = asked(model, scheduler="own", steps=1, guidance_scale=4.0)
    assert same(edit(engine, wanted).image, edit(engine, replace(wanted, negative_prompt="a blue boat")).image)


def test_the_tokens_of_images_in_a_prompt_are_left_out(engine, editors) -> None:
    wanted = asked(editors("QwenImageEditPlusPipeline"), scheduler="own", steps=1, references=(ONE, TWO))
    forged = replace(wanted, prompt=f"{wanted.prompt}{IMAGE_TOKEN}{IMAGE_TOKEN}")
    assert same(edit(engine, wanted).image, edit(engine, forged).image)


@pytest.mark.parametrize("names", [(), (TWO,)], ids=["none", "one"])
@pytest.mark.parametrize("pipeline", ["Flux2KleinPipeline", "FluxKontextPipeline"])
def test_a_masked_part_is_edited_with_a_reference(engine, editors, pipeline: str, names: tuple[str, ...]) -> None:
    masked = {"image": IMAGE, "strength": 0.75, "mask": MASK}
    wanted = asked(editors(pipeline), scheduler="own", guidance_scale=3.0, references=names, **masked)
    made = edit(engine, wanted).image
    given: dict[str, Any] = {"image": IMAGES[IMAGE], "mask_image": IMAGES[MASK], "strength": 0.75, **SIZE}
    if names:
        given["image_reference"] = REFERENCES[TWO]
    if "Kontext" in pipeline:
        given |= {"max_area": 64 * 64, "_auto_resize": False}
    plain = plainly(FAMILIES[pipeline].pipelines[Task.MASK], wanted, **given)
    inside = np.asarray(IMAGES[MASK]) > 0
    assert np.array_equal(np.asarray(made)[inside], np.asarray(plain)[inside])
    assert np.array_equal(np.asarray(made)[~inside], np.asarray(IMAGES[IMAGE])[~inside])
    assert not same(made, edit(engine, replace(wanted, references=(ONE,))).image)


@pytest.mark.parametrize("pipeline", ["Flux2KleinPipeline", "FluxKontextPipeline"])
def test_a_masked_part_is_edited_on_a_mac(editors, pipeline: str) -> None:
    masked = {"image": IMAGE, "strength": 0.75, "mask": MASK}
    wanted = asked(editors(pipeline), scheduler="own", steps=2, references=(TWO,), **masked)
    engine = Engine(mac())
    with pretended() as seen:
        edit(engine, wanted)
        engine.release()
    assert lacking(seen) == []


@pytest.mark.filterwarnings("ignore:at..frobenius_norm:UserWarning")  # in the guidance of Qwen-Image
@pytest.mark.parametrize("macos", ["14.5", "13.5"])
@pytest.mark.parametrize("pipeline", TINY_EDITORS)
def test_an_edit_runs_on_a_mac(editors, pipeline: str, macos: str) -> None:
    model = editors(pipeline)
    wanted = asked(model, scheduler="own", steps=1, references=(TWO,))
    engine = Engine(mac(macos=macos))
    with pretended() as seen:
        done = edit(engine, wanted)
        engine.release()
    assert models.find_checkpoint(str(model)).architecture.family in BF16_FAMILIES
    assert done.made_with["dtype"] == ("bfloat16" if macos == "14.5" else "float32")
    assert lacking(seen) == []
    assert seen.large == []


def test_a_reference_of_an_extreme_shape_is_refused_before_the_model_is_loaded(editors) -> None:
    def load() -> None:
        pytest.fail("the model was loaded")

    wanted = asked(editors("Flux2KleinPipeline"), scheduler="own", references=(ONE, THIN))
    with pytest.raises(BadRequest, match="reference-shape"):
        open_engine("cpu").generate(resolve_request(wanted), REFERENCES, load, nothing)


def test_a_model_that_only_edits_needs_a_reference(editors) -> None:
    with pytest.raises(BadRequest, match="references-needed"):
        resolve_request(asked(editors("QwenImageEditPipeline"), scheduler="own"))


@pytest.mark.parametrize("texts", [["a red heart"], ["a boat", "on white"]])
def test_a_prompt_is_read_as_transformers_reads_it(editors, texts: list[str]) -> None:
    model = editors("QwenImageEditPlusPipeline")
    plain = plain_processor(model)
    ours = PromptProcessor(plain.image_processor, plain.tokenizer)
    words = [f"{IMAGE_TOKEN} {text} {IMAGE_TOKEN}" for text in texts]
    images = [REFERENCES[ONE], REFERENCES[TWO]]
    expected = plain(text=words, images=images * len(texts), padding=True, return_tensors="pt")
    found = ours(text=words, images=images, padding=True, return_tensors="pt")
    assert torch.equal(found["input_ids"], expected["input_ids"])
    assert torch.equal(found["attention_mask"], expected["attention_mask"])
    places = len(expected["pixel_values"]) // len(texts)
    assert torch.equal(found["pixel_values"], expected["pixel_values"][:places])


@pytest.mark.parametrize("values", [{"image_mean": [0.5, 0.5]}, {"resample": 99}, {"size": {"longest_edge": 5}}])
def test_settings_that_process_no_image_are_reported_as_the_fault_of_the_model(
    engine, editors, tmp_path: Path, values: dict
) -> None:
    model = shutil.copytree(editors("QwenImageEditPipeline"), tmp_path / "broken")
    file = model / "processor" / "preprocessor_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "min_pixels": None, "max_pixels": None, **values}))
    with pytest.raises(MachineError, match="model-load-failed"):
        edit(engine, asked(model, scheduler="own", steps=1, references=(ONE,)))


@pytest.mark.parametrize("pipeline", TINY_EDITORS)
def test_edits_take_lora_variations_and_heun_and_leave_no_trace(engine, editors, tmp_path: Path, pipeline: str) -> None:
    folder = editors(pipeline)
    lora = make_transformer_lora(folder, tmp_path / "ink.safetensors")
    plain = asked(folder, scheduler="own", steps=2, references=(ONE,), guidance_scale=3.0)

    def draw(request: Request) -> Any:
        return engine.generate(resolve_request(request), {**IMAGES, **REFERENCES}, nothing, nothing).image

    before = draw(plain)
    assert same(draw(replace(plain, scheduler="euler")), before)
    ways: list[dict[str, Any]] = [
        {"loras": (Lora(model=str(lora)),)},
        {"variation_seed": 5, "variation_strength": 0.5},
        {"scheduler": "heun"},
    ]
    for changes in ways:
        assert not same(draw(replace(plain, **changes)), before), changes
    assert same(draw(plain), before)
