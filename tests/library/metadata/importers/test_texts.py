"""The texts of a picture file: encodings, files next to it, and JSON."""

from pathlib import Path

import pytest

from macapp.library.metadata.importers.texts import MAX_DEPTH, extract_texts, parse_json_object
from tests.library.metadata.importers.files import jpeg, png, unicode_comment


@pytest.mark.parametrize(
    "comment",
    [
        unicode_comment("sch\u00f6n"),
        unicode_comment("sch\u00f6n", "le"),
        b"UNICODE\0" + "\ufeffsch\u00f6n".encode("utf-16-be"),
        b"ASCII\0\0\0" + "sch\u00f6n".encode() + b"\0",
        "sch\u00f6n".encode(),
    ],
)
def test_a_user_comment_is_read_in_every_encoding(tmp_path: Path, comment: bytes) -> None:
    assert extract_texts(jpeg(tmp_path, comment=comment)).user_comment == "sch\u00f6n"


def test_files_next_to_a_picture_are_read(tmp_path: Path) -> None:
    path = png(tmp_path)
    path.with_suffix(".txt").write_text("\ufeffa heart", encoding="utf-8")
    path.with_suffix(".xmp").write_text("second")
    path.with_name(path.name + ".xmp").write_text("first")
    texts = extract_texts(path)
    assert texts.text_file == "a heart"
    assert texts.sidecar_packets == ("first", "second")
    assert texts.packet == "first"


def test_json_must_be_an_object_and_not_nested_too_deeply() -> None:
    assert parse_json_object('{"a": NaN}') is not None
    assert parse_json_object("[1]") is None
    assert parse_json_object('{"a": ') is None
    deep = MAX_DEPTH - 1
    assert parse_json_object('{"a": ' + "[" * deep + "]" * deep + "}") is not None
    assert parse_json_object('{"a": ' + "[" * (deep + 1) + "]" * (deep + 1) + "}") is None
