"""Shapes of what operations return for tensors without data, computed once for the same arguments."""

# ruff: noqa: SLF001  (PyTorch has no public way to ask for an operation's schema)

from collections.abc import Iterator
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

_known: dict[Any, list[tuple[Any, ...]]] = {}
"""results of operations on tensors without data by their arguments: shape, strides and type of each"""


_makes_new: dict[Any, bool] = {}
"""whether all that an operation returns is new"""


class Shaped(TorchDispatchMode):
    """Computes the shape of what an operation returns once; a counter of operations may be entered inside it."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return shaped(func, args, kwargs or {})


def shaped(func: Any, args: Any, kwargs: Any) -> Any:
    """Run an operation; a known one on tensors without data returns a new array like its last result.

    PyTorch computes shapes in Python, which takes a fraction of a millisecond for each of a hundred thousand
    operations.
    """
    key = _key(func, args, kwargs)
    if key is None:
        return func(*args, **kwargs)
    if (known := _known.get(key)) is not None:
        made = [torch.empty_strided(size, stride, dtype=dtype, device="meta") for size, stride, dtype in known]
        return made[0] if len(func._schema.returns) == 1 else tuple(made)
    result = func(*args, **kwargs)
    returned = list(result) if isinstance(result, tuple) else [result]
    if all(isinstance(each, torch.Tensor) and each.is_meta and not _is_a_view(each, args) for each in returned):
        _known[key] = [(each.size(), each.stride(), each.dtype) for each in returned]
    return result


def _is_a_view(result: torch.Tensor, args: Any) -> bool:
    """Return whether the result is one of the arguments: the schema of `_unsafe_view` does not say so."""
    given = [each.untyped_storage()._cdata for each in leaves(args) if isinstance(each, torch.Tensor)]
    return result.untyped_storage()._cdata in given


def _key(func: Any, args: Any, kwargs: Any) -> Any:
    """Return what the shape of a result depends on; None with data, or if the result is an argument."""
    if func not in _makes_new:
        returned = func._schema.returns
        new = [each.alias_info is None and str(each.type) == "Tensor" for each in returned]
        _makes_new[func] = all(new) and len(new) > 0 and not func._schema.is_mutable
    if not _makes_new[func]:
        return None
    given: list[Any] = [func]
    for each in leaves(args, list(kwargs.items())):
        if not isinstance(each, torch.Tensor):
            given.append((type(each), each))
        elif each.is_meta:
            given.append((each.size(), each.stride(), each.dtype))
        else:
            return None
    structure = tuple(len(each) if isinstance(each, (tuple, list)) else -1 for each in args)
    return (structure, *given) if any(len(each) == 3 for each in given[1:]) else None


def leaves(*trees: Any) -> Iterator[Any]:
    """Yield what lists, tuples and dictionaries hold, at any depth."""
    for tree in trees:
        if isinstance(tree, (tuple, list)):
            yield from leaves(*tree)
        elif isinstance(tree, dict):
            yield from leaves(*tree.values())
        else:
            yield tree
