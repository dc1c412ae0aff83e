"""The models of the user: used in place, identified by content, searched for invalid numbers."""

from pathlib import Path

import pytest

from macapp.errors import BadRequest, MachineError
from macapp.messages import message_for
from macapp.models.integrity import count_invalid_tensors
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import inspect_model
from macapp.system.paths import LibraryPaths
from tests.support import tiny_models


@pytest.fixture
def brought(tiny_model: Path, tmp_path: Path) -> dict[str, Path]:
    """One model of every kind."""
    return {
        "checkpoint": tiny_model,
        "lora": tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors", trigger="wash, paper"),
        "embedding": tiny_models.make_embedding(tmp_path / "mystyle.safetensors"),
        "controlnet": tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "edges"),
        "upscaler": tiny_models.make_esrgan(tmp_path / "esrgan.safetensors"),
    }


def test_what_was_brought_is_there_at_the_next_start_and_told_by_its_content(
    places: LibraryPaths, brought: dict[str, Path]
) -> None:
    for path in brought.values():
        ModelRegistry(places).add(path)
        ModelRegistry(places).add(path)  # added twice, listed once
    shelf = ModelRegistry(places)
    own = {each.kind: each for each in shelf.list_models() if each.path in brought.values()}
    assert own.keys() == brought.keys()
    assert own["lora"].words == ("wash", "paper")
    assert own["checkpoint"].family == "Stable Diffusion"
    assert all(each.size_on_disk > 0 for each in own.values())
    assert [each.id for each in shelf.list_models("controlnet")] == ["starter-edges", str(brought["controlnet"])]
    assert shelf.list_models()[0].id == "starter"


def test_taking_one_off_leaves_its_file(places: LibraryPaths, brought: dict[str, Path]) -> None:
    ModelRegistry(places).add(brought["lora"])
    ModelRegistry(places).remove(str(brought["lora"]))
    assert brought["lora"].exists()
    assert ModelRegistry(places).list_models("lora") == []
    with pytest.raises(BadRequest, match="model-not-listed"):
        ModelRegistry(places).remove(str(brought["lora"]))


def test_one_that_is_gone_is_left_out_until_it_is_back(
    places: LibraryPaths, brought: dict[str, Path], tmp_path: Path
) -> None:
    ModelRegistry(places).add(brought["lora"])
    away = brought["lora"].rename(tmp_path / "away")
    assert ModelRegistry(places).list_models("lora") == []
    away.rename(brought["lora"])
    assert len(ModelRegistry(places).list_models("lora")) == 1


@pytest.mark.parametrize("content", ["", "{", "{}", "[1, null]"])
def test_a_damaged_list_is_an_empty_one(places: LibraryPaths, content: str) -> None:
    places.index.mkdir(parents=True)
    (places.index / "models.json").write_text(content)
    assert {each.id for each in ModelRegistry(places).list_models()} == {"starter", "starter-edges"}


def test_numbers_that_are_none_are_found(tmp_path: Path, tiny_model: Path) -> None:
    import torch
    from safetensors.torch import save_file

    assert all(count == 0 for _, count in count_invalid_tensors(inspect_model(str(tiny_model))))
    for dtype in (torch.float32, torch.float16, torch.bfloat16):
        bad = torch.zeros(2, 32, dtype=dtype)
        bad[1, 3] = float("nan")
        file = tmp_path / "bad.safetensors"
        save_file({"emb_params": bad}, file)
        assert list(count_invalid_tensors(inspect_model(str(file)))) == [("bad.safetensors", 1)]
        save_file({"emb_params": torch.full((2, 32), 3.0, dtype=dtype)}, file)
        assert list(count_invalid_tensors(inspect_model(str(file)))) == [("bad.safetensors", 0)]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ckpt", b"\x80\x04", "could run code"),
        ("a.safetensors", b"\x80\x04" + b"x" * 40, "is a pickle"),
        ("a.safetensors", b"", "is empty"),
        ("a.bin", b"x", "could run code"),
        ("absent.safetensors", None, "There is no model"),
    ],
)
def test_what_cannot_be_used_is_not_put_there(
    places: LibraryPaths, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises((BadRequest, MachineError)) as caught:
        ModelRegistry(places).add(tmp_path / name)
    assert words in message_for(caught.value)
    assert {each.id for each in ModelRegistry(places).list_models()} == {"starter", "starter-edges"}
