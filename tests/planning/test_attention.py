"""How attention is computed: when in slices, when with padded heads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macapp import models
from macapp.diagnostics.report import plan_to_dict
from macapp.messages import message_for
from macapp.planning.acceleration import Toolchain, choose_acceleration
from macapp.planning.attention import (
    MIN_SLICE_QUERIES,
    SLICE_BYTES,
    AttentionShape,
    should_pad_heads,
    should_slice,
    slice_length,
    slice_starts,
)
from macapp.planning.plan import make_plan
from macapp.system.machine import GIB, Machine, with_overrides

MAC = Machine(ram=16 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")


def mac(facts: str) -> Machine:
    return with_overrides(facts, MAC)


@pytest.mark.parametrize(
    ("facts", "size", "choice", "slices", "code"),
    [
        ("ram=8GB", (512, 512), "auto", True, "slice-ram"),
        ("ram=16GB", (64, 64), "auto", True, "slice-ram"),
        ("ram=65535MB", (512, 512), "auto", True, "slice-ram"),
        ("ram=64GB", (512, 512), "auto", False, "slice-not-needed"),
        ("ram=128GB", (512, 520), "auto", True, "slice-size"),
        ("ram=128GB", (256, 1024), "auto", False, "slice-not-needed"),
        ("ram=128GB", (512, 512), "on", True, "slice-forced-on"),
        ("ram=8GB", (1024, 1024), "off", False, "slice-forced-off"),
        ("ram=8GB,device=cpu", (1024, 1024), "auto", False, "slice-not-mps"),
        ("ram=8GB,device=cuda", (1024, 1024), "auto", False, "slice-not-mps"),
        ("ram=8GB,device=cpu", (512, 512), "on", True, "slice-forced-on"),
    ],
)
def test_attention_is_sliced_on_small_macs_and_large_pictures(facts, size, choice, slices, code) -> None:
    fired, why = should_slice(mac(facts), size, choice)
    assert (fired, why.code) == (slices, code)
    assert message_for(why)


@pytest.mark.parametrize(
    ("facts", "pads"),
    [
        ("torch=2.13.0", True),
        ("torch=2.14.0a0", True),
        ("torch=3.0", True),
        ("torch=2.12.1", False),
        ("torch=1.13.1", False),
        ("torch=2.13.0,device=cpu", False),
        ("torch=2.13.0,device=cuda", False),
    ],
)
def test_heads_are_padded_where_a_kernel_gains_by_it(facts, pads) -> None:
    fired, why = should_pad_heads(mac(facts))
    assert fired is pads
    assert message_for(why)


@pytest.mark.parametrize(
    ("queries", "keys", "heads", "width", "at_once"),
    [
        (4096, 4096, 16, 4, 256),  # as many slices as heads
        (4096, 4096, 16, 2, 128),  # scores are float32 where numbers are half
        (4096, 77, 16, 2, 4096),  # the prompt's few tokens: whole
        (256, 256, 16, 2, 256),  # small: whole
        (1024, 1024, 16, 2, 64),
        (16384, 16384, 16, 2, 256),  # more than the most of a slice
        (4096, 4096, 1, 4, 4096),  # one head is one slice
        (4096, 4096, 20, 4, 196),  # 21 slices, not 20 of 204 and one of 16
        (10, 4096, 20_000, 2, 9),
        (100_000, 100_000, 2000, 4, 9),
    ],
)
def test_a_slice_holds_what_one_head_of_one_picture_does(queries, keys, heads, width, at_once) -> None:
    shape = AttentionShape(queries, keys, heads, width)
    assert slice_length(shape) == at_once
    assert slice_length(shape, fused=True) == queries, "a kernel that stores no scores computes all at once"
    held = 4 * heads * keys * at_once
    assert held <= SLICE_BYTES or at_once == MIN_SLICE_QUERIES


@given(
    queries=st.integers(1, 40_000),
    keys=st.integers(1, 40_000),
    heads=st.integers(1, 200),
    width=st.sampled_from((2, 4)),
    most=st.sampled_from((1, 2**24, SLICE_BYTES)),
    fused=st.booleans(),
)
def test_slices_are_equally_long_never_short_and_compute_every_query_once(
    queries, keys, heads, width, most, fused
) -> None:
    length = slice_length(AttentionShape(queries, keys, heads, width), most, fused)
    slices = list(slice_starts(queries, length))
    assert length == queries or MIN_SLICE_QUERIES <= length < queries
    assert all(0 <= start <= new < start + length <= queries for start, new in slices)
    new = [first for _, first in slices]
    ends = [start + length for start, _ in slices]
    assert [*new[1:], queries] == ends, "each slice goes on where the one before it ended"
    assert new[0] == 0


@pytest.mark.parametrize(
    ("facts", "choice", "words"),
    [
        ("ram=16GB,torch=2.13.0", "auto", "less than 64 GB. Where the kernel stores no scores, a slice is as large as"),
        ("ram=16GB,torch=2.12.0", "auto", "less than 64 GB. A slice has as many scores as one head of one picture."),
        ("ram=64GB,torch=2.13.0", "auto", "Attention is not sliced: 64 GB of memory is enough."),
        ("ram=64GB,torch=2.13.0", "on", "because of your setting. Where the kernel stores no scores"),
    ],
)
def test_a_plan_says_how_long_slices_are(facts, choice, words) -> None:
    machine = mac(facts)
    plan = make_plan(machine, models.find_checkpoint("starter").architecture, (512, 512), choice)
    said = plan_to_dict(machine, plan, choose_acceleration(machine, plan.precisions, Toolchain()))
    assert words in said["slice_attention_why"]
    assert said["slice_attention"] == (choice == "on" or machine.ram < 64 * GIB)
