"""Prompt, seed, steps, guidance, size, sampler and model from the files of each program, and unusual values."""

import json
from pathlib import Path

import pytest

from macapp.domain.schedulers import match_scheduler
from macapp.errors import BadRequest
from macapp.library.metadata import importers
from macapp.library.metadata.importers import Outcome
from tests.library.metadata.importers.files import (
    A1111,
    GUIDANCE,
    NEGATIVE,
    PROMPT,
    SEED,
    STEPS,
    all_programs,
    all_readers,
    jpeg,
    png,
    unicode_comment,
)

PROGRAMS = ("AUTOMATIC1111", "AUTOMATIC1111 JPEG", "AUTOMATIC1111 WebP", "AUTOMATIC1111 text",
            "InvokeAI 5", "InvokeAI 3", "InvokeAI 2", "InvokeAI Dream", "ComfyUI", "ComfyUI custom", "ComfyUI WebP",
            "Mochi Diffusion", "Draw Things", "Fooocus", "SwarmUI", "NovelAI", "Easy Diffusion",
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
