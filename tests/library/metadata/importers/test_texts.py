"""The texts of a picture file: encodings, files next to it, and JSON."""

import gzip
import json
from pathlib import Path

import pytest

from macapp.library.metadata.importers import read_metadata
from macapp.library.metadata.importers.texts import MAX_DEPTH, extract_texts, parse_json_object
from tests.library.metadata.importers.files import jpeg, png, unicode_comment
from tests.support.hidden_texts import hide


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


def test_texts_hidden_in_the_alpha_channel_are_read_if_there_are_no_others(tmp_path: Path) -> None:
    comment = json.dumps({"prompt": "a cat", "steps": 28, "seed": 42, "scale": 5, "sampler": "k_euler"})
    texts = {"Software": "NovelAI", "Description": "a cat", "Comment": comment}
    hide(gzip.compress(json.dumps(texts).encode())).save(tmp_path / "a.png")
    found = read_metadata(tmp_path / "a.png")
    assert (found.source, found.known["prompt"], found.known["seed"]) == ("NovelAI", "a cat", 42)
    hide(b"a dog\nSteps: 20, Seed: 7, CFG scale: 7", b"stealth_pnginfo").save(
        tmp_path / "b.webp", lossless=True, exact=True
    )
    assert read_metadata(tmp_path / "b.webp").known["seed"] == 7
