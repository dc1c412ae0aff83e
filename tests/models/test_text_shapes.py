"""What a text encoder that sees images holds, compared with the arrays of a small one."""

from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from PIL import Image

from macapp.engine.loading.prompt_processor import image_processor_class
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from macapp.models.text_shapes import image_tokens, text_shape
from tests.support.fake_mps import Held
from tests.support.full_size import PROCESSOR
from tests.support.libraries import with_the_current_set
from tests.support.plain_diffusers import IMAGE, asked
from tests.support.tiny_editors import make_editor

IMAGE_TOKEN = 5


def small_qwen() -> Any:
    text = {
        "hidden_size": 256,
        "intermediate_size": 1024,
        "num_hidden_layers": 3,
        "num_attention_heads": 8,
        "num_key_value_heads": 2,
        "vocab_size": 2000,
        "bos_token_id": None,
        "eos_token_id": None,
        "rope_scaling": {"rope_type": "default", "mrope_section": [4, 6, 6]},
    }
    vision = {
        "depth": 2,
        "hidden_size": 128,
        "intermediate_size": 344,
        "num_heads": 4,
        "out_hidden_size": 256,
        "fullatt_block_indexes": [1],
    }
    config = transformers.Qwen2_5_VLConfig(
        text_config=text, vision_config=vision, image_token_id=IMAGE_TOKEN, tie_word_embeddings=False
    )
    network: Any = transformers.Qwen2_5_VLForConditionalGeneration(config)
    return network.to(torch.bfloat16).eval()


@with_the_current_set
@torch.no_grad()
@pytest.mark.parametrize("side", [448, 896])
def test_an_image_takes_what_the_plan_says(side: int) -> None:
    network, grid, words = small_qwen(), side // 14, 64
    network.set_attn_implementation("eager")  # as on Apple's GPU
    ids = torch.full((1, words + grid**2 // 4), IMAGE_TOKEN)
    ids[0, :words] = 9
    given = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "pixel_values": torch.zeros(grid**2, 3 * 2 * 14 * 14, dtype=torch.bfloat16),
        "image_grid_thw": torch.tensor([[1, grid, grid]]),
        "mm_token_type_ids": (ids == IMAGE_TOKEN).int(),
    }
    weights = [*network.parameters(), *network.buffers()]
    with Held([*weights, *given.values()], False) as encoding:
        network(**given, output_hidden_states=True)
    shape = text_shape(network.config.to_dict(), type(network).__name__, words, [side**2])
    held, counted = 2 * (shape.working + shape.scores), sum(tensor.nbytes for tensor in weights)
    assert held + counted == pytest.approx(encoding.most + counted, rel=0.1)


@with_the_current_set
@pytest.mark.parametrize(("pipeline", "count"), [("QwenImageEditPipeline", 1), ("QwenImageEditPlusPipeline", 3)])
def test_images_are_as_many_tokens_of_the_prompt_as_the_processor_makes(
    pipeline: str, count: int, tmp_path: Path
) -> None:
    use = FAMILIES[pipeline].references
    assert use is not None
    side = round(use.prompt_pixels**0.5)
    seen = image_processor_class()(**PROCESSOR)(images=[Image.new("RGB", (side, side))] * count, return_tensors="pt")
    tokens = sum(int(grid.prod()) // 4 for grid in seen["image_grid_thw"])
    assert image_tokens([use.prompt_pixels] * count) == pytest.approx(tokens, rel=0.05)
    request = asked(make_editor(pipeline, tmp_path / "model"), scheduler="own", references=(IMAGE,) * count)
    resolved = resolve_request(request)
    own = resolved.checkpoint.architecture
    assert resolved.architecture.text_tokens == own.text_tokens + image_tokens([use.prompt_pixels] * count)
    assert resolved.architecture.text_working > own.text_working
