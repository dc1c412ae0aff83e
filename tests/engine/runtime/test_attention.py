"""Slices of the queries give what the whole gives, at the shapes of real models."""

# pyright: reportArgumentType=false
# (diffusers annotates its processors more narrowly than it calls them)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macapp.planning import attention as planned
from tests.support.libraries import with_fused_attention

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

    from macapp.engine.runtime.attention import SlicedAttentionProcessor

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
        attn.set_processor(SlicedAttentionProcessor(budget=4 * 2 * heads * (77 if crossed else positions) * 10))
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

    from macapp.engine.runtime.attention import FUSED_WIDTHS, SlicedAttentionProcessor

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
        attn.set_processor(SlicedAttentionProcessor(budget, pads=True))
        patched.setattr(functional, "scaled_dot_product_attention", watched)
        padded = attn(states, other)
    assert torch.allclose(whole, padded, atol=1e-6, rtol=0)
    assert set(asked) <= {*FUSED_WIDTHS, 512}, "a VAE's one head is wider than any kernel"
    assert (len(asked) == 1) == (budget is None or width // heads <= max(FUSED_WIDTHS)), "no scores, so no slices"


def test_what_fits_one_slice_is_computed_in_one(tiny_model) -> None:
    import torch
    from diffusers.models.attention_processor import Attention, AttnProcessor2_0

    from macapp.engine.runtime.attention import SlicedAttentionProcessor

    torch.manual_seed(0)
    attn, states = Attention(64, heads=4, dim_head=16), torch.randn(2, 64, 64)
    with torch.inference_mode():
        attn.set_processor(AttnProcessor2_0())
        whole = attn(states)
        attn.set_processor(SlicedAttentionProcessor())
        assert torch.equal(attn(states), whole)


SHAPES = [(320, 8, 768), (320, 5, 1024), (640, 10, 2048)]
WAYS = [(False, 40_000), (True, None), (True, 40_000)]


@pytest.mark.parametrize(("width", "heads", "context"), SHAPES, ids=["SD 1.x", "SD 2.x", "SDXL"])
@pytest.mark.parametrize(("pads", "budget"), WAYS, ids=["sliced", "padded", "both"])
def test_a_lora_beside_the_weights_changes_nothing_of_that(
    tiny_model, width: int, heads: int, context: int, pads: bool, budget: int | None
) -> None:
    import torch
    from diffusers.models.attention_processor import Attention, AttnProcessor2_0
    from peft import LoraConfig, inject_adapter_in_model

    from macapp.engine.runtime.attention import SlicedAttentionProcessor

    torch.manual_seed(0)
    attn = Attention(width, context, heads=heads, dim_head=width // heads)
    states, other = torch.randn(2, 144, width), torch.randn(2, 77, context)
    with torch.inference_mode():
        bare = attn(states, other)
        targets = ["to_q", "to_k", "to_v", "to_out.0"]
        inject_adapter_in_model(LoraConfig(r=4, target_modules=targets, init_lora_weights=False), attn)
        attn.set_processor(AttnProcessor2_0())
        whole = attn(states, other)
        attn.set_processor(SlicedAttentionProcessor(budget, pads))
        ours = attn(states, other)
    assert not torch.allclose(bare, whole, atol=1e-3), "the LoRA is on"
    assert torch.allclose(whole, ours, atol=1e-6, rtol=0)


@pytest.mark.parametrize(("pads", "budget"), WAYS, ids=["sliced", "padded", "both"])
def test_a_unet_and_its_controlnet_give_the_same(tiny_model, tmp_path, pads: bool, budget: int | None) -> None:
    import torch
    from diffusers import ControlNetModel, UNet2DConditionModel

    from macapp.engine.runtime.attention import SlicedAttentionProcessor, set_attention_slicing
    from tests.support import tiny_models

    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet").eval()
    network = ControlNetModel.from_pretrained(tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "net")).eval()
    torch.manual_seed(0)
    sample, words, image = torch.randn(2, 4, 16, 16), torch.randn(2, 77, 32), torch.rand(2, 3, 128, 128)

    def drawn() -> torch.Tensor:
        down, mid = network(sample, 1, words, image, return_dict=False)
        given = {"down_block_additional_residuals": down, "mid_block_additional_residual": mid}
        return unet(sample, 1, words, **given).sample

    with torch.inference_mode():
        whole = drawn()
        for each in (unet, network):
            set_attention_slicing(each, "2.13.0", budget is not None, budget or 0, pads)
            assert all(isinstance(one, SlicedAttentionProcessor) for one in each.attn_processors.values())
        ours = drawn()
    assert torch.allclose(whole, ours, atol=2e-6, rtol=0)


def calls_of(attn, processor, states, other=None) -> list:
    """Return the queries, keys and values of every call of scaled dot product attention, and the result last."""
    import torch
    from torch.nn import functional

    calls: list = []
    real = functional.scaled_dot_product_attention

    def watched(query, key, value, **named):
        calls.append((query, key, value))
        return real(query, key, value, **named)

    with torch.inference_mode(), pytest.MonkeyPatch.context() as patched:
        attn.set_processor(processor)
        patched.setattr(functional, "scaled_dot_product_attention", watched)
        calls.append(attn(states, other))
    return calls


@pytest.mark.parametrize("heads", [1, 8, 20])
def test_slices_are_of_the_queries_however_many_heads(tiny_model, heads: int) -> None:
    import torch
    from diffusers.models.attention_processor import Attention

    from macapp.engine.runtime.attention import SlicedAttentionProcessor

    attn = Attention(heads * 16, heads=heads, dim_head=16)
    budget = 4 * 2 * heads * 128 * 32  # 32 of 128 queries
    *calls, _ = calls_of(attn, SlicedAttentionProcessor(budget), torch.randn(2, 128, heads * 16))
    assert [query.shape[1:3] for query, _, _ in calls] == [(heads, 32)] * 4


@given(
    positions=st.integers(1, 300),
    keys=st.none() | st.integers(1, 90),
    heads=st.integers(1, 4),
    width=st.sampled_from((8, 40, 64, 160, 257)),
    rows=st.integers(1, 100),
    pads=st.booleans(),
    batch=st.integers(1, 2),
)
@settings(max_examples=60, deadline=None)
def test_every_slice_is_contiguous_as_long_as_the_others_and_never_short(
    positions: int, keys: int | None, heads: int, width: int, rows: int, pads: bool, batch: int
) -> None:
    """PyTorch on MPS computes eight queries or fewer with another kernel; the result is that of one call."""
    import torch
    from diffusers.models.attention_processor import Attention, AttnProcessor2_0

    from macapp.engine.runtime.attention import SlicedAttentionProcessor

    torch.manual_seed(0)
    attn = Attention(8, None if keys is None else 8, heads=heads, dim_head=width)
    states, other = torch.randn(batch, positions, 8), None if keys is None else torch.randn(batch, keys, 8)
    *_, whole = calls_of(attn, AttnProcessor2_0(), states, other)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(planned, "MIN_SLICE_BYTES", 1)
        budget = planned.SCORE_BYTES * batch * heads * (keys or positions) * rows
        *calls, sliced = calls_of(attn, SlicedAttentionProcessor(budget, pads), states, other)
    assert torch.allclose(whole, sliced, atol=1e-5, rtol=0)
    lengths = {query.shape[2] for query, _, _ in calls}
    assert len(lengths) == 1
    assert lengths == {positions} or (len(calls) > 1 and min(lengths) >= planned.MIN_SLICE_QUERIES)
    if len(calls) > 1:
        assert all(states.is_contiguous() for call in calls for states in call)


@pytest.mark.parametrize(
    ("pads", "lengths"),
    [(True, {4096: 1, 1024: 1}), (False, {4096: 21, 1024: 41})],
    ids=["no scores are stored", "scores are stored"],
)
def test_the_slices_of_sdxl_at_1024_have_no_rest(tiny_model, pads: bool, lengths: dict[int, int]) -> None:
    """Once five slices of 819 queries and one of a single query. Tensors without data: only the shapes matter."""
    import torch
    from diffusers.models.attention_processor import Attention

    from macapp.engine.runtime.attention import SlicedAttentionProcessor

    for positions, heads in ((4096, 10), (1024, 20)):
        with torch.device("meta"):
            attn = Attention(heads * 64, heads=heads, dim_head=64)
            states = torch.randn(2, positions, heads * 64)
        *calls, _ = calls_of(attn, SlicedAttentionProcessor(pads=pads), states)
        assert len(calls) == lengths[positions]
        assert len({query.shape for query, _, _ in calls}) == 1


@pytest.mark.parametrize(("pads", "budget"), WAYS, ids=["sliced", "padded", "both"])
def test_an_ip_adapter_keeps_its_own_attention_and_the_rest_is_ours(tiny_model, pads: bool, budget: int | None) -> None:
    """What attends to an image beside the text is no processor of ours: it is left, so the numbers are the same."""
    import torch
    from diffusers import UNet2DConditionModel

    from macapp.engine.runtime.attention import SlicedAttentionProcessor, set_attention_slicing

    torch.manual_seed(0)
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet").eval()
    crossed = [name for name in unet.attn_processors if ".attn2." in name]
    widths = {name: dict(unet.named_modules())[name.removesuffix(".processor")].inner_dim for name in crossed}
    numbers = {name: list(unet.attn_processors).index(name) for name in crossed}
    layers = {
        f"{number}.to_{each}_ip.weight": torch.randn(widths[name], 32)
        for name, number in numbers.items()
        for each in "kv"
    }
    projected = {"proj.weight": torch.randn(4 * 32, 16), "proj.bias": torch.randn(4 * 32)}
    projected |= {"norm.weight": torch.ones(32), "norm.bias": torch.zeros(32)}
    sample, words, image = torch.randn(2, 4, 16, 16), torch.randn(2, 77, 32), torch.randn(2, 1, 16)

    def drawn() -> torch.Tensor:
        given = {"added_cond_kwargs": {"image_embeds": [image]}} if unet.encoder_hid_proj is not None else {}
        return unet(sample, 1, words, **given).sample

    with torch.inference_mode():
        bare = drawn()
    added = [{"image_proj": projected, "ip_adapter": layers}]
    unet._load_ip_adapter_weights(added, low_cpu_mem_usage=False)  # noqa: SLF001  (all that diffusers has for it)
    with torch.inference_mode():
        whole = drawn()
        set_attention_slicing(unet, "2.13.0", budget is not None, budget or 0, pads)
        ours = drawn()
    assert not torch.allclose(bare, whole, atol=1e-3), "the adapter is on"
    assert torch.allclose(whole, ours, atol=2e-6, rtol=0)
    kinds = {name: type(each) for name, each in unet.attn_processors.items()}
    assert [name for name, kind in kinds.items() if kind is not SlicedAttentionProcessor] == crossed


def test_an_ip_adapter_is_refused_in_words(tmp_path) -> None:
    """It would put attention of its own beside the text's; there is no control for it, and none is put on unasked."""
    import torch
    from safetensors.torch import save_file

    from macapp import models
    from macapp.domain.auxiliary_kind import AuxiliaryKind
    from macapp.errors import BadRequest
    from macapp.messages import message_for

    names = ("image_proj.proj.weight", "image_proj.norm.weight", "ip_adapter.1.to_k_ip.weight")
    save_file({name: torch.zeros(8, 8) for name in names}, tmp_path / "ip-adapter_sd15.safetensors")
    for kind in set(AuxiliaryKind) - {AuxiliaryKind.UPSCALER}:
        with pytest.raises(BadRequest) as caught:
            models.find_auxiliary(str(tmp_path / "ip-adapter_sd15.safetensors"), kind)
        assert "of a kind that Easel does not support: IP adapter" in message_for(caught.value)
