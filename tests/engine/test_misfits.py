"""Every kind of addition offered to every family of checkpoints ends in a picture or one sentence."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderTiny
from PIL import Image
from safetensors.torch import save_file

from macapp import models
from macapp.domain.request import Control, Lora, Request
from macapp.engine import open_engine
from macapp.errors import BadRequest, EaselError, as_easel_error
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from tests.support import tiny_models
from tests.support.request_factory import request
from tests.support.tiny_families import make_other

pytestmark = pytest.mark.usefixtures("few_steps")
IMAGE, MASK = "0" * 64, "1" * 64
IMAGES = {IMAGE: Image.new("RGB", (64, 64), "gray"), MASK: Image.new("RGB", (64, 64))}
IMAGES[MASK].paste("white", (16, 16, 48, 48))
OTHERS = tuple(
    name
    for name in (
        "StableDiffusion3Pipeline",
        "FluxPipeline",
        "LatentConsistencyModelPipeline",
        "SanaPipeline",
        "QwenImagePipeline",
        "PixArtSigmaPipeline",
    )
    if FAMILIES[name].missing_dependency() is None
)
STAGES = ("if",) if FAMILIES["IFPipeline"].missing_dependency() is None else ()
BASES = ("sd", "xl", "refiner", "inpainting", *STAGES, *OTHERS)
KOHYA, PEFT = ("lora_down.weight", "lora_up.weight"), ("lora_A.weight", "lora_B.weight")
ADAPTER_REFUSALS = (
    "addon-other-family",
    "addon-other-kind",
    "lora-halved",
    "lora-other-form",
    "model-form-unsupported",
)
ATTENTION = "down_blocks_0_attentions_0_transformer_blocks_0"
LORAS: Mapping[str, tuple[str, tuple[str, str], int, int]] = {
    "sd attn1": (f"lora_unet_{ATTENTION}_attn1_to_q", KOHYA, 320, 320),
    "sd attn2": (f"lora_unet_{ATTENTION}_attn2_to_k", KOHYA, 768, 320),
    "sd peft": ("unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k", PEFT, 768, 320),
    "sd bare": ("down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k", PEFT, 768, 320),
    "xl": ("lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k", KOHYA, 2048, 640),
    "text": ("lora_te_text_model_encoder_layers_0_self_attn_q_proj", KOHYA, 768, 768),
    "second text": ("lora_te2_text_model_encoder_layers_0_self_attn_q_proj", KOHYA, 1280, 1280),
    "flux": ("transformer.single_transformer_blocks.0.attn.to_q", PEFT, 3072, 3072),
    "flux kohya": ("lora_unet_double_blocks_0_img_attn_qkv", KOHYA, 3072, 9216),
    "flux comfy": ("diffusion_model.double_blocks.0.img_attn.qkv", PEFT, 3072, 9216),
    "sd 3": ("transformer.transformer_blocks.0.attn.to_q", PEFT, 1536, 1536),
    "sd 3 kohya": ("lora_unet_joint_blocks_0_x_block_attn_qkv", KOHYA, 1536, 4608),
    "video": ("diffusion_model.blocks.0.self_attn.q", PEFT, 1536, 1536),
    "qwen": ("transformer.transformer_blocks.0.img_mlp.net.0.proj", PEFT, 3072, 3072),
}
"""The names, forms and widths that LoRA of each family have."""
OWN_LORAS: Mapping[str, Sequence[str]] = {
    "sd": ("sd", "lokr"),
    "xl": ("xl", "lokr"),
    "StableDiffusion3Pipeline": (),
    "FluxPipeline": (),
}
"""The files of LoRA that fit some of the checkpoints."""


@pytest.fixture(scope="module")
def bases(tiny_model: Path, folder: Path) -> dict[str, Path]:
    return {
        "sd": tiny_model,
        "xl": tiny_models.make_tiny_xl(folder / "xl"),
        "refiner": tiny_models.make_tiny_refiner(folder / "refiner"),
        "inpainting": tiny_models.make_tiny_inpainting(tiny_model, folder / "inpainting"),
        **{name: tiny_models.make_tiny_if(folder / name) for name in STAGES},
        **{each: make_other(each, folder / each) for each in OTHERS},
    }


@pytest.fixture(scope="module")
def additions(bases: dict[str, Path], folder: Path) -> dict[str, list[Path]]:
    """Files and folders of every kind, each of several families, and some that nobody can use."""
    torch.manual_seed(1)
    inside = folder / "files"
    inside.mkdir()
    torch.manual_seed(0)
    tiny_models.vae(True).save_pretrained(folder / "vae")
    tiny_models.vae(True, 16).save_pretrained(folder / "vae-16")
    AutoencoderTiny(encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4).save_pretrained(
        folder / "vae-tiny"
    )
    loras = [tiny_models.make_lora(bases["sd"], inside / "sd.safetensors")]
    loras.append(tiny_models.make_lora(bases["xl"], inside / "xl.safetensors"))
    loras += [written(inside, f"lora {name}", lora(*each)) for name, each in LORAS.items()]
    target = f"lora_unet_{ATTENTION}_attn2_to_k"
    loras += [
        written(inside, "lokr", {f"{target}.lokr_w1": numbers(8, 8), f"{target}.lokr_w2": numbers(4, 4)}),
        written(inside, "loha", {f"{target}.hada_w1_a": numbers(8, 8), f"{target}.hada_w1_b": numbers(4, 4)}),
        written(inside, "half", {f"{target}.lora_down.weight": numbers(2, 32)}),
        written(inside, "control", {"lora_controlnet": numbers(1), "input_hint_block.0.weight": numbers(16, 3, 3, 3)}),
    ]
    embeddings = [
        tiny_models.make_embedding(inside / "32.safetensors"),
        tiny_models.make_embedding(inside / "768.safetensors", 768),
    ]
    embeddings += [
        written(inside, "both", {"clip_l": numbers(2, 32), "clip_g": numbers(2, 32)}),
        written(inside, "both wide", {"clip_l": numbers(2, 768), "clip_g": numbers(2, 1280)}),
        written(inside, "second", {"clip_g": numbers(2, 32)}),
        written(inside, "second wide", {"clip_l": numbers(2, 32), "clip_g": numbers(2, 1280)}),
        written(inside, "none", {"emb_params": numbers(0, 32)}),
    ]
    vaes = [folder / each for each in ("vae", "vae-16", "vae-tiny")]
    return {
        "lora": loras,
        "embedding": embeddings,
        "controlnet": [
            tiny_models.make_tiny_controlnet(bases[each], folder / f"edges-{each}") for each in ("sd", "xl")
        ],
        "vae": [
            *vaes,
            *(bases[each] / "vae" for each in ("FluxPipeline", "SanaPipeline", "QwenImagePipeline") if each in bases),
        ],
        "upscaler": [
            tiny_models.make_esrgan(inside / "esrgan.safetensors"),
            tiny_models.make_x4_upscaler(folder / "x4"),
        ],
        "refiner": [bases[each] for each in ("refiner", "sd", "xl", *STAGES, "FluxPipeline") if each in bases],
    }


def numbers(*shape: int) -> torch.Tensor:
    return torch.randn(*shape) * 0.3


def lora(name: str, form: tuple[str, str], into: int, out: int) -> dict[str, torch.Tensor]:
    return {f"{name}.{form[0]}": numbers(2, into), f"{name}.{form[1]}": numbers(out, 2)}


def written(folder: Path, name: str, tensors: dict[str, torch.Tensor]) -> Path:
    save_file(tensors, folder / f"{name}.safetensors")
    return folder / f"{name}.safetensors"


FIELDS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "lora": lambda path: {"loras": (Lora(model=path),)},
    "embedding": lambda path: {"embeddings": (path,)},
    "controlnet": lambda path: {"controls": (Control(model=path, image=IMAGE),)},
    "vae": lambda path: {"vae": path},
    "upscaler": lambda path: {"upscale": 2, "upscaler": path},
    "refiner": lambda path: {"refiner": path},
}


def asked(model: Path, **changes: Any) -> Request:
    """Return a request that the checkpoint can obey, but for the changes."""
    found = models.find_checkpoint(str(model))
    given: dict[str, Any] = {"model": str(model), "steps": 2, "scheduler": found.kind.schedulers[0]}
    if found.is_inpainting or found.refines:
        given |= {"image": IMAGE, "strength": 0.9, "mask": MASK if found.is_inpainting else None}
    side = 256 if found.stages else 64
    return request(**{**given, "width": side, "height": side, **changes})


def made(engine, model: Path, **changes: Any) -> str:
    """Return the code of what kept a picture from being made; empty if it was."""
    try:
        engine.generate(resolve_request(asked(model, **changes)), IMAGES, *[lambda *_: None] * 2)
    except Exception as exception:  # noqa: BLE001  (whatever it is, it must be one of ours)
        return named(exception)
    return ""


def named(exception: Exception) -> str:
    """Return the code of what was raised, which must have a sentence and be no mistake of ours."""
    fault = as_easel_error(exception)
    assert fault.code != "bug", repr(exception)
    assert "\n" not in message_for(fault)
    return fault.code


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("base", BASES)
def test_every_addition_on_every_checkpoint_ends_in_a_picture_or_a_sentence(
    engine, bases: dict[str, Path], additions: dict[str, list[Path]], base: str, kind: str
) -> None:
    if (base, kind) == ("if", "upscaler"):
        pytest.skip("tests/engine/test_families.py enlarges its pictures, which takes minutes at this size")
    ended = {each.name: made(engine, bases[base], **FIELDS[kind](str(each))) for each in additions[kind]}
    assert "model-load-failed" not in ended.values(), "its header tells before it is loaded"


def test_every_checkpoint_draws_after_all_that(engine, bases: dict[str, Path]) -> None:
    for each in BASES:
        if each != "if":  # whose three stages take their time, and which takes no additions
            assert made(engine, bases[each]) == ""


@pytest.mark.parametrize("base", [each for each in BASES if each in OWN_LORAS])
def test_a_lora_of_another_family_is_refused_before_anything_is_loaded(
    bases: dict[str, Path], additions: dict[str, list[Path]], base: str
) -> None:
    engine = open_engine("cpu")

    def loads() -> None:
        pytest.fail("the checkpoint was loaded")

    for each in additions["lora"]:
        if each.stem not in OWN_LORAS[base]:
            with pytest.raises(EaselError) as caught:
                engine.generate(
                    resolve_request(asked(bases[base], loras=(Lora(model=str(each)),))), IMAGES, loads, lambda *_: None
                )
            assert caught.value.code in ADAPTER_REFUSALS


def test_a_lora_that_fails_while_it_is_loaded_leaves_nothing_in_the_pictures_that_follow(
    engine, tiny_model: Path, folder: Path
) -> None:
    """Its names and widths fit, and one of its tensors has too many rows."""
    before = engine.generate(resolve_request(asked(tiny_model)), IMAGES, *[lambda *_: None] * 2).image
    name = f"lora_unet_{ATTENTION}_attn2_to_k"
    good = f"lora_unet_{ATTENTION}_attn1_to_q"
    file = written(folder, "rows", {**lora(good, KOHYA, 16, 16), **lora(name, KOHYA, 32, 99)})
    assert made(engine, tiny_model, loras=(Lora(model=str(file)),)) == "model-load-failed"
    after = engine.generate(resolve_request(asked(tiny_model)), IMAGES, *[lambda *_: None] * 2).image
    assert after.tobytes() == before.tobytes()


def test_a_refiner_asks_for_an_image(bases: dict[str, Path]) -> None:
    with pytest.raises(BadRequest, match="model-needs-image"):
        open_engine("cpu").generate(
            resolve_request(asked(bases["refiner"], image=None, strength=None)), IMAGES, *[lambda *_: None] * 2
        )


def test_words_of_both_text_encoders_are_taken_off_and_put_on_again(engine, bases, additions) -> None:
    both = next(each for each in additions["embedding"] if each.stem == "both")
    plain = asked(bases["xl"], prompt="a red both")
    taught = asked(bases["xl"], prompt="a red both", embeddings=(str(both),))
    pictures = [
        engine.generate(resolve_request(each), IMAGES, *[lambda *_: None] * 2).image.tobytes()
        for each in (plain, taught, plain, taught)
    ]
    assert pictures[:2] == pictures[2:]
    assert pictures[0] != pictures[1]
