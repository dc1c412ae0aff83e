"""Prompt, seed, steps, guidance, size, sampler and model from the files of each program, and unusual values."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from macapp.domain.schedulers import match_scheduler
from macapp.errors import BadRequest
from macapp.library.metadata import importers
from macapp.library.metadata.importers import Outcome
from macapp.library.metadata.importers.texts import EmbeddedTexts
from macapp.library.metadata.infotext import parse_items
from tests.library.metadata.importers.files import (
    A1111,
    COMFY,
    DRAW_THINGS,
    EASY_DIFFUSION,
    FOOOCUS,
    GUIDANCE,
    INVOKE_3,
    INVOKE_4,
    MFLUX,
    NEGATIVE,
    NOVEL_AI,
    PROMPT,
    RUINED,
    SD_METADATA,
    SEED,
    SIZE,
    STEPS,
    SWARM,
    TENSOR_ART,
    XMP,
    all_programs,
    all_readers,
    jpeg,
    png,
    unicode_comment,
)

PROGRAMS = ("AUTOMATIC1111", "AUTOMATIC1111 JPEG", "AUTOMATIC1111 WebP", "AUTOMATIC1111 text",
            "InvokeAI 5", "InvokeAI 3", "InvokeAI 2", "InvokeAI Dream", "ComfyUI", "ComfyUI custom", "ComfyUI WebP",
            "ComfyUI comment", "Mochi Diffusion", "Draw Things", "Fooocus", "RuinedFooocus", "Tensor.Art",
            "SwarmUI", "NovelAI", "Easy Diffusion",
    "mflux", "DiffusionBee")  # fmt: skip
WITHOUT_SAMPLER = ("mflux", "DiffusionBee")
WITHOUT_MODEL = ("NovelAI", "InvokeAI Dream")


@pytest.fixture(scope="module")
def of_program(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return all_programs(tmp_path_factory.mktemp("programs"))


def test_there_is_a_file_of_every_program(of_program: dict[str, Path]) -> None:
    assert set(of_program) == set(PROGRAMS)


def test_there_is_a_file_for_every_importer(of_program: dict[str, Path]) -> None:
    texts = [importers.extract_texts(path) for path in of_program.values()]
    without = {each.__module__ for each in all_readers() if not any(importers.try_reader(each, text) for text in texts)}
    assert not without


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_file_tells_how_it_was_made(of_program: dict[str, Path], program: str) -> None:
    found = importers.read_metadata(of_program[program])
    assert program.startswith(found.source)
    known = found.known
    assert known["prompt"] == PROMPT
    assert known["negative_prompt"] == NEGATIVE
    assert (known["seed"], known["steps"], known["guidance_scale"]) == (SEED, STEPS, GUIDANCE)
    assert (known["width"], known["height"]) == (64, 96)
    if program not in WITHOUT_SAMPLER:
        assert known["scheduler"] in ("dpm++ 2m karras", "dpm++ 2m")
    if program not in WITHOUT_MODEL:
        assert known["model"] == "v1-5-pruned"
        assert next(each for each in found.lines if each.name == "model").outcome is Outcome.MISSING


def test_what_easel_has_nothing_for_is_reported(of_program: dict[str, Path]) -> None:
    unknown = {
        each.name: each.value
        for each in importers.read_metadata(of_program["AUTOMATIC1111"]).lines
        if each.outcome is Outcome.UNKNOWN
    }
    assert unknown["Lora hashes"] == "a: 1234, b: 5678"
    assert "LoRA" in {each.name for each in importers.read_metadata(of_program["ComfyUI"]).lines}


@pytest.mark.parametrize(
    ("name", "schedule", "expected"),
    [
        ("DPM++ 2M Karras", "", ("dpm++ 2m karras", True)),
        ("DPM++ 2M", "Karras", ("dpm++ 2m karras", True)),
        ("DPM++ 2M", "Automatic", ("dpm++ 2m", True)),
        ("Euler a", "", ("euler a", True)),
        ("euler_ancestral", "normal", ("euler a", True)),
        ("Euler", "Karras", ("euler karras", True)),
        ("k_dpmpp_2m", "", ("dpm++ 2m", True)),
        ("k_dpmpp_2m", "karras", ("dpm++ 2m karras", True)),
        ("k_euler_ancestral", "karras", ("euler a", False)),
        ("dpmpp_2m_sde_gpu", "karras", ("dpm++ 2m sde karras", False)),
        ("Euler A Trailing", "", ("euler a", False)),
        ("DPM++ 2M SDE", "Karras", ("dpm++ 2m sde karras", True)),
        ("PLMS", "", ("ddim", False)),
        ("something new", "", (None, False)),
    ],
)
def test_samplers_have_our_names(name: str, schedule: str, expected: tuple) -> None:
    assert match_scheduler(name, schedule) == expected


def test_texts_that_the_importer_does_not_read_are_in_the_report(tmp_path: Path) -> None:
    found = importers.read_metadata(png(tmp_path, parameters=A1111, Copyright="nobody", workflow='{"nodes": []}'))
    outcomes = {each.name: each.outcome for each in found.lines}
    assert outcomes["Copyright"] is outcomes["workflow"] is Outcome.UNKNOWN
    assert "parameters" not in outcomes
    photo = importers.read_metadata(jpeg(tmp_path, comment=b"ASCII\0\0\0holiday", Software="Camera 1.0"))
    assert photo.source == ""
    assert {each.name: each.value for each in photo.lines} == {"Software": "Camera 1.0", "UserComment": "holiday"}


def test_values_that_no_request_can_have_are_said_and_not_taken(tmp_path: Path) -> None:
    text = "x\nSteps: 20000, Sampler: Magic, CFG scale: nan, Seed: -1, Size: 1001x667, Model: gone"
    found = importers.read_metadata(png(tmp_path, size=(1001, 667), parameters=text))
    assert {"steps", "seed", "guidance_scale", "scheduler"}.isdisjoint(found.known)
    assert (found.known["width"], found.known["height"]) == (1000, 664)
    verdicts = {each.name: each.outcome for each in found.lines}
    assert verdicts["size"] is Outcome.CHANGED
    assert verdicts["seed"] is verdicts["steps"] is verdicts["scheduler"] is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "texts",
    [
        {"prompt": json.dumps({"1": {"class_type": "KSampler", "inputs": {"steps": ["1", 0], "positive": ["1", 0]}}})},
        {"prompt": "{" * 100_000},
        {"prompt": '{"a": NaN}'},
        {"invokeai_metadata": '{"positive_prompt": null, "model": 7, "seed": [1]}'},
        {"invokeai_metadata": "[1, 2]"},
        {"parameters": "x" * 3_000_000},
        {"parameters": "a: " * 500_000 + "\nSteps: 1, Seed: 2, Size: 8x8"},
        {"parameters": "Steps: 1, Seed: 2, " + "k: {" * 100_000},
        {"sd-metadata": '{"image": null}', "Dream": '"unclosed'},
        {"fooocus_scheme": "fooocus", "parameters": '{"resolution": "__import__(\'os\')"}'},
        {"parameters": '{"sui_image_params": {"seed": 1e400}}'},
    ],
)
def test_hostile_texts_do_no_harm(tmp_path: Path, texts: dict[str, str]) -> None:
    importers.read_metadata(png(tmp_path, **texts))


def test_what_says_nothing_is_an_empty_find(tmp_path: Path) -> None:
    found = importers.read_metadata(png(tmp_path))
    assert (found.source, found.known) == ("", {})
    with pytest.raises(BadRequest, match="image-unknown"):
        importers.read_metadata(_write(tmp_path / "text.png", b"just text"))


def test_reports_are_kept_as_text(tmp_path: Path) -> None:
    lines = importers.read_metadata(jpeg(tmp_path, comment=unicode_comment(A1111))).lines
    assert importers.load_report(importers.dump_report(lines)) == lines
    assert importers.load_report(None) == []


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


MARK = "a mark that no program writes"
JSON_TEXTS: dict[str, tuple[Any, Callable[[str], EmbeddedTexts]]] = {
    "InvokeAI 5": (INVOKE_4, lambda text: EmbeddedTexts(SIZE, png={"invokeai_metadata": text})),
    "InvokeAI 3": (INVOKE_3, lambda text: EmbeddedTexts(SIZE, png={"invokeai_metadata": text})),
    "InvokeAI 2": (SD_METADATA, lambda text: EmbeddedTexts(SIZE, png={"sd-metadata": text})),
    "ComfyUI": (COMFY, lambda text: EmbeddedTexts(SIZE, png={"prompt": text})),
    "Fooocus": (FOOOCUS, lambda text: EmbeddedTexts(SIZE, png={"parameters": text, "fooocus_scheme": "fooocus"})),
    "RuinedFooocus": (RUINED, lambda text: EmbeddedTexts(SIZE, png={"parameters": text})),
    "Tensor.Art": (TENSOR_ART, lambda text: EmbeddedTexts(SIZE, png={"generation_data": text})),
    "SwarmUI": (SWARM, lambda text: EmbeddedTexts(SIZE, png={"parameters": text})),
    "NovelAI": (NOVEL_AI, lambda text: EmbeddedTexts(SIZE, png={"Software": "NovelAI", "Comment": text})),
    "mflux": (MFLUX, lambda text: EmbeddedTexts(SIZE, user_comment=text)),
    "Easy Diffusion": (EASY_DIFFUSION, lambda text: EmbeddedTexts(SIZE, png=json.loads(text))),
    "Draw Things": (DRAW_THINGS, lambda text: EmbeddedTexts(SIZE, own_packet=packet_of(text))),
}
"""An example of each program that writes JSON, and the texts of a file with such JSON."""


def packet_of(text: str) -> str:
    return XMP.format(f"<exif:UserComment>{text.replace('&', '&amp;').replace('<', '&lt;')}</exif:UserComment>")


def marked(value: Any) -> Iterator[Any]:
    """Yield copies of JSON, each with one more field in one of its objects; a node of ComfyUI has only its own."""
    if isinstance(value, dict):
        if "class_type" not in value:
            yield {**value, "new field": MARK}
        for key, inner in value.items():
            yield from ({**value, key: changed} for changed in marked(inner))
    if isinstance(value, list):
        for at, inner in enumerate(value):
            yield from ([*value[:at], changed, *value[at + 1 :]] for changed in marked(inner))


def leaves(value: Any) -> Iterator[str]:
    """Yield the words and numbers in JSON, as a report shows them."""
    if isinstance(value, dict):
        yield from (
            leaf for key, inner in value.items() for leaf in leaves(inner) if key not in ("class_type", "_meta")
        )
    elif isinstance(value, list):
        is_link = len(value) == 2 and isinstance(value[0], str) and value[0].isdecimal()
        yield from (leaf for inner in value for leaf in leaves(inner) if not is_link)
    elif value is not None and not isinstance(value, bool):
        yield from re.findall(r"[^\W_]+", f"{value:g}" if isinstance(value, float) else str(value))


def report_of(texts: EmbeddedTexts, program: str) -> str:
    found = importers.read_texts(texts)
    assert program.startswith(found.source)
    assert found.source
    return "\n".join(f"{line.name}: {line.value} {line.used}" for line in found.lines)


@pytest.mark.parametrize("program", JSON_TEXTS)
def test_no_field_of_a_file_is_missing_from_its_report(program: str) -> None:
    example, as_texts = JSON_TEXTS[program]
    report = report_of(as_texts(json.dumps(example)), program)
    assert [leaf for leaf in leaves(example) if leaf not in report] == []
    for changed in marked(example):
        assert MARK in report_of(as_texts(json.dumps(changed)), program), changed


def test_no_setting_of_a_text_is_missing_from_its_report() -> None:
    items = dict(parse_items(A1111.splitlines()[-1]))
    report = report_of(EmbeddedTexts(SIZE, png={"parameters": A1111}), "AUTOMATIC1111")
    assert [value for value in items.values() if value not in report] == []
    head, _, line = A1111.rpartition("\n")
    parts = line.split(", ")
    for at in range(1, len(parts) + 1):
        text = f"{head}\n{', '.join([*parts[:at], f'New field: {MARK}', *parts[at:]])}"
        assert MARK in report_of(EmbeddedTexts(SIZE, png={"parameters": text}), "AUTOMATIC1111")
