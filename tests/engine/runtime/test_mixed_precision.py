"""A network in another precision accepts and returns the precision of its caller."""

import torch

from macapp.engine.runtime.mixed_precision import cast_inputs_and_outputs


class Network(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(2, 2)

    def forward(self, sample: torch.Tensor, index: torch.Tensor, *, extra: dict[str, torch.Tensor]) -> dict:
        assert (sample.dtype, index.dtype, extra["hint"].dtype) == (torch.float32, torch.int64, torch.float32)
        return {"sample": self.layer(sample + extra["hint"]), "index": index}


def test_floating_point_tensors_are_cast_and_cast_back() -> None:
    network, half = Network(), torch.ones(1, 2, dtype=torch.float16)
    cast_inputs_and_outputs(network)
    result = network(half, torch.tensor(3), extra={"hint": half})
    assert result["sample"].dtype == torch.float16
    assert result["index"].dtype == torch.int64
    assert network.layer.weight.dtype == torch.float32
