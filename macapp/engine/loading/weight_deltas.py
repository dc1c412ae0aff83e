"""Weight deltas of the forms of LoRA that are not two plain factors. On the engine's thread.

LoHa, LoKr, CP-LoCon, full differences, DoRA and OFT; the formulas are those of LyCORIS 3 (`lycoris/functional`). A
layer stores the factors of its file; of OFT (arXiv 2306.07280), the rotations that they mean. The delta is computed
in float32 while the layer runs, so that it takes no memory in between, works with packed weights and leaves no trace:
the weights of the checkpoint never change.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

import torch
from torch import nn

Factors = Mapping[str, torch.Tensor]

_MAGNITUDE = r"dora_scale|lora_magnitude_vector(?:\.\w+)*"  # of LyCORIS and of PEFT
_FORMS = re.compile(rf"\.(hada_\w+|lokr_\w+|lora_mid\.weight|diff|diff_b|oft_\w+|{_MAGNITUDE})$")
_ENDING = re.compile(
    rf"\.(?P<factor>alpha|diff|diff_b|hada_\w+|lokr_\w+|oft_\w+|rescale|lora_mid\.weight|{_MAGNITUDE})$"
    r"|[._]lora(?:_linear_layer)?[._](?P<side>down|up|A|B)(?:\.\w+)?\.weight$"
)
BLOCK_DIMENSIONS = 3
"""of the blocks of OFT: `(blocks, rows, rows)`"""
_SIDES = {"A": "down", "B": "up"}


def needs_deltas(names: Collection[str]) -> bool:
    """Return whether a LoRA with tensors of these names has a form that is not two plain factors."""
    return any(_FORMS.search(name) for name in names)


def layer_of(name: str) -> str | None:
    """Return the layer of a tensor of a LoRA; None for a tensor that is no factor."""
    found = _ENDING.search(name)
    return None if found is None else name[: found.start()]


def group_by_layer(state: Factors) -> dict[str, dict[str, torch.Tensor]]:
    """Return the factors of each layer of a LoRA; tensors that are no factor are left out."""
    layers: dict[str, dict[str, torch.Tensor]] = {}
    for name, tensor in state.items():
        if found := _ENDING.search(name):
            factor, side = found["factor"] or "", found["side"]
            is_of_peft = factor.startswith("lora_magnitude_vector")  # one number for each output, in any shape
            plain = _SIDES.get(side, side) if side else factor.removeprefix("lora_").removesuffix(".weight")
            known = layers.setdefault(name[: found.start()], {})
            known["dora_scale" if is_of_peft else plain] = tensor.flatten() if is_of_peft else tensor
    return layers


class DeltaShapeError(ValueError):
    """Factors that are incomplete, or of another shape than the weight that they change."""


class WeightDelta(nn.Module):
    """What the delta of one layer adds to its output; takes the place of `lora_A` in a layer of PEFT."""

    def __init__(self, base: nn.Module, factors: Factors, dtype: torch.dtype) -> None:
        """Store the factors in `dtype`; raises `DeltaShapeError` if they do not fit the layer's weight."""
        super().__init__()
        factors = _with_rotations(factors, _shape_of(base))
        self._layer = (base,)  # in a tuple, so that it is not a part of this module
        self._names = [name for name in factors if name != "alpha"]
        for name in self._names:
            self.register_buffer(_buffer(name), factors[name].to(base.weight.device, dtype))  # type: ignore[arg-type, union-attr]
        self._scale = _scale_of(factors)
        self._shape = _shape_of(base)
        _check_shape(factors, self._shape)

    @property
    def weight(self) -> torch.Tensor:
        """Any of the factors: PEFT converts the input of the layer to its type."""
        return getattr(self, _buffer(self._names[0]))

    def delta(self) -> torch.Tensor:
        """Return the weight delta in float32, in the shape of the layer's weight."""
        factors = {name: getattr(self, _buffer(name)).float() for name in self._names}
        if factors.keys() == {"diff_b"}:
            return factors["diff_b"].new_zeros(self._shape)
        if "rotations" in factors:
            delta = _rotate(_base_weight(self._layer[0]), factors)
        else:
            delta = (_multiply(factors) * self._scale).reshape(self._shape)
        if "dora_scale" in factors:
            weight = _base_weight(self._layer[0])
            return _with_magnitude(weight + delta, factors["dora_scale"]) - weight
        return delta

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return what the delta adds to the output of the layer for its input."""
        base: Any = self._layer[0]
        delta = self.delta().to(inputs.dtype)
        bias = getattr(self, _buffer("diff_b")).to(inputs.dtype) if "diff_b" in self._names else None
        if isinstance(base, nn.Conv2d):
            form = base.stride, base.padding, base.dilation, base.groups
            return nn.functional.conv2d(inputs, delta, bias, *form)  # type: ignore[arg-type]
        return nn.functional.linear(inputs, delta, bias)


def _buffer(name: str) -> str:
    return f"factor_{name}"


def _base_weight(layer: Any) -> torch.Tensor:
    """Return the weight of a plain or packed layer in float32."""
    return layer.unpacked(torch.float32) if hasattr(layer, "unpacked") else layer.weight.detach().float()


def _shape_of(layer: Any) -> torch.Size:
    return layer.weight_shape if hasattr(layer, "unpacked") else layer.weight.shape


def _check_shape(factors: Factors, shape: torch.Size) -> None:
    """Raise `DeltaShapeError` if factors do not multiply to a weight of this shape; computes no number."""
    if not factors.keys() - {"alpha", "diff_b"} or "rotations" in factors:
        return
    try:
        product = _multiply({name: torch.empty(factor.shape, device="meta") for name, factor in factors.items()})
    except (RuntimeError, IndexError) as exception:
        raise DeltaShapeError(str(exception)) from exception
    if product.numel() != shape.numel():
        raise DeltaShapeError(f"a delta of {tuple(product.shape)} for a weight of {tuple(shape)}")


def _with_rotations(factors: Factors, shape: torch.Size) -> Factors:
    """Return factors with the rotations of OFT, less the identity, in place of the numbers that its file stores.

    The rotations are made here, once and on the CPU, so that no step solves equations. Raises `DeltaShapeError` unless
    they fit the rows of a weight of `shape`.
    """
    name = next((name for name in ("oft_blocks", "oft_diag") if name in factors), None)
    if name is None:
        return factors
    blocks = factors[name].float().cpu()
    if blocks.ndim != BLOCK_DIMENSIONS or blocks.shape[1] != blocks.shape[2] or blocks[..., 0].numel() != shape[0]:
        raise DeltaShapeError(f"rotations of {tuple(blocks.shape)} for a weight of {tuple(shape)}")
    skew = blocks - blocks.mT
    limit = float(factors["alpha"]) * shape[0] if "alpha" in factors else 0.0
    if 0 < limit < (norm := float(skew.norm())):
        skew = skew * (limit / norm)
    identity = torch.eye(blocks.shape[1])
    rotations = torch.linalg.solve(identity - skew, identity + skew, left=False) - identity
    others = {other: factor for other, factor in factors.items() if other not in (name, "alpha")}
    return {"rotations": rotations, **others}


def _rotate(weight: torch.Tensor, factors: Factors) -> torch.Tensor:
    """Return what the rotations, each of some rows, add to a weight; `rescale` then multiplies each row."""
    rotations = factors["rotations"]
    rows = weight.reshape(*rotations.shape[:2], -1)
    delta = (rotations.mT @ rows).reshape(weight.shape)
    if "rescale" not in factors:
        return delta
    scale = factors["rescale"].reshape(-1, *[1] * (weight.ndim - 1))
    return scale * (weight + delta) - weight


def _scale_of(factors: Factors) -> float:
    """Return alpha divided by the rank; 1 for whole matrices, which have no rank."""
    ranked = ("down", "hada_w1_b", "lokr_w2_b", "lokr_w1_b")
    rank = next((factors[name].shape[0] for name in ranked if name in factors), None)
    return float(factors["alpha"]) / rank if rank and "alpha" in factors else 1.0


def _multiply(factors: Factors) -> torch.Tensor:
    """Return the product of the factors of a layer; raises `DeltaShapeError` if factors are missing."""
    try:
        if "hada_w1_a" in factors:
            return _matrix(factors, "hada_w1", "hada_t1") * _matrix(factors, "hada_w2", "hada_t2")
        if "lokr_w1" in factors or "lokr_w1_a" in factors:
            left, right = _kronecker_factor(factors, "lokr_w1"), _kronecker_factor(factors, "lokr_w2")
            return torch.kron(left.reshape(*left.shape, *[1] * (right.ndim - left.ndim)).contiguous(), right)
        if "diff" in factors:
            return factors["diff"]
        down = factors["down"]
        if "mid" in factors:
            down = torch.einsum("ij...,jc->ic...", factors["mid"], down.flatten(1))
        return factors["up"].flatten(1) @ down.flatten(1)
    except KeyError as missing:
        raise DeltaShapeError(f"the tensor {missing.args[0]} is missing") from None


def _matrix(factors: Factors, name: str, core: str) -> torch.Tensor:
    """Return the matrix with two factors; with a core (Tucker decomposition), the first one is transposed."""
    left, right = factors[f"{name}_a"], factors[f"{name}_b"]
    if core not in factors:
        return left @ right
    return left.T @ torch.einsum("ij...,jr->ir...", factors[core], right).flatten(1)


def _kronecker_factor(factors: Factors, name: str) -> torch.Tensor:
    if name in factors:
        return factors[name]
    left, right, core = factors[f"{name}_a"], factors[f"{name}_b"], factors.get("lokr_t2")
    if core is None or name == "lokr_w1":
        return left @ right
    return torch.einsum("ij...,jr,ip->pr...", core, right, left)


def _with_magnitude(weight: torch.Tensor, magnitude: torch.Tensor) -> torch.Tensor:
    """Scale a weight to the magnitudes of DoRA (arXiv 2402.09353), one for each output or for each input."""
    axis = 0 if magnitude.shape[0] == weight.shape[0] else 1
    others = [dimension for dimension in range(weight.ndim) if dimension != axis]
    shape = [-1 if dimension == axis else 1 for dimension in range(weight.ndim)]
    norm = torch.linalg.vector_norm(weight, dim=others, keepdim=True) + torch.finfo(torch.float32).eps
    return weight * (magnitude.reshape(shape) / norm)
