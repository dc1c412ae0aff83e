"""Taking pictures out: every format, with the prompt and without a trace of it."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from macapp.errors import BadRequest
from macapp.library import Library, export, foreign, recipe, xmp
from macapp.library.export import Export
from tests.requests_of_all_kinds import request

PROMPT, NEGATIVE = "a very secret heart, schön", "nothing to see"


@pytest.fixture
def picture(made):
    return made(request(PROMPT, negative_prompt=NEGATIVE, seed=987654321, width=128, height=64))


def pixels(path: Path) -> tuple[tuple[int, int], bytes]:
    with Image.open(path) as image:
        return image.size, image.tobytes()


@pytest.mark.parametrize("kind", export.FORMATS)
def test_with_its_prompt_other_programs_read_it(picture, tmp_path: Path, kind: str) -> None:
    path = export.export(picture, tmp_path, Export(kind))
    found = foreign.read(path)
    assert found.known["prompt"] == PROMPT
    assert found.known["negative_prompt"] == NEGATIVE
    assert (found.known["seed"], found.known["width"], found.known["height"]) == (987654321, 128, 64)
    assert pixels(path)[0] == (128, 64)
    if kind == "png":
        assert path.read_bytes() == picture.path.read_bytes()


@pytest.mark.parametrize("kind", export.FORMATS)
def test_without_its_prompt_no_byte_tells_it_but_that_an_ai_made_it(picture, tmp_path: Path, kind: str) -> None:
    path = export.export(picture, tmp_path, Export(kind, with_prompt=False))
    content = path.read_bytes()
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    told = [PROMPT, NEGATIVE, "secret", "987654321", "easel\0", "parameters", picture.id, str(tmp_path), f"/{user}/"]
    for each in told:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert each.encode(encoding) not in content, each
    assert "secret" not in path.name
    assert "987654321" not in path.name
    assert b"digitalsourcetype/trainedAlgorithmicMedia" in content
    assert recipe.read(path) is None
    assert foreign.read(path).known == {}
    if kind == "png":
        assert pixels(path) == pixels(picture.path)


def test_what_started_from_an_image_says_so(made, tmp_path: Path) -> None:
    picture = made(request(image="ab" * 32, strength=0.5, steps=10))
    content = export.export(picture, tmp_path, Export(with_prompt=False)).read_bytes()
    assert b"compositeWithTrainedAlgorithmicMedia" in content


def test_names_follow_the_pattern_and_nothing_is_overwritten(picture, tmp_path: Path) -> None:
    how = Export("webp", pattern="{model} {size} {n:}".replace(":", ""))
    first, second = (export.export(picture, tmp_path, how, 7) for _ in range(2))
    assert (first.name, second.name) == ("starter 128x64 7.webp", "starter 128x64 7 (2).webp")
    assert export.name_for(picture, Export(pattern="../{prompt}/x"), 1) == f"{PROMPT} x".replace("../", "")


@pytest.mark.parametrize("pattern", ["{nobody}", "{", "{seed.__class__}", "{seed:>1000000000}", " ", "{0}"])
def test_a_pattern_that_makes_no_name_is_refused(pattern: str) -> None:
    with pytest.raises(BadRequest, match="pattern-wrong"):
        Export(pattern=pattern)


def test_what_cannot_be_read_is_said(picture, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="format-unknown"):
        Export("bmp")
    picture.path.write_bytes(picture.path.read_bytes()[:-200])
    with pytest.raises(BadRequest, match="image-broken"):
        export.export(picture, tmp_path, Export("jpeg"))
    picture.path.unlink()
    with pytest.raises(BadRequest, match="file-missing"):
        export.export(picture, tmp_path, Export())
    assert list(tmp_path.glob("*.jpg")) == []


def test_a_contact_sheet_shows_all_of_them(library: Library, made, tmp_path: Path) -> None:
    pictures = [made(request(seed=each)) for each in range(5)]
    export.contact_sheet(pictures, tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (3 * 336 + 16, 2 * (336 + 24) + 16)
        colours = {sheet.getpixel((16 + 160 + n % 3 * 336, 16 + 160 + n // 3 * 360)) for n in range(5)}
        assert len(colours) == 5
        assert xmp.KEY not in sheet.info
    with pytest.raises(BadRequest, match="sheet-count"):
        export.contact_sheet([], tmp_path / "none.png")
