"""Fingerprints identify the content of weights, also next to those that earlier versions stored."""

import hashlib
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.models.fingerprints import MAX_WHOLE_BYTES, are_same, sample_digest, states_in
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import inspect_model
from macapp.prompt.tokens import tokenizer_file
from macapp.system.paths import LibraryPaths
from tests.support import tiny_models
from tests.support.gguf_files import write_gguf


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def fine_tune(file: Path, name: str) -> None:
    """Change one tensor of a file but not its header, one second later, because Linux counts file times in ticks."""
    later, weights = file.stat().st_mtime + 1, load_file(file)
    weights[name] = weights[name] + 1
    save_file(weights, file)
    os.utime(file, (later, later))


def unet_of(model: Path) -> Path:
    return model / "unet" / "diffusion_pytorch_model.safetensors"


def as_it_was_called(model: Path) -> str:
    """Return the fingerprint that earlier versions stored with pictures."""
    digest = hashlib.sha256()
    for part in ("text_encoder/model", "unet/diffusion_pytorch_model", "vae/diffusion_pytorch_model"):
        file = model / f"{part}.safetensors"
        content = file.read_bytes()
        first = 8 + int.from_bytes(content[:8], "little")
        digest.update(f"{file.parent.name}/{file.name} {len(content)} ".encode())
        digest.update(content[8:first] + content[first : first + 65_536])
    return digest.hexdigest()[:16]


def test_every_tensor_of_a_large_gguf_counts(tmp_path: Path) -> None:
    weights = {f"layer{number}": np.full((512, 4096), float(number + 1), np.float32) for number in range(9)}
    digests = set()
    for changed in (None, *weights):
        tensors = {name: value + 0.5 * (name == changed) for name, value in weights.items()}
        file = write_gguf(tmp_path / f"{changed}.gguf", "flux", tensors)
        assert file.stat().st_size > MAX_WHOLE_BYTES
        digests.add(sample_digest(states_in(file)))
    assert len(digests) == 10


def test_every_tensor_counts_of_small_files_and_of_large_ones(tmp_path: Path) -> None:
    numbers = {f"layer{each}": torch.full((MAX_WHOLE_BYTES // 64,), float(each)) for each in range(20)}
    file = tmp_path / "large.safetensors"
    found = set()
    for changed in (None, *numbers):
        whole = dict(numbers)
        if changed is not None:
            whole[changed] = whole[changed] + 1
        save_file(whole, file)
        os.utime(file, (len(found), len(found)))
        assert file.stat().st_size > MAX_WHOLE_BYTES
        found.add(sample_digest(states_in(file)))
    assert len(found) == 21


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_a_fine_tune_is_another_model(model: Path, part: str) -> None:
    before = models.find_checkpoint(str(model))
    [file] = (model / part).glob("*.safetensors")
    fine_tune(file, sorted(load_file(file))[-1])
    assert models.find_checkpoint(str(model)).fingerprint != before.fingerprint


def test_a_copy_and_a_touched_file_are_the_same_model(model: Path, tmp_path: Path) -> None:
    before = models.find_checkpoint(str(model)).fingerprint
    os.utime(unet_of(model), (1, 1))
    assert models.find_checkpoint(str(model)).fingerprint == before
    copy = shutil.copytree(model, tmp_path / "copy")
    assert models.find_checkpoint(str(copy)).fingerprint == before


def test_what_earlier_versions_kept_still_names_the_same_model(model: Path, starter_model: Path) -> None:
    now, other = models.find_checkpoint(str(model)).fingerprint, models.find_checkpoint(str(starter_model)).fingerprint
    before = as_it_was_called(model)
    assert are_same(before, now)
    assert not are_same(before, other)
    assert not are_same(now, other)
    assert are_same(now, now)
    assert not are_same(None, now)


def test_the_stages_of_deepfloyd_if_count(tiny_model: Path, tmp_path: Path) -> None:
    cascade = tiny_models.make_tiny_if(tmp_path / "if")
    before = models.find_checkpoint(str(cascade)).fingerprint
    second = cascade / "stage-2" / "unet" / "diffusion_pytorch_model.safetensors"
    fine_tune(second, sorted(load_file(second))[-1])
    assert models.find_checkpoint(str(cascade)).fingerprint != before


def test_two_fine_tunes_are_not_listed_as_one(model: Path, tiny_model: Path, tmp_path: Path) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    large = {f"layer{each}.lora_down.weight": torch.zeros(50_000) for each in range(3)}
    save_file(large, lora)
    other = Path(shutil.copy(lora, tmp_path / "oil.safetensors"))
    assert inspect_model(str(lora)).content == inspect_model(str(other)).content
    fine_tune(other, "layer1.lora_down.weight")
    shelf = ModelRegistry(LibraryPaths.at(tmp_path / "library"))
    shelf.add(lora)
    shelf.add(other)
    assert {each.name for each in shelf.list_models("lora")} == {"ink", "oil"}


def test_a_tokenizer_that_was_swapped_is_read_anew(model: Path, starter_model: Path) -> None:
    before = tokenizer_file(model / "tokenizer")
    shutil.rmtree(model / "tokenizer")
    shutil.copytree(starter_model / "tokenizer", model / "tokenizer")
    after = tokenizer_file(model / "tokenizer")
    assert before is not None
    assert after is not None
    assert before.get_vocab_size() != after.get_vocab_size()


def test_a_header_is_read_anew_though_its_time_is_set_back(tiny_model: Path, tmp_path: Path) -> None:
    file = tmp_path / "some.safetensors"
    save_file({"emb_params": torch.zeros(2, 32)}, file)
    at = file.stat()
    assert models.find_auxiliary(str(file), AuxiliaryKind.EMBEDDING).width == 32
    file.unlink()
    save_file({"emb_params": torch.zeros(4, 16)}, file)
    os.utime(file, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert models.find_auxiliary(str(file), AuxiliaryKind.EMBEDDING).width == 16
