"""What makes a picture quicker, one table a rule: what an NVIDIA GPU does, decided on any machine."""

from dataclasses import replace

import pytest

from macapp.benchmark.results import COMPILED, PLAIN, PUBLISHED, SPEED
from macapp.domain.request import Control, Lora
from macapp.errors import Reason
from macapp.messages import message_for
from macapp.planning.acceleration import (
    DEFAULT_COMPILE_SECONDS,
    DEFAULT_SPEEDUP,
    BatchForecast,
    Toolchain,
    choose_acceleration,
    compile_blocker,
    compile_key,
    detect_toolchain,
    should_compile,
    use_channels_last,
    use_tf32,
    without_repeated_blocks,
)
from macapp.planning.precision import FLOAT16, FLOAT32, PrecisionPlan, choose_precision
from macapp.system.machine import GIB, Machine, with_overrides
from tests.support.request_factory import request

HERE = Machine(ram=32 * GIB, torch="2.13.0", device="cuda", macos=None, arch="x86_64", chip="a processor")
ALL_HALF, VAE_SINGLE = PrecisionPlan(FLOAT16, FLOAT16, FLOAT16), PrecisionPlan(FLOAT16, FLOAT16, FLOAT32)
ALL_SINGLE = PrecisionPlan(FLOAT32, FLOAT32, FLOAT32)
MANY = BatchForecast(count=1000, seconds=3.0)


def nobody_asks() -> BatchForecast:
    raise AssertionError("it does not matter what is ahead")


@pytest.mark.parametrize(
    ("facts", "tools", "choice", "ahead", "fires", "code"),
    [
        ("", Toolchain(), "auto", MANY, True, "compile-may-pay"),
        ("", Toolchain(), "auto", replace(MANY, speedup=1.6, compile_seconds=30.0), True, "compile-pays"),
        ("", Toolchain(), "auto", BatchForecast(count=1000), False, "compile-unknown"),
        ("", Toolchain(), "auto", BatchForecast(count=2, seconds=3.0), False, "compile-too-few"),
        ("", Toolchain(), "auto", replace(MANY, speedup=0.9), False, "compile-no-quicker"),
        ("", Toolchain(), "auto", BatchForecast(seconds=3.0, compiled=True), True, "compile-done"),
        ("", Toolchain(), "auto", replace(MANY, fault="it broke"), False, "compile-failed"),
        ("", Toolchain(), "on", replace(MANY, fault="it broke"), False, "compile-failed"),
        ("", Toolchain(), "on", BatchForecast(), True, "compile-forced-on"),
        ("device=cpu", Toolchain(), "on", BatchForecast(), True, "compile-forced-on"),
        ("torch=2.5.0", Toolchain(), "auto", MANY, True, "compile-may-pay"),
    ],
)
def test_blocks_are_compiled_where_as_many_wait_as_pay_it_back(facts, tools, choice, ahead, fires, code) -> None:
    fired, why = should_compile(with_overrides(facts, HERE), tools, choice, lambda: ahead)
    assert (fired, why.code) == (fires, code)
    assert message_for(why)


@pytest.mark.parametrize(
    ("facts", "tools", "choice", "code"),
    [
        ("", Toolchain(), "off", "compile-forced-off"),
        ("device=mps", Toolchain(), "auto", "compile-mps"),
        ("device=mps", Toolchain(), "on", "compile-mps"),
        ("device=mps,torch=1.13.1", Toolchain(frozen=True), "on", "compile-mps"),
        ("device=cpu", Toolchain(), "auto", "compile-not-cuda"),
        ("torch=2.4.1", Toolchain(), "on", "compile-torch"),
        ("", Toolchain(frozen=True), "on", "compile-bundle"),
        ("", Toolchain(triton=False), "on", "compile-no-triton"),
        ("device=cpu", Toolchain(triton=False, compilers=frozenset({"C"})), "on", "compile-no-compiler"),
        ("", Toolchain(compilers=frozenset()), "auto", "compile-no-compiler"),
    ],
)
def test_where_nothing_can_be_compiled_nobody_looks_at_the_queue(facts, tools, choice, code) -> None:
    fired, why = should_compile(with_overrides(facts, HERE), tools, choice, nobody_asks)
    assert (fired, why.code) == (False, code)
    assert message_for(why)


def test_compiling_pays_from_the_picture_on_that_has_saved_its_cost() -> None:
    ahead = BatchForecast(seconds=4.0, speedup=1.6, compile_seconds=30.0)
    assert ahead.break_even == 21, "1.5 s saved a picture: 20 are even"
    for count, fires in ((20, False), (21, True)):
        fired, why = should_compile(HERE, Toolchain(), "auto", lambda count=count: replace(ahead, count=count))
        assert fired is fires
        assert ("21 pictures" in message_for(why)) is not fires or "for 21 equal pictures" in message_for(why)
    assert replace(ahead, count=21).relative_time < 1 < replace(ahead, count=20, compile_seconds=30.1).relative_time
    assert replace(ahead, compiled=True).relative_time == pytest.approx(1 / 1.6)
    assert BatchForecast(seconds=4.0).break_even == int(DEFAULT_COMPILE_SECONDS / (4.0 * (1 - 1 / DEFAULT_SPEEDUP))) + 1
    assert BatchForecast(seconds=4.0, speedup=1.0).break_even is BatchForecast().break_even is None


def test_what_is_expected_before_anything_was_seen_is_less_than_what_was_published_of_the_best() -> None:
    plain, compiled = (PUBLISHED[SPEED, "text to image", way, 1] for way in (PLAIN, COMPILED))
    assert 1 < DEFAULT_SPEEDUP < compiled / plain


@pytest.mark.parametrize(
    ("facts", "parts", "last", "tf32"),
    [
        ("", ALL_HALF, True, False),
        ("", VAE_SINGLE, True, True),
        ("", ALL_SINGLE, False, True),
        ("device=mps", ALL_HALF, False, False),
        ("device=mps", VAE_SINGLE, False, False),
        ("device=cpu", ALL_SINGLE, False, False),
    ],
)
def test_channels_last_and_tf32_are_for_nvidia(facts, parts, last, tf32) -> None:
    machine = with_overrides(facts, HERE)
    for rule, fires in ((use_channels_last, last), (use_tf32, tf32)):
        fired, why = rule(machine, parts)
        assert fired is fires
        assert message_for(why)
    done = choose_acceleration(machine, parts, Toolchain(), "off", nobody_asks)
    assert (done.channels_last, done.tf32, done.compile) == (last, tf32, False)


def test_a_model_of_stages_repeats_no_block() -> None:
    whole = choose_acceleration(HERE, choose_precision(HERE)[0], Toolchain(), "on")
    done = without_repeated_blocks(whole)
    assert (done.compile, done.compile_reason.code) == (False, "compile-stages")
    off = replace(whole, compile=False, compile_reason=Reason("compile-forced-off"))
    assert without_repeated_blocks(off) is off, "the first reason stays"


def test_what_compiled_blocks_draw_alike() -> None:
    one = request(width=512, height=512, guidance_scale=7.0)
    for same in ({"seed": 9}, {"prompt": "another"}, {"steps": 50}, {"guidance_scale": 3.0}, {"clip_skip": 2}):
        assert compile_key(request(**{"width": 512, "height": 512, "guidance_scale": 7.0, **same})) == compile_key(one)
    control = Control(model="c", image="1" * 64)
    for other in (
        {"width": 768},
        {"model": "other"},
        {"guidance_scale": 1.0},
        {"guidance_end": 0.6},
        {"hires_scale": 2.0},
        {"loras": (Lora(model="l"),)},
        {"controls": (control,)},
    ):
        assert compile_key(replace(one, **other)) != compile_key(one)


def test_what_is_here_is_found() -> None:
    found = detect_toolchain()
    assert not found.frozen
    assert compile_blocker(HERE, replace(found, triton=True, compilers=frozenset({"C"}))) is None
