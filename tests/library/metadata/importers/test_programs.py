"""Each program's files tell prompt, seed, steps, guidance, size, sampler and model; and what is odd does no harm."""

import json
from pathlib import Path

import pytest

from macapp.domain.schedulers import match_scheduler
from macapp.errors import BadRequest
from macapp.library.metadata import importers
from macapp.library.metadata.importers import Outcome, a1111, mochi
from tests.library.metadata.importers.files import (
    A1111,
    COMFY,
    GUIDANCE,
    NEGATIVE,
    PROMPT,
    SEED,
    STEPS,
    all_programs,
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
        assert next(each for each in found.lines if each.name == "model").verdict is Outcome.MISSING


def test_what_easel_has_nothing_for_is_reported(of_program: dict[str, Path]) -> None:
    unknown = {
        each.name: each.value
        for each in importers.read_metadata(of_program["AUTOMATIC1111"]).lines
        if each.verdict is Outcome.UNKNOWN
    }
    assert unknown["Lora hashes"] == "a: 1234, b: 5678"
    assert "LoRA" in {each.name for each in importers.read_metadata(of_program["ComfyUI"]).lines}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat, style: ink, mood: calm, time: dusk", None),
        ("a cat\nSteps: 20, Seed: 1", None),
        ("a cat\nSteps: 20, Seed: 1, Size: 512x512", "a cat"),
        ("\ufeffa cat\r\nNegative prompt: dog\r\nSteps: 20, Seed: 1, Size: 512 x 512", "a cat"),
        ("Steps: 20, Sampler: Euler, Seed: 1", ""),
        ("a\nb\n\nNegative prompt: c\nd\nSteps: 20, Seed: 1, CFG scale: 7", "a\nb"),
        ("x\nSteps: 20, Seed: 1, Tiling, Size: 64x64", "x"),
        ('x\nSteps: 20, Seed: 1, Hashes: {"model": "ab", "vae": "cd"}, Size: 64x64', "x"),
        ("x\nSteps: 20, Seed: , Size: 64x64", "x"),
        ('x\nSteps: 20, Seed: 1, Model: "a, b: c", Size: 64x64', "x"),
    ],
)
def test_the_grammar_of_automatic1111(text: str, expected: str | None) -> None:
    found = a1111.parsed(text)
    assert (None if found is None else found.known["prompt"]) == expected


def test_values_of_the_grammar() -> None:
    items = a1111.settings_in(
        'Steps: 20, Seed: 1, Hashes: {"model": "ab", "vae": "cd"}, Tiling, Model: "a, \\"b\\": c"'
    )
    assert items["Hashes"] == '{"model": "ab", "vae": "cd"}'
    assert items["Tiling"] == "Tiling"
    assert items["Model"] == 'a, "b": c'


@pytest.mark.parametrize(
    ("name", "schedule", "expected"),
    [
        ("DPM++ 2M Karras", "", ("dpm++ 2m karras", True)),
        ("DPM++ 2M", "Karras", ("dpm++ 2m karras", True)),
        ("DPM++ 2M", "Automatic", ("dpm++ 2m", True)),
        ("Euler a", "", ("euler a", True)),
        ("euler_ancestral", "normal", ("euler a", True)),
        ("Euler", "Karras", ("euler", False)),
        ("DPM++ 2M SDE", "Karras", ("dpm++ 2m karras", False)),
        ("PLMS", "", ("ddim", False)),
        ("something new", "", (None, False)),
    ],
)
def test_samplers_have_our_names(name: str, schedule: str, expected: tuple) -> None:
    assert match_scheduler(name, schedule) == expected


def test_a_prompt_that_holds_mochis_own_separator_is_read_whole() -> None:
    items = mochi.items("Include in Image: a; Steps: many; b; Model: m; Steps: 5; Generator: Mochi Diffusion 5.0")
    assert items["Include in Image"] == "a; Steps: many; b"
    assert items["Steps"] == "5"


def test_values_that_no_request_can_have_are_said_and_not_taken(tmp_path: Path) -> None:
    text = "x\nSteps: 20000, Sampler: Magic, CFG scale: nan, Seed: -1, Size: 1001x667, Model: gone"
    found = importers.read_metadata(png(tmp_path, size=(1001, 667), parameters=text))
    assert {"steps", "seed", "guidance_scale", "scheduler"}.isdisjoint(found.known)
    assert (found.known["width"], found.known["height"]) == (1000, 664)
    verdicts = {each.name: each.verdict for each in found.lines}
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


def test_a_graph_that_goes_round_and_two_samplers(tmp_path: Path) -> None:
    graph = json.loads(json.dumps(COMFY))
    graph["4"]["inputs"]["loop"] = ["9", 0]
    graph["20"] = {"class_type": "KSampler", "inputs": {**graph["3"]["inputs"], "seed": 7, "latent_image": ["3", 0]}}
    graph["8"]["inputs"]["samples"] = ["20", 0]
    found = importers.read_metadata(png(tmp_path, prompt=json.dumps(graph)))
    assert found.known["seed"] == 7
    assert str(SEED) in next(each.value for each in found.lines if each.name == "another sampler")


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


def test_clip_skip_variations_and_high_resolution_are_taken_over() -> None:
    line = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Denoising strength: 0.4, Clip skip: 2"
    found = a1111.parsed(f"a heart\n{line}, Variation seed: 9, Variation seed strength: 0.2, Hires upscale: 2")
    assert found is not None
    assert (found.known["clip_skip"], found.known["variation_seed"], found.known["variation_strength"]) == (2, 9, 0.2)
    assert (found.known["hires_scale"], found.known["hires_strength"]) == (2.0, 0.4)
    without = a1111.parsed(f"a heart\n{line}")
    assert without is not None
    assert "hires_scale" not in without.known
