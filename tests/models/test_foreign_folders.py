"""Folders of other programs and the hub's cache: scanned, never written to, and each model listed once."""

import json
import os
import shutil
from pathlib import Path

import pytest

from macapp import cli
from macapp.errors import BadRequest, MachineError
from macapp.messages import message_for
from macapp.models import foreign_folders
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import ScanCache
from macapp.system.paths import LibraryPaths
from tests.support import tiny_models


@pytest.fixture(autouse=True)
def _own_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    monkeypatch.setattr("macapp.models.registry.scan_cache_file", lambda: tmp_path / "seen.json")


@pytest.fixture
def comfy(tiny_model: Path, tmp_path: Path) -> Path:
    """The folders of ComfyUI with a few models and other files."""
    folder = tmp_path / "ComfyUI" / "models"
    for name in ("loras/styles", "embeddings", "controlnet", "upscale_models", "checkpoints", "vae", "text_encoders"):
        (folder / name).mkdir(parents=True)
    tiny_models.make_lora(tiny_model, folder / "loras" / "styles" / "ink.safetensors")
    tiny_models.make_embedding(folder / "embeddings" / "mystyle.safetensors")
    tiny_models.make_esrgan(folder / "upscale_models" / "x4.safetensors")
    shutil.copytree(tiny_model, folder / "diffusers" / "tiny")
    tiny_models.make_tiny_controlnet(tiny_model, folder / "controlnet" / "edges")
    (folder / "checkpoints" / "old.ckpt").write_bytes(b"\x80\x04")
    (folder / "checkpoints" / "page.safetensors").write_bytes(b"<!DOCTYPE html>" * 9)
    (folder / "checkpoints" / "put_checkpoints_here").write_text("")
    shutil.copyfile(tiny_model / "text_encoder" / "model.safetensors", folder / "text_encoders" / "clip.safetensors")
    return folder


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(each): (each.stat().st_size, each.stat().st_mtime_ns) for each in sorted(folder.rglob("*"))}


def brought(places: LibraryPaths) -> dict[str, str]:
    return {each.name: each.kind for each in ModelRegistry(places).list_models() if not each.id.startswith("starter")}


def test_what_another_program_keeps_is_offered_and_left_as_it_is(places: LibraryPaths, comfy: Path) -> None:
    before = listing(comfy)
    ModelRegistry(places).add_source(comfy)
    ModelRegistry(places).add_source(comfy)
    assert ModelRegistry(places).sources == [comfy]
    assert brought(places) == {
        "tiny": "checkpoint",
        "ink": "lora",
        "mystyle": "embedding",
        "edges": "controlnet",
        "x4": "upscaler",
    }
    assert listing(comfy) == before
    (comfy / "loras" / "new.safetensors").write_bytes((comfy / "embeddings" / "mystyle.safetensors").read_bytes())
    assert len(brought(places)) == 5, "the same content was listed twice"
    tiny_models.make_embedding(comfy / "loras" / "other.safetensors", seed=9)
    assert "other" in brought(places), "the new model was not found by the next scan"
    ModelRegistry(places).remove(str(comfy))
    assert brought(places) == {}
    assert (comfy / "loras" / "styles" / "ink.safetensors").exists()


def test_the_same_model_in_two_places_is_one_that_says_where_else_it_lies(
    places: LibraryPaths, comfy: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.safetensors"
    shutil.copyfile(comfy / "loras" / "styles" / "ink.safetensors", mine)
    ModelRegistry(places).add(mine)
    ModelRegistry(places).add_source(comfy)
    [found] = ModelRegistry(places).list_models("lora")
    assert found.path == mine
    assert found.copies == (comfy / "loras" / "styles" / "ink.safetensors",)


def test_links_that_lead_out_of_a_folder_are_not_followed(places: LibraryPaths, comfy: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    tiny_models.make_embedding(outside / "secret.safetensors", seed=8)
    (comfy / "embeddings" / "linked.safetensors").symlink_to(outside / "secret.safetensors")
    (comfy / "embeddings" / "folder").symlink_to(outside)
    (comfy / "embeddings" / "loop").symlink_to(comfy)
    ModelRegistry(places).add_source(comfy)
    assert not {"linked", "secret"} & brought(places).keys()


def test_what_the_hubs_cache_holds_is_offered(places: LibraryPaths, tiny_model: Path, tmp_path: Path) -> None:
    repository = tmp_path / "hub-cache" / "models--someone--model"
    blobs = repository / "blobs"
    blobs.mkdir(parents=True)
    snapshot = repository / "snapshots" / ("a" * 40)
    for each in (each for each in tiny_model.rglob("*") if each.is_file()):
        place = snapshot / each.relative_to(tiny_model)
        place.parent.mkdir(parents=True, exist_ok=True)
        blob = blobs / str(len(list(blobs.iterdir())))
        shutil.copyfile(each, blob)
        place.symlink_to(os.path.relpath(blob, place.parent))
    language = tmp_path / "hub-cache" / "models--someone--words" / "snapshots" / ("b" * 40)
    language.mkdir(parents=True)
    (language / "config.json").write_text('{"architectures": ["LlamaForCausalLM"]}')
    found = [each for each in ModelRegistry(places).list_models("checkpoint") if each.id != "starter"]
    assert [each.path for each in found] == [snapshot]
    trashed: list[Path] = []
    ModelRegistry(places).discard(found[0], lambda path: trashed.append(path) or path)
    assert trashed == [repository], "the links were moved without their bytes"


def test_only_the_users_own_goes_to_the_trash(places: LibraryPaths, comfy: Path, tmp_path: Path) -> None:
    ModelRegistry(places).add_source(comfy)
    theirs = ModelRegistry(places).list_models("lora")[0]
    starter = ModelRegistry(places).list_models("checkpoint")[0]
    for each in (theirs, starter):
        with pytest.raises(BadRequest) as caught:
            ModelRegistry(places).discard(each, lambda path: path)
        assert "cannot be deleted here" in message_for(caught.value)
    own = ModelRegistry(places).add(tiny_models.make_embedding(tmp_path / "own.safetensors", seed=7))
    with pytest.raises(MachineError, match="trash-refused"):
        ModelRegistry(places).discard(own, _refuse)
    assert "own" in brought(places)
    ModelRegistry(places).discard(own, lambda path: path.rename(tmp_path / "trashed"))
    assert "own" not in brought(places)


def _refuse(path: Path) -> Path:
    raise OSError(1, "no", str(path))


def test_a_model_is_copied_into_easels_own_folder(places: LibraryPaths, comfy: Path) -> None:
    told: list[tuple[int, int]] = []
    copied = ModelRegistry(places).add_copy(
        comfy / "diffusers" / "tiny", lambda done, total: told.append((done, total))
    )
    assert copied.path == places.models / "tiny"
    assert told[-1][0] == told[-1][1] == copied.size_on_disk
    again = ModelRegistry(places).add_copy(comfy / "embeddings" / "mystyle.safetensors")
    assert again.path.name == "mystyle.safetensors"
    twice = ModelRegistry(places).add_copy(comfy / "embeddings" / "mystyle.safetensors")
    assert twice.path.name == "mystyle (2).safetensors"

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ModelRegistry(places).add_copy(comfy / "controlnet" / "edges", stop)
    assert {each.name for each in places.models.iterdir()} == {"tiny", again.path.name, twice.path.name}


def test_a_folder_without_models_is_no_source(places: LibraryPaths, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path, words in ((tmp_path / "empty", "contains no model"), (tmp_path / "absent", "is not a folder")):
        with pytest.raises(BadRequest) as caught:
            ModelRegistry(places).add_source(path)
        assert words in message_for(caught.value)


def test_what_was_seen_is_not_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tiny_models.make_embedding(tmp_path / "a.safetensors")
    looks = ScanCache(tmp_path / "seen.json")
    first = looks.get(str(file))
    assert looks.get(str(tmp_path / "absent.safetensors")) is None
    looks.save()
    with monkeypatch.context() as patched:
        patched.setattr("macapp.models.scan_cache.inspect_model", _not_again)
        assert ScanCache(tmp_path / "seen.json").get(str(file)) == first
    tiny_models.make_embedding(file, vectors=3)
    changed = ScanCache(tmp_path / "seen.json").get(str(file))
    assert changed is not None
    assert changed.content != first.content  # type: ignore[union-attr]
    for damaged in ("", "[]", "{", '{"layout": 1, "seen": []}'):
        (tmp_path / "seen.json").write_text(damaged)
        assert ScanCache(tmp_path / "seen.json").get(str(file)) == changed


def _not_again(model: str) -> None:
    raise AssertionError(model)


def test_programs_are_known_by_their_folders(tmp_path: Path) -> None:
    (tmp_path / "ComfyUI" / "models").mkdir(parents=True)
    (tmp_path / "stable-diffusion-webui").mkdir()
    found = foreign_folders.known_folders(tmp_path)
    assert found == [
        ("ComfyUI", tmp_path / "ComfyUI" / "models"),
        ("Automatic1111", tmp_path / "stable-diffusion-webui"),
    ]


def test_the_command_line_looks_through_a_folder(tmp_path: Path, comfy: Path, capsys) -> None:
    def said(*arguments: str) -> list[dict]:
        assert cli.main(["--library", str(tmp_path / "library"), "models", *arguments, "--json"]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert said("add", str(comfy)) == [{"source": str(comfy)}]
    assert {each["name"] for each in said("list")} >= {"ink", "tiny"}
    [copied] = said("add", "--copy", str(comfy / "loras" / "styles" / "ink.safetensors"))
    assert copied["path"].startswith(str(tmp_path / "library"))
    [lora] = said("list", "--kind", "lora")
    assert lora["copies"] == [str(comfy / "loras" / "styles" / "ink.safetensors")]
    said("remove", str(comfy))
    assert {each["kind"] for each in said("list")} == {"checkpoint", "lora", "controlnet"}
    available = said("list", "--available")
    assert {each["id"] for each in available} >= {"sdxl", "taesd"}
    xl = next(each for each in available if each["id"] == "sdxl")
    assert xl["needed"] > 6e9
    assert xl["seconds"] > 0
    assert xl["fits"] == (xl["needed"] <= xl["available"])
