"""Every form of LoRA draws what the changed weights draw, and leaves the weights of the checkpoint as they were."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from macapp.domain.request import Lora
from macapp.errors import BadRequest
from macapp.models import resolve_request
from tests.support import tiny_models
from tests.support.original_names import original_layers
from tests.support.plain_diffusers import SIZE, asked, largest_difference, make, nothing, same

Tensors = dict[str, torch.Tensor]
RANK, ALPHA = 3, 2.0


def layers_of(unet: Any) -> Iterator[tuple[str, str, Any]]:
    """Return module name, name in a LoRA, and layer, for attention and convolutions of residual blocks."""
    for name, layer in unet.named_modules():
        is_linear = isinstance(layer, torch.nn.Linear) and ".attn" in name
        if is_linear or (isinstance(layer, torch.nn.Conv2d) and name.endswith(("conv1", "proj_in"))):
            yield name, "lora_unet_" + name.replace(".", "_"), layer


class Draw:
    """Random tensors that are always the same."""

    def __init__(self) -> None:
        self.generator = torch.Generator().manual_seed(4)

    def __call__(self, *shape: int, scale: float = 0.3) -> torch.Tensor:
        return torch.randn(*shape, generator=self.generator) * scale


def make_lora(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, inputs, *kernel = weight.shape
    down, up = draw(RANK, inputs, *kernel), draw(out, RANK, *[1] * len(kernel))
    delta = (up.flatten(1) @ down.flatten(1)).reshape(weight.shape) * ALPHA / RANK
    return {"lora_down.weight": down, "lora_up.weight": up}, delta


def make_dora_of_outputs(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    tensors, delta = make_lora(draw, weight)
    rows = (weight + delta).flatten(1)
    magnitude = rows.new_tensor(1.5) * weight.flatten(1).norm(dim=1, keepdim=True)
    changed = (rows / rows.norm(dim=1, keepdim=True) * magnitude).reshape(weight.shape)
    shape = (len(weight), *[1] * (weight.ndim - 1))
    return {**tensors, "dora_scale": magnitude.reshape(shape)}, changed - weight


def make_dora_of_inputs(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    tensors, delta = make_lora(draw, weight)
    columns = (weight + delta).transpose(0, 1).flatten(1)
    magnitude = 0.7 * weight.transpose(0, 1).flatten(1).norm(dim=1, keepdim=True)
    changed = columns / columns.norm(dim=1, keepdim=True) * magnitude
    turned = changed.reshape(weight.transpose(0, 1).shape).transpose(0, 1)
    shape = (1, weight.shape[1], *[1] * (weight.ndim - 2))
    return {**tensors, "dora_scale": magnitude.reshape(shape)}, turned - weight


def make_loha(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, rest = len(weight), weight[0].numel()
    tensors = {f"hada_w{part}_a": draw(out, RANK, scale=1) for part in "12"}
    tensors |= {f"hada_w{part}_b": draw(RANK, rest) for part in "12"}
    one, two = (tensors[f"hada_w{part}_a"] @ tensors[f"hada_w{part}_b"] for part in "12")
    return tensors, (one * two).reshape(weight.shape) * ALPHA / RANK


def make_lokr(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    """Write the second factor whole: alpha then has no meaning."""
    out, inputs, *kernel = weight.shape
    one, two = draw(4, 4), draw(out // 4, inputs // 4, *kernel)
    delta = torch.zeros_like(weight)
    for row in range(4):
        for column in range(4):
            rows = slice(row * (out // 4), (row + 1) * (out // 4))
            columns = slice(column * (inputs // 4), (column + 1) * (inputs // 4))
            delta[rows, columns] = one[row, column] * two
    return {"lokr_w1": one, "lokr_w2": two}, delta


def make_factored_lokr(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, inputs, *kernel = weight.shape
    one_a, one_b, two_a = draw(4, RANK), draw(RANK, 4), draw(out // 4, RANK, scale=1)
    two_b = draw(RANK, inputs // 4 * weight[0, 0].numel())
    two = (two_a @ two_b).reshape(out // 4, inputs // 4, *kernel)
    blocks = torch.einsum("ab,cd...->acbd...", one_a @ one_b, two).reshape(weight.shape)
    return {"lokr_w1_a": one_a, "lokr_w1_b": one_b, "lokr_w2_a": two_a, "lokr_w2_b": two_b}, blocks * ALPHA / RANK


def make_cp_locon(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, inputs, *kernel = weight.shape
    if not kernel:
        return make_lora(draw, weight)
    down, mid, up = draw(RANK, inputs, 1, 1, scale=1), draw(RANK, RANK, *kernel), draw(out, RANK, 1, 1)
    delta = torch.einsum("oi,ijkl,jc->ockl", up[..., 0, 0], mid, down[..., 0, 0])
    tensors = {"lora_down.weight": down, "lora_mid.weight": mid, "lora_up.weight": up}
    return tensors, delta * ALPHA / RANK


def make_difference(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    delta = draw(*weight.shape, scale=0.1)
    return {"diff": delta}, delta


def make_oft(
    draw: Draw, weight: torch.Tensor, size: float = 0.3, rescaled: bool = False
) -> tuple[Tensors, torch.Tensor]:
    """Rotate the rows of a weight in four groups; large numbers are limited by alpha."""
    rows = len(weight) // 4
    blocks = draw(4, rows, rows, scale=size)
    norm = sum((block - block.T).square().sum() for block in blocks) ** 0.5
    limit = min(1.0, ALPHA * len(weight) / float(norm))
    rotated = torch.empty_like(weight)
    for at, block in enumerate(blocks):
        skew = (block - block.T) * limit
        rotation = (torch.eye(rows) + skew) @ torch.inverse(torch.eye(rows) - skew)
        part = slice(at * rows, (at + 1) * rows)
        rotated[part] = (rotation.T @ weight[part].flatten(1)).reshape(weight[part].shape)
    if not rescaled:
        return {"oft_blocks": blocks}, rotated - weight
    scale = 1 + draw(len(weight), *[1] * (weight.ndim - 1))
    return {"oft_blocks": blocks, "rescale": scale}, rotated * scale - weight


def make_limited_oft(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    return make_oft(draw, weight, size=9.0)


def make_rescaled_oft(draw: Draw, weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    return make_oft(draw, weight, rescaled=True)


FORMS = {
    "LoRA with DoRA of outputs": make_dora_of_outputs,
    "LoRA with DoRA of inputs": make_dora_of_inputs,
    "LoHa": make_loha,
    "LoKr": make_lokr,
    "LoKr with factors": make_factored_lokr,
    "CP-LoCon": make_cp_locon,
    "full difference": make_difference,
    "OFT": make_oft,
    "OFT over its limit": make_limited_oft,
    "OFT with a scale": make_rescaled_oft,
}


def draw_with(model: Path, wanted: Any, deltas: Tensors, weight: float) -> Image.Image:
    """Make the picture of plain diffusers with changed weights."""
    pipe = diffusers.StableDiffusionPipeline.from_pretrained(model, safety_checker=None)
    for name, delta in deltas.items():
        pipe.unet.get_submodule(name).weight.data += weight * delta
    pipe.scheduler = diffusers.EulerDiscreteScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator("cpu").manual_seed(wanted.seed)
    made: Any = pipe(wanted.prompt, num_inference_steps=4, guidance_scale=7.5, generator=generator, **SIZE)
    return made.images[0]


def write(file: Path, unet: Any, form: Any) -> Tensors:
    """Write a LoRA of a form for a UNet; return the deltas of its weights."""
    draw, tensors, deltas = Draw(), {}, {}
    for name, key, layer in layers_of(unet):
        factors, deltas[name] = form(draw, layer.weight.data)
        tensors |= {f"{key}.{factor}": tensor.contiguous() for factor, tensor in factors.items()}
        tensors[f"{key}.alpha"] = torch.tensor(ALPHA)
    save_file(tensors, file)
    return deltas


@pytest.mark.parametrize("form", FORMS)
def test_a_form_draws_what_the_changed_weights_draw(engine, tiny_model: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "given.safetensors"
    deltas = write(file, diffusers.UNet2DConditionModel.from_pretrained(tiny_model / "unet"), FORMS[form])
    plain = make(engine, asked(tiny_model, scheduler="euler"))
    wanted = asked(tiny_model, scheduler="euler", loras=(Lora(model=str(file), weight=0.6),))
    drawn = make(engine, wanted)
    assert largest_difference(drawn, draw_with(tiny_model, wanted, deltas, 0.6)) <= 1
    assert largest_difference(drawn, plain) > 8
    assert same(make(engine, asked(tiny_model, scheduler="euler")), plain)


def test_forms_add_up_with_a_plain_lora_in_any_order(engine, tiny_model: Path, tmp_path: Path) -> None:
    plain, other = tiny_models.make_lora(tiny_model, tmp_path / "plain.safetensors"), tmp_path / "loha.safetensors"
    write(other, diffusers.UNet2DConditionModel.from_pretrained(tiny_model / "unet"), make_loha)
    before = make(engine, asked(tiny_model))
    loras = Lora(model=str(plain)), Lora(model=str(other))
    both = make(engine, asked(tiny_model, loras=loras))
    assert largest_difference(make(engine, asked(tiny_model, loras=loras[::-1])), both) <= 1
    alone = [make(engine, asked(tiny_model, loras=(lora,))) for lora in loras]
    assert not any(same(picture, both) for picture in alone)
    assert same(make(engine, asked(tiny_model)), before)


def test_the_names_and_the_shapes_of_oft(engine, tiny_model: Path, tmp_path: Path) -> None:
    """kohya's trainer has another prefix, and older versions of LyCORIS another name for the blocks."""
    file = tmp_path / "given.safetensors"
    write(file, diffusers.UNet2DConditionModel.from_pretrained(tiny_model / "unet"), make_oft)
    state, pictures = load_file(file), []
    for prefix, name in (("lora_unet_", "oft_blocks"), ("oft_unet_", "oft_blocks"), ("lycoris_", "oft_diag")):
        renamed = {
            key.replace("lora_unet_", prefix).replace("oft_blocks", name): tensor for key, tensor in state.items()
        }
        save_file(renamed, file)
        pictures.append(make(engine, asked(tiny_model, loras=(Lora(model=str(file)),))))
    assert same(pictures[0], pictures[1])
    assert same(pictures[0], pictures[2])
    cut = {key: tensor[:3].contiguous() if "oft_blocks" in key else tensor for key, tensor in state.items()}
    save_file(cut, file)
    with pytest.raises(BadRequest, match="addon-other-family"):
        make(engine, asked(tiny_model, loras=(Lora(model=str(file)),)))


@pytest.mark.parametrize("weights", ["8-bit", "4-bit"])
def test_a_form_of_lora_changes_packed_weights_too(engine, tiny_model: Path, tmp_path: Path, weights: str) -> None:
    file = tmp_path / "given.safetensors"
    write(file, diffusers.UNet2DConditionModel.from_pretrained(tiny_model / "unet"), make_dora_of_outputs)
    plain = make(engine, asked(tiny_model, weights=weights))
    assert not same(make(engine, asked(tiny_model, weights=weights, loras=(Lora(model=str(file)),))), plain)
    assert same(make(engine, asked(tiny_model, weights=weights)), plain)


@pytest.mark.parametrize("form", [make_lora, make_loha, make_lokr, make_difference])
def test_original_names_of_sdxl_draw_as_those_of_diffusers(engine, xl: Path, tmp_path: Path, form: Any) -> None:
    """Layers of both text encoders are in the file too; their names are the same in both."""
    unet = diffusers.UNet2DConditionModel.from_pretrained(xl / "unet")
    originals, draw = original_layers(unet), Draw()
    parts = [("lora_unet_", unet, originals)]
    for number in (1, 2):
        encoder = diffusers.StableDiffusionXLPipeline.from_pretrained(xl).components[
            ("text_encoder", "text_encoder_2")[number - 1]
        ]
        parts.append((f"lora_te{number}_text_model_", encoder, {}))
    files: dict[bool, Tensors] = {True: {}, False: {}}
    for prefix, model, names in parts:
        for name, layer in model.named_modules():
            if isinstance(layer, (torch.nn.Linear, torch.nn.Conv2d)) and name != "text_projection":
                factors, _ = form(draw, layer.weight.data)
                for is_original, state in files.items():
                    key = names.get(name, name) if is_original else name.removeprefix("text_model.")
                    key = prefix + key.removeprefix("text_model.").replace(".", "_")
                    state |= {f"{key}.{factor}": tensor.contiguous() for factor, tensor in factors.items()}
    wanted = asked(xl, steps=2, width=256, height=256)
    pictures = [make(engine, wanted)]
    for is_original, state in files.items():
        save_file(state, tmp_path / f"{is_original}.safetensors")
        loras = (Lora(model=str(tmp_path / f"{is_original}.safetensors"), weight=0.2),)
        pictures.append(make(engine, replace(wanted, loras=loras)))
        assert (
            "unused"
            not in engine.generate(resolve_request(replace(wanted, loras=loras)), {}, nothing, nothing).made_with
        )
    assert same(*pictures[1:])
    assert not same(*pictures[:2])


def mean_difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).mean())


@pytest.mark.parametrize("weights", ["8-bit", "4-bit"])
def test_a_plain_lora_with_convolutions_changes_packed_weights(engine, tiny_model, tmp_path, weights: str) -> None:
    file = tmp_path / "given.safetensors"
    write(file, diffusers.UNet2DConditionModel.from_pretrained(tiny_model / "unet"), make_lora)
    drawn = make(engine, asked(tiny_model, loras=(Lora(model=str(file), weight=0.3),)))
    packed = make(engine, asked(tiny_model, weights=weights, loras=(Lora(model=str(file), weight=0.3),)))
    plain = make(engine, asked(tiny_model, weights=weights))
    assert mean_difference(packed, drawn) < mean_difference(packed, plain) / 2
    assert same(make(engine, asked(tiny_model, weights=weights)), plain)


def test_the_magnitude_of_peft_is_that_of_dora(engine, tiny_model: Path, tmp_path: Path) -> None:
    unet = diffusers.UNet2DConditionModel.from_pretrained(tiny_model / "unet")
    write(tmp_path / "kohya.safetensors", unet, make_dora_of_outputs)
    names = {"lora_unet_" + name.replace(".", "_"): name for name, _ in unet.named_modules()}
    ends = {
        "lora_down.weight": ("lora_A.default.weight", 1.0),
        "lora_up.weight": ("lora_B.default.weight", ALPHA / RANK),
        "dora_scale": ("lora_magnitude_vector.default.weight", 1.0),
    }
    state = {}
    for name, tensor in load_file(tmp_path / "kohya.safetensors").items():
        key, _, end = name.partition(".")
        if end in ends:
            ending, scale = ends[end]
            state[f"base_model.model.{names[key]}.{ending}"] = tensor * scale
            if end == "dora_scale" and tensor.ndim == 4:
                state[f"base_model.model.{names[key]}.{ending}"] = tensor.permute(1, 0, 2, 3).contiguous()
    save_file(state, tmp_path / "peft.safetensors")
    pictures = [
        make(engine, asked(tiny_model, loras=(Lora(model=str(tmp_path / f"{name}.safetensors")),)))
        for name in ("kohya", "peft")
    ]
    assert largest_difference(*pictures) <= 1
    assert largest_difference(pictures[0], make(engine, asked(tiny_model))) > 8


def test_the_prefix_of_peft_changes_nothing(engine, tiny_model: Path, tmp_path: Path) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "kohya.safetensors")
    unet = diffusers.UNet2DConditionModel.from_pretrained(tiny_model / "unet")
    names = {"lora_unet_" + name.replace(".", "_"): name for name, _ in unet.named_modules()}
    state = {name: tensor for name, tensor in load_file(lora).items() if name.startswith("lora_unet_")}
    save_file(state, lora)
    ends = {"lora_down.weight": "lora_A.weight", "lora_up.weight": "lora_B.weight"}
    pairs = {name: name.partition(".") for name in state if not name.endswith("alpha")}
    prefixed = {f"base_model.model.{names[key]}.{ends[end]}": state[name] for name, (key, _, end) in pairs.items()}
    save_file(prefixed, tmp_path / "peft.safetensors")
    pictures = [
        make(engine, asked(tiny_model, loras=(Lora(model=str(tmp_path / f"{name}.safetensors")),)))
        for name in ("kohya", "peft")
    ]
    assert same(*pictures)
    assert not same(pictures[0], make(engine, asked(tiny_model)))


def test_a_delta_of_another_shape_is_refused_and_leaves_nothing(engine, tiny_model: Path, tmp_path: Path) -> None:
    file = tmp_path / "given.safetensors"
    write(file, diffusers.UNet2DConditionModel.from_pretrained(tiny_model / "unet"), make_loha)
    plain = make(engine, asked(tiny_model))
    cut = {name: tensor[:-1] if name.endswith("hada_w1_a") else tensor for name, tensor in load_file(file).items()}
    cut = {name: tensor[:-1] if name.endswith("hada_w2_a") else tensor for name, tensor in cut.items()}
    save_file({name: tensor.contiguous() for name, tensor in cut.items()}, file)
    with pytest.raises(BadRequest, match="addon-other-family"):
        make(engine, asked(tiny_model, loras=(Lora(model=str(file)),)))
    assert same(make(engine, asked(tiny_model)), plain)
