"""Checkpoints in single files: the picture of the diffusers folder that they were made from, to the pixel."""

# pyright: reportArgumentType=false, reportCallIssue=false, reportGeneralTypeIssues=false, reportAttributeAccessIssue=false

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from PIL import Image
from safetensors.torch import load_file, save_file

from macapp import models
from macapp.engine import open_engine
from macapp.engine.engine import Engine
from macapp.errors import EaselError
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.models.configuration import read_config
from macapp.planning.memory import SAVINGS_STEPS
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine
from tests.support.original_names import save_single
from tests.support.original_pipelines import SIZES, make_pipeline
from tests.support.request_factory import request

IMAGE, MASK = "0" * 64, "1" * 64
IMAGES = {
    IMAGE: Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)),
    MASK: Image.new("RGB", (64, 64)),
}
IMAGES[MASK].paste("white", (16, 16, 48, 48))


def smallest(kind: str) -> dict[str, int]:
    """Return the smallest size that a family draws."""
    return dict.fromkeys(("width", "height"), 256 if kind.startswith("SDXL") else 64)


def nothing(*_progress: object) -> None:
    """Hear of progress and do nothing."""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.models.single_file.config_cache_dir", lambda: tmp_path / "configurations")


@pytest.fixture(scope="module")
def engine(tiny_model: Path):
    opened = open_engine("cpu")
    yield opened
    opened.release()


@pytest.mark.parametrize("kind", ["SD 1", "SD 2", "SDXL", "SD 1 inpainting", "SDXL inpainting"])
def test_a_single_file_draws_the_picture_of_the_folder_it_came_from(engine, tmp_path: Path, kind: str) -> None:
    made = make_pipeline(kind)
    made.save_pretrained(tmp_path / "folder", safe_serialization=True)
    file = save_single(made, tmp_path / "single.safetensors")
    masked = {"image": IMAGE, "strength": 1.0, "mask": MASK} if kind.endswith("inpainting") else {}
    asked = request("a photo of an astronaut", seed=5, steps=2, guidance_scale=5.0, **masked, **smallest(kind))
    pictures = [
        engine.generate(resolve_request(replace(asked, model=str(model))), IMAGES, nothing, nothing).image
        for model in (tmp_path / "folder", file)
    ]
    assert np.array_equal(*map(np.asarray, pictures))
    found = models.find_checkpoint(str(file))
    assert (found.name, found.file) == ("single", file)
    assert found.is_inpainting == kind.endswith("inpainting")
    assert found.size == SIZES[kind.removesuffix(" inpainting")]


def test_half_precision_is_told_and_loaded(engine, tmp_path: Path) -> None:
    file = save_single(make_pipeline("SD 1"), tmp_path / "half.safetensors", torch.float16)
    assert models.find_checkpoint(str(file)).architecture.bytes_per_weight == 2
    asked = request(model=str(file), steps=2)
    assert engine.generate(resolve_request(asked), {}, nothing, nothing).image.size == (64, 64)


def test_a_file_is_told_without_being_read(tmp_path: Path) -> None:
    """Seven gigabytes, nearly all of it a hole: what it is, its header says."""
    small = save_single(make_pipeline("SD 1"), tmp_path / "small.safetensors")
    with small.open("rb") as stream:
        header = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
    header.pop("__metadata__", None)
    end = max(each["data_offsets"][1] for each in header.values())
    large, hole = tmp_path / "large.safetensors", 7_000_000_000
    header["a.large.tensor"] = {"dtype": "F16", "shape": [hole // 2], "data_offsets": [end, end + hole]}
    text = json.dumps(header).encode()
    with large.open("wb") as stream:
        stream.write(len(text).to_bytes(8, "little") + text)
        stream.truncate(8 + len(text) + end + hole)
    began = time.perf_counter()
    found = models.find_checkpoint(str(large))
    assert time.perf_counter() - began < 2  # a sign of life, not a measurement: `make bench` measures
    assert found.kind.name == "Stable Diffusion"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty", b"", "is empty"),
        ("page", b"<!DOCTYPE html><html>" * 9, "is a web page"),
        ("pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer"),
        ("pickle", b"\x80\x04\x95" + b"x" * 50, "is a pickle"),
        ("zip", b"PK\x03\x04" + b"x" * 50, "is a pickle"),
        ("gguf", b"GGUF" + b"x" * 50, "is a GGUF"),
        ("json", b'{"a": 1}', "contains text"),
        ("cut in the header", (500).to_bytes(8, "little") + b"{", "is incomplete"),
        ("no header", (3).to_bytes(8, "little") + b"abc", "cannot be read"),
    ],
)
def test_what_is_no_safetensors_is_said_in_its_own_words(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    file = tmp_path / f"{name}.safetensors"
    file.write_bytes(content)
    with pytest.raises(EaselError) as caught:
        models.find_checkpoint(str(file))
    assert words in message_for(caught.value)


def tensor(count: int, start: int, end: int) -> dict[str, object]:
    return {"dtype": "F32", "shape": [count], "data_offsets": [start, end]}


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"a": tensor(2, 0, 4)}, "does not match its length"),
        ({"a": tensor(1, 0, 4), "b": tensor(1, 0, 4)}, "overlap"),
        ({"a": tensor(1, 4, 8)}, "a gap"),
        ({"a": tensor(1, 0, 4), "b": tensor(9, 4, 40)}, "is incomplete"),
        ({"a": tensor(1, 0, 4)}, "data after its last tensor"),
        ({}, "contains no tensors"),
        ({"a": {**tensor(1, 0, 4), "dtype": "Q4"}}, "of an unknown type"),
        ({"a": 7}, "cannot be read"),
    ],
)
def test_a_header_that_lies_is_found_out(tmp_path: Path, header: dict, words: str) -> None:
    text = json.dumps(header).encode()
    file = tmp_path / "lies.safetensors"
    file.write_bytes(len(text).to_bytes(8, "little") + text + b"\0" * 8)
    with pytest.raises(EaselError) as caught:
        models.find_checkpoint(str(file))
    assert words in message_for(caught.value)


def test_weights_of_something_else_are_no_checkpoint(tmp_path: Path) -> None:
    save_file({"layer.weight": torch.zeros(4)}, tmp_path / "other.safetensors")
    with pytest.raises(EaselError) as caught:
        models.find_checkpoint(str(tmp_path / "other.safetensors"))
    assert "not a complete checkpoint of Stable Diffusion" in message_for(caught.value)


@pytest.mark.parametrize("family", ["SD 1", "SD 2", "SDXL"])
def test_its_text_encoders_are_let_go_and_read_again(family: str, tmp_path: Path) -> None:
    made = make_pipeline(family)
    encoders = [each for name, each in made.components.items() if name.startswith("text_encoder")]
    file = save_single(made, tmp_path / "single.safetensors")
    told = models.find_checkpoint(str(file)).architecture
    assert told.text_weights >= sum(
        weight.numel() * weight.element_size() for each in encoders for weight in each.parameters()
    )
    assert told.vae_single is (family == "SDXL")
    small = Engine(
        replace(detect_machine(), device="cpu"),
        rules=lambda *facts: replace(make_plan(*facts), savings=SAVINGS_STEPS[1]),
    )
    ordinary = Engine(replace(detect_machine(), device="cpu"))
    for prompt in ("a heart", "a star"):
        asked = request(prompt, model=str(file), steps=2, **smallest(family))
        one, other = (each.generate(resolve_request(asked), {}, nothing, nothing).image for each in (small, ordinary))
        assert np.array_equal(np.asarray(one), np.asarray(other))


def saved(tmp_path: Path, kind: str, **changes: object) -> Path:
    """Save a random model in one file, its UNet with other settings."""
    whole = make_pipeline(kind)
    torch.manual_seed(5)
    config = {name: value for name, value in whole.unet.config.items() if not name.startswith("_")}
    whole.unet = UNet2DConditionModel.from_config({**config, **changes})
    return save_single(whole, tmp_path / "odd.safetensors")


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("SD 1", {"in_channels": 5}, "5 channels, like models that start from a map of depth"),
        ("SD 2", {"in_channels": 5}, "5 channels, like models that start from a map of depth"),
        ("SD 1", {"in_channels": 8}, "8 channels, like models that edit a picture by instructions"),
        ("SDXL", {"in_channels": 8}, "8 channels, like models that edit a picture by instructions"),
        ("SDXL", {"cross_attention_dim": 128}, "its unet does not match its text_encoder"),
    ],
)
def test_an_odd_checkpoint_in_one_file_is_named_by_its_header(
    tmp_path: Path, kind: str, changes: dict, words: str
) -> None:
    file = saved(tmp_path, kind, **changes)
    with pytest.raises(EaselError) as caught:
        models.find_checkpoint(str(file))
    assert words in message_for(caught.value)
    assert "odd" in message_for(caught.value)


def changed(file: Path, new: Path, change, metadata: dict[str, str] | None = None) -> Path:
    """Write a file whose tensors `change` made from those of another."""
    save_file(change(load_file(file)), new, metadata=metadata)
    return new


@pytest.mark.parametrize(
    ("kind", "says", "wanted"),
    [
        ("SD 2", "epsilon", "epsilon"),
        ("SD 1", "v", "v_prediction"),
        ("SD 1", "nonsense", "epsilon"),
        ("SD 2", "", "v_prediction"),
    ],
)
def test_the_metadata_say_what_a_model_predicts(kind: str, says: str, wanted: str, tmp_path: Path) -> None:
    file = save_single(make_pipeline(kind), tmp_path / "a.safetensors")
    named = changed(file, tmp_path / "b.safetensors", dict, {"modelspec.prediction_type": says})
    found = models.find_checkpoint(str(named))
    assert read_config(found.folder, "scheduler/scheduler_config.json")["prediction_type"] == wanted


@pytest.mark.parametrize(
    ("kind", "depths"),
    [
        (  # SSD-1B
            "SDXL",
            {
                "transformer_layers_per_block": [1, [2, 1]],
                "reverse_transformer_layers_per_block": [[2, 1, 3], 1],
                "mid_block_type": "UNetMidBlock2D",
            },
        ),
        ("SDXL", {"transformer_layers_per_block": [1, 3], "mid_block_type": None}),  # KOALA 700M
        ("SDXL", {"layers_per_block": 1}),  # KOALA 1B
        ("SD 1", {"layers_per_block": 1, "mid_block_type": None}),  # BK-SDM Small
    ],
)
def test_a_distilled_model_draws_the_picture_of_its_folder(engine, tmp_path: Path, kind: str, depths: dict) -> None:
    made = make_pipeline(kind)
    made.unet = UNet2DConditionModel(**{**dict(made.unet.config), **depths})
    made.save_pretrained(tmp_path / "folder", safe_serialization=True)
    file = save_single(made, tmp_path / "single.safetensors")
    for weights in ("full", "8-bit"):
        pictures = [
            engine.generate(
                resolve_request(request(model=str(model), steps=1, weights=weights, **smallest(kind))),
                {},
                nothing,
                nothing,
            ).image
            for model in (tmp_path / "folder", file)
        ]
        assert np.array_equal(*map(np.asarray, pictures))


@pytest.mark.parametrize("scheduler", ["euler", "ddim", "own"])
def test_a_request_chooses_what_a_model_predicts(engine, tmp_path: Path, scheduler: str) -> None:
    """The file that says nothing draws the picture of the file that says epsilon, and the other way round."""
    silent = save_single(make_pipeline("SD 2"), tmp_path / "silent.safetensors")
    named = changed(silent, tmp_path / "named.safetensors", dict, {"modelspec.prediction_type": "epsilon"})

    def drawn(model: Path, prediction: str) -> np.ndarray:
        asked = request(model=str(model), steps=3, scheduler=scheduler, prediction=prediction)
        return np.asarray(engine.generate(resolve_request(asked), {}, nothing, nothing).image)

    chosen, own = drawn(silent, "epsilon"), drawn(silent, "auto")
    said, other = drawn(named, "auto"), drawn(named, "v-prediction")
    assert np.array_equal(chosen, said)
    assert np.array_equal(own, other)
    assert not np.array_equal(own, said)


def test_the_names_of_novelai_are_those_of_the_text_encoder(engine, tmp_path: Path) -> None:
    file = save_single(make_pipeline("SD 1"), tmp_path / "usual.safetensors")
    inner = "cond_stage_model.transformer."
    old = changed(
        file,
        tmp_path / "old.safetensors",
        lambda state: {name.replace(f"{inner}text_model.", inner): each for name, each in state.items()},
    )
    for weights in ("full", "8-bit"):
        pictures = [
            engine.generate(
                resolve_request(request(model=str(model), steps=2, weights=weights)), {}, nothing, nothing
            ).image
            for model in (file, old)
        ]
        assert np.array_equal(*map(np.asarray, pictures))


@pytest.mark.parametrize(("channels", "layers"), [((128, 256, 512, 512), 2), ((32, 32, 64, 64), 1)])
def test_a_checkpoint_without_vae_draws_with_the_one_given(
    engine, tmp_path: Path, channels: tuple[int, ...], layers: int
) -> None:
    start = "first_stage_model."
    made = make_pipeline("SD 1")
    made.vae = AutoencoderKL(**{**dict(made.vae.config), "block_out_channels": channels, "layers_per_block": layers})
    file = save_single(made, tmp_path / "whole.safetensors")
    bare = changed(
        file,
        tmp_path / "bare.safetensors",
        lambda state: {name: each for name, each in state.items() if not name.startswith(start)},
    )
    vae = changed(
        file,
        tmp_path / "vae.safetensors",
        lambda state: {name.removeprefix(start): each for name, each in state.items() if name.startswith(start)},
    )
    with pytest.raises(EaselError) as caught:
        resolve_request(request(model=str(bare), steps=2))
    assert message_for(caught.value).startswith("bare has no VAE.")
    save_file({name: each.contiguous() for name, each in made.vae.state_dict().items()}, tmp_path / "named.safetensors")
    pictures = [
        engine.generate(resolve_request(request(model=str(model), steps=2, vae=given)), {}, nothing, nothing).image
        for model, given in (
            (file, None),
            (file, str(vae)),
            (bare, str(vae)),
            (bare, str(tmp_path / "named.safetensors")),
        )
    ]
    for picture in pictures[1:]:
        assert np.array_equal(np.asarray(picture), np.asarray(pictures[0]))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("model.diffusion_model.output_blocks.0.0.in_layers.2.weight", "unet"),
        ("cond_stage_model.transformer.text_model.encoder.layers.1.mlp.fc2.weight", "text_encoder"),
        ("first_stage_model.decoder.conv_out.weight", "vae"),
    ],
)
def test_a_missing_tensor_is_named(engine, name: str, part: str, tmp_path: Path) -> None:
    file = save_single(make_pipeline("SD 1"), tmp_path / "whole.safetensors")
    broken = changed(
        file,
        tmp_path / "broken.safetensors",
        lambda state: {other: each for other, each in state.items() if other != name},
    )
    with pytest.raises(EaselError) as caught:
        engine.generate(resolve_request(request(model=str(broken), steps=2)), {}, nothing, nothing)
    assert f"its {part} lacks tensors (" in message_for(caught.value)
