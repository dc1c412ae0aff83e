"""Networks traced and compiled as a whole: the same numbers, and the network as before afterwards."""

from pathlib import Path

import pytest
import torch
from diffusers import UNet2DConditionModel

from macapp.engine.benchmark.subjects import SIDES_OF_GUIDANCE
from macapp.engine.benchmark.variants import compiled, traced
from tests.support.libraries import TORCH


@pytest.fixture
def unet(tiny_model: Path) -> UNet2DConditionModel:
    return UNet2DConditionModel.from_pretrained(tiny_model / "unet").eval()  # type: ignore[union-attr]


def predict(unet: UNet2DConditionModel) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    latents = torch.randn(SIDES_OF_GUIDANCE, 4, 8, 8, generator=generator)
    embeddings = torch.randn(SIDES_OF_GUIDANCE, 77, 32, generator=generator)
    with torch.no_grad():
        return unet(latents, torch.tensor(5), encoder_hidden_states=embeddings, return_dict=False)[0]


def test_a_traced_unet_predicts_the_same(unet: UNet2DConditionModel) -> None:
    plain = predict(unet)
    with traced(unet, 64):
        assert "forward" in vars(unet)
        assert torch.allclose(predict(unet), plain, atol=1e-4)
    assert "forward" not in vars(unet)
    assert torch.equal(predict(unet), plain)


@pytest.mark.skipif(TORCH < (2, 1), reason="torch.compiler is new in PyTorch 2.1")
def test_a_compiled_network_is_restored_also_after_an_error(
    unet: UNet2DConditionModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch, "compile", lambda forward: lambda *args, **kwargs: forward(*args, **kwargs))
    plain = predict(unet)
    with compiled(unet):
        assert "forward" in vars(unet)
        assert torch.equal(predict(unet), plain)
    assert "forward" not in vars(unet)
    with pytest.raises(ZeroDivisionError), compiled(unet):
        raise ZeroDivisionError
    assert "forward" not in vars(unet)


def test_there_may_be_no_network_to_compile() -> None:
    with compiled(None):
        pass
