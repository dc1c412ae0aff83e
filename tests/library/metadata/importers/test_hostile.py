"""Hostile files: every reader returns quickly, and its result fits into a row."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macapp.library import Library, imports, marks
from macapp.library.index.rows import fill_missing_fields
from macapp.library.metadata import importers, xmp
from macapp.library.metadata.importers import (
    a1111,
    comfyui,
    drawthings,
    easydiffusion,
    fooocus,
    invokeai,
    mflux,
    mochi,
    novelai,
    swarmui,
    tensorart,
)
from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts
from tests.library.metadata.importers.files import (
    COMFY,
    DIFFUSION_BEE,
    DRAW_THINGS,
    FOOOCUS,
    INVOKE_4,
    MOCHI,
    NOVEL_AI,
    RUINED,
    SD_METADATA,
    SWARM,
    TENSOR_ART,
    all_readers,
    jpeg,
    png,
    with_xmp,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1e999", "-1", str(2**63), "NaN", "4", "1", "DDIM", "0.5", "\ud800"])
)
ANYTHING = st.recursive(
    SCALARS, lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=9), each, max_size=4)
)
PATIENT = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def hostile(example: Any) -> st.SearchStrategy[Any]:
    """Return variants of an example, with any of its values exchanged at any depth."""
    if isinstance(example, dict):
        return st.fixed_dictionaries({key: ANYTHING | hostile(value) for key, value in example.items()})
    if isinstance(example, list):
        return st.tuples(*map(hostile, example)).map(list)
    return ANYTHING | st.just(example)


def keyed(key: str, example: Any) -> st.SearchStrategy[EmbeddedTexts]:
    """Return texts with JSON like that of the example under a PNG keyword."""
    return hostile(example).map(lambda value: EmbeddedTexts((64, 96), png={key: json.dumps(value)}))


def commented(example: Any) -> st.SearchStrategy[EmbeddedTexts]:
    return hostile(example).map(lambda value: EmbeddedTexts((64, 96), user_comment=json.dumps(value)))


def infotext(values: list[tuple[str, Any]]) -> EmbeddedTexts:
    line = ", ".join(f"{key}: {value}" for key, value in values)
    return EmbeddedTexts((64, 96), png={"parameters": f"x\nSteps: 20, Seed: 1, Size: 64x64, {line}"})


NAMES = ["Steps", "Sampler", "CFG scale", "Seed", "Size", "Clip skip", "Variation seed", "Variation seed strength",
         "Hires upscale", "Denoising strength", "Model"]  # fmt: skip
ALL = (
    keyed("prompt", COMFY)
    | keyed("invokeai_metadata", INVOKE_4)
    | keyed("sd-metadata", SD_METADATA)
    | keyed("Comment", NOVEL_AI | {"prompt": "x"})
    | keyed("parameters", SWARM)
    | keyed("parameters", RUINED)
    | keyed("generation_data", TENSOR_ART)
    | commented(FOOOCUS | {"mflux_version": 1, "num_inference_steps": 2})
    | st.lists(st.tuples(st.sampled_from(NAMES), SCALARS)).map(infotext)
    | st.text().map(lambda text: EmbeddedTexts((64, 96), png={"parameters": text, "Dream": text}, caption=MOCHI + text))
)
READERS = (
    invokeai.read, invokeai.read_version_2, swarmui.read, fooocus.read, novelai.read, easydiffusion.read,
    fooocus.read_comment, fooocus.read_ruined, tensorart.read, mflux.read, a1111.read, comfyui.read,
    drawthings.read, mochi.read,
)  # fmt: skip


def test_every_importer_reads_hostile_files() -> None:
    assert all_readers() <= set(READERS)


@PATIENT
@given(texts=ALL)
def test_whatever_a_file_says_its_row_can_be_read_again(texts: EmbeddedTexts) -> None:
    for each in READERS:
        found = importers.try_reader(each, texts)
        if found is not None:
            whole = found.finalize(texts.size)
            fill_missing_fields(json.loads(json.dumps(whole.known)), texts.size, whole.source)
            importers.dump_report(whole.lines).encode()


@PATIENT
@given(history=hostile(DIFFUSION_BEE) | ANYTHING)
def test_any_history_is_read_or_passed_over(history: Any, tmp_path: Path) -> None:
    picture = png(tmp_path) if not (tmp_path / "picture.png").exists() else tmp_path / "picture.png"
    written = tmp_path / "history.json"
    changed = written.stat().st_mtime_ns + 1 if written.exists() else 0  # a history is read once per time
    written.write_text(json.dumps(history))
    os.utime(written, ns=(changed, changed))
    found = importers.read_metadata(picture)
    fill_missing_fields(found.known, (64, 96), found.source)


@settings(parent=PATIENT, max_examples=40)
@given(comment=st.binary(max_size=40), value=ANYTHING)
def test_any_comment_and_packet_are_read_or_passed_over(comment: bytes, value: Any, tmp_path: Path) -> None:
    importers.read_metadata(jpeg(tmp_path, comment=comment))
    said = json.dumps(DRAW_THINGS | {"sampler": value, "size": value}).replace("&", "").replace("<", "")
    importers.read_metadata(with_xmp(tmp_path, f"<exif:UserComment>{said}</exif:UserComment>"))


def test_a_history_whose_pictures_are_a_number_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "history.json").write_text('[{"params": {"seed": 1}, "imgs": 5}]')
    assert importers.read_metadata(png(tmp_path)).source == ""


def test_fields_that_no_request_can_have_together_are_reported_and_left_out() -> None:
    found = ParsedMetadata("x", known={"prompt": "a heart", "steps": 1, "hires_scale": 2.0, "hires_strength": 0.5})
    assert "hires_scale" not in found.finalize((64, 64)).known
    assert found.known["prompt"] == "a heart"
    assert "hires_scale" in {each.name for each in found.lines}


KNOT = {str(n): {"class_type": "S", "inputs": {str(k): ["0", 0] for k in range(400)}} for n in range(400)}
ROW = {str(n): {"class_type": "KSampler", "inputs": {"steps": [str(n + 1), 0]}} for n in range(20_000)}


@pytest.mark.parametrize(
    "texts",
    [
        {"parameters": "x\n" + "a" * 400_000},
        {"sd-metadata": json.dumps({"image": {"prompt": " " * 400_000}})},
        {"prompt": json.dumps(KNOT)},
        {"prompt": json.dumps(ROW)},
    ],
    ids=["a key without an end", "spaces", "a knot of links", "samplers in a row"],
)
def test_no_text_takes_the_square_of_its_length(tmp_path: Path, texts: dict[str, str]) -> None:
    """Each of these took minutes before; a test that hangs fails."""
    importers.read_metadata(png(tmp_path, **texts))


@pytest.mark.parametrize("rating", ["inf", "-inf", "nan", "5 of 5"])
def test_a_rating_that_is_no_number_of_stars_is_none(rating: str) -> None:
    packet = xmp.write_marks(None, marks.Marks(stars=5)).replace(">5<", f">{rating}<")
    assert xmp.read_marks(packet) == marks.Marks()


def test_a_packet_nested_without_end_can_be_marked(library: Library, tmp_path: Path) -> None:
    deep = "<dc:a>" * 5000 + "</dc:a>" * 5000
    (tmp_path / "in").mkdir()
    assert imports.import_pictures(library, [with_xmp(tmp_path / "in", deep)]).refused == []
    library.marks.change(library.pictures.newest(1), marks.set_stars(4))
    assert library.marks.write_pending() == 1
