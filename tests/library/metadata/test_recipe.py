"""The settings in a picture file, for Easel and for other programs."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from macapp import __version__
from macapp.domain.request import Request
from macapp.library.metadata import recipe
from macapp.library.metadata.recipe import PictureMetadata
from tests.support.request_factory import request, requests

ID = "01hqz3k4m5n6p7r8"
CREATED = "2026-11-20T12:00:00.000Z"


def write(folder: Path, asked: Request) -> Path:
    file = folder / "picture.png"
    image = Image.new("RGB", (64, 64), "red")
    file.write_bytes(recipe.encode_png(image, PictureMetadata(ID, asked, CREATED, {"device": "cpu", "seconds": 1.5})))
    return file


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=requests())
def test_a_request_comes_back_from_its_picture_field_by_field(tmp_path: Path, asked: Request) -> None:
    found = recipe.read(write(tmp_path, asked))
    assert found == PictureMetadata(ID, asked, CREATED, {"device": "cpu", "seconds": 1.5}, size=(64, 64))


def test_other_programs_can_read_the_parameters(tmp_path: Path) -> None:
    asked = request("a red heart", seed=7, negative_prompt="blue", image="0" * 64, strength=0.6)
    with Image.open(write(tmp_path, asked)) as image:
        text = image.info["parameters"]
    assert text.split("\n") == [
        "a red heart",
        "Negative prompt: blue",
        (
            "Steps: 3, Sampler: DPM++ 2M Karras, CFG scale: 4, Seed: 7, Size: 64x64, Model: starter, "
            f"Denoising strength: 0.6, Version: Easel {__version__}"
        ),
    ]


def test_plain_text_is_in_the_chunk_that_every_reader_knows(tmp_path: Path) -> None:
    assert b"tEXtparameters\0a red heart" in write(tmp_path, request()).read_bytes()
    assert b"iTXtparameters\0" in write(tmp_path, request("日本語")).read_bytes()


def test_no_path_of_this_machine_is_in_the_file(tmp_path: Path) -> None:
    content = write(tmp_path, request(model="/home/somebody/models/mine")).read_bytes()
    assert b"Model: mine" in content


@pytest.mark.parametrize("content", [b"", b"text", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_a_file_of_another_kind_has_no_recipe(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.png").write_bytes(content)
    assert recipe.read(tmp_path / "x.png") is None
    assert recipe.read(tmp_path / "absent.png") is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"request": {}}', '{"request": 5, "seed": "1"}', "[" * 100_000])
def test_a_damaged_recipe_is_none(tmp_path: Path, text: str) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt(recipe.KEY, text)
    Image.new("RGB", (8, 8)).save(tmp_path / "x.png", pnginfo=info)
    assert recipe.read(tmp_path / "x.png") is None


def test_a_picture_cut_anywhere_is_not_whole(tmp_path: Path) -> None:
    file = write(tmp_path, request())
    whole = file.read_bytes()
    assert recipe.is_intact(file)
    for cut in range(1, len(whole), max(1, len(whole) // 60)):
        file.write_bytes(whole[:-cut])
        assert not recipe.is_intact(file), cut
