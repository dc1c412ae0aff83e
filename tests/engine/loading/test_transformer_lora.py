"""LoRA for transformers: every way of naming the same layers draws the same picture."""

from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from macapp.domain.request import Lora
from macapp.engine.loading.transformer_lora import TransformerLora
from macapp.models.families import FAMILIES
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import asked, largest_difference, make, same
from tests.support.tiny_families import make_other
from tests.support.tiny_loras import make_transformer_lora

Tensors = dict[str, torch.Tensor]
DOTTED = ("", "transformer.", "diffusion_model.", "base_model.model.", "base_model.model.transformer.")
JOINED = ("lora_unet_", "lora_transformer_")
ENDINGS = (("lora_A.weight", "lora_B.weight"), ("lora_A.default.weight", "lora_B.default.weight"))
KOHYA = ("lora_down.weight", "lora_up.weight")


def spell(plain: Tensors, prefix: str, endings: tuple[str, str], alpha: float | None = None) -> Tensors:
    """Return a LoRA in the form of diffusers with other names; `alpha` makes it as strong by another factor."""
    found: Tensors = {}
    for name, tensor in plain.items():
        layer, _, side = name.removeprefix("transformer.").rpartition(".lora_")
        layer = prefix + (layer.replace(".", "_") if prefix in JOINED else layer)
        is_up = side == "B.weight"
        found[f"{layer}.{endings[is_up]}"] = tensor / (alpha / 2) if is_up and alpha else tensor
        if alpha:
            found[f"{layer}.alpha"] = torch.tensor(alpha)
    return found


@pytest.mark.parametrize(
    "pipeline", ["FluxPipeline", "QwenImagePipeline", "ZImagePipeline", "StableDiffusion3Pipeline"]
)
def test_every_spelling_draws_the_same_picture(engine, tmp_path: Path, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    model = make_other(pipeline, tmp_path / "model")
    plain = make_transformer_lora(model, tmp_path / "plain.safetensors")

    def draw(file: Path | None) -> Image.Image:
        loras = () if file is None else (Lora(model=str(file), weight=0.5),)
        return make(engine, asked(model, scheduler="own", guidance_scale=3.0, steps=1, loras=loras))

    expected, state = draw(plain), load_file(plain)
    assert not same(expected, draw(None))
    spellings = [spell(state, prefix, ENDINGS[at % 2]) for at, prefix in enumerate(DOTTED)]
    spellings += [spell(state, prefix, KOHYA, alpha=4.0) for prefix in ("", *JOINED)]
    for at, spelling in enumerate(spellings):
        save_file(spelling, tmp_path / f"{at}.safetensors")
        assert same(draw(tmp_path / f"{at}.safetensors"), expected), next(iter(spelling))


@pytest.mark.parametrize("prefix", ["diffusion_model.", "base_model.model."])
def test_joined_layers_of_the_original_code_are_split(engine, tmp_path: Path, prefix: str) -> None:
    model = make_other("FluxPipeline", tmp_path / "model")
    weights = load_file(next((model / "transformer").glob("*.safetensors")))
    layers = [f"transformer_blocks.0.attn.to_{part}" for part in "qkv"]
    down = torch.randn(2, weights[f"{layers[0]}.weight"].shape[1], generator=torch.Generator().manual_seed(1))
    ups = [
        torch.randn(len(weights[f"{layer}.weight"]), 2, generator=torch.Generator().manual_seed(2)) for layer in layers
    ]
    split = {f"transformer.{layer}.lora_A.weight": down.clone() for layer in layers}
    split |= {f"transformer.{layer}.lora_B.weight": up for layer, up in zip(layers, ups, strict=True)}
    joined = f"{prefix}double_blocks.0.img_attn.qkv"
    save_file(split, tmp_path / "split.safetensors")
    save_file(
        {f"{joined}.lora_A.weight": down, f"{joined}.lora_B.weight": torch.cat(ups)}, tmp_path / "joined.safetensors"
    )
    pictures = [
        make(engine, asked(model, scheduler="own", guidance_scale=3.0, steps=1, loras=loras))
        for loras in ((), *((Lora(model=str(tmp_path / f"{name}.safetensors")),) for name in ("split", "joined")))
    ]
    assert largest_difference(pictures[1], pictures[2]) == 0
    assert not same(pictures[0], pictures[1])


def test_names_that_only_diffusers_knows_are_renamed_by_it(engine, tmp_path: Path) -> None:
    """The processors of XLabs, and joined names of the original code with an unknown layer beside them."""
    model = make_other("FluxPipeline", tmp_path / "model")
    make(engine, asked(model, scheduler="own", guidance_scale=3.0, steps=1))
    layers = TransformerLora(engine.session.loaded.any_pipeline())
    width = engine.session.loaded.parts["transformer"].inner_dim
    xlabs = {
        f"double_blocks.0.processor.{name}.{side}.weight": torch.ones(shape)
        for name, out in (("qkv_lora1", 3 * width), ("proj_lora1", width))
        for side, shape in (("down", (2, width)), ("up", (out, 2)))
    }
    used, unused = layers.select(xlabs)
    assert (set(used), unused) == (set(xlabs), [])
    joined = "lora_unet_double_blocks_0_img_attn_qkv"
    known = {f"{joined}.lora_down.weight": torch.ones(2, width), f"{joined}.lora_up.weight": torch.ones(3 * width, 2)}
    strange = {"lora_unet_nowhere.lora_down.weight": torch.ones(2, 2), "note": torch.ones(1)}
    used, unused = layers.select({**known, **strange})
    assert (set(used), set(unused)) == (set(known), set(strange))
