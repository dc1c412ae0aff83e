"""Rows of pictures: columns to a picture and back, marks, and the text that is searched."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from macapp import PRODUCT
from macapp.domain.job import Marks, Picture
from macapp.library import Library
from macapp.library.index.database import connect, transaction
from macapp.library.index.rows import COLUMNS, fill_missing_fields, picture_of, reindex_text, store_marks
from tests.support import index
from tests.support.request_factory import request

Make = Callable[..., Picture]
MARKS = Marks(favourite=True, stars=3, tags=("a", "b"), collections=("Kalender",))


def read_row(library: Library) -> Picture:
    [row] = index.execute(library.places, f"SELECT {COLUMNS} FROM pictures")
    return picture_of(row, library.places.pictures)


def searched(library: Library) -> list[str]:
    return [text for (text,) in index.execute(library.places, "SELECT text FROM texts")]


def test_a_row_is_the_picture_that_was_saved(library: Library, made: Make) -> None:
    picture = made(request("a red heart", seed=5), device="script")
    assert read_row(library) == picture


def test_a_path_in_a_watched_folder_is_absolute(library: Library, made: Make, tmp_path: Path) -> None:
    made(request())
    elsewhere = tmp_path / "elsewhere" / "a.png"
    index.execute(library.places, "UPDATE pictures SET file = ?", (str(elsewhere),))
    assert read_row(library).path == elsewhere


def test_marks_are_stored_and_replaced(library: Library, made: Make) -> None:
    number = made(request()).row_number
    for wanted in (MARKS, Marks(tags=("c",)), Marks()):
        with closing(connect(library.places.database)) as connection, transaction(connection):
            store_marks(connection, number, wanted)
        assert read_row(library).marks == wanted
    assert [album.name for album in library.albums.all()] == ["Kalender"]


def test_tags_are_searched_and_a_deleted_picture_has_no_text(library: Library, made: Make) -> None:
    picture = made(request("a red heart"))
    with closing(connect(library.places.database)) as connection, transaction(connection):
        store_marks(connection, picture.row_number, Marks(tags=("valentine",)))
    [text] = searched(library)
    assert "red heart" in text
    assert "valentine" in text
    index.execute(library.places, "UPDATE pictures SET deleted = '2026-11-01T00:00:00.000Z'")
    with closing(connect(library.places.database)) as connection, transaction(connection):
        reindex_text(connection, picture.row_number)
    assert searched(library) == []


def test_a_damaged_record_of_how_it_was_made_is_empty(library: Library, made: Make) -> None:
    made(request(), device="script")
    index.execute(library.places, "UPDATE pictures SET made_with = '[1, 2]'")
    assert read_row(library).made_with == {}


def test_a_complete_request_of_ours_has_no_placeholders() -> None:
    asked = request("a red heart", seed=5)
    assert fill_missing_fields(asked.to_dict(), (64, 64), PRODUCT) == (asked, frozenset())


def test_the_fields_that_another_program_left_out_are_named() -> None:
    filled, unknown = fill_missing_fields({"prompt": "a heart", "seed": 9}, (640, 448), "ComfyUI")
    assert (filled.prompt, filled.seed, filled.size) == ("a heart", 9, (640, 448))
    assert {"width", "height", "model", "scheduler", "steps", "guidance_scale"} <= unknown
    assert not {"prompt", "seed"} & unknown


@pytest.mark.parametrize(
    ("size", "side"), [((641, 448), (640, 448)), ((1, 1), (64, 64)), ((20_000, 447), (4096, 448)), ((645, 451), None)]
)
def test_a_size_from_a_file_becomes_the_nearest_valid_one(size: tuple[int, int], side: tuple[int, int] | None) -> None:
    filled, _unknown = fill_missing_fields({}, size, "ComfyUI")
    assert filled.size == (side or (648, 448))


def test_an_imported_row_says_what_is_unknown(library: Library, made: Make) -> None:
    made(request())
    known = json.dumps({"prompt": "of another program", "steps": 12})
    index.execute(library.places, "UPDATE pictures SET request = ?, source = 'ComfyUI'", (known,))
    picture = read_row(library)
    assert (picture.request.prompt, picture.request.steps, picture.source) == ("of another program", 12, "ComfyUI")
    assert "seed" in picture.inferred_fields
    assert not {"prompt", "steps"} & picture.inferred_fields
