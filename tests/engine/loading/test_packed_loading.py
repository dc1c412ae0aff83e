"""Packed models, read tensor by tensor: the same as packing a whole model, with a lower peak."""

import os
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
import transformers

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.components import Placement, load_components
from macapp.engine.loading.packed_loading import load_packed
from macapp.engine.runtime.packed_layers import pack_layers
from macapp.models.checkpoint import find_checkpoint, read_cascade_architecture, read_components
from macapp.models.families import FAMILIES
from macapp.models.packing import count_kept
from macapp.planning.architecture import PackedPart
from macapp.planning.weight_format import PACKED_PARTS
from tests.support.libraries import skip_if_too_old_for
from tests.support.tiny_families import TINY_FAMILIES, make_other
from tests.support.tiny_models import make_tiny_if


@pytest.fixture(autouse=True)
def _no_loading_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DEACTIVATE_ASYNC_LOAD", "1")  # as in the engine


def packable_parts(folder: Path) -> list[tuple[Path, Any]]:
    libraries = {"diffusers": diffusers, "transformers": transformers}
    named = read_components(folder)
    return [
        (folder / name, getattr(libraries[named[name][0]], named[name][1])) for name in PACKED_PARTS if name in named
    ]


@pytest.mark.parametrize("wanted", [WeightFormat.INT8, WeightFormat.INT4])
@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_every_part_equals_the_whole_part_packed(tmp_path: Path, pipeline: str, wanted: WeightFormat) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    for part, kind in packable_parts(make_other(pipeline, tmp_path / "model")):
        whole = pack_layers(kind.from_pretrained(part), wanted)
        found = load_packed(part, kind, torch.float32, wanted, sorted(part.glob("*.safetensors")))
        assert found is not None, part
        expected, state = whole.state_dict(), found.state_dict()
        assert state.keys() == expected.keys()
        assert all(torch.equal(state[name], expected[name]) for name in expected), part
        others = dict(whole.named_buffers())
        assert all(torch.equal(tensor, others[name]) for name, tensor in found.named_buffers()), part
        assert not found.training


@pytest.mark.parametrize("wanted", WeightFormat)
@pytest.mark.parametrize("pipeline", ["PixArtAlphaPipeline", "AuraFlowPipeline"])
def test_the_plan_counts_the_layers_of_t5_that_stay_in_float32(
    tmp_path: Path, pipeline: str, wanted: WeightFormat
) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    checkpoint = find_checkpoint(str(make_other(pipeline, tmp_path / "model")))
    counted = checkpoint.architecture.packed(wanted)
    for dtype, parts in ((torch.float16, counted.text_float16), (torch.bfloat16, counted.text)):
        placement = Placement("cpu", dtype, wanted)
        encoder = load_components(checkpoint.folder, placement, ["text_encoder"])["text_encoder"]
        held = sum(tensor.nbytes for tensor in (*encoder.parameters(), *encoder.buffers()))
        part = parts[0] if parts else PackedPart()
        whole = load_components(checkpoint.folder, Placement("cpu", torch.float32), ["text_encoder"])["text_encoder"]
        numbers = sum(tensor.numel() for tensor in whole.parameters())
        assert held == 2 * (numbers - part.weights) + part.stored, dtype


@torch.no_grad()
@pytest.mark.parametrize("wanted", [WeightFormat.INT8, WeightFormat.INT4])
def test_packed_layers_of_t5_do_not_overflow_float16(tmp_path: Path, wanted: WeightFormat) -> None:
    folder = make_other("PixArtAlphaPipeline", tmp_path / "model")
    part, kind = folder / "text_encoder", transformers.T5EncoderModel
    large = kind.from_pretrained(part)
    for name, tensor in large.named_parameters():
        tensor.data *= 1e6 if ".wo." in name else 1.0
    large.save_pretrained(part)
    full, packed, plain = (
        load_components(folder, Placement("cpu", dtype, weight_format), ["text_encoder"])["text_encoder"]
        for dtype, weight_format in (
            (torch.float32, WeightFormat.FULL),
            (torch.float16, wanted),
            (torch.float16, WeightFormat.FULL),
        )
    )
    tokens = torch.arange(12)[None] % 8
    expected = full(tokens)[0]
    most = {WeightFormat.INT8: 0.05, WeightFormat.INT4: 0.4}[wanted]
    for encoder in (packed, plain):
        found = encoder(tokens)[0]
        assert (found - expected).abs().mean() < most * expected.abs().mean()
    for layer in packed.modules():
        if hasattr(layer, "avoids_float16"):
            layer.avoids_float16 = False
    assert not packed(tokens)[0].isfinite().all(), "in float16 the layers do overflow"


def test_those_of_deepfloyd_are_counted_too(tmp_path: Path) -> None:
    stage = make_tiny_if(tmp_path / "model") / "stage-1"
    encoder = load_components(stage, Placement("cpu", torch.float16), ["text_encoder"])["text_encoder"]
    single = [tensor for tensor in encoder.parameters() if tensor.dtype is torch.float32]
    files = list((stage / "text_encoder").glob("*.safetensors"))
    kept = count_kept(files)
    assert kept == PackedPart(sum(tensor.numel() for tensor in single), sum(tensor.nbytes for tensor in single))
    assert kept.weights > 0
    for file in (stage / "unet").glob("*.safetensors"):  # the text encoder is the largest, as in the published model
        os.truncate(file, file.stat().st_size // 100)
    assert read_cascade_architecture(stage, ()).formats[0].denoiser == kept


def test_norms_that_diffusers_keeps_in_float32_stay_there(tmp_path: Path) -> None:
    skip_if_too_old_for(FAMILIES["Krea2Pipeline"])
    part = make_other("Krea2Pipeline", tmp_path / "model") / "transformer"
    kind = diffusers.Krea2Transformer2DModel
    found = load_packed(part, kind, torch.bfloat16, WeightFormat.INT8, sorted(part.glob("*.safetensors")))
    whole = kind.from_pretrained(part, dtype=torch.bfloat16)
    expected = {name: tensor.dtype for name, tensor in whole.named_parameters() if "norm" in name}
    assert found is not None
    assert {name: found.get_parameter(name).dtype for name in expected} == expected
    assert torch.float32 in expected.values()
