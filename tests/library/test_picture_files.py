"""Pictures in folders: by ending, by content, and those that Easel cannot open."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from macapp.library import Library, imports
from macapp.library.picture_files import SUFFIXES, UNSUPPORTED_SUFFIXES, iter_picture_files
from macapp.library.rebuild import rebuild
from macapp.messages import message_for

HEIC = b"\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf" + bytes(40)
JPEG_XL = b"\xff\x0a" + bytes(40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with pictures under right, wrong, rare and no endings, and with other files."""
    found = tmp_path / "source"
    found.mkdir()
    formats = {
        "a.avif": "AVIF", "b.jfif": "JPEG", "c.png": "JPEG", "d": "PNG", "e.dat": "WEBP", "f.JPG": "GIF",
        "g.jpg_large": "JPEG",
    }  # fmt: skip
    for shade, (name, kind) in enumerate(formats.items()):
        Image.new("RGB", (64, 48), (shade * 20, 0, 0)).save(found / name, kind)
    (found / "h.heic").write_bytes(HEIC)
    (found / "i.jxl").write_bytes(JPEG_XL)
    (found / "j").write_bytes(HEIC)
    for name in ("notes.txt", "raw.dng", "program", ".hidden.png"):
        (found / name).write_bytes(b"II*\0 something else")
    return found


def test_pictures_are_found_by_their_content_if_the_ending_says_nothing(folder: Path) -> None:
    found = [path.name for path in iter_picture_files([folder])]
    assert found == ["a.avif", "b.jfif", "c.png", "d", "e.dat", "f.JPG", "g.jpg_large"]


def test_unsupported_pictures_are_named_and_the_others_imported(library: Library, folder: Path) -> None:
    result = imports.import_pictures(library, [folder])
    assert len(result.added) == 7
    assert {name for name, _error in result.refused} == {"h.heic", "i.jxl", "j"}
    assert {error.code for _name, error in result.refused} == {"image-unsupported"}
    sentences = " ".join(message_for(error) for _name, error in result.refused)
    assert "h.heic is a HEIC picture" in sentences
    assert "i.jxl is a JPEG XL picture" in sentences


def test_imported_pictures_of_every_ending_survive_the_loss_of_the_index(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    added = imports.import_pictures(library, [folder]).added
    places = replace(library.places, index=tmp_path / "new index")
    with Library.open(places) as other:
        result = rebuild(other, lambda *_at: None)
        assert (result.added, result.damaged_files) == (len(added), [])


def test_a_shown_folder_names_unsupported_pictures_too(library: Library, folder: Path) -> None:
    result = imports.index_folder(library, folder)
    assert len(result.added) == 7
    assert len(result.refused) == 3


def test_no_ending_is_supported_and_unsupported() -> None:
    assert not set(SUFFIXES) & set(UNSUPPORTED_SUFFIXES)
