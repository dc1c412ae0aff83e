"""Compiled blocks: the same numbers, shapes that are compiled once, and failures that lose nothing."""

from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import UNet2DConditionModel

from macapp.engine.runtime.compilation import MAX_FAULT_CHARACTERS, BlockCompiler, repeated_blocks
from macapp.errors import Canceled
from tests.support.libraries import TORCH
from tests.support.plain_diffusers import nothing

pytestmark = pytest.mark.skipif(TORCH < (2, 5), reason="PyTorch shares compiled code among blocks from 2.5 on")
KIND = "a picture"


@pytest.fixture
def block(tiny_model: Path) -> torch.nn.Module:
    return repeated_blocks(UNet2DConditionModel.from_pretrained(tiny_model / "unet").eval())[0]  # type: ignore[union-attr]


def run(block: torch.nn.Module, tokens: int = 64, width: int = 16) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    hidden, words = torch.randn(2, tokens, width, generator=generator), torch.randn(2, 77, 32, generator=generator)
    with torch.inference_mode():
        return block(hidden, encoder_hidden_states=words)


def test_only_blocks_that_repeat_are_compiled(tiny_model: Path) -> None:
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet")
    assert len(repeated_blocks(unet)) == 4
    assert repeated_blocks(None) == repeated_blocks("scheduler") == []
    vars(repeated_blocks(unet)[0])["forward"] = nothing
    assert len(repeated_blocks(unet)) == 3, "one is replaced already"


def test_a_compiled_block_gives_the_same_numbers(block: torch.nn.Module) -> None:
    compiler, plain = BlockCompiler("aot_eager"), run(block)
    with compiler.compiled([torch.nn.ModuleList([block])], KIND, nothing):
        assert compiler.is_on
        found = run(block)
        assert "forward" in vars(block)
    assert (found - plain).abs().max() < 1e-4
    assert "forward" not in vars(block)
    assert KIND in compiler
    assert compiler.seconds > 0
    assert not compiler.is_on
    compiler.reset()
    assert KIND not in compiler


def test_a_shape_is_compiled_once_and_a_new_one_not_after_the_first_picture(block: torch.nn.Module) -> None:
    compiler, network, compilations = BlockCompiler("eager"), torch.nn.ModuleList([block]), []
    with compiler.compiled([network], KIND, lambda: compilations.append(1)):
        for tokens in (64, 64, 16):
            run(block, tokens)
    assert len(compilations) == 2
    with compiler.compiled([network], KIND, lambda: compilations.append(1)):
        for tokens in (64, 16, 36):
            run(block, tokens)
    assert len(compilations) == 2
    assert compiler.seconds == 0
    with compiler.compiled([network], "another kind", lambda: compilations.append(1)):
        run(block, 36)
    assert len(compilations) == 3


def test_a_picture_that_is_canceled_is_compiled_the_next_time(block: torch.nn.Module) -> None:
    compiler, network = BlockCompiler("eager"), torch.nn.ModuleList([block])

    def cancel() -> None:
        raise Canceled

    with pytest.raises(Canceled), compiler.compiled([network], KIND, cancel):
        run(block)
    assert KIND not in compiler
    assert "forward" not in vars(block)
    with compiler.compiled([network], KIND, nothing):
        run(block)
    assert KIND in compiler


def test_a_block_that_does_not_compile_runs_uncompiled(block: torch.nn.Module) -> None:
    def fail(_graph: Any, _inputs: Any) -> Any:
        raise RuntimeError("no such instruction" * 20)

    compiler: Any = BlockCompiler(fail)  # type: ignore[arg-type]
    plain = run(block)
    with compiler.compiled([torch.nn.ModuleList([block])], KIND, nothing):
        assert torch.equal(run(block), plain)
        assert not compiler.is_on
    assert "no such instruction" in compiler.fault
    assert len(compiler.fault) <= MAX_FAULT_CHARACTERS
    assert KIND not in compiler


def test_an_error_of_the_block_itself_is_not_a_compilation_failure(block: torch.nn.Module) -> None:
    compiler = BlockCompiler("eager")
    with (
        pytest.raises((RuntimeError, ValueError)),
        compiler.compiled([torch.nn.ModuleList([block])], KIND, nothing),
    ):
        run(block, width=17)
    assert compiler.fault is None
    assert KIND not in compiler
    assert "forward" not in vars(block)
