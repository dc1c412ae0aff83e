"""The conversion of tensor names equals that of diffusers, for names, shapes and values."""

import diffusers
import pytest
import torch
from accelerate import init_empty_weights
from diffusers.loaders import single_file_utils as diffusers_names

from macapp.models.tensor_names import find_targets
from tests.support.libraries import with_the_current_set
from tests.support.original_transformers import original_state

_FLUX = {"num_layers": 2, "num_single_layers": 2, "num_attention_heads": 24, "attention_head_dim": 128}
CONVERTERS = {
    "FluxTransformer2DModel": ("flux", {**_FLUX, "guidance_embeds": True}),
    "ChromaTransformer2DModel": ("chroma", _FLUX),
    "Flux2Transformer2DModel": ("flux2", {**_FLUX, "num_attention_heads": 1}),
    "SD3Transformer2DModel": (
        "sd3",
        {"num_layers": 2, "num_attention_heads": 2, "caption_projection_dim": 128, "dual_attention_layers": (0,)}
        | {"qk_norm": "rms_norm", "pos_embed_max_size": 4},
    ),
    "ZImageTransformer2DModel": (
        "z_image",
        {"n_layers": 2, "n_refiner_layers": 1, "dim": 128, "n_heads": 1, "n_kv_heads": 1},
    ),
}
"""The converter of diffusers, and a small model whose blocks have the width that it expects."""


@with_the_current_set
@pytest.mark.parametrize("transformer", CONVERTERS)
def test_the_conversion_is_that_of_diffusers(transformer: str) -> None:
    converter, config = CONVERTERS[transformer]
    with init_empty_weights():
        shapes = {
            name: tensor.shape for name, tensor in original_state(getattr(diffusers, transformer)(**config)).items()
        }
    torch.manual_seed(0)  # rows are as many as in the model, because diffusers counts them, and columns are few
    stored = {name: torch.randn(shape[0], *(2 for _ in shape[1:])) for name, shape in shapes.items()}
    convert = getattr(diffusers_names, f"convert_{converter}_transformer_checkpoint_to_diffusers")
    wanted = convert(dict(stored), config={})
    found = {}
    for name, tensor in stored.items():
        for target in find_targets(transformer, name, tensor.shape, blocks=2):
            rows = [tensor[start:end] for start, end in target.rows]
            found[target.name] = torch.cat(rows) if rows else tensor
            assert target.shape_of(tensor.shape) == found[target.name].shape
    assert found.keys() == wanted.keys()
    for name, tensor in wanted.items():
        assert torch.equal(found[name], tensor), name


def test_unknown_layers_of_the_original_code_become_nothing() -> None:
    assert find_targets("FluxTransformer2DModel", "double_blocks.0.unknown.weight", (4, 4), 1) == []


def test_names_of_diffusers_stay() -> None:
    (target,) = find_targets("FluxTransformer2DModel", "transformer_blocks.0.attn.to_q.weight", (4, 4), 1)
    assert target.name == "transformer_blocks.0.attn.to_q.weight"
    assert target.rows == ()
