"""Single-file checkpoints: the layout by the names of tensors, and configurations equal to those of diffusers."""

import shutil
from pathlib import Path

import pytest

from macapp.errors import BadRequest, MachineError
from macapp.models.configuration import read_config
from macapp.models.single_file import (
    REFINER,
    SD_1,
    SD_2,
    SD_XL,
    TensorLayout,
    detect_layout,
    is_single,
    materialize_config,
    materialize_controlnet_config,
)

BODY = ("model.diffusion_model.input_blocks.0.0.weight", "first_stage_model.decoder.conv_in.weight")
LEVELS = ("block_out_channels", "down_block_types", "layers_per_block", "cross_attention_dim", "in_channels")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("macapp.models.single_file.config_cache_dir", lambda: tmp_path / "configurations")
    return tmp_path / "configurations"


@pytest.fixture(scope="module")
def single(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny checkpoint in one file, with the tensor names of the original code."""
    from diffusers import StableDiffusionPipeline

    from tests.support.original_names import save_single

    pipeline = StableDiffusionPipeline.from_pretrained(tiny_model)
    return save_single(pipeline, tmp_path_factory.mktemp("single") / "tiny.safetensors")


@pytest.mark.parametrize(
    ("encoder", "layout"),
    [
        ("cond_stage_model.transformer.text_model.x", SD_1),
        ("cond_stage_model.model.x", SD_2),
        ("conditioner.embedders.1.model.x", SD_XL),
        ("conditioner.embedders.0.model.x", REFINER),
        ("text_encoders.t5xxl.x", None),
    ],
)
def test_the_layout_follows_from_the_names_of_tensors(encoder: str, layout: TensorLayout | None) -> None:
    names = dict.fromkeys((*BODY, encoder), (1,))
    assert detect_layout(names) is layout
    assert detect_layout({other: shape for other, shape in names.items() if other != BODY[0]}) is None
    assert detect_layout({other: shape for other, shape in names.items() if other != BODY[1]}) is layout  # no VAE


def test_only_a_safetensors_file_is_single(tmp_path: Path) -> None:
    (tmp_path / "folder.safetensors").mkdir()
    (tmp_path / "model.ckpt").touch()
    (tmp_path / "MODEL.SAFETENSORS").touch()
    assert [is_single(path) for path in sorted(tmp_path.iterdir())] == [True, False, False]


def test_the_configurations_are_those_of_diffusers(single: Path, tiny_model: Path) -> None:
    folder = materialize_config(single)
    found, wanted = (read_config(each, "unet/config.json") for each in (folder, tiny_model))
    assert {name: found[name] for name in LEVELS} == {name: wanted[name] for name in LEVELS}
    found, wanted = (read_config(each, "text_encoder/config.json") for each in (folder, tiny_model))
    for name in ("hidden_size", "num_hidden_layers", "vocab_size", "intermediate_size"):
        assert found[name] == wanted[name]
    assert (
        read_config(folder, "vae/config.json")["block_out_channels"]
        == (read_config(tiny_model, "vae/config.json")["block_out_channels"])
    )


def test_the_configurations_are_written_once(single: Path, tmp_path: Path, cache: Path) -> None:
    copies = [Path(shutil.copyfile(single, tmp_path / f"{name}.safetensors")) for name in ("one", "two")]
    folders = {materialize_config(copy) for copy in copies}
    assert folders == {*cache.iterdir()}
    assert len(folders) == 1, "equal files have different configurations"


def test_a_checkpoint_without_some_blocks_is_named(single: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    gone = (".middle_block.1.", ".output_blocks.3.1.")  # the middle keeps two residual blocks, which no model does
    tensors = {name: each for name, each in load_file(single).items() if not any(part in name for part in gone)}
    save_file(tensors, tmp_path / "distilled.safetensors")
    with pytest.raises(MachineError, match="model-distilled"):
        materialize_config(tmp_path / "distilled.safetensors")


def test_another_file_is_refused(tmp_path: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    save_file({"x": np.zeros(1)}, tmp_path / "other.safetensors")
    for materialize in (materialize_config, materialize_controlnet_config):
        with pytest.raises(MachineError, match="model-not-single"):
            materialize(tmp_path / "other.safetensors")
    (tmp_path / "empty.safetensors").touch()
    with pytest.raises(BadRequest, match="weights-empty"):
        materialize_controlnet_config(tmp_path / "empty.safetensors")


def test_a_controlnet_gets_its_configuration_back(tiny_model: Path, tmp_path: Path) -> None:
    from tests.support.tiny_models import make_tiny_controlnet

    net = make_tiny_controlnet(tiny_model, tmp_path / "net")
    [file] = net.glob("*.safetensors")
    found, wanted = read_config(materialize_controlnet_config(file), "config.json"), read_config(net, "config.json")
    for name in (*LEVELS, "conditioning_embedding_out_channels", "conditioning_channels"):
        assert found[name] == wanted[name], name
