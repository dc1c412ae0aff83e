"""The blocks of a transformer after the first add what they added last, and nothing else changes."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (diffusers annotates its constructors more narrowly than it calls them)

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch

from macapp.engine.runtime.guidance import split_guidance_batch
from macapp.engine.runtime.transformer_blocks import SUPPORTED, TransformerBlocks
from macapp.models.families import FAMILIES
from tests.support.libraries import with_the_current_set
from tests.support.plain_diffusers import asked, largest_difference, make, needs_of, same
from tests.support.tiny_families import TINY_FAMILIES, make_other

pytestmark = with_the_current_set

LAYERS = {"num_layers": 2, "num_attention_heads": 2, "attention_head_dim": 16, "joint_attention_dim": 8}
SINGLE = {"num_single_layers": 3, "patch_size": 1, "in_channels": 4}
SIDE = 4  # patches a side


def positions(side: int = SIDE) -> torch.Tensor:
    return torch.tensor([[0, row, column] for row in range(side) for column in range(side)]).float()


def tokens(count: int, batch: int) -> dict[str, Any]:
    return {"encoder_hidden_states": torch.linspace(-1, 1, batch * count * 8).reshape(batch, count, 8)}


def flux(batch: int) -> tuple[Any, dict[str, Any]]:
    more = {"pooled_projection_dim": 8, "axes_dims_rope": (4, 4, 8)}
    given = {"pooled_projections": torch.ones(batch, 8), "timestep": torch.full((batch,), 0.5)}
    given |= {"img_ids": positions(), "txt_ids": torch.zeros(3, 3)}
    return diffusers.FluxTransformer2DModel(**LAYERS, **SINGLE, **more), given | tokens(3, batch)


def chroma(batch: int) -> tuple[Any, dict[str, Any]]:
    approximator = {"approximator_hidden_dim": 8, "approximator_layers": 1, "approximator_num_channels": 16}
    given = {"timestep": torch.full((batch,), 0.5), "img_ids": positions(), "txt_ids": torch.zeros(3, 3)}
    made = diffusers.ChromaTransformer2DModel(**LAYERS, **SINGLE, axes_dims_rope=(4, 4, 8), **approximator)
    return made, given | tokens(3, batch)


def flux_2(batch: int) -> tuple[Any, dict[str, Any]]:
    more = {"axes_dims_rope": (4, 4, 4, 4), "timestep_guidance_channels": 16, "guidance_embeds": False}
    ids = torch.cat([positions(), torch.zeros(SIDE**2, 1)], dim=1)
    given = {"timestep": torch.full((batch,), 0.5), "img_ids": ids, "txt_ids": torch.zeros(3, 4), "guidance": None}
    return diffusers.Flux2Transformer2DModel(**LAYERS, **SINGLE, **more), given | tokens(3, batch)


def sd_3(batch: int) -> tuple[Any, dict[str, Any]]:
    more = {"sample_size": 8, "in_channels": 4, "out_channels": 4, "caption_projection_dim": 32}
    made = diffusers.SD3Transformer2DModel(
        **LAYERS | {"num_layers": 3}, **more, pooled_projection_dim=8, pos_embed_max_size=8
    )
    given = {"pooled_projections": torch.ones(batch, 8), "timestep": torch.full((batch,), 500.0)}
    return made, given | tokens(3, batch)


def qwen(batch: int) -> tuple[Any, dict[str, Any]]:
    made = diffusers.QwenImageTransformer2DModel(
        **LAYERS | {"num_layers": 3}, in_channels=4, out_channels=1, axes_dims_rope=(4, 4, 8)
    )
    given = {"timestep": torch.full((batch,), 0.5), "img_shapes": [[(1, SIDE, SIDE)]] * batch}
    return made, given | {"encoder_hidden_states_mask": torch.ones(batch, 3)} | tokens(3, batch)


KINDS: dict[str, Callable[[int], tuple[Any, dict[str, Any]]]] = {
    "FluxTransformer2DModel": flux,
    "ChromaTransformer2DModel": chroma,
    "Flux2Transformer2DModel": flux_2,
    "SD3Transformer2DModel": sd_3,
    "QwenImageTransformer2DModel": qwen,
}


def run(kind: str, batch: int = 1, **more: Any) -> tuple[Any, Callable[[int], torch.Tensor]]:
    """Return a transformer with random weights, and what it makes of the latents of a seed."""
    torch.manual_seed(0)
    made, given = KINDS[kind](batch)
    for weight in made.parameters():
        torch.nn.init.normal_(weight, std=0.2)  # some layers start at zero
    shape = (batch, 4, 2 * SIDE, 2 * SIDE) if kind.startswith("SD3") else (batch, SIDE**2, 4)

    @torch.inference_mode()
    def output(seed: int) -> torch.Tensor:
        torch.manual_seed(seed)
        return made.eval()(hidden_states=torch.randn(shape), **given, **more).sample

    return made, output


@pytest.fixture(scope="module")
def families(folder: Path) -> Callable[[str], Path]:
    return cache(lambda pipeline: make_other(pipeline, folder / pipeline))


def test_every_supported_class_is_tried() -> None:
    assert set(SUPPORTED) == set(KINDS)


@pytest.mark.parametrize("kind", SUPPORTED)
def test_a_full_pass_is_the_one_of_diffusers_and_equal_latents_give_it_again(kind: str) -> None:
    made, output = run(kind)
    plain, blocks = output(1), TransformerBlocks(made)
    with blocks.patched():
        blocks.begin_step(reuses=False)
        assert torch.equal(output(1), plain)
        blocks.begin_step(reuses=True)
        assert torch.allclose(output(1), plain, atol=1e-4)
    assert not [module for module in made.modules() if "forward" in vars(module)], "a block is still replaced"


@pytest.mark.parametrize("kind", SUPPORTED)
def test_a_reused_pass_runs_the_first_block_alone(kind: str) -> None:
    made, output = run(kind)
    blocks, seen = TransformerBlocks(made), []
    every = [*made.transformer_blocks, *getattr(made, "single_transformer_blocks", ())]
    for number, block in enumerate(every):
        attention = next(each for name, each in block.named_modules() if name == "attn")
        attention.register_forward_pre_hook(lambda *_given, number=number: seen.append(number))
    with blocks.patched():
        blocks.begin_step(reuses=False)
        kept = output(1)
        assert seen == [*range(len(every))]
        seen.clear()
        blocks.begin_step(reuses=True)
        reused = output(2)
        assert seen == [0]
        blocks.begin_step(reuses=False)
        assert not torch.allclose(reused, kept, atol=1e-3)
        assert not torch.allclose(reused, output(2), atol=1e-3)


@pytest.mark.parametrize("kind", SUPPORTED)
def test_sides_keep_what_was_added_to_each(kind: str) -> None:
    """In one batch, one after the other, or in separate calls as pipelines with a true guidance scale make them."""
    made, output = run(kind, batch=2)
    found = []
    for in_two in (False, True):
        blocks = TransformerBlocks(made)
        with blocks.patched(), split_guidance_batch(made, in_two):
            blocks.begin_step(reuses=False)
            output(1)
            blocks.begin_step(reuses=True)
            found.append(output(2))
    assert torch.allclose(found[0], found[1], atol=1e-4)
    assert not torch.allclose(found[0][0], found[0][1], atol=1e-3)


@pytest.mark.parametrize(
    ("kind", "name", "width"),
    [
        ("FluxTransformer2DModel", "controlnet_block_samples", 32),
        ("FluxTransformer2DModel", "controlnet_single_block_samples", 32),
        ("SD3Transformer2DModel", "block_controlnet_hidden_states", 32),
        ("QwenImageTransformer2DModel", "controlnet_block_samples", 32),
    ],
)
def test_what_a_controlnet_adds_is_added_once(kind: str, name: str, width: int) -> None:
    added = torch.linspace(-1, 1, width).expand(1, SIDE**2, width)
    made, output = run(kind, **{name: [added, -0.5 * added]})
    plain, blocks = output(1), TransformerBlocks(made)
    assert not torch.allclose(plain, run(kind)[1](1), atol=1e-3)
    with blocks.patched():
        blocks.begin_step(reuses=False)
        output(1)
        blocks.begin_step(reuses=True)
        assert torch.allclose(output(1), plain, atol=1e-4)


@pytest.mark.parametrize(
    ("changes", "batches"),
    [
        ({"guidance_end": 0.5}, [2, 2, 1, 1]),
        ({"unconditional_interval": 2}, [2, 1, 2, 1]),
        ({"unconditional_interval": 2, "cache_interval": 2}, [2, 1, 2, 1]),
    ],
)
def test_stable_diffusion_3_runs_the_sides_that_the_schedule_says(
    engine, families, changes: dict[str, Any], batches: list[int]
) -> None:
    """It computes both in one batch, as Stable Diffusion does."""
    plain = asked(families("StableDiffusion3Pipeline"), scheduler="own", guidance_scale=4.0, negative_prompt="blue")
    whole, seen = make(engine, plain), []
    transformer = engine.session.loaded.parts["transformer"]
    hook = transformer.pos_embed.register_forward_pre_hook(lambda _module, given: seen.append(len(given[0])))
    picture = make(engine, replace(plain, **changes))
    hook.remove()
    assert seen == batches
    assert largest_difference(picture, whole) > 0
    assert same(whole, make(engine, plain))


PIPELINES = [name for name in TINY_FAMILIES if "cache_interval" in FAMILIES[name].supports]


@pytest.mark.parametrize("pipeline", [name for name in PIPELINES if FAMILIES[name].denoiser in SUPPORTED])
@pytest.mark.usefixtures("small_references")
def test_every_family_that_reuses_blocks_draws_with_them(engine, families, pipeline: str) -> None:
    more = {"references": ("0" * 64,)} if (use := FAMILIES[pipeline].references) and use.is_needed else {}
    plain = asked(families(pipeline), scheduler="own", guidance_scale=3.0, **needs_of(pipeline), **more)
    reusing = asked(
        families(pipeline), **{**needs_of(pipeline), **more}, scheduler="own", guidance_scale=3.0, cache_interval=2
    )
    whole, picture = make(engine, plain), make(engine, reusing)
    assert same(picture, make(engine, reusing))
    assert largest_difference(picture, whole) > 0
    assert same(whole, make(engine, plain)), "the blocks were not restored"
