"""The speedup of a fast mode, computed from the operations of the model."""

from dataclasses import replace
from pathlib import Path

import pytest

from macapp import models
from macapp.domain.request import Lora
from macapp.errors import BadRequest, MachineError
from macapp.messages import message_for
from macapp.models.catalog import load_catalog
from macapp.models.fast_modes import FAST_MODES, available_modes, mode_lora_ids, mode_settings, relative_time
from macapp.models.flops import model_flops
from tests.support import tiny_models
from tests.support.request_factory import request
from tests.support.tiny_families import make_other

FULL = request(steps=25, guidance_scale=7.5)


@pytest.mark.parametrize(
    ("changes", "passes"),
    [
        ({}, 50),
        ({"guidance_scale": 1.0}, 25),
        ({"guidance_end": 0.6}, 40),
        ({"guidance_end": 0.0}, 25),
        ({"guidance_end": 0.6, "image": "0" * 64, "strength": 0.4}, 16),
        ({"guidance_end": 0.5, "hires_scale": 2.0, "hires_strength": 0.4}, 35 + 12 + 5),
        ({"steps": 4, "guidance_scale": 0.0}, 4),
        ({"unconditional_interval": 2}, 38),
        ({"unconditional_interval": 2, "guidance_end": 0.4}, 30),
        ({"cache_interval": 2}, 50),
    ],
)
def test_passes_of_the_model_are_counted(changes: dict, passes: int) -> None:
    made = replace(FULL, **changes)
    expected = passes if changes.get("hires_scale") is None else made.total_steps + made.guided_steps + 5
    assert made.model_evaluations == expected


@pytest.mark.parametrize("changes", [{}, {"guidance_end": 0.6}, {"steps": 4, "guidance_scale": 1.0}])
def test_a_share_of_the_time_is_steps_and_decoding(changes: dict, tmp_path: Path, starter_model: Path) -> None:
    quick, work = replace(FULL, **changes), model_flops("starter")
    assert work is not None
    step, decode = work.step.full.at(64), work.decode.at(64)
    share = (quick.model_evaluations * step + decode) / (50 * step + decode)
    assert relative_time(replace(quick, model="starter"), replace(FULL, model="starter")) == pytest.approx(share)
    cascade = str(tiny_models.make_tiny_if(tmp_path / "if"))
    known = [replace(each, model=cascade) for each in (quick, FULL)]
    assert relative_time(*known) == quick.model_evaluations / 50, "a speedup without counted operations"


# Modes


@pytest.fixture
def xl(tmp_path: Path, tiny_model: Path) -> Path:
    return tiny_models.make_tiny_xl(tmp_path / "tiny-xl")


def lcm_lora_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str = "lcm-lora-sdxl") -> None:
    """Store a file in the place where the hub caches a LoRA of the catalogue."""
    entry = load_catalog()[name]
    monkeypatch.setattr("macapp.models.catalog.hub_cache", lambda: tmp_path / "hub")
    folder = tmp_path / "hub" / f"models--{entry.repository.replace('/', '--')}" / "snapshots" / entry.revision
    folder.mkdir(parents=True)
    (folder / entry.files[0]).write_bytes(b"")


def test_every_mode_can_be_asked_for_and_is_known_by_what_it_set(xl: Path) -> None:
    checkpoint = models.find_checkpoint(str(xl))
    for name, mode in available_modes(checkpoint).items():
        made = replace(FULL, model=str(xl), **mode.settings)
        assert [each for each, one in FAST_MODES.items() if one.is_set(made.scheduler, made.guidance_scale)] == [name]
        assert relative_time(made, replace(FULL, model=str(xl))) < 0.5


def test_a_family_with_one_scheduler_has_no_modes(tmp_path: Path, tiny_model: Path) -> None:
    pixart = models.find_checkpoint(str(make_other("PixArtAlphaPipeline", tmp_path / "pixart")))
    assert available_modes(pixart) == {}
    with pytest.raises(BadRequest, match="mode-unknown") as caught:
        mode_settings("lcm", pixart)
    assert message_for(caught.value) == "The model pixart has no fast mode lcm. Available modes: none."


def test_the_lora_of_its_family_comes_with_lcm(xl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = models.find_checkpoint(str(xl))
    with pytest.raises(MachineError, match="model-not-fetched") as caught:
        mode_settings("lcm", checkpoint)
    assert "macapp models download lcm-lora-sdxl" in message_for(caught.value)
    lcm_lora_here(monkeypatch, tmp_path)
    assert mode_settings("lcm", checkpoint)["loras"] == (Lora(model="lcm-lora-sdxl"),)
    assert "loras" not in mode_settings("lcm", checkpoint, ("my-LCM-weights",)), "a second LoRA of the mode was added"
    assert "loras" not in mode_settings("tcd", checkpoint), "a LoRA of Hyper-SD was added"
    assert "loras" not in mode_settings("lcm", replace(checkpoint, name="dreamshaper-lcm")), (
        "a LoRA was added to an LCM checkpoint"
    )
    assert mode_lora_ids() == {"lcm-lora-sd-1.5", "lcm-lora-sdxl"}


@pytest.mark.parametrize(
    ("mode", "name", "loras", "suits"),
    [
        ("lcm", "Stable Diffusion XL", (), False),
        ("lcm", "Stable Diffusion XL", ("LCM LoRA for XL",), True),
        ("turbo", "SDXL Turbo", (), True),
        ("turbo", "DreamShaperXL_Lightning", (), True),
        ("turbo", "SDXL Turbo", ("watercolour",), True),
        ("tcd", "Stable Diffusion XL", ("Hyper-SDXL-4steps-lora",), True),
        ("tcd", "Stable Diffusion XL", ("LCM LoRA for XL",), False),
    ],
)
def test_a_model_is_told_to_suit_a_mode_by_its_name(
    xl: Path, mode: str, name: str, loras: tuple[str, ...], suits: bool
) -> None:
    assert FAST_MODES[mode].is_trained_for(replace(models.find_checkpoint(str(xl)), name=name), loras) is suits


def test_turbo_models_of_the_catalogue_begin_in_one_step_without_guidance() -> None:
    for name in ("sd-turbo", "sdxl-turbo"):
        entry = load_catalog()[name]
        assert (entry.steps, entry.guidance_scale, entry.scheduler) == (1, 0.0, "own")
