"""The kind of a file follows from its tensors, and unsupported kinds are refused in one sentence each."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.errors import EaselError
from macapp.messages import message_for
from macapp.models import detect_kind, find_auxiliary


def written(folder: Path, shapes: dict[str, tuple[int, ...]]) -> Path:
    file = folder / "given.safetensors"
    save_file({name: np.zeros(shape, np.float16) for name, shape in shapes.items()}, file)
    return file


@pytest.mark.parametrize(
    ("kind", "shapes"),
    [
        ("lora", {"lora_unet_down_blocks_0_attentions_0.lora_down.weight": (4, 8)}),
        ("lora", {"unet.down_blocks.0.attentions.0.attn1.to_q.lora_A.weight": (4, 8)}),
        ("lora", {"unet.mid_block.attn1.processor.to_q_lora.down.weight": (4, 8)}),
        ("lora", {"lora_unet_mid_block.hada_w1_a": (4, 8)}),
        ("lora", {"double_blocks.0.processor.qkv_lora1.down.weight": (4, 8)}),
        ("embedding", {"emb_params": (2, 768)}),
        ("embedding", {"clip_l": (2, 768), "clip_g": (2, 1280)}),
        ("embedding", {"<cat.toy>": (768,)}),
        ("controlnet", {"control_model.input_hint_block.0.weight": (16, 3, 3, 3)}),
        ("controlnet", {"input_hint_block.0.weight": (16, 3, 3, 3)}),
        ("controlnet", {"controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3)}),
        ("vae", {"encoder.conv_in.weight": (8, 3, 3, 3), "decoder.conv_in.weight": (8, 4, 3, 3)}),
        ("vae", {f"first_stage_model.{each}.conv_in.weight": (8, 4, 3, 3) for each in ("encoder", "decoder")}),
        ("upscaler", {"conv_first.weight": (8, 3, 3, 3), "conv_first.bias": (8,), "conv_last.weight": (3, 8, 3, 3)}),
        ("upscaler", {"body.0.weight": (64, 3, 3, 3), "body.0.bias": (64,), "body.2.weight": (48, 64, 3, 3)}),
        ("part", {"text_model.embeddings.token_embedding.weight": (49408, 768), "b": (1,), "c": (1,)}),
        ("part", {"encoder.block.0.layer.0.SelfAttention.q.weight": (64, 64), "shared.weight": (32128, 64), "c": (1,)}),
        (
            "part",
            {"model.layers.0.self_attn.q_norm.weight": (128,), "model.embed_tokens.weight": (151936, 64), "c": (1,)},
        ),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_tensors(tmp_path: Path, kind: str, shapes: dict) -> None:
    assert detect_kind(written(tmp_path, shapes)) == kind


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        ({f"blocks.{n}.conv.weight": (4, 4, 3, 3, 3) for n in range(3)}, "is a model for video"),
        ({f"down_blocks.{n}.motion_modules.0.norm.weight": (4,) for n in range(3)}, "is a model for video"),
        ({"encoder.conv_in.weight": (4, 4, 3, 3, 3), "decoder.conv_in.weight": (4,) * 5, "a": (1,)}, "for video"),
        ({f"vocoder.layers.{n}.weight": (4, 4, 3) for n in range(3)}, "is a model for sound"),
        ({f"model.diffusion_model.input_blocks.{n}.0.weight": (4, 4, 3, 3) for n in range(3)}, "only part of a model"),
        ({f"down_blocks.{n}.resnets.0.conv1.weight": (4, 4, 3, 3) for n in range(3)}, "only part of a model"),
        ({f"double_blocks.{n}.img_mlp.0.weight": (4, 4) for n in range(3)}, "FLUX's transformer"),
        ({"double_blocks.0.img_attn.qkv.weight": (4, 4), "b": (1,), "c": (1,)}, "transformer with missing tensors"),
        ({"transformer_blocks.0.attn.to_q.qweight": (4, 4), "b": (1,), "c": (1,)}, "Nunchaku model in 4 bits"),
        ({"lora_controlnet": (0,), "input_hint_block.0.weight": (16, 3, 3, 3), "c": (1,)}, "not support: Control-LoRA"),
        ({"lllite_unet_input_blocks_4_1.conditioning1.0.weight": (8, 3, 4, 4)}, "not support: ControlNet-LLLite"),
        ({"adapter.conv_in.weight": (32, 192, 3, 3), "adapter.body.0.resnets.0.block1.weight": (32,)}, "T2I adapter"),
        ({"conv_in.weight": (32, 192, 3, 3), "body.0.block1.weight": (32, 32, 3, 3), "c": (1,)}, "T2I adapter"),
        ({"task_embedding": (6, 320), "controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3)}, "union ControlNet"),
        ({"encoder.layers.0.weight": (8, 3, 3, 3), "decoder.layers.0.weight": (8, 4, 3, 3), "x": (1,)}, "TAESD"),
        ({"1.weight": (64, 4, 3, 3), "3.conv.0.weight": (64, 64, 3, 3), "c": (1,)}, "half of a tiny VAE"),
        ({f"net.{n}.weight": (8, 8, 3, 3) for n in range(3)}, "not a model that Easel can use"),
        ({f"text_model.encoder.layers.{n}.mlp.fc1.weight": (4, 4) for n in range(3)}, "a text encoder"),
        ({f"model.layers.{n}.mlp.up_proj.weight": (4, 4) for n in range(3)}, "a language model"),
        ({f"fc{n}.weight": (4, 4) for n in range(3)}, "not a model that Easel can use"),
        ({"linear.weight": (1, 768), "linear.bias": (1,)}, "not a model that Easel can use"),
        ({"motion_modules.0.norm.weight": (4,)}, "is a model for video"),
        ({"vision_model.embeddings.class_embedding": (768,), "visual_projection.weight": (4, 4)}, "an image encoder"),
        ({"controlnet_mode_embedder.weight": (10, 4), "controlnet_blocks.0.weight": (4, 4)}, "union ControlNet"),
    ],
)
def test_what_easel_has_no_use_for_is_named(tmp_path: Path, shapes: dict, words: str) -> None:
    with pytest.raises(EaselError) as caught:
        detect_kind(written(tmp_path, shapes))
    assert words in message_for(caught.value)


def test_a_folder_of_one_part_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"_class_name": "UNet2DConditionModel"}')
    with pytest.raises(EaselError) as caught:
        detect_kind(tmp_path)
    assert "only part of a model: UNet2DConditionModel" in message_for(caught.value)


def test_a_folder_with_two_models_is_not_guessed_at(tmp_path: Path) -> None:
    for name in ("one", "two"):
        written(tmp_path, {"emb_params": (2, 8)}).rename(tmp_path / f"{name}.safetensors")
    with pytest.raises(EaselError) as caught:
        detect_kind(tmp_path)
    assert "must contain exactly one .safetensors file. Choose the model file itself" in message_for(caught.value)


@pytest.mark.parametrize(
    ("class_name", "tensor"),
    [
        ("ControlNetUnionModel", "task_embedding"),
        ("SD3ControlNetUnionModel", "task_embedding"),
        ("ControlNetModel", "task_embedding"),
    ],
)
def test_a_union_controlnet_in_a_folder_is_named(tmp_path: Path, class_name: str, tensor: str) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"_class_name": class_name}))
    written(tmp_path, {tensor: (6, 320), "conv_in.weight": (4, 4, 3, 3)})
    with pytest.raises(EaselError) as caught:
        find_auxiliary(str(tmp_path), AuxiliaryKind.CONTROLNET)
    assert "not support: union ControlNet" in message_for(caught.value)


def test_a_tiny_vae_of_diffusers_is_named(tmp_path: Path) -> None:
    pytest.importorskip("torch")  # `make legacy` runs these tests on a Python that has none
    from diffusers import AutoencoderTiny
    from safetensors.torch import save_file as save_tensors

    file = tmp_path / "taesd.safetensors"
    save_tensors(
        AutoencoderTiny(encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4).state_dict(), file
    )
    with pytest.raises(EaselError) as caught:
        detect_kind(file)
    assert "not support: tiny VAE (TAESD) without its configuration" in message_for(caught.value)
