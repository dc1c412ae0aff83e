"""The operations of transformers, counted from the shapes of their tensors, equal those of the counter of PyTorch."""

import pytest
import torch

from macapp.models.denoiser_shapes import TRANSFORMERS
from macapp.models.transformer_flops import transformer_flops
from tests.support.full_size import DENOISERS, without_data
from tests.support.meta_shapes import Shaped
from tests.support.more_full_sizes import MORE_DENOISERS

FlopCounterMode = pytest.importorskip(
    "torch.utils.flop_counter", reason="PyTorch 1.13 counts no operations"
).FlopCounterMode

MADE = {**DENOISERS, **MORE_DENOISERS}
WITH_DATA = ("Lumina2Pipeline", "ErnieImagePipeline", "Ideogram4Pipeline")  # their code reads the values of tensors
LAYERS_OF_THE_ENCODER = {"Krea2Pipeline": 0.13}
"""Krea 2 fuses 12 layers of its text encoder, which is not counted: with all its 28 layers it is 2 in 100."""


@pytest.mark.parametrize("side", [512, 1024])
@pytest.mark.parametrize("name", sorted(MADE.keys() - {*WITH_DATA}))
def test_a_pass_of_a_transformer(name: str, side: int) -> None:
    network, inputs = without_data(MADE[name].denoiser), MADE[name].inputs((side, side))
    with torch.device("meta"), torch.no_grad(), Shaped(), FlopCounterMode(display=False) as counter:
        network(**inputs)
    kind = type(network).__name__
    shapes = {key: tuple(tensor.shape) for key, tensor in network.state_dict().items()}
    sides = 1 if name == "ZImagePipeline" else TRANSFORMERS[kind].sides
    latents = (side // (32 if name == "SanaPipeline" else 8)) ** 2
    counted = sides * transformer_flops(shapes, kind).at(latents)
    within = LAYERS_OF_THE_ENCODER.get(name, 0.01) * (1024 / side) ** 2
    assert counted == pytest.approx(counter.get_total_flops() / 1e12, rel=within)


@pytest.mark.parametrize("name", WITH_DATA)
def test_every_weight_of_a_layer_meets_the_prompt_and_the_picture(name: str) -> None:
    network = without_data(MADE[name].denoiser)
    kind, shapes = type(network).__name__, {key: tuple(each.shape) for key, each in network.state_dict().items()}
    layers = {key: shape for key, shape in shapes.items() if key.startswith("layers.0.") and len(shape) == 2}
    layer = {key: shape for key, shape in layers.items() if "norm" not in key and "adaln" not in key.lower()}
    with_one, tokens = transformer_flops(layer, kind), TRANSFORMERS[kind].prompt
    weights = sum(rows * columns for rows, columns in layer.values())
    width = next(shape[0] for key, shape in layer.items() if "to_q" in key)
    joined = 64**2 + tokens  # the picture and the prompt are one sequence
    assert with_one.at(128**2) == pytest.approx((2 * weights * joined + 4 * width * joined**2) / 1e12)
