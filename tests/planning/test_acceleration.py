"""What makes a picture quicker, one table a rule: what an NVIDIA GPU does, decided on any machine."""

from dataclasses import replace

import pytest

from macapp.benchmark.results import COMPILED, PLAIN, PUBLISHED, SPEED
from macapp.domain.request import Control, Lora
from macapp.messages import sentence
from macapp.planning.acceleration import (
    COST,
    TIMES,
    Ahead,
    Tools,
    accelerated,
    alike,
    compiles,
    computes_in_tf32,
    lies_channels_last,
    tools_here,
    uncompilable,
)
from macapp.planning.precision import HALF, SINGLE, Precisions, precisions
from macapp.system.machine import GIB, Machine, pretended
from tests.support.request_factory import request

HERE = Machine(ram=32 * GIB, torch="2.13.0", device="cuda", macos=None, arch="x86_64", chip="a processor")
ALL_HALF, VAE_SINGLE = Precisions(HALF, HALF, HALF), Precisions(HALF, HALF, SINGLE)
ALL_SINGLE = Precisions(SINGLE, SINGLE, SINGLE)
MANY = Ahead(alike=1000, seconds=3.0)


def nobody_asks() -> Ahead:
    raise AssertionError("it does not matter what is ahead")


@pytest.mark.parametrize(
    ("facts", "tools", "choice", "ahead", "fires", "code"),
    [
        ("", Tools(), "auto", MANY, True, "compile-may-pay"),
        ("", Tools(), "auto", replace(MANY, times=1.6, cost=30.0), True, "compile-pays"),
        ("", Tools(), "auto", Ahead(alike=1000), False, "compile-unknown"),
        ("", Tools(), "auto", Ahead(alike=2, seconds=3.0), False, "compile-too-few"),
        ("", Tools(), "auto", replace(MANY, times=0.9), False, "compile-no-quicker"),
        ("", Tools(), "auto", Ahead(seconds=3.0, compiled=True), True, "compile-done"),
        ("", Tools(), "auto", replace(MANY, fault="it broke"), False, "compile-failed"),
        ("", Tools(), "on", replace(MANY, fault="it broke"), False, "compile-failed"),
        ("", Tools(), "on", Ahead(), True, "compile-forced-on"),
        ("device=cpu", Tools(), "on", Ahead(), True, "compile-forced-on"),
        ("torch=2.5.0", Tools(), "auto", MANY, True, "compile-may-pay"),
    ],
)
def test_blocks_are_compiled_where_as_many_wait_as_pay_it_back(facts, tools, choice, ahead, fires, code) -> None:
    fired, why = compiles(pretended(facts, HERE), tools, choice, lambda: ahead)
    assert (fired, why.code) == (fires, code)
    assert sentence(why)


@pytest.mark.parametrize(
    ("facts", "tools", "choice", "code"),
    [
        ("", Tools(), "off", "compile-forced-off"),
        ("device=mps", Tools(), "auto", "compile-mps"),
        ("device=mps", Tools(), "on", "compile-mps"),
        ("device=mps,torch=1.13.1", Tools(frozen=True), "on", "compile-mps"),
        ("device=cpu", Tools(), "auto", "compile-not-cuda"),
        ("torch=2.4.1", Tools(), "on", "compile-torch"),
        ("", Tools(frozen=True), "on", "compile-bundle"),
        ("", Tools(triton=False), "on", "compile-no-triton"),
        ("device=cpu", Tools(triton=False, compilers=frozenset({"C"})), "on", "compile-no-compiler"),
        ("", Tools(compilers=frozenset()), "auto", "compile-no-compiler"),
    ],
)
def test_where_nothing_can_be_compiled_nobody_looks_at_the_queue(facts, tools, choice, code) -> None:
    fired, why = compiles(pretended(facts, HERE), tools, choice, nobody_asks)
    assert (fired, why.code) == (False, code)
    assert sentence(why)


def test_compiling_pays_from_the_picture_on_that_has_saved_its_cost() -> None:
    ahead = Ahead(seconds=4.0, times=1.6, cost=30.0)
    assert ahead.pays_from == 21, "1.5 s saved a picture: 20 are even"
    for count, fires in ((20, False), (21, True)):
        fired, why = compiles(HERE, Tools(), "auto", lambda count=count: replace(ahead, alike=count))
        assert fired is fires
        assert ("21 pictures" in sentence(why)) is not fires or "for 21 pictures alike" in sentence(why)
    assert replace(ahead, alike=21).share < 1 < replace(ahead, alike=20, cost=30.1).share
    assert replace(ahead, compiled=True).share == pytest.approx(1 / 1.6)
    assert Ahead(seconds=4.0).pays_from == int(COST / (4.0 * (1 - 1 / TIMES))) + 1
    assert Ahead(seconds=4.0, times=1.0).pays_from is Ahead().pays_from is None


def test_what_is_expected_before_anything_was_seen_is_less_than_what_was_published_of_the_best() -> None:
    plain, compiled = (PUBLISHED[SPEED, "text to image", way, 1] for way in (PLAIN, COMPILED))
    assert 1 < TIMES < compiled / plain


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
    machine = pretended(facts, HERE)
    for rule, fires in ((lies_channels_last, last), (computes_in_tf32, tf32)):
        fired, why = rule(machine, parts)
        assert fired is fires
        assert sentence(why)
    done = accelerated(machine, parts, Tools(), "off", nobody_asks)
    assert (done.channels_last, done.tf32, done.compile) == (last, tf32, False)


def test_a_model_of_stages_repeats_no_block() -> None:
    done = accelerated(HERE, precisions(HERE)[0], Tools(), "on", Ahead, in_stages=True)
    assert (done.compile, done.compile_why.code) == (False, "compile-stages")


def test_what_compiled_blocks_draw_alike() -> None:
    one = request(width=512, height=512, guidance_scale=7.0)
    for same in ({"seed": 9}, {"prompt": "another"}, {"steps": 50}, {"guidance_scale": 3.0}, {"clip_skip": 2}):
        assert alike(request(**{"width": 512, "height": 512, "guidance_scale": 7.0, **same})) == alike(one)
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
        assert alike(replace(one, **other)) != alike(one)


def test_what_is_here_is_found() -> None:
    found = tools_here()
    assert not found.frozen
    assert uncompilable(HERE, replace(found, triton=True, compilers=frozenset({"C"}))) is None
