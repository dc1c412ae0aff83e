"""The two sides of guidance: both in one batch, one after another, or one alone."""

from typing import Any

import pytest
import torch
from diffusers import UNet2DConditionModel

from macapp.engine.runtime.guidance import CONDITIONAL_ONLY, count_entries, is_denoiser, run_sides, split_guidance_batch


class Network(torch.nn.Module):
    """Adds a prompt to latents, and notes the size of each batch."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    def forward(self, sample: torch.Tensor, prompt: torch.Tensor, added: dict[str, Any] | None = None) -> Any:
        self.batches.append(len(sample))
        return (sample + prompt + (added or {}).get("more", 0),)


SAMPLE, PROMPT = torch.tensor([[1.0], [2.0]]), torch.tensor([[10.0], [20.0]])


def test_a_batch_of_two_runs_one_by_one_with_the_same_result() -> None:
    network = Network()
    whole = network(SAMPLE, prompt=PROMPT, added={"more": torch.tensor([[0.5], [0.25]])})
    with split_guidance_batch(network, True):
        split = network(SAMPLE, prompt=PROMPT, added={"more": torch.tensor([[0.5], [0.25]])})
    assert torch.equal(split[0], whole[0])
    assert network.batches == [2, 1, 1]
    with split_guidance_batch(network, False):
        network(SAMPLE, prompt=PROMPT)
    assert network.batches[-1] == 2
    assert "forward" not in vars(network)


def test_a_batch_of_one_stays_whole() -> None:
    network = Network()
    with split_guidance_batch(network, True):
        assert torch.equal(network(SAMPLE[:1], PROMPT[:1])[0], torch.tensor([[11.0]]))
    assert network.batches == [1]


def test_the_conditional_side_alone_is_the_result_for_both() -> None:
    network = Network()
    assert torch.equal(run_sides(network, CONDITIONAL_ONLY, SAMPLE, PROMPT)[0], torch.tensor([[22.0], [22.0]]))
    assert network.batches == [1]


@pytest.mark.parametrize("name", ["sample", "hidden_states", "x"])
def test_the_entries_are_counted_by_any_name_of_the_latents(name: str) -> None:
    assert count_entries((), {name: SAMPLE, "timestep": 1}) == 2
    assert count_entries((SAMPLE[:1],), {}) == 1


def test_a_denoiser_is_told_by_its_class() -> None:
    with torch.device("meta"):
        assert is_denoiser(
            UNet2DConditionModel(
                block_out_channels=(32, 64), down_block_types=("DownBlock2D",) * 2, up_block_types=("UpBlock2D",) * 2
            )
        )
    assert not is_denoiser(Network())
    assert not is_denoiser("unet")
