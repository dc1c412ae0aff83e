"""Slices of the queries give what the whole gives, at the shapes of real models."""

# pyright: reportArgumentType=false
# (diffusers annotates its processors more narrowly than it calls them)

import pytest

from tests.libraries import with_fused_attention

pytestmark = with_fused_attention


@pytest.mark.parametrize(
    ("width", "heads", "context", "positions"),
    [(320, 8, 768, 256), (320, 5, 1024, 256), (640, 10, 2048, 256), (512, 1, None, 144)],
    ids=["SD 1.x", "SD 2.x", "SDXL", "VAE"],
)
@pytest.mark.parametrize("crossed", [False, True])
def test_slices_are_exact(
    tiny_model, width: int, heads: int, context: int | None, positions: int, crossed: bool
) -> None:
    import torch
    from diffusers.models.attention_processor import Attention, AttnProcessor2_0

    from macapp.engine.attention import SlicedQueries

    if crossed and context is None:
        pytest.skip("a VAE attends to nothing else")
    torch.manual_seed(0)
    vae = {"norm_num_groups": 32, "residual_connection": True, "bias": True} if context is None else {}
    attn = Attention(width, context if crossed else None, heads=heads, dim_head=width // heads, **vae)
    states = torch.randn(2, width, 12, positions // 12) if context is None else torch.randn(2, positions, width)
    other = torch.randn(2, 77, context) if crossed and context else None
    with torch.inference_mode():
        attn.set_processor(AttnProcessor2_0())
        whole = attn(states, other)
        attn.set_processor(SlicedQueries(budget=4 * 2 * heads * (77 if crossed else positions) * 10))
        sliced = attn(states, other)
    assert torch.allclose(whole, sliced, atol=1e-6, rtol=0)


@pytest.mark.parametrize(
    ("width", "heads", "context"),
    [(320, 8, 768), (1280, 8, 768), (320, 5, 1024), (640, 10, 2048), (512, 1, None)],
    ids=["SD 1.x, heads of 40", "SD 1.x, heads of 160", "SD 2.x", "SDXL", "VAE"],
)
@pytest.mark.parametrize("budget", [None, 40_000])
def test_padded_heads_are_exact(tiny_model, width: int, heads: int, context: int | None, budget: int | None) -> None:
    import torch
    from diffusers.models.attention_processor import Attention, AttnProcessor2_0
    from torch.nn import functional

    from macapp.engine.attention import FUSED_WIDTHS, SlicedQueries

    torch.manual_seed(0)
    attn = Attention(width, context, heads=heads, dim_head=width // heads)
    states = torch.randn(2, 144, width)
    other = torch.randn(2, 77, context) if context else None
    asked: list[int] = []
    real = functional.scaled_dot_product_attention

    def watched(query: torch.Tensor, *given, **named) -> torch.Tensor:
        asked.append(query.shape[-1])
        return real(query, *given, **named)

    with torch.inference_mode(), pytest.MonkeyPatch.context() as patched:
        attn.set_processor(AttnProcessor2_0())
        whole = attn(states, other)
        attn.set_processor(SlicedQueries(budget, pads=True))
        patched.setattr(functional, "scaled_dot_product_attention", watched)
        padded = attn(states, other)
    assert torch.allclose(whole, padded, atol=1e-6, rtol=0)
    assert set(asked) <= {*FUSED_WIDTHS, 512}, "a VAE's one head is wider than any kernel"
    assert (len(asked) == 1) == (budget is None)


def test_what_fits_one_slice_is_computed_in_one(tiny_model) -> None:
    import torch
    from diffusers.models.attention_processor import Attention, AttnProcessor2_0

    from macapp.engine.attention import SlicedQueries

    torch.manual_seed(0)
    attn, states = Attention(64, heads=4, dim_head=16), torch.randn(2, 64, 64)
    with torch.inference_mode():
        attn.set_processor(AttnProcessor2_0())
        whole = attn(states)
        attn.set_processor(SlicedQueries())
        assert torch.equal(attn(states), whole)
