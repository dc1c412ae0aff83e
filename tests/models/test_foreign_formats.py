"""Weights that another program has packed are named, with what to get instead."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from macapp import models
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models import foreign_formats
from macapp.models.foreign_formats import check_not_quantized, check_number_types

BYTES, SCALES = np.zeros((4, 8), np.uint8), np.ones(4, np.float32)
BITSANDBYTES = {"a.weight": BYTES, "a.weight.absmax": SCALES, "a.weight.quant_state.bitsandbytes__nf4": BYTES}
MLX = {"a.weight": np.zeros((4, 8), np.uint32), "a.scales": np.ones((4, 1), np.float16), "a.biases": SCALES}


def refusal(folder: Path) -> str:
    with pytest.raises(MachineError) as caught:
        check_not_quantized(folder)
    return message_for(caught.value)


@pytest.mark.parametrize(
    ("config", "program"),
    [
        ({"quantization_config": {"quant_method": "bitsandbytes", "load_in_4bit": True}}, "bitsandbytes"),
        ({"quantization_config": {"quant_method": "torchao"}}, "torchao"),
        ({"quantization_config": {"quant_method": "of next year"}}, "of next year"),
        ({"quantization_config": {}}, "another program"),
        ({"quantization": {"group_size": 64, "bits": 4}}, "MLX"),
    ],
)
def test_a_configuration_names_the_program(tmp_path: Path, config: dict[str, Any], program: str) -> None:
    (tmp_path / "transformer").mkdir()
    (tmp_path / "transformer" / "config.json").write_text(json.dumps(config))
    sentence = refusal(tmp_path)
    assert program in sentence
    assert "GGUF" in sentence


@pytest.mark.parametrize(("tensors", "program"), [(BITSANDBYTES, "bitsandbytes"), (MLX, "MLX")])
@pytest.mark.parametrize("place", ["", "transformer"])
def test_tensors_name_the_program(tmp_path: Path, place: str, tensors: dict[str, np.ndarray], program: str) -> None:
    (tmp_path / place).mkdir(exist_ok=True)
    save_file(tensors, tmp_path / place / "model.safetensors")
    assert program in refusal(tmp_path)


def test_a_model_with_a_packed_part_is_refused_before_it_is_loaded(tiny_model: Path, tmp_path: Path) -> None:
    check_not_quantized(tiny_model)
    model = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    config = json.loads((model / "unet" / "config.json").read_text())
    packed = {**config, "quantization_config": {"quant_method": "bitsandbytes"}}
    (model / "unet" / "config.json").write_text(json.dumps(packed))
    with pytest.raises(MachineError) as caught:
        models.find_checkpoint(str(model))
    assert caught.value.code == "model-quantized"
    (model / "model_index.json").unlink()  # as programs for MLX leave it out
    with pytest.raises(MachineError) as caught:
        models.find_checkpoint(str(model))
    assert caught.value.code == "model-quantized"


@pytest.mark.parametrize(("version", "is_refused"), [("1.13.1", True), ("2.1.0", False), ("2.13.0+cpu", False)])
def test_numbers_of_8_bits_need_a_torch_that_has_them(
    tmp_path: Path, version: str, is_refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign_formats, "package_version", lambda _name: version)
    file = tmp_path / "small.safetensors"
    header = json.dumps({"a": {"dtype": "F8_E4M3", "shape": [4], "data_offsets": [0, 4]}}).encode()
    file.write_bytes(len(header).to_bytes(8, "little") + header + bytes(4))
    if not is_refused:
        check_number_types([file])
        return
    with pytest.raises(MachineError) as caught:
        check_number_types([file])
    assert "2.1" in message_for(caught.value)
