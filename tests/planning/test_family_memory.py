"""The predicted memory of transformers, autoencoders and text encoders, compared with tensors without data."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch

from macapp.domain.weight_format import WeightFormat
from macapp.engine.runtime.memory_savings import tiled_decoding
from macapp.engine.runtime.packed_layers import pack_layers
from macapp.models import find_checkpoint
from macapp.models.checkpoint import Checkpoint
from macapp.models.composed_weights import TRANSFORMER, ComposedWeights, compose_architecture, weigh_tensors
from macapp.models.packing import NamedTensor, format_weights
from macapp.models.text_shapes import text_shape
from macapp.planning.architecture import FormatWeights
from macapp.planning.memory import Savings, peak_bytes, weights_bytes
from macapp.system.machine import GIB, Machine
from tests.support.fake_mps import Held
from tests.support.full_size import (
    DENOISERS,
    FULL_MODELS,
    autoencoder,
    empty,
    qwen_2_5_vl,
    qwen_3,
    t5,
    without_data,
    write_full_model,
)
from tests.support.more_full_sizes import MORE_DENOISERS, deep_compression, gemma_2, glm, movq, umt5

FLUX = "FluxTransformer2DModel"
MAC = Machine(ram=128 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
SMALL = replace(MAC, ram=GIB)
"""where text encoders are alone in memory"""
SIZE = (1024, 1024)
MODELS = {model.pipeline: name for name, model in FULL_MODELS.items() if model.pipeline in DENOISERS}
AUTOENCODERS: dict[str, tuple[Callable[[], Any], tuple[int, ...]]] = {
    "FluxPipeline": (autoencoder, (1, 16)),
    "Flux2KleinPipeline": (diffusers.AutoencoderKLFlux2, (1, 32)),
    "QwenImagePipeline": (diffusers.AutoencoderKLQwenImage, (1, 16, 1)),
}


STEPS = [
    *((pipeline, WeightFormat.FULL) for pipeline in MODELS),
    *((pipeline, WeightFormat.INT8) for pipeline in ("FluxPipeline", "Flux2KleinPipeline")),
    *(
        (pipeline, WeightFormat.INT4)
        for pipeline in ("Flux2KleinPipeline", "ZImagePipeline", "StableDiffusion3Pipeline")
    ),
]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Checkpoint]:
    folder: Path = tmp_path_factory.mktemp("full")
    return cache(lambda pipeline: find_checkpoint(str(write_full_model(MODELS[pipeline], folder / pipeline))))


def tensors_of(network: Any) -> list[torch.Tensor]:
    return [*network.parameters(), *network.buffers()]


@torch.no_grad()
@pytest.mark.parametrize(("pipeline", "wanted"), STEPS)
def test_a_step_takes_what_the_plan_says(checkpoint, pipeline: str, wanted: WeightFormat) -> None:
    """The denoiser alone: its weights in their format, and what it holds at its peak."""
    network = pack_layers(without_data(DENOISERS[pipeline].denoiser), wanted)
    with Held(tensors_of(network), False) as step:
        network(**DENOISERS[pipeline].inputs(SIZE))
    held = sum(tensor.nbytes for tensor in tensors_of(network)) + step.most
    whole = checkpoint(pipeline).architecture
    sides = 1 if pipeline == "ZImagePipeline" else whole.sides  # a list of one picture is measured
    others = replace(whole, vae_channels=1, sides=sides, text_working=0)
    savings = Savings(text_encoder_dropped=True, weight_format=wanted)
    vae_bytes = 2 * without_data(AUTOENCODERS.get(pipeline, AUTOENCODERS["FluxPipeline"])[0]).num_parameters()
    drawing = replace(others, text_weights=0, text_parts=())
    weights = weights_bytes(MAC, whole, savings)
    working = peak_bytes(MAC, drawing, SIZE, savings=savings) - weights_bytes(MAC, drawing, savings)
    assert weights - vae_bytes + working == pytest.approx(held, rel=0.1)


MORE_STEPS = [
    *((pipeline, WeightFormat.FULL) for pipeline in MORE_DENOISERS),
    ("AuraFlowPipeline", WeightFormat.INT8),
    ("Lumina2Pipeline", WeightFormat.INT4),
]


@torch.no_grad()
@pytest.mark.parametrize(("pipeline", "wanted"), MORE_STEPS)
def test_so_does_a_step_of_every_other_transformer(pipeline: str, wanted: WeightFormat, monkeypatch) -> None:
    monkeypatch.setattr(torch, "autocast", lambda *_given, **_options: nullcontext())  # knows no tensors without data
    full = MORE_DENOISERS[pipeline]
    network = without_data(full.denoiser)
    tensors = [NamedTensor(name, tensor.shape, "BF16") for name, tensor in network.state_dict().items()]
    config = {**network.config, "_class_name": type(network).__name__}
    levels = 6 if pipeline == "SanaPipeline" else 4
    whole = compose_architecture(config, {"block_out_channels": [1] * levels}, weigh_tensors({TRANSFORMER: tensors}))
    pack_layers(network, wanted)
    with Held(tensors_of(network), False) as step:
        network(**full.inputs(SIZE))
    held = sum(tensor.nbytes for tensor in tensors_of(network)) + step.most
    assert peak_bytes(MAC, whole, SIZE, savings=Savings(weight_format=wanted)) == pytest.approx(held, rel=0.1)


TEXTS: dict[str, tuple[Callable[[], Any], int]] = {
    "FluxPipeline": (t5, 512),
    "Flux2KleinPipeline": (qwen_3, 512),
    "StableDiffusion3Pipeline": (t5, 256),
    "QwenImagePipeline": (qwen_2_5_vl, 512),
    "Lumina2Pipeline": (gemma_2, 256),
    "CogView4Pipeline": (glm, 1024),
    "AuraFlowPipeline": (umt5, 256),
}


@torch.no_grad()
@pytest.mark.parametrize("wanted", [WeightFormat.FULL, WeightFormat.INT8])
@pytest.mark.parametrize("pipeline", TEXTS)
def test_a_text_encoder_takes_what_the_plan_says(pipeline: str, wanted: WeightFormat) -> None:
    make, tokens = TEXTS[pipeline]
    network = without_data(make)
    network.set_attn_implementation("eager")  # as on Apple's GPU
    tensors = [NamedTensor(name, tensor.shape, "BF16") for name, tensor in network.state_dict().items()]
    formats = tuple(format_weights((), [tensors], each) for each in WeightFormat)
    text = text_shape(network.config.to_dict(), type(network).__name__, tokens)
    size = 2 * sum(tensor.numel() for tensor in network.parameters())
    weights = ComposedWeights(size, (size,), formats)
    whole = compose_architecture({"_class_name": FLUX}, {"block_out_channels": [1]}, weights)
    alone = replace(whole, text_working=text.working, text_scores=text.scores, family="FLUX")
    pack_layers(network, wanted)
    options = {} if make in (t5, umt5) else {"attention_mask": empty(1, tokens, dtype=torch.int64)}
    with Held(tensors_of(network), False) as encoding:
        network(empty(1, tokens, dtype=torch.int64), **options, output_hidden_states=make not in (t5, umt5))
    held = sum(tensor.nbytes for tensor in tensors_of(network)) + encoding.most
    savings = Savings(text_encoder_dropped=True, weight_format=wanted)
    assert peak_bytes(SMALL, alone, (64, 64), savings=savings) == pytest.approx(held, rel=0.1)


@torch.no_grad()
@pytest.mark.parametrize("tiled", [False, True])
@pytest.mark.parametrize("pipeline", AUTOENCODERS)
def test_decoding_takes_what_the_plan_says(checkpoint, pipeline: str, tiled: bool) -> None:
    make, channels = AUTOENCODERS[pipeline]
    network = without_data(make)
    with tiled_decoding(network, tiled), Held(tensors_of(network), False) as decoding:
        network.decode(empty(*channels, SIZE[1] // 8, SIZE[0] // 8))
    alone = replace(checkpoint(pipeline).architecture, text_weights=0, text_parts=(), text_working=0, step_numbers=1e-9)
    savings = Savings(vae_tiled=tiled)
    working = peak_bytes(MAC, alone, SIZE, savings=savings) - weights_bytes(MAC, alone, savings)
    assert working == pytest.approx(decoding.most, rel=0.1)


@torch.no_grad()
@pytest.mark.parametrize(("make", "latents"), [(deep_compression, (32, 32)), (movq, (4, 8))], ids=["Sana", "Kandinsky"])
def test_so_does_that_of_sana_and_of_kandinsky(make: Callable[[], Any], latents: tuple[int, int]) -> None:
    network, (channels, scale) = without_data(make), latents
    options = {"force_not_quantize": True} if make is movq else {}
    with Held(tensors_of(network), False) as decoding:
        network.decode(empty(1, channels, SIZE[1] // scale, SIZE[0] // scale), **options)
    whole = compose_architecture({"_class_name": FLUX}, network.config, ComposedWeights(0, (), (FormatWeights(),)))
    alone = replace(whole, step_numbers=1e-9)
    assert peak_bytes(MAC, alone, SIZE) == pytest.approx(decoding.most, rel=0.1)
