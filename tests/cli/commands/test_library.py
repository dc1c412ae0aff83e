"""The commands about the library: search, export, import, repeat, backup, restore and rebuild."""

import json
from pathlib import Path

import pytest
from PIL import Image

from macapp.domain.job import GeneratedImage
from macapp.library import Library
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers import files as foreign_files
from tests.support import index
from tests.support.command_line import macapp
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A library of three pictures."""
    folder = tmp_path / "library"
    with Library.open(LibraryPaths.at(folder)) as library:
        for number, prompt in enumerate(("a red heart", "a blue heart", "a lighthouse, schön")):
            [job] = library.queue.add([request(prompt, seed=number, steps=10 + number)])
            library.queue.claim_next()
            library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    return folder


def found(said, folder: Path, *arguments: str) -> list[dict]:
    code, printed, noted = said("search", *arguments, "--library", str(folder), "--json")
    assert code == 0, noted
    return [json.loads(line) for line in printed.splitlines()]


def test_pictures_are_found_by_words_and_fields(filled: Path, said) -> None:
    assert [each["seed"] for each in found(said, filled, "heart")] == [1, 0]
    assert [each["seed"] for each in found(said, filled, "heart", "steps:>10")] == [1]
    assert [each["seed"] for each in found(said, filled, "heart", "--sort", "oldest", "--limit", "1")] == [0]
    assert [each["prompt"] for each in found(said, filled, "SCHON")] == ["a lighthouse, schön"]
    assert found(said, filled, "nothing of the kind") == []
    assert [each["seed"] for each in found(said, filled, "heart", "-blue")] == [0]
    assert [each["seed"] for each in found(said, filled, "-heart")] == [2]
    assert [each["seed"] for each in found(said, filled, '"blue heart" -red')] == [1]
    assert len(found(said, filled)) == 3
    code, _printed, noted = said("search", "steps:many", "--library", str(filled))
    assert (code, noted.count("\n")) == (2, 1)
    assert "steps:many" in noted
    assert said("search", "--limit", "-3", "heart", "--library", str(filled))[0] == 2
    assert said("list", "--limit", "0", "--library", str(filled))[0] == 2


def test_a_line_of_search_can_be_fed_back_as_a_request(filled: Path, tmp_path: Path, said) -> None:
    _code, printed, _noted = said("search", "lighthouse", "--library", str(filled), "--json")
    (tmp_path / "again.jsonl").write_text(printed)
    code, printed, noted = said("enqueue", str(tmp_path / "again.jsonl"), "--library", str(filled), "--json")
    assert code == 0, noted
    assert json.loads(printed)["prompt"] == "a lighthouse, schön"


def test_pictures_go_out_with_and_without_their_prompts(filled: Path, tmp_path: Path, said) -> None:
    ids = [each["id"] for each in found(said, filled, "heart")]
    out = tmp_path / "out"
    code, printed, noted = said(
        "export",
        *ids,
        str(out),
        "--format",
        "webp",
        "--without-prompt",
        "--contact-sheet",
        "--library",
        str(filled),
        "--json",
    )
    assert code == 0, noted
    paths = [Path(json.loads(line)["path"]) for line in printed.splitlines()]
    assert [each.suffix for each in paths] == [".webp", ".webp", ".png"]
    assert not any(b"heart" in each.read_bytes() for each in paths)
    assert said("export", ids[0], str(out), "--name", "{seed} {prompt}", "--library", str(filled))[0] == 0
    assert (out / "1 a blue heart.png").exists()
    for arguments, code in (
        ((str(out),), 2),
        (("no-such-id", str(out)), 2),
        ((ids[0], str(paths[0])), 2),
        ((ids[0], str(out), "--name", "{nobody}"), 2),
    ):
        assert said("export", *arguments, "--library", str(filled))[0] == code


def test_pictures_come_in_from_elsewhere_with_a_report(filled: Path, tmp_path: Path, said) -> None:
    source = tmp_path / "source"
    source.mkdir()
    foreign_files.png(source, "theirs.png", parameters=foreign_files.A1111)
    (source / "broken.png").write_bytes(b"not a picture")
    code, printed, noted = said("import", str(source), "--library", str(filled), "--json")
    assert code == 2
    assert "broken.png" in noted
    [line] = [json.loads(each) for each in printed.splitlines()]
    assert (line["from"], line["seed"], line["prompt"]) == ("AUTOMATIC1111", foreign_files.SEED, foreign_files.PROMPT)
    assert ["Lora hashes", "a: 1234, b: 5678", "unknown", ""] in line["report"]
    (source / "broken.png").unlink()
    code, printed, noted = said("import", str(source), "--in-place", "--library", str(filled))
    assert (code, printed) == (0, "")
    assert "1 already known" in noted


def test_a_repeat_says_identical_or_how_far_off(tmp_path: Path, tiny_model: Path) -> None:
    made = macapp(tmp_path, "generate", "a heart", "--model", str(tiny_model), "--steps", "2", "--json")
    [line] = [json.loads(each) for each in made.stdout.splitlines()]
    again = macapp(tmp_path, "repeat", line["id"], "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["identical"] is True
    with Library.open(LibraryPaths.at(tmp_path)) as library:
        assert library.pictures.count() == 1
        index.execute(library.places, "UPDATE pictures SET pixels = 'another', made_with = '{\"torch\": \"1.0\"}'")
        picture = library.pictures.find(line["id"])
        with Image.open(picture.path) as image:
            changed = image.convert("RGB")
        changed.putpixel((0, 0), (1, 2, 3))
        changed.save(picture.path)
    again = macapp(tmp_path, "repeat", line["id"], "--json")
    assert again.returncode == 1, again.stderr
    told = json.loads(again.stdout)
    assert (told["identical"], told["pixels"]) == (False, 1)
    assert told["changed"][0].startswith("torch: 1.0, now ")


def test_the_index_is_copied_and_put_back(filled: Path, said) -> None:
    code, printed, _noted = said("backup", "--library", str(filled), "--json")
    assert code == 0
    copy = json.loads(printed)["path"]
    assert said("restore", "--list", "--library", str(filled))[1].strip() == copy
    assert said("restore", copy, "--library", str(filled))[0] == 0
    code, _printed, noted = said("restore", str(filled / "nothing.sqlite3"), "--library", str(filled))
    assert code == 2
    assert "nothing.sqlite3" in noted
    assert len(found(said, filled, "a")) == 3


def test_a_folder_that_is_empty_all_at_once_is_asked_about(said, filled: Path, tmp_path: Path) -> None:
    shown = tmp_path / "outputs"
    shown.mkdir()
    path = foreign_files.png(shown, parameters=foreign_files.A1111)
    command = ("import", "--in-place", str(shown), "--library", str(filled))
    assert said(*command)[0] == 0
    path.unlink()
    code, _printed, noted = said(*command)
    assert code == 2
    assert f"{shown} is empty now. Pictures of it in the gallery: 1." in noted
    assert len(found(said, filled, "from:automatic1111")) == 1
    assert said(*command, "--hide-missing")[0] == 0
    assert found(said, filled, "from:automatic1111") == []


def test_a_lost_index_is_made_again_and_checked(tmp_path: Path, said) -> None:
    with Library.open(LibraryPaths.at(tmp_path)) as library:
        [job] = library.queue.add([request("a red heart")])
        library.queue.claim_next()
        picture = library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    LibraryPaths.at(tmp_path).database.write_bytes(b"no index at all")
    assert said("list", "--library", str(tmp_path))[0] == 3
    code, printed, noted = said("rebuild", "--library", str(tmp_path), "--json")
    assert (code, json.loads(printed)["added"]) == (0, 1)
    assert "damaged index was saved as" in noted
    assert said("verify", "--library", str(tmp_path))[0] == 0
    picture.path.unlink()
    code, printed, _noted = said("verify", "--library", str(tmp_path), "--json")
    failed = [each for each in map(json.loads, printed.splitlines()) if not each["holds"]]
    assert (code, [each["name"] for each in failed]) == (1, ["pictures-whole"])
    assert failed[0]["found"] == [str(picture.path)]
