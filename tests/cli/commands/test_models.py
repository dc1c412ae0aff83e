"""The commands `models list`, `add`, `show`, `verify` and `remove`; `tests/models/test_hub.py` has the downloads."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from macapp import cli
from tests.support import tiny_models
from tests.support.composed_models import make_parts, save_parts


def test_the_command_line_lists_adds_shows_verifies_and_removes(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models = {
        "checkpoint": tiny_model,
        "lora": tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors", trigger="wash, paper"),
        "embedding": tiny_models.make_embedding(tmp_path / "mystyle.safetensors"),
        "controlnet": tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "edges"),
        "upscaler": tiny_models.make_esrgan(tmp_path / "esrgan.safetensors"),
    }

    def said(*arguments: str) -> tuple[int, list[dict], str]:
        code = cli.main(["--library", str(tmp_path / "library"), "models", *arguments, "--json"])
        printed = capsys.readouterr()
        return code, [json.loads(line) for line in printed.out.splitlines()], printed.err

    assert said("add", *map(str, models.values()))[0] == 0
    _, listed, _ = said("list")
    assert {each["kind"] for each in listed} == set(models)
    assert [each["name"] for each in said("list", "--kind", "lora")[1]] == ["ink"]
    [shown] = said("show", str(models["lora"]))[1]
    assert shown["words"] == ["wash", "paper"]
    assert said("verify", "starter")[0] == 0
    assert said("remove", str(models["lora"]))[0] == 0
    code, _, errors = said("remove", str(models["lora"]))
    assert code == 2
    assert "is not in the list" in errors
    code, _, errors = said("show", "absent")
    assert code == 3
    assert errors.count("\n") == 1


def test_what_can_be_downloaded_is_listed_with_its_cost(said) -> None:
    code, printed, _ = said("models", "list", "--available", "--kind", "checkpoint", "--device", "cpu", "--json")
    entries = [json.loads(line) for line in printed.splitlines()]
    assert code == 0
    assert entries
    assert all(entry["needed"] > 0 and entry["page"].startswith("https://") for entry in entries)
    text = said("models", "list", "--available", "--device", "cpu")[1]
    assert entries[0]["id"] in text
    assert "of memory" in text


def test_a_damaged_number_is_reported_with_its_file(tiny_model: Path, tmp_path: Path, said) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    content = lora.read_bytes()
    lora.write_bytes(content[:-4] + b"\xff\xff\xff\x7f")  # not a number, in float32 and in its halves
    code, printed, _ = said("models", "verify", str(lora))
    assert code == 3
    assert "1 tensors contain invalid numbers" in printed


def test_three_models_are_recommended_for_another_machine(said) -> None:
    code, printed, _ = said("models", "recommend", "--as", "ram=16GB,device=mps,torch=2.13.0,macos=15.0", "--json")
    found = [json.loads(line) for line in printed.splitlines()]
    assert code == 0
    assert [entry["id"] for entry in found] == ["z-image-turbo", "flux-2-klein-4b", "sdxl-turbo"]
    assert all(entry["needed"] <= entry["available"] for entry in found)
    assert found[0]["why"].startswith("Z-Image Turbo: Photographs")


def test_a_model_that_lacks_parts_is_listed_with_them(tmp_path: Path, said) -> None:
    file = save_parts({"transformer": make_parts("schnell")["transformer"]}, tmp_path / "comfy", "schnell")
    code, printed, _ = said("models", "add", str(file))
    assert code == 0
    assert "macapp models download clip-l t5-xxl flux-vae" in printed
    code, printed, _ = said("models", "list", "--json")
    entry = next(entry for entry in map(json.loads, printed.splitlines()) if entry["name"] == "schnell")
    assert entry["missing_ids"] == ["clip-l", "t5-xxl", "flux-vae"]
    code, _, errors = said("generate", "a cat", "--model", str(file))
    assert code == 3
    assert "is a FLUX.1 model without its CLIP-L text encoder (clip_l)" in errors
    assert errors.count("\n") == 1


@pytest.fixture
def own_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the packed copies of this test."""
    monkeypatch.setattr("macapp.models.packed_copies.packed_models_dir", lambda: tmp_path / "packed-models")
    return tmp_path / "packed-models"


def test_a_packed_copy_is_made_listed_verified_and_deleted(tiny_model: Path, own_copies: Path, said) -> None:
    model = str(tiny_model)
    assert said("models", "add", model)[0] == 0
    code, printed, _ = said("models", "pack", model, "--device", "cpu")
    assert code == 0
    assert "Packed copy in 8-bit" in printed
    assert said("models", "pack", model, "--weights", "4-bit", "--device", "cpu", "--json")[0] == 0
    size = sum(file.stat().st_size for file in own_copies.rglob("*.8-bit.*"))
    _, printed, _ = said("models", "list", "--json")
    entries = {entry["id"]: entry for entry in map(json.loads, printed.splitlines())}
    listed = entries[model]["packed_copies"]
    assert [(copy["weights"], copy["state"]) for copy in listed] == [("8-bit", "usable"), ("4-bit", "usable")]
    assert listed[0]["size_on_disk"] == size
    assert "packed_copies" not in entries["starter"]
    assert "Packed copy in 4-bit" in said("models", "show", model)[1]
    assert said("models", "verify", model)[0] == 0
    file = next(own_copies.rglob("unet.8-bit.*"))
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    code, printed, _ = said("models", "verify", model)
    assert code == 3
    assert f"{file.name} " in printed
    assert "damaged packed copy" in printed
    assert said("models", "pack", model, "--delete", "--weights", "8-bit")[0] == 0
    assert [copy.name.split(".")[1] for copy in own_copies.rglob("unet.*")] == ["4-bit"]
    assert said("models", "pack", model, "--delete", "--json")[0] == 0
    assert list(own_copies.iterdir()) == []
    code, _, errors = said("models", "pack", model, "--delete")
    assert code == 2
    assert "There is no packed copy" in errors


def test_the_copy_of_a_model_that_is_gone_is_named_and_deleted(tmp_path: Path, own_copies: Path, said) -> None:
    model = tiny_models.make_tiny_model(tmp_path / "mine")
    assert said("models", "add", str(model))[0] == 0
    assert said("models", "pack", str(model), "--device", "cpu")[0] == 0
    code, _, notes = said("models", "remove", str(model))
    assert code == 0
    assert f"macapp models pack --delete {model}" in notes
    shutil.rmtree(model)
    printed = said("models", "list")[1]
    assert f"{model} is not in the list" in printed
    assert "which is not used" in printed
    assert said("models", "pack", "--delete", str(model))[0] == 0
    assert list(own_copies.iterdir()) == []


def test_a_model_without_weights_to_pack_is_named(tmp_path: Path, own_copies: Path, said, capsys) -> None:
    stages = tiny_models.make_tiny_if(tmp_path / "stages")
    capsys.readouterr()  # diffusers may show the progress of its writing
    code, _, errors = said("models", "pack", str(stages), "--device", "cpu")
    assert code == 2
    assert "has no weights that Easel can pack in 8-bit" in errors
    assert errors.count("\n") == 1
    assert not own_copies.exists()


def test_the_trigger_of_a_textual_inversion_is_shown_and_changes_the_picture(
    tmp_path: Path, tiny_model: Path, said
) -> None:
    library = ("--library", str(tmp_path / "library"))
    file = tmp_path / "learned_embeds.safetensors"
    save_file({"<cat-toy>": torch.randn(2, 32, generator=torch.Generator().manual_seed(1)) * 3}, file)
    assert said(*library, "models", "add", str(file))[0] == 0
    assert "<cat-toy>, learned_embeds" in said(*library, "models", "show", str(file))[1]
    plain = ("--model", str(tiny_model), "--size", "64x64", "--steps", "2", "--seed", "5")
    pictures = []
    for number, more in enumerate(((), ("--embedding", str(file)))):
        output = tmp_path / f"{number}.png"
        assert said(*library, "generate", "a <cat-toy>", *plain, *more, "--output", str(output))[0] == 0
        pictures.append(Image.open(output).convert("RGB").tobytes())
    assert pictures[0] != pictures[1]
