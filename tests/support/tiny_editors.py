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


TINY_EDITORS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "Flux2KleinPipeline": TINY_FAMILIES["Flux2KleinPipeline"],
    "FluxKontextPipeline": TINY_FAMILIES["FluxPipeline"],
    "QwenImageEditPipeline": _qwen_edit,
    "QwenImageEditPlusPipeline": _qwen_edit,
}
