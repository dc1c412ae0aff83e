"""The deep layers of a UNet return what they returned last, and nothing else of the network changes."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import torch
from diffusers import ControlNetModel, UNet2DConditionModel

from macapp.engine.runtime.deep_layers import UnetLayers
from macapp.engine.runtime.guidance import split_guidance_batch


def small_unet(layers: int, attention: bool = True) -> Any:
    """Return a UNet of two levels with random weights: with attention on the outer level, or without, as in SDXL."""
    torch.manual_seed(0)
    downs = ("CrossAttnDownBlock2D" if attention else "DownBlock2D", "CrossAttnDownBlock2D")
    ups = ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D" if attention else "UpBlock2D")
    return UNet2DConditionModel(
        block_out_channels=(8, 16),
        down_block_types=downs,
        up_block_types=ups,
        layers_per_block=layers,
        norm_num_groups=4,
        attention_head_dim=4,
        cross_attention_dim=8,
    ).eval()


def given(timestep: int, side: int = 16) -> dict[str, Any]:
    torch.manual_seed(timestep)
    prompt = torch.linspace(-1, 1, 2 * 5 * 8).reshape(2, 5, 8)
    return {"sample": torch.randn(2, 4, side, side), "timestep": timestep, "encoder_hidden_states": prompt}


@contextmanager
def convolutions_run(network: Any) -> Iterator[set[str]]:
    """Hear which convolutions run: the first three parts of their names, such as down_blocks.0.resnets.0."""
    seen: set[str] = set()
    with ExitStack() as hooks:
        for name, module in network.named_modules():
            if isinstance(module, torch.nn.Conv2d):
                place = ".".join(name.split(".")[:4])
                hook = module.register_forward_hook(lambda *_given, place=place: seen.add(place))
                hooks.callback(hook.remove)
        yield seen


def numbers_kept() -> int:
    """Return how many numbers the maps hold that are alive: tensors of four dimensions that are not of one number."""
    gc.collect()
    found = [each for each in gc.get_objects() if isinstance(each, torch.Tensor) and each.ndim == 4]
    return sum(each.numel() for each in found if not isinstance(each, torch.nn.Parameter) and 0 not in each.stride())


UNETS = {"one layer": (1, True), "two layers": (2, True), "no outer attention": (2, False)}


@pytest.fixture(params=UNETS)
def unet(request: pytest.FixtureRequest) -> Any:
    return small_unet(*UNETS[request.param])


@torch.inference_mode()
def test_a_full_pass_is_the_one_of_diffusers_to_the_bit(unet: Any) -> None:
    plain = unet(**given(9)).sample
    deep = UnetLayers(unet)
    with deep.patched():
        deep.begin_step(reuses=False)
        assert torch.equal(unet(**given(9)).sample, plain)
    assert not [module for module in unet.modules() if "forward" in vars(module)], "a layer is still replaced"


@torch.inference_mode()
def test_with_the_same_latents_a_reused_pass_is_the_full_one(unet: Any) -> None:
    """What is kept enters where it left: with equal inputs nothing differs, for both sides, one, or one by one."""
    plain = unet(**given(9)).sample
    deep = UnetLayers(unet)
    with deep.patched():
        deep.begin_step(reuses=False)
        unet(**given(9))
        deep.begin_step(reuses=True)
        assert torch.equal(unet(**given(9)).sample, plain)
        deep.begin_step(reuses=True)
        deep.skip_side()
        second = {name: value[1:] if isinstance(value, torch.Tensor) else value for name, value in given(9).items()}
        assert torch.allclose(unet(**second).sample, plain[1:], atol=1e-5)
        with split_guidance_batch(unet, True):
            deep.begin_step(reuses=True)
            assert torch.allclose(unet(**given(9)).sample, plain, atol=1e-5)


@torch.inference_mode()
def test_a_reused_pass_runs_the_outer_layers_on_the_new_latents(unet: Any) -> None:
    deep = UnetLayers(unet)
    with deep.patched():
        deep.begin_step(reuses=False)
        kept = unet(**given(9)).sample
        deep.begin_step(reuses=True)
        with convolutions_run(unet) as seen:
            reused = unet(**given(8)).sample
        last = len(unet.up_blocks[1].resnets)
        layers = [("down", 0, 0), ("up", 1, last - 2), ("up", 1, last - 1)]
        resnets = {f"{way}_blocks.{block}.resnets.{layer}" for way, block, layer in layers}
        assert seen - {name.replace("resnets", "attentions") for name in resnets} == {"conv_in", "conv_out", *resnets}
        assert torch.isfinite(reused).all()
        assert not torch.equal(reused, kept)
        deep.begin_step(reuses=False)
        assert not torch.equal(reused, unet(**given(8)).sample)


@torch.inference_mode()
def test_sides_keep_their_own_output(unet: Any) -> None:
    """Whether they run in one batch or one after the other, and whichever way they ran when it was kept."""
    found = []
    for kept_in_two, reused_in_two in ((False, False), (False, True), (True, False), (True, True)):
        deep = UnetLayers(unet)
        with deep.patched():
            for timestep, reuses, in_two in ((9, False, kept_in_two), (8, True, reused_in_two)):
                deep.begin_step(reuses)
                with split_guidance_batch(unet, in_two):
                    last = unet(**given(timestep)).sample
        found.append(last)
    assert all(torch.allclose(each, found[0], atol=1e-5) for each in found)
    assert not torch.allclose(found[0][0], found[0][1], atol=1e-2)


@torch.inference_mode()
@pytest.mark.parametrize("side", [16, 18, 15])
def test_odd_sizes_keep_their_shape(side: int) -> None:
    unet = small_unet(2)
    deep = UnetLayers(unet)
    with deep.patched():
        for timestep, reuses in ((9, False), (8, True)):
            deep.begin_step(reuses)
            found = unet(**given(timestep, side)).sample
            assert found.shape == (2, 4, side, side)
            assert torch.isfinite(found).all()


@torch.inference_mode()
def test_the_outer_outputs_of_a_controlnet_are_exact_and_its_deep_ones_are_read_by_nobody() -> None:
    unet = small_unet(2)
    control = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=(4, 8)).eval()
    for weight in control.controlnet_down_blocks.parameters():
        torch.nn.init.normal_(weight)
    deep, deep_control = UnetLayers(unet), UnetLayers(control)
    image = torch.rand(2, 3, 32, 32)

    def step(timestep: int, reuses: bool) -> tuple[Any, torch.Tensor]:
        inputs = given(timestep)
        for layers in (deep, deep_control):
            layers.begin_step(reuses)
        down, middle = control(**inputs, controlnet_cond=image, return_dict=False)
        added = {"down_block_additional_residuals": down, "mid_block_additional_residual": middle}
        return down, unet(**inputs, **added).sample

    plain, _ = step(8, reuses=False)
    with deep.patched(), deep_control.patched():
        step(9, reuses=False)
        down, picture = step(8, reuses=True)
    assert torch.isfinite(picture).all()
    assert all(torch.equal(one, other) for one, other in zip(down[:2], plain[:2], strict=True))
    assert all(torch.isnan(each).all() for each in down[2:])


@torch.inference_mode()
def test_only_the_output_of_one_layer_is_kept() -> None:
    """As many numbers as the top level has for both sides: what the plan counts."""
    unet = small_unet(2)
    before = numbers_kept()
    deep = UnetLayers(unet)
    with deep.patched():
        deep.begin_step(reuses=False)
        unet(**given(9))
        assert numbers_kept() - before == 2 * 8 * 16 * 16
