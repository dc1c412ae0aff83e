"""A small autoencoder shows the picture so far where it is here, and never takes more than its share of the time."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderTiny
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from macapp import models
from macapp.engine.engine import Engine
from macapp.engine.generation.preview import MAX_TIME_SHARE, MIN_GAP_SECONDS, PreviewThrottle
from macapp.engine.generation.tiny_vae import DECODERS, MAX_PREVIEW_PIXELS, TinyVaeCache
from macapp.models import resolve_request
from macapp.models.catalog import load_catalog
from macapp.planning.memory import Savings
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine
from tests.engine.generation.test_preview import looked
from tests.support.plain_diffusers import nothing
from tests.support.request_factory import request


@pytest.fixture(autouse=True)
def _own_previews(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.engine.engine.preview_cache_dir", lambda: tmp_path / "previews")


@pytest.fixture
def here(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay a tiny autoencoder of random weights where the hub's cache would have the catalogue's, for tiny models."""
    entry = load_catalog()["taesd"]
    monkeypatch.setattr("macapp.models.catalog.hub_cache", lambda: tmp_path / "hub")
    monkeypatch.setattr("macapp.engine.generation.tiny_vae.DECODERS", {32: "taesd"})
    folder = tmp_path / "hub" / f"models--{entry.repository.replace('/', '--')}" / "snapshots" / entry.revision
    torch.manual_seed(0)
    few: dict[str, Any] = {"encoder_block_out_channels": (8,) * 4, "decoder_block_out_channels": (8,) * 4}
    AutoencoderTiny(**few, num_decoder_blocks=(1,) * 4).save_pretrained(folder, safe_serialization=True)
    return folder


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let looking cost as much as it likes."""
    monkeypatch.setattr("macapp.engine.generation.preview.MAX_TIME_SHARE", 1e9)
    monkeypatch.setattr("macapp.engine.generation.preview.MIN_GAP_SECONDS", 0.0)


# The rule


@given(
    per_step=st.floats(0.005, 10),
    cost=st.floats(0.0005, 2),
    steps=st.integers(1, 200),
    known=st.booleans(),
)
@settings(deadline=None)
def test_looks_take_less_than_their_share_and_come_ten_times_a_second_at_most(
    per_step: float, cost: float, steps: int, known: bool
) -> None:
    pace, now, looks = PreviewThrottle(cost if known else None), 0.0, []
    for step in range(1, steps + 1):
        now += per_step
        if pace.is_due(now, now / step):
            looks.append(now)
            now += cost
            pace.record_duration(now, cost)
        if known or len(looks) != 1:  # the first look of all may cost more than was thought; then the rest wait
            assert cost * len(looks) <= MAX_TIME_SHARE * now + 1e-9
    assert all(later - earlier >= MIN_GAP_SECONDS for earlier, later in pairwise(looks))


@pytest.mark.parametrize(
    ("pace", "elapsed", "per_step", "due"),
    [
        (PreviewThrottle(), 1.0, 1.0, False),
        (PreviewThrottle(), 12.5, 1.0, True),
        (PreviewThrottle(cost=0.075), 4.9, 1.0, False),
        (PreviewThrottle(cost=0.075), 5.0, 1.0, True),
        (PreviewThrottle(cost=0.075, spent=0.075, last=5.0), 9.9, 1.0, False),
        (PreviewThrottle(cost=0.075, spent=0.075, last=5.0), 10.0, 1.0, True),
        (PreviewThrottle(cost=0.0001, spent=0.0, last=1.0), 1.09, 0.01, False),
        (PreviewThrottle(cost=0.0001, spent=0.0, last=1.0), 1.1001, 0.01, True),
    ],
)
def test_when_a_look_is_due(pace: PreviewThrottle, elapsed: float, per_step: float, due: bool) -> None:
    assert pace.is_due(elapsed, per_step) is due


def test_a_look_that_was_slow_once_is_forgotten() -> None:
    pace = PreviewThrottle()
    pace.record_duration(1.0, 8.0)
    for _picture in range(5):
        pace = pace.next_picture()
    assert (pace.cost, pace.spent) == (0.25, 0.0)
    assert pace.is_due(20.0, 1.0)


@given(cost=st.floats(0.001, 1), pictures=st.integers(1, 60))
@settings(deadline=None)
def test_a_look_that_took_more_than_its_share_of_a_picture_is_paid_for_by_the_next(cost: float, pictures: int) -> None:
    pace, spent, whole, late = PreviewThrottle(), 0.0, 0.0, 0
    for _picture in range(pictures):
        now = 0.0
        for step in range(1, 21):  # of 50 ms each
            now += 0.05
            if pace.is_due(now, now / step):
                now += cost
                pace.record_duration(now, cost)
                spent, late = spent + cost, late + 1
        whole += now
        pace = pace.next_picture(now)
    first = cost if late else 0.0
    assert spent - first <= MAX_TIME_SHARE * whole + cost, "one more than is paid for, at most"


@pytest.mark.parametrize(
    ("facts", "savings", "size", "room"),
    [
        ({}, Savings(), (512, 512), True),
        ({}, Savings(text_encoder_dropped=True), (512, 512), False),
        ({"available": 5 * 2**20}, Savings(), (512, 512), False),
    ],
)
def test_where_memory_is_short_nothing_is_decoded_on_the_way(facts: dict, savings, size, room: bool) -> None:
    from macapp.planning.plan import can_preview
    from tests.planning.test_plan import SD15

    made = replace(make_plan(detect_machine(), SD15, size), savings=savings, needed=0, **{"available": 2**34, **facts})
    assert can_preview(made, size) is room


# By effect


def test_the_picture_so_far_is_as_large_as_the_picture(tiny_model: Path, here: Path, free: None) -> None:
    engine, asked = Engine(detect_machine()), request(model=str(tiny_model), steps=4)
    seen, picture = looked(engine, asked)
    assert [each.size for each in seen] == [picture.size] * 4, "the first picture of a model is seen too"
    assert len({each.tobytes() for each in seen}) == 4
    assert (
        picture.tobytes()
        == Engine(detect_machine()).generate(resolve_request(asked), {}, nothing, nothing).image.tobytes()
    )


def test_the_picture_so_far_of_a_large_one_is_small(tiny_model: Path, here: Path) -> None:
    """It is shown small, and crosses to the window's thread at every look."""
    decode = TinyVaeCache().get(models.find_checkpoint(str(tiny_model)), "cpu", torch.float32)
    assert decode is not None
    assert decode(torch.zeros(1, 4, 160, 96)).size == (MAX_PREVIEW_PIXELS * 96 // 160, MAX_PREVIEW_PIXELS)
    assert decode(torch.zeros(1, 4, 16, 8)).size == (64, 128)


def test_what_is_shown_is_what_the_scheduler_expects(
    tiny_model: Path, here: Path, free: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DPM++ foresees the finished latents at every step; the last of them are the finished ones, or nearly."""
    shown: list[torch.Tensor] = []
    monkeypatch.setattr("macapp.engine.engine.preview_cache_dir", lambda: here.parent)
    engine = Engine(detect_machine())

    def decoder(latents: torch.Tensor) -> Image.Image:
        shown.append(latents.clone())
        return Image.new("RGB", (64, 64))

    monkeypatch.setattr(TinyVaeCache, "get", lambda *_: decoder)
    looked(engine, request(model=str(tiny_model), steps=6))
    apart = [float((each - shown[-1]).abs().mean()) for each in shown]
    assert len(shown) == 6
    assert apart[0] > 0
    looked(engine, request(model=str(tiny_model), steps=3, scheduler="euler"))
    assert len(shown) == 9, "others show the latents as they are"


def test_in_a_short_picture_the_map_of_colours_does(tiny_model: Path, here: Path) -> None:
    engine, asked = Engine(detect_machine()), request(model=str(tiny_model), steps=2)
    looked(engine, asked)
    seen, _ = looked(engine, asked)
    assert {each.size for each in seen} == {(8, 8)}


@pytest.mark.parametrize("damage", ["weights", "configuration", "gone"])
def test_without_a_whole_one_pictures_are_made_all_the_same(
    tiny_model: Path, here: Path, free: None, damage: str
) -> None:
    file = here / {"weights": "diffusion_pytorch_model.safetensors"}.get(damage, "config.json")
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:40])
    assert looked(Engine(detect_machine()), request(model=str(tiny_model), steps=2))[0] == []


@pytest.mark.parametrize("fault", [RuntimeError("MPS backend out of memory"), MemoryError()])
def test_a_look_that_fails_costs_the_look_alone(
    tiny_model: Path, here: Path, free: None, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise fault

    engine, asked = Engine(detect_machine()), request(model=str(tiny_model), steps=3)
    whole = engine.generate(resolve_request(asked), {}, nothing, nothing).image
    monkeypatch.setattr(AutoencoderTiny, "decode", fail)
    seen, picture = looked(engine, asked)
    assert {each.size for each in seen} == {(8, 8)}
    assert picture.tobytes() == whole.tobytes()


def test_every_decoder_is_in_the_catalogue_and_of_its_family() -> None:
    families = {768: "Stable Diffusion 1", 1024: "Stable Diffusion 1", 2048: "Stable Diffusion XL"}
    assert {width: load_catalog()[name].family for width, name in DECODERS.items()} == families


def test_the_starter_model_has_an_autoencoder_of_its_own(starter_model: Path, here: Path, free: None) -> None:
    assert looked(Engine(detect_machine()), request(model="starter", width=128, height=128, steps=2))[0] == []
