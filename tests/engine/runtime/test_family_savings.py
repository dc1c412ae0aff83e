"""What a plan offers a family is what the engine does: guidance in two passes, and decoding in tiles."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from macapp.domain.request import Request
from macapp.engine.engine import Engine
from macapp.engine.runtime.guidance import is_denoiser
from macapp.models import find_checkpoint, resolve_request
from macapp.models.families import FAMILIES
from macapp.planning.memory import savings_steps
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import IMAGE, IMAGES, MASK, asked, nothing
from tests.support.tiny_families import TINY_FAMILIES, make_other

WITH_TILES = ("FluxPipeline", "Flux2KleinPipeline", "QwenImagePipeline", "SanaPipeline")
"""One family for each class of autoencoder that can decode in tiles."""


def engine_that(**savings: bool) -> Engine:
    def rules(*facts):
        plan = make_plan(*facts)
        return replace(plan, savings=replace(plan.savings, **savings))

    return Engine(replace(detect_machine(), device="cpu"), rules=rules)


def draw(engine: Engine, request: Request) -> Image.Image:
    return engine.generate(resolve_request(request), IMAGES, nothing, nothing).image


def needed(pipeline: str) -> dict[str, Any]:
    """Return the images that a pipeline cannot do without."""
    references = FAMILIES[pipeline].references
    if references is not None and references.is_needed:
        return {"references": (IMAGE,)}
    return {"image": IMAGE, "mask": MASK, "strength": 1.0} if "Fill" in pipeline else {}


@contextmanager
def calls_of(engine: Engine, request: Request, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Yield the number of pictures in each call of the denoiser itself."""
    engine.preload(request.model, nothing)
    assert engine.session is not None
    kind: Any = next(type(part) for part in engine.session.loaded.parts.values() if is_denoiser(part))
    forward, seen = kind.forward, []

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        named = (kwargs[name] for name in ("hidden_states", "sample", "x") if name in kwargs)
        seen.append(len(args[0] if args else next(named)))
        return forward(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(kind, "forward", counted)
        yield seen


@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_guidance_runs_in_two_passes_where_the_plan_offers_it(
    pipeline: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    folder = make_other(pipeline, tmp_path / "model")
    request = asked(folder, scheduler="own", steps=1, guidance_scale=3.0, **needed(pipeline))
    plain = engine_that()
    with calls_of(plain, request, monkeypatch) as at_once:
        whole = draw(plain, request)
    architecture = find_checkpoint(str(folder)).architecture
    assert architecture.sides == max(at_once)
    offered = any(step.guidance_in_two for step in savings_steps(architecture))
    assert offered is (architecture.sides > 1)
    if max(at_once) == 1:
        return
    halved = engine_that(guidance_in_two=True)
    with calls_of(halved, request, monkeypatch) as in_two:
        found = draw(halved, request)
    assert max(in_two) == 1
    assert len(in_two) == 2 * len(at_once)
    assert np.abs(np.asarray(whole, int) - np.asarray(found, int)).max() <= 1


@pytest.mark.parametrize("pipeline", WITH_TILES)
def test_every_autoencoder_decodes_in_tiles(pipeline: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    monkeypatch.setattr("macapp.engine.runtime.memory_savings.vae_tile_pixels", lambda _bytes: 64)
    request = asked(make_other(pipeline, tmp_path / "model"), scheduler="own", steps=1, width=128, height=128)
    tiled, plain = engine_that(vae_tiled=True), engine_that()
    sizes: dict[Engine, set[int]] = {tiled: set(), plain: set()}
    for engine, seen in sizes.items():
        engine.preload(request.model, nothing)
        assert engine.session is not None
        decoder = engine.session.loaded.parts["vae"].decoder
        decoder.register_forward_pre_hook(lambda _, given, seen=seen: seen.add(max(given[0].shape[-2:])))
    whole, pieces = draw(plain, request), draw(tiled, request)
    assert max(sizes[tiled]) * 2 <= max(sizes[plain])
    assert whole.size == pieces.size
    assert engine_that().session is None
    assert plain.session is not None
    assert not plain.session.loaded.parts["vae"].use_tiling


def test_tiles_are_not_offered_where_there_are_none(tmp_path: Path) -> None:
    architecture = find_checkpoint(str(make_other("Kandinsky3Pipeline", tmp_path / "model"))).architecture
    assert not any(step.vae_tiled for step in savings_steps(architecture))
