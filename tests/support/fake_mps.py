"""A simulated MPS device: tensors that report `mps` as their device but are in the memory of the CPU.

It refuses what MPS refuses (float64, mixed devices). It records every operation and every value that is read back,
because each of those waits for the GPU. The CPU computes the numbers, so pictures are the same as on the CPU.
"""

# pyright: reportArgumentType=false, reportIncompatibleVariableOverride=false, reportAttributeAccessIssue=false
# (PyTorch has more than its annotations)
# ruff: noqa: SLF001  (PyTorch has no public way to simulate a device)

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest import mock

import torch
from torch.multiprocessing.reductions import StorageWeakRef
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map

from tests.support.meta_shapes import leaves, shaped

MPS = torch.device("mps:0")
LARGEST = 2**32  # bytes of one array
READS = ("item", "__bool__", "__int__", "__float__", "__index__", "tolist", "numpy", "__array__")
NOWHERE = TypeError("Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support float64.")


@dataclass
class Seen:
    """The record of the simulated device."""

    operations: Counter[str] = field(default_factory=Counter)
    reads: int = 0
    """values that were read back to the CPU"""
    large: list[tuple[str, int]] = field(default_factory=list)
    """arrays over 4 GiB: the operation that made each, and its bytes"""


_PRODUCTS = {f"aten::{each}" for each in ("convolution", "addmm", "mm", "bmm", "baddbmm")}

_told: list[Seen] = [Seen()]
"""the active records; the last one is used"""


class OnMPS(torch.Tensor):
    """A tensor that reports `mps` as its device."""

    held: torch.Tensor
    # Every result comes from `__torch_dispatch__`.
    __torch_function__ = torch._C._disabled_torch_function_impl  # pyright: ignore[reportAssignmentType]

    @staticmethod
    def __new__(cls, real: torch.Tensor) -> "OnMPS":
        made = torch.Tensor._make_wrapper_subclass(  # type: ignore[attr-defined]
            cls, real.shape, strides=real.stride(), storage_offset=real.storage_offset(), dtype=real.dtype, device="cpu"
        )
        made.held = real
        return made

    @property
    def device(self) -> torch.device:
        return MPS

    @property
    def is_mps(self) -> bool:
        return True

    @property
    def is_cpu(self) -> bool:
        return False

    def __repr__(self, *, tensor_contents: Any = None) -> str:
        return f"OnMPS({self.held!r})"

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name, whole, is_in_place = _named(func)
        elsewhere: list[torch.Tensor] = []
        given = [_real(each, elsewhere) for each in args]
        named = {key: _real(each, elsewhere) for key, each in kwargs.items()} if kwargs else {}
        if elsewhere:
            _check_together(name, elsewhere)
        if "device" in named:  # the device for the C++ of PyTorch; an explicit CPU was handled before
            named["device"] = torch.device("cpu")
        result = _computed(func, name, given, named)
        if name == "aten::_local_scalar_dense":
            _told[-1].reads += 1
            return result
        _told[-1].operations[whole] += 1
        if is_in_place:
            return _in_place(args[0], result)
        return wrapped(result, name) if type(result) is torch.Tensor else _mapped(wrapped, result)


def _real(each: Any, elsewhere: list[torch.Tensor]) -> Any:
    """Return the CPU tensor of a simulated one, also inside lists; add the tensors that are not simulated to a list."""
    kind = type(each)
    if kind is OnMPS:
        return each.held
    if kind is list or kind is tuple:
        return [_real(inner, elsewhere) for inner in each]
    if kind not in _NUMBERS and isinstance(each, torch.Tensor):
        elsewhere.append(each)
    return each


_NUMBERS = frozenset({int, float, bool, type(None), torch.dtype, torch.device})


@cache
def _named(func: Any) -> tuple[str, str, bool]:
    """Return the name of an operation, the same with its overload, and whether it changes its first argument."""
    name = func._schema.name
    return name, func.name(), name.endswith("_") and not name.endswith("__")


def _computed(func: Any, name: str, args: Any, kwargs: Any) -> Any:
    """Compute an operation; half-precision products in single precision, because some CPUs need minutes for them."""
    if name not in _PRODUCTS or not any(map(_is_half, leaves(args))):
        return func(*args, **kwargs)
    single = _mapped(lambda each: each.float() if _is_half(each) else each, args)
    return _mapped(lambda each: each.half() if isinstance(each, torch.Tensor) else each, func(*single, **kwargs))


def _is_half(each: Any) -> bool:
    return isinstance(each, torch.Tensor) and each.dtype == torch.float16


def wrapped(each: Any, name: str = "") -> Any:
    """Return a tensor as one on the simulated device; anything else unchanged."""
    if not isinstance(each, torch.Tensor) or isinstance(each, OnMPS):
        return each
    if each.dtype in (torch.float64, torch.complex128):
        raise NOWHERE
    if each.nbytes > LARGEST:
        _told[-1].large.append((name, each.nbytes))
    return OnMPS(each)


def unwrapped(each: Any) -> Any:
    """Return the CPU tensor of a simulated tensor; anything else unchanged."""
    return each.held if isinstance(each, OnMPS) else each


class Pretending(TorchFunctionMode):
    """Redirects calls that name the device `mps` to the simulated one."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        special = _SPECIAL.get(func)
        if special is not None:
            return special(*args, **kwargs)
        if _is_mps(kwargs.get("device")) and not any(isinstance(each, OnMPS) for each in leaves(args)):
            with torch._C.DisableTorchFunctionSubclass():
                made = func(*args, **{**kwargs, "device": "cpu"})
            _told[-1].operations[f"aten::{getattr(func, '__name__', 'made')}"] += 1
            return _mapped(wrapped, made)
        return func(*args, **kwargs)


def _to(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> torch.Tensor:
    if args and isinstance(args[0], torch.Tensor):
        device, dtype = args[0].device, args[0].dtype
    else:
        kwargs.pop("copy", None)
        device, dtype, *_ = torch._C._nn._parse_to(*args, **kwargs)
    here = isinstance(tensor, OnMPS)
    there = here if device is None else torch.device(device).type == "mps"
    real = unwrapped(tensor)
    changed = real if dtype is None or dtype == real.dtype else real.to(dtype)
    if there:
        _told[-1].operations["aten::_to_copy"] += 1
        return tensor if here and changed is real else wrapped(changed, "aten::_to_copy")
    if here:
        _told[-1].reads += 1
        return changed.clone() if changed is real else changed
    return changed


def _cpu(tensor: torch.Tensor, *_args: Any, **_kwargs: Any) -> torch.Tensor:
    return _to(tensor, "cpu")


def _numpy(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
    if isinstance(tensor, OnMPS):
        raise TypeError("can't convert mps:0 device type tensor to numpy. Use Tensor.cpu() first.")
    with torch._C.DisableTorchFunctionSubclass():
        return tensor.numpy(*args, **kwargs)


def _attention(query: Any, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
    """Compute attention as one operation, like MPS."""
    parts = [query, key, value, kwargs.get("attn_mask")]
    with torch._C.DisableTorchFunctionSubclass():
        kwargs = {name: unwrapped(each) for name, each in kwargs.items()}
        made = torch.nn.functional.scaled_dot_product_attention(
            *map(unwrapped, (query, key, value)), *map(unwrapped, args), **kwargs
        )
    if not any(isinstance(each, OnMPS) for each in parts):
        return made
    name = "aten::_scaled_dot_product_attention_math_for_mps"
    _check_together(name, parts)
    _told[-1].operations[name] += 1
    return wrapped(made, name)


def _list(tensor: torch.Tensor) -> Any:
    if isinstance(tensor, OnMPS):
        _told[-1].reads += 1
    with torch._C.DisableTorchFunctionSubclass():
        return unwrapped(tensor).tolist()


def _tensor(data: Any, *args: Any, **kwargs: Any) -> torch.Tensor:
    """Make a tensor of numbers, reading back those that are on the device."""
    there = _is_mps(kwargs.get("device"))
    read = tree_map(lambda each: _list(each) if isinstance(each, OnMPS) else each, data)
    with torch._C.DisableTorchFunctionSubclass():
        made = torch.tensor(read, *args, **({**kwargs, "device": "cpu"} if there else kwargs))
    return wrapped(made) if there else made


def _zeros(*size: Any, **kwargs: Any) -> torch.Tensor:
    """Make zeros; numbers on the device in the size are read back."""
    read = tree_map(lambda each: _list(each) if isinstance(each, OnMPS) else each, size)
    there = _is_mps(kwargs.get("device"))
    with torch._C.DisableTorchFunctionSubclass():
        made = torch.zeros(*read, **({**kwargs, "device": "cpu"} if there else kwargs))
    _told[-1].operations["aten::zeros"] += there
    return wrapped(made) if there else made


def _padded(sequences: Any, *args: Any, **kwargs: Any) -> Any:
    """Pad as one operation, for the same reason as `_quantile`."""
    with torch._C.DisableTorchFunctionSubclass():
        made = torch.nn.utils.rnn.pad_sequence([unwrapped(each) for each in sequences], *args, **kwargs)
    return wrapped(made) if any(isinstance(each, OnMPS) for each in sequences) else made


def _quantile(tensor: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
    """Compute a quantile as one operation: its C++ parts would create tensors on the reported device."""
    with torch._C.DisableTorchFunctionSubclass():
        made = torch.quantile(unwrapped(tensor), *_unwrapped(args), **_unwrapped(kwargs))
    _told[-1].operations["aten::quantile"] += 1
    return wrapped(made) if isinstance(tensor, OnMPS) else made


_SPECIAL: dict[Any, Callable[..., Any]] = {
    torch.Tensor.to: _to,
    torch.Tensor.cpu: _cpu,
    torch.Tensor.numpy: _numpy,
    torch.Tensor.tolist: _list,
    torch.tensor: _tensor,
    torch.zeros: _zeros,
    torch.quantile: _quantile,
    torch._C._nn.pad_sequence: _padded,
    torch.nn.functional.scaled_dot_product_attention: _attention,
}


def _is_mps(device: Any) -> bool:
    return device is not None and torch.device(device).type == "mps"


def _unwrapped(tree: Any) -> Any:
    return _mapped(unwrapped, tree)


def _mapped(change: Callable[[Any], Any], tree: Any) -> Any:
    """Change every leaf, like `tree_map` of PyTorch, which takes longer than the operations."""
    kind = type(tree)
    if kind is tuple or kind is list:
        return kind([_mapped(change, each) for each in tree])
    if kind is dict:
        return {key: _mapped(change, each) for key, each in tree.items()}
    return tree_map(change, tree) if isinstance(tree, (tuple, list, dict)) else change(tree)


def _check_together(name: str, *parts: Any) -> None:
    """Raise like PyTorch if tensors of the CPU and the GPU are mixed; single numbers may be anywhere."""
    if name in _ACROSS:
        return
    if not any(isinstance(each, torch.Tensor) and not isinstance(each, OnMPS) and each.ndim for each in leaves(parts)):
        return
    raise RuntimeError(f"Expected all tensors to be on the same device, but found mps:0 and cpu in {name}")


_ACROSS = frozenset({"aten::copy_", "aten::_to_copy", "aten::index", "aten::index_put_", "aten::_index_put_impl_"})
"""Operations that take tensors of both devices: copies, and indices on the CPU."""


def _in_place(target: Any, result: Any) -> Any:
    return target if isinstance(target, OnMPS) else result


@contextmanager
def pretended() -> Iterator[Seen]:
    """Simulate an MPS device; yield its record."""
    _told.append(Seen())
    nothing = mock.Mock(return_value=None)
    overwrote = torch.__future__.get_overwrite_module_params_on_conversion()
    torch.__future__.set_overwrite_module_params_on_conversion(True)  # a moved parameter is a new object
    with (
        mock.patch.object(torch.backends.mps, "is_available", return_value=True),
        mock.patch.object(torch.mps, "empty_cache", nothing),
        mock.patch.object(torch.mps, "synchronize", nothing),
        mock.patch.object(torch.mps, "driver_allocated_memory", return_value=0),
        mock.patch.object(torch, "inference_mode", torch.no_grad),  # views of wrapped tensors support no other
        Pretending(),
    ):
        try:
            yield _told[-1]
        finally:
            _told.pop()
            torch.__future__.set_overwrite_module_params_on_conversion(overwrote)


class Held(TorchDispatchMode):
    """Counts the bytes of arrays, including tensors without data, except arrays that existed before.

    Attention is one operation, as on MPS: with `scores` it holds the scores in single precision and their softmax;
    without, like the fused kernel, it holds neither.
    """

    def __init__(self, before: Iterable[torch.Tensor], scores: bool) -> None:
        super().__init__()
        self._before = {each.untyped_storage()._cdata for each in before}
        self._held: dict[int, tuple[StorageWeakRef, int]] = {}
        self._attention = mock.patch.object(
            torch.nn.functional, "scaled_dot_product_attention", _unfused if scores else _fused
        )
        self._sum = 0
        """bytes of all known arrays, including freed ones"""
        self.most = 0
        """bytes at the peak"""

    def __enter__(self) -> "Held":
        self._attention.start()
        return super().__enter__()

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self._attention.stop()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = shaped(func, args, kwargs or {})
        for each in leaves(result):
            if isinstance(each, torch.Tensor):
                self._count(each.untyped_storage())
        return result

    def _count(self, storage: torch.UntypedStorage) -> None:
        """Count an array; freed arrays are looked for only before a new peak."""
        address, size = storage._cdata, storage.nbytes()
        if address in self._before:
            return
        if (last := self._held.get(address)) is not None:
            self._sum -= last[1]
        self._held[address] = StorageWeakRef(storage), size
        self._sum += size
        if self._sum > self.most:
            self._held = {key: held for key, held in self._held.items() if not held[0].expired()}
            self._sum = sum(size for _, size in self._held.values())
            self.most = max(self.most, self._sum)


def _fused(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, *_args: Any, **_kwargs: Any) -> torch.Tensor:
    return query.new_empty(*query.shape[:-1], value.shape[-1])


def _unfused(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, *_args: Any, **_kwargs: Any) -> torch.Tensor:
    scores = query.new_empty(*query.shape[:-1], key.shape[-2], dtype=torch.float32)
    return (torch.empty_like(scores), _fused(query, key, value))[1]
