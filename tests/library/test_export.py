"""Export in every format, with the prompt or without any trace of it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sd_parsers
from PIL import ExifTags, Image, PngImagePlugin

from macapp.domain.job import Picture
from macapp.errors import BadRequest, MachineError
from macapp.imaging.extras import list_extras
from macapp.library import Library, export, imports
from macapp.library.export import Export
from macapp.library.metadata import importers, recipe, xmp
from macapp.library.metadata.importers.texts import extract_texts
from macapp.messages import message_for
from tests.support.profiles import grey_profile, rgb_profile
from tests.support.request_factory import request

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
    found = importers.read_metadata(path)
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
    assert importers.read_metadata(path).known == {}
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
    assert export.render_file_name(picture, Export(pattern="../{prompt}/x"), 1) == f"{PROMPT} x".replace("../", "")


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
    export.write_contact_sheet(pictures, tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (3 * 336 + 16, 2 * (336 + 24) + 16)
        colours = {sheet.getpixel((16 + 160 + n % 3 * 336, 16 + 160 + n // 3 * 360)) for n in range(5)}
        assert len(colours) == 5
        assert xmp.KEY not in sheet.info
    with pytest.raises(BadRequest, match="sheet-count"):
        export.write_contact_sheet([], tmp_path / "none.png")


SECRETS = ("a very secret heart", "hidden/path/of/user", "hostname.local")


def photograph(folder: Path, kind: str) -> Path:
    """Return a file of another program with secrets in every place for texts in its format."""
    told = " ".join(SECRETS)
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = told
    exif[ExifTags.Base.Artist] = told
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"UNICODE\0" + told.encode("utf-16-be")
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = told.encode()
    packet = xmp.Packet()
    packet.set_items("dc:description", (told,), "rdf:Alt")
    image = Image.new("RGB", (64, 48), (200, 30, 60))
    image.paste((10, 90, 200), (0, 0, 32, 48))
    profile = rgb_profile(description=told)
    path = folder / f"photograph.{kind}"
    if kind == "png":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", told)
        text.add_itxt(xmp.KEY, packet.text())
        image.save(path, pnginfo=text, exif=exif, icc_profile=profile)
    elif kind == "gif":
        image.save(path, comment=told.encode())
    elif kind == "tif":
        image.save(path, description=told, artist=told, icc_profile=profile)
    else:
        comment: dict[str, Any] = {"comment": told.encode()} if kind == "jpg" else {}
        image.save(path, exif=exif, xmp=packet.text().encode(), icc_profile=profile, quality=95, **comment)
    assert any(SECRETS[0].encode(each) in path.read_bytes() for each in ("utf-8", "utf-16-be"))
    return path


def tells(content: bytes, *words: str) -> list[str]:
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    return [each for each in words if any(each.encode(encoding) in content for encoding in encodings)]


@pytest.fixture(params=["png", "jpg", "webp", "gif", "tif"])
def imported(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> Picture:
    [picture_id] = imports.import_pictures(library, [photograph(tmp_path, request.param)]).added
    return library.pictures.find(picture_id)


@pytest.mark.parametrize("kind", export.FORMATS)
def test_without_its_prompt_nothing_of_a_foreign_file_goes_out_but_its_pixels(imported, tmp_path, kind: str) -> None:
    path = export.export(imported, tmp_path, Export(kind, with_prompt=False))
    assert tells(path.read_bytes(), *SECRETS) == []
    assert list_extras(path.read_bytes()) == []
    with Image.open(path) as image:
        # a GIF has no profile
        shown = (200, 30, 60) if imported.path.suffix == ".gif" else (220, 0, 51)
        assert np.abs(np.subtract(image.getpixel((50, 10)), shown)).max() <= 12  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_with_its_prompt_a_foreign_file_tells_that_alone(imported, tmp_path, kind: str) -> None:
    content = export.export(imported, tmp_path, Export(kind)).read_bytes()
    assert tells(content, *SECRETS, "Steps", "Seed", "Easel") == []
    assert list_extras(content) == []


def test_what_is_not_known_of_a_foreign_picture_is_not_said(library: Library, tmp_path: Path) -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("parameters", "a red heart\nSteps: 20, Sampler: Euler, CFG scale: 7, Version: v1.10.1, Size: 64x64")
    Image.new("RGB", (64, 64)).save(tmp_path / "a.png", pnginfo=text)
    [picture_id] = imports.import_pictures(library, [tmp_path / "a.png"]).added
    picture = library.pictures.find(picture_id)
    path = export.export(picture, tmp_path, Export("jpeg"))
    assert "Seed" not in (texts := extract_texts(path).user_comment)
    assert "Steps: 20" in texts
    assert importers.read_metadata(path).source == picture.source
    assert "seed" not in importers.read_metadata(path).known
    assert b"trainedAlgorithmicMedia" in path.read_bytes()
    assert path.name.endswith(" a red heart.jpg")


def test_a_photograph_is_not_said_to_be_made_by_ai_unless_its_file_says_so(library: Library, tmp_path: Path) -> None:
    packet = xmp.Packet()
    packet.set(
        "Iptc4xmpExt:DigitalSourceType", "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    )
    Image.new("RGB", (64, 64), "red").save(tmp_path / "made.jpg", xmp=packet.text().encode())
    Image.new("RGB", (64, 64), "blue").save(tmp_path / "photo.jpg")
    ids = imports.import_pictures(library, [tmp_path / "made.jpg", tmp_path / "photo.jpg"]).added
    made, photo = (export.encode(library.pictures.find(each), Export("webp", with_prompt=False)) for each in ids)
    assert tells(made, "trainedAlgorithmicMedia") == ["trainedAlgorithmicMedia"]
    assert tells(photo, "trainedAlgorithmicMedia", "Easel") == []


@pytest.mark.parametrize(
    ("name", "image", "options", "shown"),
    [
        ("grey.png", Image.new("I;16", (64, 48), 30_000), {}, (117, 117, 117)),
        ("gamma.png", Image.new("L", (64, 48), 64), {"icc_profile": grey_profile(1.0)}, (137, 137, 137)),
        ("wide.png", Image.new("RGB", (64, 48), (200, 30, 60)), {"icc_profile": rgb_profile()}, (220, 0, 51)),
        ("hidden.png", Image.new("RGBA", (64, 48), (255, 0, 0, 0)), {}, (255, 255, 255)),
        ("float.tif", Image.new("F", (64, 48), 0.5), {}, (128, 128, 128)),
    ],
)
def test_what_goes_out_shows_what_people_see(
    library: Library, tmp_path: Path, name: str, image: Image.Image, options: dict[str, Any], shown: tuple[int, ...]
) -> None:
    image.save(tmp_path / name, **options)
    [picture_id] = imports.import_pictures(library, [tmp_path / name]).added
    picture = library.pictures.find(picture_id)
    export.write_contact_sheet([picture], tmp_path / "sheet.png", captions=False)
    written = [export.export(picture, tmp_path, Export(each, with_prompt=False)) for each in export.FORMATS]
    for path in (*written, export.create_share_copy(library.places, picture), tmp_path / "sheet.png"):
        with Image.open(path) as out:
            assert out.mode == "RGB"
            assert "icc_profile" not in out.info
            middle = out.getpixel((out.width // 2, out.height // 2))
        assert np.abs(np.subtract(middle, shown)).max() <= 5, path.name  # type: ignore[arg-type]


def test_a_contact_sheet_shows_pictures_upright_and_says_no_seed_that_it_does_not_know(
    library: Library, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (32, 64), "red").save(tmp_path / "a.jpg", exif=exif)
    [picture_id] = imports.import_pictures(library, [tmp_path / "a.jpg"]).added
    picture = library.pictures.find(picture_id)
    export.write_contact_sheet([picture], tmp_path / "sheet.png")
    export.write_contact_sheet([picture], tmp_path / "silent.png", captions=False)
    with Image.open(tmp_path / "sheet.png") as sheet, Image.open(tmp_path / "silent.png") as silent:
        assert list_extras((tmp_path / "sheet.png").read_bytes()) == []
        assert sheet.getpixel((176, 30)) == (255, 255, 255)  # where the picture is; above it is the background
        assert sheet.getpixel((30, 176)) != (255, 255, 255)
        below = sheet.crop((0, 340, 352, 376)).convert("L")
        assert below.getbbox() is not None
        dark = np.asarray(below) < 128
        assert np.nonzero(dark.any(axis=0))[0].max() < 40  # only its number: "1"
        assert silent.height == sheet.height - 24


def test_a_short_prompt_does_not_stand_in_the_way(made, tmp_path: Path) -> None:
    for words in ("Easel", "cat,", "http://", "xmp:"):
        path = export.export(made(request(words)), tmp_path, Export(with_prompt=False))
        assert [name for name, _ in list_extras(path.read_bytes())] == ["iTXt"]


def test_a_file_with_anything_else_in_it_is_not_written() -> None:
    packet = "<x:xmpmeta/>"
    for kind in export.FORMATS:
        image = Image.new("RGB", (16, 16))
        export.check_no_extras(export.encode_pixels(image, kind, packet), kind, packet)
        export.check_no_extras(export.encode_pixels(image, kind, None), kind, None)
        for content, said in (
            (export.encode_pixels(image, kind, packet), None),
            (export.encode_pixels(image, kind, None), packet),
            (export.encode_pixels(image, kind, packet, "a secret"), packet),
            (export.encode_pixels(image, kind, packet) + b"a secret", packet),
        ):
            with pytest.raises(MachineError, match="export-would-tell"):
                export.check_no_extras(content, kind, said)


def test_shared_copies_of_different_pictures_are_different_files(library: Library, made) -> None:
    pictures = [made(request(seed=each)) for each in range(3)]
    paths = {export.create_share_copy(library.places, each) for each in pictures}
    assert len(paths) == 3
    for path, picture in zip(sorted(paths), pictures, strict=True):
        assert picture.id not in path.name
        assert list_extras(path.read_bytes())[0][0] == "iTXt"


def test_a_picture_wider_than_webp_can_hold_is_refused_in_words(library: Library, tmp_path: Path) -> None:
    Image.new("RGB", (16_384, 16)).save(tmp_path / "a.png")
    picture = Picture(
        id="x",
        request=request(),
        created="2026-11-20T12:00:00.000Z",
        path=tmp_path / "a.png",
        size=(16_384, 16),
        source="another program",
    )
    with pytest.raises(BadRequest, match="export-too-wide") as error:
        export.encode(picture, Export("webp"))
    assert "Choose PNG or JPEG" in message_for(error.value)


def test_a_file_whose_name_says_png_and_that_is_none_becomes_one(library: Library, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "a.png", "JPEG", comment=b"a secret")
    [picture_id] = imports.import_pictures(library, [tmp_path / "a.png"]).added
    content = export.encode(library.pictures.find(picture_id), Export("png"))
    assert content.startswith(b"\x89PNG")
    assert list_extras(content) == []


PARSED: list[Image.Image] = []
"""The pictures that were parsed, alive: sd-parsers 0.6 takes another picture at the same address for the same one."""
SCRIPTS = ("a cat, schön", "猫，杰作", "แมวขาว", "🐈 a cat", "Кот на крыше", "قطة بيضاء")


@pytest.mark.parametrize("prompt", SCRIPTS)
@pytest.mark.parametrize("kind", export.FORMATS)
def test_other_parsers_read_prompts_in_every_script(made, tmp_path: Path, kind: str, prompt: str) -> None:
    path = export.export(made(request(prompt, negative_prompt="bad 低", seed=42)), tmp_path, Export(kind))
    assert importers.read_metadata(path).known["prompt"] == prompt
    with Image.open(path) as image:
        PARSED.append(image)
        found = sd_parsers.ParserManager().parse(image)
    assert found is not None
    sampler = found.samplers[0]
    assert [each.value for each in (*sampler.prompts, *sampler.negative_prompts)] == [prompt, "bad 低"]
    assert sampler.parameters["seed"] == "42"


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")
@pytest.mark.parametrize("kind", export.FORMATS)
def test_exiftool_reads_prompts_in_every_script(made, tmp_path: Path, kind: str) -> None:
    for prompt in SCRIPTS:
        path = export.export(made(request(prompt, seed=42)), tmp_path, Export(kind))
        ran = subprocess.run(["exiftool", "-json", str(path)], capture_output=True, check=True)
        found = json.loads(ran.stdout)[0]
        text = found.get("Parameters", found.get("UserComment"))
        assert text.startswith(prompt)
        assert "Seed: 42" in text
        assert found["Description"] == prompt
