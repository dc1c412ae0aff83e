"""Random tiny models that edit by instruction, with the parts of the real ones."""

# pyright: reportArgumentType=false, reportCallIssue=false
# (the annotations of diffusers are narrower than its calls)

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from macapp.engine.loading.prompt_processor import IMAGE_TOKEN
from tests.once import copied
from tests.support.tiny_families import TINY_FAMILIES


def make_editor(pipeline: str, folder: Path, seed: int = 9) -> Path:
    """Write a random model of the editing family with this pipeline class of diffusers."""
    return _write_editor(folder, pipeline, seed)


@copied
def _write_editor(folder: Path, pipeline: str, seed: int) -> Path:
    torch.manual_seed(seed)
    parts = TINY_EDITORS[pipeline]()
    processor = parts.pop("processor", None)
    given = {"processor": None} if processor else {}
    getattr(diffusers, pipeline)(**parts, **given).save_pretrained(folder, safe_serialization=True)
    if processor is not None:  # it cannot be created without torchvision
        (folder / "processor").mkdir()
        (folder / "processor" / "preprocessor_config.json").write_text(json.dumps(processor))
        index = json.loads((folder / "model_index.json").read_text())
        index["processor"] = ["transformers", "Qwen2VLProcessor"]
        (folder / "model_index.json").write_text(json.dumps(index))
    if pipeline == "Flux2Pipeline":
        index = json.loads((folder / "model_index.json").read_text())
        index["tokenizer"] = ["transformers", "PixtralProcessor"]
        (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def _qwen_edit() -> dict[str, Any]:
    parts = TINY_FAMILIES["QwenImagePipeline"]()
    tokenizer, config = parts["tokenizer"], parts["text_encoder"].config
    tokenizer.add_special_tokens({"additional_special_tokens": ["<|vision_start|>", "<|vision_end|>", IMAGE_TOKEN]})
    config.image_token_id = tokenizer.convert_tokens_to_ids(IMAGE_TOKEN)
    config.vision_start_token_id = tokenizer.convert_tokens_to_ids("<|vision_start|>")
    vision = config.vision_config
    processor = {
        "image_processor_type": "Qwen2VLImageProcessor",
        "patch_size": vision.patch_size,
        "temporal_patch_size": vision.temporal_patch_size,
        "merge_size": vision.spatial_merge_size,
        "min_pixels": 3136,
        "max_pixels": 12845056,
    }
    return {**parts, "text_encoder": transformers.Qwen2_5_VLForConditionalGeneration(config), "processor": processor}


def _flux_2() -> dict[str, Any]:
    parts = TINY_FAMILIES["Flux2KleinPipeline"]()
    transformer = diffusers.Flux2Transformer2DModel.from_config(
        {**parts["transformer"].config, "guidance_embeds": True}
    )
    text = {
        "vocab_size": 64,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 31,  # layer 30 is used
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 8,
        "pad_token_id": 0,
        "bos_token_id": 1,
        "eos_token_id": 1,
    }
    vision = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = transformers.Mistral3Config(
        text_config=transformers.MistralConfig(**text), vision_config=transformers.PixtralVisionConfig(**vision)
    )
    encoder = transformers.Mistral3ForConditionalGeneration(config)
    return {**parts, "transformer": transformer, "text_encoder": encoder}


TINY_EDITORS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "Flux2KleinPipeline": TINY_FAMILIES["Flux2KleinPipeline"],
    "Flux2Pipeline": _flux_2,
    "FluxKontextPipeline": TINY_FAMILIES["FluxPipeline"],
    "QwenImageEditPipeline": _qwen_edit,
    "QwenImageEditPlusPipeline": _qwen_edit,
}
