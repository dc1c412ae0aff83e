"""Packed copies: the tensors and the pixels of packing while loading; a copy that does not match is not used."""

import json
import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors import safe_open

from macapp.domain.weight_format import WeightFormat
from macapp.engine import store_packed_copy
from macapp.engine.engine import Engine
from macapp.engine.loading.components import Placement, load_components
from macapp.engine.loading.stored_parts import load_parts
from macapp.errors import BadRequest, MachineError
from macapp.models import resolve_request
from macapp.models.checkpoint import find_checkpoint, read_components
from macapp.models.families import FAMILIES
from macapp.models.packed_copies import DAMAGED, METADATA, OUTDATED, USABLE, checksum_of, find_damage, list_copies
from macapp.models.safetensors import data_start, read_header
from macapp.planning.plan import make_plan
from macapp.planning.weight_format import PACKED_PARTS
from macapp.system import storage
from macapp.system.machine import detect_machine
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import asked, nothing
from tests.support.tiny_families import TINY_FAMILIES, make_other
from tests.support.tiny_models import make_tiny_if, make_tiny_model

INT8, INT4 = WeightFormat.INT8, WeightFormat.INT4


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.models.packed_copies.packed_models_dir", lambda: tmp_path / "packed-models")


def store(model: Path, weight_format: WeightFormat = INT8) -> list[Path]:
    return store_packed_copy(str(model), weight_format, "cpu", nothing)


def draw(model: Path, weight_format: WeightFormat = INT8, **savings: bool) -> Image.Image:
    def rules(*facts):
        plan = make_plan(*facts)
        return replace(plan, savings=replace(plan.savings, weight_format=weight_format, **savings))

    engine = Engine(replace(detect_machine(), device="cpu"), rules=rules)
    return engine.generate(resolve_request(asked(model, steps=2)), {}, nothing, nothing).image


@pytest.mark.parametrize("wanted", [INT8, INT4])
@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_every_part_loads_with_the_tensors_of_packing(tmp_path: Path, pipeline: str, wanted: WeightFormat) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    model = make_other(pipeline, tmp_path / "model")
    files = store(model, wanted)
    checkpoint = find_checkpoint(str(model))
    dtype = make_plan(replace(detect_machine(), device="cpu"), checkpoint.architecture, checkpoint.size).dtype
    placement = Placement("cpu", getattr(torch, dtype), wanted)
    names = [name for name in read_components(checkpoint.folder) if name in PACKED_PARTS]
    assert {file.name.partition(".")[0] for file in files} <= set(names)
    expected = load_components(checkpoint.folder, placement, names)
    found = load_parts(checkpoint, placement, names)
    for name in names:
        for kind in ("named_parameters", "named_buffers"):
            own, others = (dict(getattr(part, kind)()) for part in (found[name], expected[name]))
            assert own.keys() == others.keys()
            assert all(own[path].dtype == others[path].dtype for path in own)
            assert all(torch.equal(own[path], others[path]) for path in own), name
        assert not found[name].training


@pytest.mark.parametrize("weight_format", [INT8, INT4])
def test_the_picture_is_that_of_packing_while_loading(
    tiny_model: Path, weight_format: WeightFormat, caplog: pytest.LogCaptureFixture
) -> None:
    packed = draw(tiny_model, weight_format).tobytes()
    files = store(tiny_model, weight_format)
    assert draw(tiny_model, weight_format).tobytes() == packed
    assert draw(tiny_model, weight_format, text_encoder_dropped=True).tobytes() == packed
    assert not caplog.records
    for file in files:  # the copy was used: without the checksum, another number would show
        change_tensors(file)
    assert draw(tiny_model, weight_format).tobytes() != packed


def change_tensors(file: Path) -> None:
    """Change the numbers of a copy and correct its checksums."""
    metadata, entries = read_header(file)
    content, start = bytearray(file.read_bytes()), data_start(file)
    own = json.loads(metadata[METADATA])
    for name, entry in entries.items():
        begin, end = (start + offset for offset in entry["data_offsets"])
        if entry["dtype"] == "I8":
            content[begin:end] = bytes(value ^ 7 for value in content[begin:end])
        own["checksums"][name] = checksum_of(bytes(content[begin:end]))
    header = {"__metadata__": {**metadata, METADATA: json.dumps(own)}, **entries}
    text = json.dumps(header).encode()
    file.write_bytes(len(text).to_bytes(8, "little") + text + content[start:])


def test_a_copy_is_a_valid_safetensors_file(tiny_model: Path) -> None:
    [file] = [file for file in store(tiny_model) if file.name.startswith("unet")]
    with safe_open(file, "pt") as opened:
        name = next(name for name in opened.keys() if name.endswith("weight_scale"))  # noqa: SIM118
        assert opened.get_tensor(name).dtype == torch.float32
        assert opened.get_tensor(name.replace("_scale", "")).dtype == torch.int8


def flip_last_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def replace_header(file: Path) -> None:
    file.write_bytes((2).to_bytes(8, "little") + b"{}")


def raise_version(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'\\"version\\": 2', b'\\"version\\": 3'))


@pytest.mark.parametrize("damage", [flip_last_byte, cut, replace_header, raise_version])
def test_a_copy_that_does_not_match_is_not_used_and_named(
    tiny_model: Path, damage, caplog: pytest.LogCaptureFixture
) -> None:
    packed = draw(tiny_model).tobytes()
    files = store(tiny_model)
    for file in files:
        before = file.read_bytes()
        damage(file)
        assert file.read_bytes() != before
    with caplog.at_level(logging.WARNING):
        assert draw(tiny_model).tobytes() == packed
    assert [str(file) in record.getMessage() for file, record in zip(sorted(files), caplog.records, strict=True)]
    [copy] = list_copies(tiny_model)
    expected = {flip_last_byte: USABLE, raise_version: OUTDATED}.get(damage, DAMAGED)
    assert copy.state == expected
    assert bool(list(find_damage(copy))) == (damage is not raise_version)
    store(tiny_model)
    assert [copy.state for copy in list_copies(tiny_model)] == [USABLE]


def test_a_copy_of_weights_that_have_changed_is_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    model = make_tiny_model(tmp_path / "model")
    store(model)
    [weights] = (model / "unet").glob("*.safetensors")
    content = bytearray(weights.read_bytes())
    content[-4:] = b"\0\0\0\0"
    weights.write_bytes(content)
    os.utime(weights, ns=(1, 1))
    with caplog.at_level(logging.WARNING):
        changed = draw(model).tobytes()
    assert all("have changed" in record.getMessage() for record in caplog.records)
    assert caplog.records
    [copy] = list_copies(model)
    assert copy.state == OUTDATED
    for file in copy.files:
        file.unlink()
    assert draw(model).tobytes() == changed


def test_a_copy_needs_room_and_a_failed_one_leaves_nothing(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(storage, "free_bytes", lambda _folder: 10**9)
        with pytest.raises(MachineError) as caught:
            store(tiny_model)
    assert caught.value.code == "disk-nearly-full"

    def fail(name: str) -> None:
        if name == "rename":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "operation_hook", fail)
    with pytest.raises(OSError, match="No space left"):
        store(tiny_model)
    assert not [path for path in (tmp_path / "packed-models").rglob("*") if path.is_file()]
    assert list_copies() == []


def test_stages_of_deepfloyd_have_no_copy(tmp_path: Path) -> None:
    model = make_tiny_if(tmp_path / "model")
    with pytest.raises(BadRequest) as caught:
        store(model)
    assert caught.value.code == "packed-copy-none"
