"""What a loaded model does not use of a file is stated with the picture, which is made all the same."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from macapp.domain.job import Picture
from macapp.domain.request import Lora, Request
from macapp.engine.loading.unused_tensors import UnusedTensors, list_unused_tensors
from macapp.errors import BadRequest, MachineError
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from tests.support import tiny_models
from tests.support.libraries import skip_if_too_old_for
from tests.support.original_names import save_single
from tests.support.original_pipelines import make_pipeline
from tests.support.plain_diffusers import asked, make, nothing, same
from tests.support.tiny_families import make_other
from tests.support.tiny_loras import make_transformer_lora


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.models.single_file.config_cache_dir", lambda: tmp_path / "configurations")


def with_more(file: Path, new: Path, **more: torch.Tensor) -> Path:
    save_file({**load_file(file), **{name.replace("__", "."): tensor for name, tensor in more.items()}}, new)
    return new


def draw(engine, wanted: Request) -> tuple[Any, list[str]]:
    """Return a picture and the sentences about it."""
    made = engine.generate(resolve_request(wanted), {}, nothing, nothing)
    size = made.image.size
    picture = Picture(id="a", request=wanted, created="", path=Path(), made_with=made.made_with, size=size)
    return made.image, [message_for(doubt) for doubt in picture.doubts]


def test_layers_of_a_lora_that_the_model_lacks_are_named_and_the_others_used(engine, tiny_model, tmp_path) -> None:
    plain = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    layer = "lora_unet_down_blocks_9_attentions_0_proj_in"
    more = with_more(
        plain,
        tmp_path / "more.safetensors",
        **{f"{layer}__lora_down__weight": torch.ones(2, 16), f"{layer}__lora_up__weight": torch.ones(16, 2)},
        lora_unet_mid_block_attentions_0_norm__diff=torch.ones(32),
        note=torch.ones(1),
    )
    expected, quiet = draw(engine, asked(tiny_model, loras=(Lora(model=str(plain)),)))
    found, sentences = draw(engine, asked(tiny_model, loras=(Lora(model=str(more)),)))
    assert quiet == []
    assert same(found, expected)
    total = len(load_file(more))
    assert sentences == [
        f"more has tensors that {tiny_model.name} does not use: 4 of {total}, such as {layer}.lora_down.weight."
    ]
    assert draw(engine, asked(tiny_model))[1] == []


def test_a_lora_of_which_nothing_is_used_is_refused(engine, tiny_model: Path, tmp_path: Path) -> None:
    layer = "lora_unet_down_blocks_9_attentions_0_proj_in"
    save_file(
        {f"{layer}.lora_down.weight": torch.ones(2, 16), f"{layer}.lora_up.weight": torch.ones(16, 2)},
        tmp_path / "x.safetensors",
    )
    with pytest.raises(BadRequest, match="addon-other-family"):
        make(engine, asked(tiny_model, loras=(Lora(model=str(tmp_path / "x.safetensors")),)))


@pytest.mark.parametrize("prefix", ["transformer.", "base_model.model.", ""])
@pytest.mark.parametrize("name", ["ZImagePipeline", "FluxPipeline", "QwenImagePipeline"])
def test_a_transformer_names_what_it_lacks_and_takes_the_prefix_of_peft(
    engine, tmp_path: Path, name: str, prefix: str
) -> None:
    skip_if_too_old_for(FAMILIES[name])
    model = make_other(name, tmp_path / "model")
    plain = make_transformer_lora(model, tmp_path / "ink.safetensors")
    state = {prefix + name.removeprefix("transformer."): tensor for name, tensor in load_file(plain).items()}
    layer = next(iter(state)).rpartition(".lora_")[0]
    lacking = layer.rpartition(".")[0] + ".to_nowhere"
    state |= {f"{lacking}.lora_A.weight": torch.ones(2, 8), f"{lacking}.lora_B.weight": torch.ones(8, 2)}
    save_file(state, tmp_path / "more.safetensors")
    wanted = asked(model, scheduler="own", guidance_scale=3.0, steps=1, loras=(Lora(model=str(plain)),))
    expected, quiet = draw(engine, wanted)
    found, sentences = draw(
        engine,
        asked(model, scheduler="own", guidance_scale=3.0, steps=1, loras=(Lora(model=f"{tmp_path}/more.safetensors"),)),
    )
    assert quiet == []
    assert same(found, expected)
    assert len(sentences) == 1
    assert f"2 of {len(state)}" in sentences[0]
    assert "to_nowhere" in sentences[0]


@pytest.mark.parametrize("family", ["SD 1", "SD 2", "SDXL"])
def test_a_checkpoint_in_one_file_names_what_it_does_not_use(engine, tmp_path: Path, family: str) -> None:
    file = save_single(make_pipeline(family), tmp_path / "whole.safetensors")
    usual = {
        "model_ema__decay": torch.ones(1),
        "alphas_cumprod": torch.ones(1000),
        "betas": torch.ones(1000),
        "posterior_variance": torch.ones(1000),
        "sqrt_one_minus_alphas_cumprod": torch.ones(1000),
    }
    trained = with_more(file, tmp_path / "trained.safetensors", **usual)
    odd = with_more(trained, tmp_path / "odd.safetensors", model__diffusion_model__extra__weight=torch.ones(2, 2))
    side, weights = (256, "8-bit") if family == "SDXL" else (64, "full")
    options: dict[str, Any] = {"steps": 1, "width": side, "height": side, "weights": weights}
    assert draw(engine, asked(trained, **options))[1] == []
    [sentence] = draw(engine, asked(odd, **options))[1]
    assert sentence.startswith("odd has tensors that Easel does not use: 1 of ")
    assert sentence.endswith("such as model.diffusion_model.extra.weight.")


@pytest.mark.parametrize("weights", ["full", "8-bit"])
def test_a_checkpoint_in_one_file_names_what_is_missing(engine, tmp_path: Path, weights: str) -> None:
    file = save_single(make_pipeline("SD 1"), tmp_path / "whole.safetensors")
    state = load_file(file)
    lacking = {name: tensor for name, tensor in state.items() if ".output_blocks.0.0.in_layers.2" not in name}
    save_file(lacking, tmp_path / "cut.safetensors")
    with pytest.raises(MachineError, match="model-tensors-missing") as caught:
        make(engine, asked(tmp_path / "cut.safetensors", steps=1, weights=weights))
    assert "its unet lacks tensors (" in message_for(caught.value)


def test_the_facts_for_the_file_of_a_picture_are_short() -> None:
    assert list_unused_tensors("x", [], 4) is None
    unused = list_unused_tensors("x", ["b", "a" * 300], 4)
    assert unused is not None
    assert unused == UnusedTensors("x", ("a" * 300, "b"), 4)
    assert unused.describe("m") == {"name": "x", "model": "m", "count": 2, "total": 4, "example": "a" * 100}
