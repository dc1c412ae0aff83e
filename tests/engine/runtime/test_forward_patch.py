"""A patch replaces the `forward` of a module and restores exactly the earlier one."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from macapp.engine.runtime.forward_patch import ForwardPatch

ONE = torch.ones(1)


class Doubler(torch.nn.Module):
    def forward(self, value: torch.Tensor) -> torch.Tensor:
        return 2 * value


@pytest.fixture
def module() -> Doubler:
    return Doubler()


def plus(module: torch.nn.Module, amount: int) -> Callable[..., Any]:
    """Return a forward that adds `amount` to the result of the current one."""
    original = module.forward
    return lambda value: original(value) + amount


def test_the_module_runs_the_replacement_inside_the_block_only(module: Doubler) -> None:
    with ForwardPatch(module, plus(module, 10)) as patch:
        assert patch.is_applied
        assert module(ONE) == 12
    assert not patch.is_applied
    assert module(ONE) == 2
    assert "forward" not in vars(module), "the module uses the method of its class again"


def test_an_exception_restores_it_too(module: Doubler) -> None:
    with pytest.raises(ValueError, match="stop"), ForwardPatch(module, plus(module, 10)):
        raise ValueError("stop")
    assert module(ONE) == 2
    assert "forward" not in vars(module)


def test_an_exception_of_the_replacement_restores_it_too(module: Doubler) -> None:
    def fail(_value: torch.Tensor) -> torch.Tensor:
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"), ForwardPatch(module, fail):
        module(ONE)
    assert module(ONE) == 2


def test_a_forward_of_the_module_itself_comes_back(module: Doubler) -> None:
    own = plus(module, 100)
    module.forward = own
    with ForwardPatch(module, plus(module, 10)):
        assert module(ONE) == 112
    assert vars(module)["forward"] is own


def test_nested_patches_are_restored_one_by_one(module: Doubler) -> None:
    with ForwardPatch(module, plus(module, 10)):
        with ForwardPatch(module, plus(module, 100)):
            assert module(ONE) == 112
        assert module(ONE) == 12
    assert "forward" not in vars(module)


def test_a_patch_can_stay_without_a_block(module: Doubler) -> None:
    patch = ForwardPatch(module, plus(module, 10))
    patch.apply()
    del patch
    assert module(ONE) == 12, "the module does not depend on the patch object"


def test_a_second_restore_does_nothing(module: Doubler) -> None:
    patch = ForwardPatch(module, plus(module, 10))
    patch.restore()
    assert module(ONE) == 2, "nothing to restore before it is applied"
    patch.apply()
    patch.restore()
    module.forward = plus(module, 100)
    patch.restore()
    assert module(ONE) == 102, "a later forward stays"


def test_one_patch_can_be_used_again(module: Doubler) -> None:
    patch = ForwardPatch(module, plus(module, 10))
    for _ in range(2):
        with patch:
            assert module(ONE) == 12
        assert module(ONE) == 2


def test_weights_and_parameters_do_not_change() -> None:
    layer = torch.nn.Linear(2, 2)
    before = {name: value.clone() for name, value in layer.state_dict().items()}
    with ForwardPatch(layer, plus(layer, 10)):
        assert layer.state_dict().keys() == before.keys()
    assert all(torch.equal(value, before[name]) for name, value in layer.state_dict().items())
