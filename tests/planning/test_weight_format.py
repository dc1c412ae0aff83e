"""Which weights are packed, and how many bytes that takes."""

import pytest

from macapp.domain.weight_format import WeightFormat
from macapp.planning.weight_format import layer_format, stored_bytes

FULL, INT8, INT4 = WeightFormat.FULL, WeightFormat.INT8, WeightFormat.INT4


@pytest.mark.parametrize(
    ("name", "shape", "in_8_bits", "in_4_bits"),
    [
        ("transformer_blocks.0.attn.to_q.weight", (3072, 3072), INT8, INT4),
        ("transformer_blocks.0.norm1.linear.weight", (18432, 3072), INT8, INT8),
        ("transformer_blocks.0.norm1.linear.bias", (18432,), FULL, FULL),
        ("down_blocks.0.resnets.0.conv1.weight", (320, 320, 3, 3), INT8, INT8),
        ("down_blocks.0.resnets.0.norm1.weight", (320,), FULL, FULL),
        ("layers.3.mlp.down_proj.weight", (1000, 2000), INT8, INT8),  # 2000 is no multiple of a group
        ("conv_in.weight", (320, 4, 3, 3), FULL, FULL),
        ("proj_out.weight", (64, 3072), FULL, FULL),
        ("time_embedding.linear_1.weight", (1280, 320), FULL, FULL),
        ("cap_embedder.1.weight", (3840, 2560), FULL, FULL),
        ("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", (32, 64), FULL, FULL),
        ("model.embed_tokens.weight", (151936, 2560), FULL, FULL),
        ("blocks.0.tiny.weight", (16, 16), FULL, FULL),
    ],
)
def test_only_large_layers_of_blocks_are_packed(
    name: str, shape: tuple[int, ...], in_8_bits: WeightFormat, in_4_bits: WeightFormat
) -> None:
    assert layer_format(name, shape, FULL) is FULL
    assert layer_format(name, shape, INT8) is in_8_bits
    assert layer_format(name, shape, INT4) is in_4_bits


def test_bytes_count_the_scales() -> None:
    name, shape = "blocks.0.linear.weight", (128, 256)
    assert stored_bytes(name, shape, FULL, 2) == 128 * 256 * 2
    assert stored_bytes(name, shape, INT8, 2) == 128 * 256 + 128 * 4
    assert stored_bytes(name, shape, INT4, 2) == 128 * 256 // 2 + 2 * 128 * 4 * 2
