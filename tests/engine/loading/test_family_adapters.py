"""LoRA on transformers of every family: the pixels of plain diffusers, several at a time, and off without a trace."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import pytest

from macapp.domain.request import Lora, Request
from macapp.engine.loading.loaded_model import parameters_of
from macapp.errors import BadRequest
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from macapp.models.model_family import Task
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import SIZE, asked, largest_difference, make, needs_of, plainly, same
from tests.support.tiny_families import TINY_FAMILIES, make_other
from tests.support.tiny_loras import make_transformer_lora

WITH_LORA = [
    name for name in TINY_FAMILIES if FAMILIES[name].lora_layers and FAMILIES[name].denoiser_part == "transformer"
]


@pytest.mark.parametrize("pipeline", WITH_LORA)
def test_loras_draw_what_plain_diffusers_draws_and_come_off_without_a_trace(
    engine, tmp_path: Path, pipeline: str
) -> None:
    family = FAMILIES[pipeline]
    skip_if_too_old_for(family)
    folder = make_other(pipeline, tmp_path / "model")
    plain = asked(folder, scheduler="own", guidance_scale=3.0, steps=2, **needs_of(pipeline))
    ink, wash = (make_transformer_lora(folder, tmp_path / f"{name}.safetensors", len(name)) for name in ("ink", "wash"))

    def draw(*loras: tuple[Path, float]) -> Any:
        return make(engine, asked_with(plain, *loras))

    before, styled = draw(), draw((ink, 0.7))
    assert not same(styled, before)
    if Task.TEXT in family.pipelines:
        assert same(styled, draw_plainly(pipeline, plain, ink, 0.7))
    both = draw((ink, 0.7), (wash, 1.0))
    assert not same(both, styled)
    assert largest_difference(both, draw((wash, 1.0), (ink, 0.7))) <= 1, "sums in another order"
    assert same(draw(), before)
    assert same(draw((ink, 0.7)), styled)


def asked_with(plain: Request, *loras: tuple[Path, float]) -> Request:
    return replace(plain, loras=tuple(Lora(model=str(path), weight=weight) for path, weight in loras))


def draw_plainly(pipeline: str, plain: Request, lora: Path, weight: float) -> Any:
    given: dict[str, Any] = {**SIZE, FAMILIES[pipeline].guidance: plain.guidance_scale}
    if FAMILIES[pipeline].blank_negative:
        given["negative_prompt"] = FAMILIES[pipeline].blank_negative
    if "use_resolution_binning" in parameters_of(getattr(diffusers, pipeline)):
        given["use_resolution_binning"] = False
    if pipeline == "Ideogram4Pipeline":
        given["guidance_schedule"] = None
    return plainly(pipeline, plain, lora=(lora, weight), **given)


def test_a_lora_of_another_family_or_size_is_refused(tmp_path: Path) -> None:
    skip_if_too_old_for(FAMILIES["QwenImagePipeline"])
    names = ("QwenImagePipeline", "ZImagePipeline", "FluxPipeline", "AuraFlowPipeline")
    folders = {name: make_other(name, tmp_path / name) for name in names}
    for name, folder in folders.items():
        lora = make_transformer_lora(folder, tmp_path / f"{name}.safetensors")
        for other in folders.keys() - {name}:
            with pytest.raises(BadRequest, match="addon-other-family"):
                resolve_request(asked_with(asked(folders[other], scheduler="own"), (lora, 1.0)))
        resolve_request(asked_with(asked(folder, scheduler="own"), (lora, 1.0)))
