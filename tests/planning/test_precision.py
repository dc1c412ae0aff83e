"""What computes in which precision, and what is known to go wrong: one table each."""

import pytest

from macapp.messages import message_for
from macapp.planning.known_issues import KNOWN_ISSUES, known_issues
from macapp.planning.memory import Savings, peak_bytes, weights_bytes
from macapp.planning.plan import make_plan, should_empty_cache
from macapp.planning.precision import BF16_FAMILIES, FP16_OVERFLOW_FAMILIES, choose_precision
from macapp.system.machine import with_overrides
from tests.planning.test_plan import MAC, SD15, SDXL, mac, replace

S, H, B = "float32", "float16", "bfloat16"
SD1, SD2, XL, SD3 = "Stable Diffusion 1", "Stable Diffusion 2", "Stable Diffusion XL", "Stable Diffusion 3"


@pytest.mark.parametrize(
    ("facts", "family", "chosen", "code"),
    [
        ("torch=2.13.0", SD1, (H, H, H), "precision-half"),
        ("torch=2.1.0", SD1, (H, H, H), "precision-half"),
        ("torch=2.0.1", SD1, (S, S, S), "precision-old-torch"),
        ("torch=1.13.1", XL, (S, S, S), "precision-old-torch"),
        ("torch=2.13.0", XL, (H, H, S), "precision-half"),
        ("torch=2.13.0", SD2, (H, H, H), "precision-half"),
        ("torch=2.10.0", SD2, (H, H, H), "precision-half"),
        ("torch=2.9.1", SD2, (S, H, H), "precision-overflow"),
        ("torch=2.6.0", SD2, (S, H, H), "precision-overflow"),
        ("torch=2.0.1", SD2, (S, S, S), "precision-old-torch"),
        ("torch=2.13.0,macos=14.0", "FLUX", (B, B, B), "precision-brain"),
        ("torch=2.13.0,macos=13.6", "FLUX", (S, S, S), "precision-no-brain"),
        ("torch=2.13.0,macos=15.1", SD3, (B, B, B), "precision-brain"),
        ("torch=2.13.0,macos=13.6", SD3, (H, H, H), "precision-half"),
        ("torch=2.13.0", "PixArt", (H, H, H), "precision-half"),
        ("torch=2.13.0", "", (H, H, H), "precision-half"),
        ("device=cpu", SD2, (S, S, S), "precision-cpu"),
        ("device=cuda", SD2, (H, H, H), "precision-half"),
        ("device=cuda", XL, (H, H, S), "precision-half"),
        ("device=cuda", "FLUX", (B, B, B), "precision-brain"),
        ("device=cuda", "Qwen-Image", (B, B, B), "precision-brain"),
        ("device=cuda", SD3, (B, B, B), "precision-brain"),
    ],
)
def test_each_part_computes_in_what_is_right_for_it(facts, family, chosen, code) -> None:
    found, why = choose_precision(mac(facts), family, vae_single=family == XL)
    assert (found.denoiser, found.rest, found.vae) == chosen
    assert why.code == code
    assert message_for(why)


def test_the_families_of_the_table_are_families_that_there_are() -> None:
    from macapp.models.families import FAMILIES

    names = {each.name for each in FAMILIES.values()}
    assert names >= BF16_FAMILIES
    assert {each.rsplit(" ", 1)[0] for each in FP16_OVERFLOW_FAMILIES} <= names


def test_a_unet_in_single_precision_weighs_twice_as_much_and_so_do_its_steps() -> None:
    second = replace(SD15, family=SD2, vae_channels=1)  # so that the step is what takes most
    old, new = mac("torch=2.9.0"), mac("torch=2.10.0")
    unet, texts = SD15.weights - SD15.text_weights, SD15.text_weights
    assert weights_bytes(new, second) == unet + texts
    assert weights_bytes(old, second) == 2 * unet + texts
    step = peak_bytes(old, second, (512, 512)) - weights_bytes(old, second)
    assert step > peak_bytes(new, second, (512, 512)) - weights_bytes(new, second)
    assert make_plan(old, second, (512, 512)).dtype == H


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ("torch=2.13.0,macos=14.5", []),
        ("torch=2.4.1,macos=14.5", ["trouble-noise"]),
        ("torch=2.5.0,macos=14.5", ["trouble-noise"]),
        ("torch=2.6.0,macos=14.5", []),
        ("torch=2.10.0,macos=27.0", ["trouble-xl"]),
        ("torch=2.12.1,macos=27.1", ["trouble-xl"]),
        ("torch=2.13.0,macos=27.0", []),
        ("torch=2.10.0,macos=26.4", []),
        ("torch=2.2.2,macos=14.4", ["trouble-sigmas"]),
        ("torch=2.2.2,macos=14.5", []),
        ("torch=2.5.0,macos=13.2", ["trouble-noise", "trouble-linear"]),
        ("torch=2.4.1,macos=13.2,device=cpu", []),
    ],
)
def test_versions_with_known_faults_are_named(facts, codes) -> None:
    found = known_issues(with_overrides(facts, MAC))
    assert [each.code for each in found] == codes
    assert all(message_for(each) for each in found)


def test_every_known_fault_is_one_of_some_versions() -> None:
    versions = [(major, minor) for major in (1, 2) for minor in range(20)]
    systems = [(major, minor) for major in range(12, 29) for minor in range(7)]
    for each in KNOWN_ISSUES:
        hit = [(torch, macos) for torch in versions for macos in systems if each.applies(torch, macos)]
        assert 0 < len(hit) < len(versions) * len(systems)


@pytest.mark.parametrize(
    ("savings", "share", "gives"),
    [
        (Savings(), 0.5, False),
        (Savings(), 1.0, False),
        (Savings(), 1.01, True),
        (Savings(vae_tiled=True), 0.5, False),
        (Savings(guidance_in_two=True), 0.0, True),
    ],
)
def test_cached_memory_goes_back_where_it_is_short(savings: Savings, share: float, gives: bool) -> None:
    made = replace(make_plan(MAC, SDXL, (1024, 1024)), savings=savings)
    assert should_empty_cache(made, int(made.available * share)) is gives
