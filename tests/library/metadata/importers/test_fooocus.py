"""Fooocus: both schemes, and the comment of older versions."""

import json
from pathlib import Path

from PIL import ExifTags, Image

from macapp.library.metadata.exif import MAKER_NOTE, USER_COMMENT
from macapp.library.metadata.importers import fooocus, read_metadata
from macapp.library.metadata.importers.report import Outcome
from macapp.library.metadata.importers.texts import EmbeddedTexts
from tests.library.metadata.importers.files import A1111, FOOOCUS, PROMPT, SEED


def test_the_text_scheme_is_read_like_automatic1111s_and_has_fooocus_as_its_source() -> None:
    found = fooocus.read(EmbeddedTexts((64, 96), png={"fooocus_scheme": "a1111", "parameters": A1111}))
    assert found is not None
    assert (found.source, found.known["prompt"], found.known["seed"]) == ("Fooocus", PROMPT, SEED)


def test_the_scheme_of_a_jpeg_is_in_its_maker_note() -> None:
    found = fooocus.read(EmbeddedTexts((64, 96), user_comment=json.dumps(FOOOCUS), maker_note="fooocus"))
    assert found is not None
    assert (found.known["width"], found.known["height"]) == (64, 96)


def test_the_size_is_not_evaluated() -> None:
    values = FOOOCUS | {"resolution": "(__import__('os').getpid(), 96)"}
    texts = EmbeddedTexts((64, 96), png={"fooocus_scheme": "fooocus", "parameters": json.dumps(values)})
    found = fooocus.read(texts)
    assert found is not None
    assert "width" not in found.known


def test_a_comment_needs_a_prompt() -> None:
    assert fooocus.read_comment(EmbeddedTexts((64, 96), png={"Comment": '{"seed": 5}'})) is None
    found = fooocus.read_comment(EmbeddedTexts((64, 96), png={"Comment": '{"prompt": "a heart", "seed": 5}'}))
    assert found is not None
    assert found.known == {"prompt": "a heart", "seed": 5}


def test_a_file_without_a_scheme_is_not_read() -> None:
    assert fooocus.read(EmbeddedTexts((64, 96), png={"parameters": json.dumps(FOOOCUS)})) is None


def test_loras_of_both_forms_and_styles() -> None:
    values = FOOOCUS | {
        "loras": [["a.safetensors", 0.1, "485"]], "lora_combined_1": "b : c.safetensors : 0.5", "clip_skip": 2,
        "full_prompt": ["x", "cinematic"], "full_negative_prompt": ["grey", "blurry"], "negative_prompt": "grey",
    }  # fmt: skip
    found = fooocus.read(EmbeddedTexts((64, 96), user_comment=json.dumps(values), maker_note="fooocus"))
    assert found is not None
    weights = {lora["model"]: lora["weight"] for lora in found.known["loras"]}
    assert weights == {"a.safetensors": 0.1, "b : c.safetensors": 0.5}
    assert found.known["clip_skip"] == 2
    for name in ("prompt", "negative prompt"):
        assert next(line for line in found.lines if line.name == name).outcome is Outcome.PART


def test_both_schemes_are_read_from_the_first_directory_of_exif(tmp_path: Path) -> None:
    for scheme, text in (("fooocus", json.dumps(FOOOCUS)), ("a1111", A1111.replace("ö", "o"))):
        exif = Image.Exif()
        exif[USER_COMMENT], exif[MAKER_NOTE], exif[ExifTags.Base.Software] = text, scheme, "Fooocus v2.5.5"
        path = tmp_path / f"{scheme}.jpg"
        Image.new("RGB", (64, 96)).save(path, exif=exif)
        found = read_metadata(path)
        assert (found.source, found.known["seed"]) == ("Fooocus", SEED)
