"""What is decided for a Mac, row by row: PyTorch, macOS, memory, working set, family and size in, all else out.

What holds for every row (noise from the CPU, plain attention for text, inference mode, latents looked at before they
are decoded) is the engine's, and tried there.
"""

from dataclasses import replace
from typing import NamedTuple

import pytest

from macapp.diagnostics.report import plan_to_dict
from macapp.models.catalog import load_catalog
from macapp.planning.acceleration import Toolchain, choose_acceleration
from macapp.planning.architecture import Architecture
from macapp.planning.known_issues import known_issues
from macapp.planning.memory import Savings, available_bytes, needed_bytes, weights_bytes, working_set
from macapp.planning.plan import Plan, can_preview, make_plan, missing_requirements, should_empty_cache
from macapp.system.machine import GIB, Machine, with_overrides

MAC = Machine(ram=32 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
S, H, B = "float32", "float16", "bfloat16"
PLAIN, PADDED = "sliced queries", "padded heads, sliced queries"


def of(name: str) -> Architecture:
    """Return the shapes of a model: one of the catalogue's, or those that the catalogue leaves out."""
    found = load_catalog()[name].architecture if name in load_catalog() else _OTHERS[name]
    assert found is not None
    return found


_FLUX = Architecture(
    native_size=1024,
    weights=33_700_000_000,
    text_weights=9_790_000_000,
    bytes_per_weight=2,
    latent_scale=8,
    attention=((2, 24),),
    channels=1536,
    vae_attention=True,
    vae_channels=256,
    vae_single=False,
    family="FLUX",
)
_OTHERS = {
    "flux": _FLUX,
    "sd-3": replace(_FLUX, weights=15_800_000_000, text_weights=11_100_000_000, family="Stable Diffusion 3"),
}


class Row(NamedTuple):
    """One row: who is asked, and what must come of it. What it does not name may be anything."""

    name: str
    facts: str
    model: str
    size: tuple[int, int]
    dtypes: tuple[str, str, str] | None = None
    """of the denoiser, the text encoders, the autoencoder"""
    attention: str | None = None
    text_dropped: bool | None = None
    in_two: bool | None = None
    tiled: bool | None = None
    fits: bool = True
    warms_up: bool = False
    says: tuple[str, ...] = ()
    """codes of what is lacking or known to go wrong"""


ROWS = [
    Row("torch 1.13", "torch=1.13.1,macos=13.0", "sd-1.5", (512, 512), (S, S, S), PLAIN, warms_up=True,
        says=("better-torch",)),
    Row("torch 2.0", "torch=2.0.1,macos=13.3", "sd-1.5", (512, 512), (S, S, S), PLAIN),
    Row("torch 2.0 on macOS 13.2", "torch=2.0.1,macos=13.2", "sd-1.5", (512, 512), (S, S, S), PLAIN,
        says=("trouble-linear",)),
    Row("torch 2.1 to 2.3", "torch=2.1.0,macos=13.3", "sd-1.5", (512, 512), (H, H, H), PLAIN),
    Row("torch 2.4", "torch=2.4.1", "sd-1.5", (512, 512), (H, H, H), PLAIN, says=("trouble-noise",)),
    Row("torch 2.5", "torch=2.5.1", "sdxl", (1024, 1024), (H, H, S), PLAIN, says=("trouble-noise",)),
    Row("torch 2.6 to 2.9", "torch=2.6.0", "sd-1.5", (512, 512), (H, H, H), PLAIN),
    Row("torch 2.6 to 2.9, SD 2.1", "torch=2.9.1", "sd-2.1", (768, 768), (S, H, H), PLAIN),
    Row("torch 2.10 to 2.12", "torch=2.10.0", "sd-2.1", (768, 768), (H, H, H), PLAIN),
    Row("torch 2.12 on macOS 27", "torch=2.12.0,macos=27.0", "sdxl", (1024, 1024), (H, H, S), PLAIN,
        says=("trouble-xl",)),
    Row("torch 2.13", "torch=2.13.0", "sd-1.5", (512, 512), (H, H, H), PADDED),
    Row("torch 2.13 on macOS 27", "torch=2.13.0,macos=27.0", "sdxl", (1024, 1024), (H, H, S), PADDED),
    Row("torch 2.14", "torch=2.14.0", "sd-1.5", (512, 512), (H, H, H), PADDED),
    Row("8 GB", "ram=8GB", "sd-1.5", (512, 512), (H, H, H), PADDED, text_dropped=True, in_two=False, tiled=True),
    Row("8 GB, SD 2.1", "ram=8GB", "sd-2.1", (512, 512), (H, H, H), PADDED, text_dropped=True, tiled=True),
    Row("8 GB, SDXL", "ram=8GB", "sdxl", (1024, 1024), fits=False),
    Row("16 GB", "ram=16GB", "sd-1.5", (768, 768), (H, H, H), PADDED, False, False, False),
    Row("16 GB, SDXL", "ram=16GB", "sdxl", (1024, 1024), (H, H, S), PADDED, text_dropped=True, tiled=False),
    Row("16 GB that Metal gives less of", "ram=16GB,working_set=9GB", "sdxl", (1024, 1024), text_dropped=True,
        tiled=True),
    Row("24 GB, SDXL", "ram=24GB", "sdxl", (1024, 1024), (H, H, S), PADDED, False, False, False),
    Row("24 GB, all of SD", "ram=24GB", "sd-1.5", (1024, 1024), (H, H, H), PADDED, False, False, False),
    Row("32 GB, FLUX", "ram=32GB", "flux", (1024, 1024), fits=False),
    Row("64 GB", "ram=64GB", "sdxl", (1024, 1024), (H, H, S), PADDED, False, False, False),
    Row("64 GB, small", "ram=64GB", "sd-1.5", (512, 512), (H, H, H), "padded heads", False, False, False),
    Row("64 GB, FLUX", "ram=64GB", "flux", (1024, 1024), (B, B, B), PADDED, False, False, False),
    Row("SD 1.x", "", "sd-1.5", (512, 512), (H, H, H)),
    Row("SD 2.x", "", "sd-2.1", (768, 768), (H, H, H)),
    Row("SDXL", "", "sdxl", (1024, 1024), (H, H, S)),
    Row("SD 3 on macOS 14", "ram=64GB", "sd-3", (1024, 1024), (B, B, B)),
    Row("SD 3 on macOS 13", "ram=64GB,torch=2.8.0,macos=13.6", "sd-3", (1024, 1024), (H, H, H)),
    Row("FLUX on macOS 13", "ram=64GB,torch=2.8.0,macos=13.6", "flux", (1024, 1024), (S, S, S), fits=False),
    Row("1024 pixels a side", "ram=64GB", "sdxl", (1024, 1024), tiled=False),
    Row("more than 1024 a side", "ram=64GB", "sdxl", (1032, 1024), tiled=True, text_dropped=False),
    Row("SDXL's own wide shape", "ram=64GB", "sdxl", (1344, 768), tiled=False),
    Row("over 32,768 positions", "ram=192GB", "sd-1.5", (1456, 1456), fits=False),
    Row("larger than 512 x 512 at 64 GB", "ram=64GB,torch=2.8.0", "sd-1.5", (520, 512), attention=PLAIN),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[each.name for each in ROWS])
def test_the_row(row: Row) -> None:
    machine = with_overrides(row.facts, MAC)
    made = make_plan(machine, of(row.model), row.size)
    asked = {
        "dtypes": row.dtypes,
        "attention": row.attention,
        "text dropped": row.text_dropped,
        "in two": row.in_two,
        "tiled": row.tiled,
    }
    told = {
        "dtypes": (made.precisions.denoiser, made.precisions.rest, made.precisions.vae),
        "attention": made.attention,
        "text dropped": made.savings.text_encoder_dropped,
        "in two": made.savings.guidance_in_two,
        "tiled": made.savings.vae_tiled,
    }
    wanted = {name: value for name, value in asked.items() if value is not None}
    assert {name: told[name] for name in wanted} == wanted
    assert (made.fits, made.warm_up) == (row.fits, row.warms_up)
    assert {each.code for each in [*missing_requirements(machine), *known_issues(machine)]} == set(row.says)
    fields = plan_to_dict(machine, made, choose_acceleration(machine, made.precisions, Toolchain()))
    assert all(fields[name] for name in fields if name.endswith("_why"))


def steps_down(ram: float) -> Plan:
    return make_plan(replace(MAC, ram=int(ram * GIB)), of("sdxl"), (1024, 1024))


def test_it_steps_down_until_weights_and_half_as_much_again_of_the_rest_fit_nine_tenths_of_the_working_set() -> None:
    """First text encoders go, then guidance runs in two, then it is decoded in tiles, then it is refused."""
    xl, order, last = of("sdxl"), [], None
    for ram in range(40, 7, -1):
        made = steps_down(ram)
        done = (made.savings.text_encoder_dropped, made.savings.vae_tiled, made.fits)
        if done != last:
            order.append(done)
            last = done
        limit = 0.9 * working_set(replace(MAC, ram=ram * GIB))
        assert made.fits == (made.needed <= limit)
    assert order[:4] == [(False, False, True), (True, False, True), (True, True, True), (True, True, False)]
    made = steps_down(24)
    assert made.needed == pytest.approx(made.weights + 1.5 * (made.peak - made.weights), abs=1)
    assert weights_bytes(MAC, xl) == made.weights
    assert needed_bytes(MAC, xl, (1024, 1024)) > made.peak


def test_what_metal_recommends_is_two_thirds_of_a_small_mac_and_three_quarters_of_a_large_one() -> None:
    said = {16: 10_922.67, 32: 21_845.34, 64: 49_152.0, 96: 73_728.0}  # MiB, as llama.cpp printed them there
    for ram, mib in said.items():
        assert working_set(replace(MAC, ram=ram * GIB)) == pytest.approx(mib * 2**20, rel=1e-6)
    told = replace(MAC, ram=48 * GIB, working_set=int(37.44 * GIB))
    assert working_set(told) == int(37.44 * GIB), "what it says itself counts"
    assert available_bytes(told) == int(int(37.44 * GIB) * 0.9)
    assert available_bytes(replace(told, device="cpu")) == int(48 * GIB * 0.9)


def test_on_8_gb_nothing_is_decoded_on_the_way_and_memory_goes_back_after_each() -> None:
    small = make_plan(with_overrides("ram=8GB", MAC), of("sd-1.5"), (512, 512))
    assert not can_preview(small, (512, 512))
    assert should_empty_cache(small, 0)
    tiny = replace(of("sd-1.5"), weights=20_000_000, text_weights=5_000_000)
    assert make_plan(with_overrides("ram=8GB", MAC), tiny, (512, 512)).savings == Savings(), (
        "a small model takes little anyway"
    )
    large = make_plan(with_overrides("ram=32GB", MAC), of("sdxl"), (1344, 800))
    assert large.savings.vae_tiled
    assert can_preview(large, (1344, 800)), "tiles are for its shape, not for want of memory"
    assert not should_empty_cache(large, 0)
