"""The rules, one table each: what a Mac does, decided on any machine."""

from dataclasses import replace

import pytest

from macapp.messages import message_for
from macapp.models.catalog import load_catalog
from macapp.planning.memory import SAVINGS_STEPS, Savings, largest_array, peak_bytes
from macapp.planning.plan import (
    MAX_ARRAY_BYTES,
    choose_savings,
    largest_size,
    make_plan,
    missing_requirements,
    needs_warmup,
    refusal,
)
from macapp.system.machine import GIB, Machine, with_overrides

MAC = Machine(ram=16 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
MODELS = {name: entry.architecture for name, entry in load_catalog().items() if entry.architecture is not None}
SD15, SDXL = MODELS["sd-1.5"], MODELS["sdxl"]


def mac(facts: str) -> Machine:
    return with_overrides(facts, MAC)


@pytest.mark.parametrize(
    ("facts", "warms"),
    [
        ("torch=1.13.0a0", True),
        ("torch=1.13.1", True),
        ("torch=1.13", True),
        ("torch=1.12.1", False),
        ("torch=2.0.0", False),
        ("torch=2.13.0+cpu", False),
        ("torch=1.130.0", False),
        ("torch=1.13.1,device=cpu", False),
        ("torch=1.13.1,device=cuda", False),
    ],
)
def test_only_pytorch_1_13_on_mps_warms_up(facts, warms) -> None:
    fired, why = needs_warmup(mac(facts))
    assert fired is warms
    assert message_for(why)


def test_no_array_over_4_gib_on_a_mac() -> None:
    """Scores of SD 1.5 with guidance cross the limit at 8,192 latents: 724 x 724 pixels."""
    big = mac("ram=192GB")
    assert largest_array(big, SD15, (720, 720), sliced=False) < MAX_ARRAY_BYTES
    assert largest_array(big, SD15, (728, 728), sliced=False) > MAX_ARRAY_BYTES
    assert choose_savings(big, SD15, (720, 720), "off") == Savings()
    halved = choose_savings(big, SD15, (728, 728), "off")
    assert halved is not None
    assert halved.guidance_in_two, "half of the scores at a time"
    refused = refusal(big, SD15, (1024, 1024), "off")
    assert refused is not None
    assert message_for(refused).endswith("that fits: 856x856.")
    assert refusal(big, SD15, (1024, 1024), "auto") is None  # sliced, it fits
    assert refusal(mac("ram=192GB,device=cuda"), SD15, (2048, 2048), "off") is None


def test_no_product_that_a_mac_gets_wrong() -> None:
    """Attention over more than 32,768 positions: 1,448 pixels a side at the top level of SD 1.5; tiles save the VAE."""
    big = mac("ram=192GB")
    assert choose_savings(big, SD15, (1448, 1448)) == Savings(vae_tiled=True)
    refused = refusal(big, SD15, (1456, 1456), "auto")
    assert refused is not None
    assert refused.code == "size-over-array-limit"
    lower = replace(SD15, attention=((2, 8), (4, 8)))
    assert choose_savings(big, lower, (2048, 2048)) == Savings(vae_tiled=True)


def test_what_does_not_fit_is_made_to_fit_at_the_least_price() -> None:
    def done(facts: str, size: tuple[int, int]) -> tuple[bool, bool, bool]:
        savings = make_plan(mac(facts), SDXL, size).savings
        return savings.text_encoder_dropped, savings.guidance_in_two, savings.vae_tiled

    assert done("ram=32GB", (1024, 1024)) == (False, False, False)
    assert done("ram=16GB", (1024, 1024)) == (True, False, False)
    assert done("ram=14GB", (1024, 1024)) == (True, False, True)
    assert make_plan(mac("ram=9GB"), SDXL, (1024, 1024)).refused is not None
    for each in SAVINGS_STEPS[1:]:
        assert peak_bytes(MAC, SDXL, (1024, 1024), savings=each) <= peak_bytes(MAC, SDXL, (1024, 1024))


def test_a_plan_says_what_it_drops_only_where_there_is_something_to_drop() -> None:
    alone = replace(SDXL, text_weights=0)
    assert not make_plan(mac("ram=9GB"), alone, (1024, 1024)).savings.text_encoder_dropped


def test_what_does_not_fit_the_memory_is_refused_with_the_size_that_would() -> None:
    small = mac("ram=8GB")
    assert refusal(small, SD15, (512, 512), "auto") is None
    refused = refusal(small, SDXL, (1400, 1400), "auto")
    assert refused is not None
    assert refused.code == "size-over-memory"
    small = mac("ram=11GB")
    refused = refusal(small, SDXL, (2800, 2800), "auto")
    assert refused is not None
    fitting = largest_size(small, SDXL, (2800, 2800), "auto")
    assert fitting is not None
    assert refusal(small, SDXL, fitting, "auto") is None
    assert f"that fits: {fitting[0]}x{fitting[1]}." in message_for(refused)


def test_the_largest_size_keeps_the_shape_and_multiples_of_8() -> None:
    width, height = largest_size(mac("ram=16GB"), SD15, (768, 512), "auto") or (0, 0)
    assert width % 8 == height % 8 == 0
    assert width / height == pytest.approx(1.5, abs=0.02)


def test_a_machine_too_small_for_the_weights_has_no_largest_size() -> None:
    tiny = mac("ram=1GB")
    assert largest_size(tiny, SD15, (512, 512), "auto") is None
    assert "that fits: none." in message_for(make_plan(tiny, SD15, (512, 512)).refused)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ("macos=14.5", []),
        ("macos=14.0,torch=2.13.0", []),
        ("macos=13.7,torch=2.13.0", ["needs-macos-for-torch"]),
        ("macos=13.7,torch=2.9.1", ["needs-macos-for-torch"]),
        ("macos=13.0,torch=2.8.0", []),
        ("macos=12.7,torch=2.8.0", ["needs-macos-for-torch"]),
        ("macos=12.7,torch=2.6.0", ["better-macos"]),
        ("macos=14.7,torch=2.15.0", ["needs-macos-for-torch"]),
        ("macos=15.0,torch=2.15.0", []),
        ("macos=12.6,torch=1.13.1", ["better-macos", "better-torch"]),
        ("macos=12.6,torch=1.13.0a0", ["better-macos", "better-torch"]),
        ("macos=12.5,torch=1.13.1", ["needs-macos", "better-torch"]),
        ("macos=14.0,torch=1.12.1", ["needs-torch"]),
        ("macos=14.0,torch=1.13.1", ["better-torch"]),
    ],
)
def test_what_a_mac_lacks_is_said(facts, codes) -> None:
    lacks = missing_requirements(mac(facts))
    assert [each.code for each in lacks] == codes
    assert all(message_for(each) for each in lacks)


@pytest.mark.parametrize(("translated", "code"), [(True, "needs-arm64"), (False, "needs-apple-silicon")])
def test_rosetta_and_an_intel_mac_are_told_apart(translated: bool, code: str) -> None:
    machine = replace(mac("macos=14.5"), arch="x86_64", translated=translated, device="cpu")
    assert [each.code for each in missing_requirements(machine)] == [code]
    assert "x86_64" in message_for(missing_requirements(machine)[0])


def test_the_machine_that_is_asked_to_be_no_mac_lacks_nothing() -> None:
    assert missing_requirements(replace(mac("macos=14.5"), macos=None, arch="x86_64")) == []
