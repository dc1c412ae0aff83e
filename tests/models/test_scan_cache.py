"""Models are inspected once, and again only after a change; the cache file can be lost at any time."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from macapp.errors import EaselError, MachineError
from macapp.models.scan_cache import ScanCache, inspect_model
from macapp.models.scan_results import LAYOUT

LORA = {"lora_unet_down_blocks_0_attentions_0.lora_down.weight": np.zeros((4, 8), np.float16)}


@pytest.fixture
def lora(tmp_path: Path) -> Path:
    file = tmp_path / "style.safetensors"
    save_file(LORA, file, metadata={"ss_trigger_words": "red, blue"})
    return file


@pytest.fixture
def cache_file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "seen.json"


def test_a_model_is_inspected_by_its_path(lora: Path) -> None:
    model = inspect_model(str(lora))
    assert (model.id, model.name, model.kind, model.path) == (str(lora), "style", "lora", lora)
    assert model.words == ("red", "blue")
    assert model.size_on_disk == lora.stat().st_size


def test_copies_have_the_same_content_and_other_files_have_not(lora: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copyfile(lora, tmp_path / "copy.safetensors"))
    other = tmp_path / "other.safetensors"
    save_file({name: value + 1 for name, value in LORA.items()}, other)
    contents = [inspect_model(str(each)).content for each in (lora, copy, other)]
    assert contents[0] == contents[1] != contents[2]


@pytest.mark.parametrize("model", ["/nowhere/model.safetensors", "no-such-id"])
def test_a_missing_model_is_named(model: str) -> None:
    with pytest.raises(MachineError) as caught:
        inspect_model(model)
    assert caught.value.data["model"] == model


def test_a_result_is_used_until_the_file_changes(lora: Path, cache_file: Path) -> None:
    cache = ScanCache(cache_file)
    first = cache.get(str(lora))
    cache.save()
    seen = json.loads(cache_file.read_text())
    seen["seen"][str(lora)]["model"]["name"] = "from the cache"
    cache_file.write_text(json.dumps(seen))
    assert first is not None
    assert first.name == "style"
    again = ScanCache(cache_file).get(str(lora))
    assert again is not None
    assert again.name == "from the cache"
    os.utime(lora, ns=(0, 0))
    changed = ScanCache(cache_file).get(str(lora))
    assert changed is not None
    assert changed.name == "style"


def test_what_is_not_a_model_is_remembered_too(tmp_path: Path, cache_file: Path) -> None:
    text = tmp_path / "text.safetensors"
    text.write_text("not a model")
    cache = ScanCache(cache_file)
    assert cache.get(str(text)) is None
    cache.save()
    assert json.loads(cache_file.read_text())["seen"][str(text)]["model"] is None
    with pytest.raises(EaselError):
        inspect_model(str(text))


@pytest.mark.parametrize("content", ["", "[]", "{", json.dumps({"layout": LAYOUT - 1, "seen": {"a": 1}}), "\x00"])
def test_a_damaged_or_older_cache_is_an_empty_one(lora: Path, cache_file: Path, content: str) -> None:
    cache_file.parent.mkdir()
    cache_file.write_text(content)
    cache = ScanCache(cache_file)
    assert cache.get(str(lora)) is not None
    cache.save()
    assert json.loads(cache_file.read_text())["layout"] == LAYOUT


def test_a_cache_that_cannot_be_written_is_ignored(lora: Path, tmp_path: Path) -> None:
    cache = ScanCache(lora / "seen.json")  # below a file
    assert cache.get(str(lora)) is not None
    cache.save()
