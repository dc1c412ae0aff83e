"""The text of AUTOMATIC1111: its grammar and the imported settings."""

import pytest

from macapp.library.metadata.importers import ParsedMetadata, a1111
from macapp.library.metadata.importers.report import Outcome
from macapp.library.metadata.importers.texts import EmbeddedTexts

LINE = "Steps: 28, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 64x64"


def parse(text: str) -> ParsedMetadata:
    found = a1111.parse(text)
    assert found is not None
    return found


def outcomes(found: ParsedMetadata) -> dict[str, Outcome]:
    return {line.name: line.outcome for line in found.lines}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a cat, style: ink, mood: calm, time: dusk", None),
        ("a cat\nSteps: 20, Seed: 1", "a cat"),
        ("a cat\nSteps: 20", None),
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
    found = a1111.parse(text)
    assert (None if found is None else found.known["prompt"]) == expected


def test_clip_skip_variations_and_high_resolution_are_taken_over() -> None:
    line = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Denoising strength: 0.4, Clip skip: 2"
    found = a1111.parse(f"a heart\n{line}, Variation seed: 9, Variation seed strength: 0.2, Hires upscale: 2")
    assert found is not None
    assert (found.known["clip_skip"], found.known["variation_seed"], found.known["variation_strength"]) == (2, 9, 0.2)
    assert (found.known["hires_scale"], found.known["hires_strength"]) == (2.0, 0.4)
    without = a1111.parse(f"a heart\n{line}")
    assert without is not None
    assert "hires_scale" not in without.known


def test_a_parameters_text_without_settings_is_a_prompt() -> None:
    found = a1111.read(EmbeddedTexts((64, 96), png={"parameters": "a cat on a mat\nNegative prompt: bad"}))
    assert found is not None
    assert found.known == {"prompt": "a cat on a mat", "negative_prompt": "bad"}
    assert a1111.read(EmbeddedTexts((64, 96), user_comment="a note about a holiday")) is None
    assert a1111.read(EmbeddedTexts((64, 96), png={"parameters": '{"prompt": "of another program"}'})) is None


def test_lines_after_the_settings_are_reported() -> None:
    found = parse(f"a red cat\n{LINE}\nTemplate: a {{red|blue}} cat\nNegative Template: bad")
    assert (found.known["prompt"], found.known["steps"]) == ("a red cat", 28)
    assert outcomes(found)["Template"] is outcomes(found)["Negative Template"] is Outcome.UNKNOWN


def test_civitais_list_names_checkpoint_and_loras() -> None:
    resources = (
        '[{"type":"checkpoint","modelName":"Pony, V6","modelVersionName":"V6 (start]"},'
        '{"type":"lora","weight":0.65,"modelName":"dark, Steps: 99, sliders"},{"type":"embed","modelName":"easy"}]'
    )
    found = parse(f"a cat\n{LINE}, Civitai resources: {resources}, Civitai metadata: {{}}")
    assert (found.source, found.known["steps"], found.known["model"]) == ("Civitai", 28, "Pony, V6")
    values = {line.name: line.value for line in found.lines}
    assert values["LoRA"] == "dark, Steps: 99, sliders (0.65)"
    assert values["Civitai embed"] == "easy (1)"
    named = parse(f"a cat\n{LINE}, Model: own, Civitai resources: {resources}")
    assert named.known["model"] == "own"
    assert "Pony, V6 (1)" in [line.value for line in named.lines]


@pytest.mark.parametrize(
    ("more", "guidance"), [("", 7), (", Distilled CFG Scale: 3.5", None), (", Distilled CFG Scale: broken", None)]
)
def test_two_guidances_at_once_are_not_guessed(more: str, guidance: float | None) -> None:
    found = parse(f"a cat\n{LINE}{more}")
    assert found.known.get("guidance_scale") == guidance


def test_the_distilled_guidance_is_the_guidance_when_the_other_is_one() -> None:
    found = parse("a cat\nSteps: 20, CFG scale: 1, Distilled CFG Scale: 3.5, Seed: 1, Version: f2.0.1v1.10.1")
    assert (found.source, found.known["guidance_scale"]) == ("Forge", 3.5)


@pytest.mark.parametrize(
    ("sampler", "expected", "outcome"),
    [
        ("DPM++ 2M, Schedule type: Karras", "dpm++ 2m karras", Outcome.UNDERSTOOD),
        ("DPM++ 2M, Schedule type: Automatic", "dpm++ 2m karras", Outcome.UNDERSTOOD),
        ("DPM++ 2M", "dpm++ 2m", Outcome.UNDERSTOOD),
        ("Euler, Schedule type: SGM Uniform", "euler trailing", Outcome.UNDERSTOOD),
        ("Euler, Schedule type: Automatic", "euler", Outcome.UNDERSTOOD),
        ("Euler, Schedule type: Beta", "euler beta", Outcome.UNDERSTOOD),
        ("DPM++ 2M, Schedule type: Exponential", "dpm++ 2m exponential", Outcome.UNDERSTOOD),
        ("DPM++ 2M, Schedule type: Beta", "dpm++ 2m", Outcome.CHANGED),
        ("DPM++ SDE, Schedule type: Karras", "dpm++ sde karras", Outcome.UNDERSTOOD),
        ("DPM++ SDE, Schedule type: Automatic", "dpm++ sde karras", Outcome.UNDERSTOOD),
        ("DPM++ SDE", "dpm++ sde", Outcome.UNDERSTOOD),
        ("DPM++ SDE, Schedule type: Exponential", "dpm++ sde", Outcome.CHANGED),
        ("DPM++ 2M SDE, Schedule type: Automatic", "dpm++ 2m sde exponential", Outcome.UNDERSTOOD),
        ("Unheard of", None, Outcome.UNKNOWN),
    ],
)
def test_no_sampler_becomes_another_without_a_word(sampler: str, expected: str | None, outcome: Outcome) -> None:
    found = parse(f"a cat\nSteps: 20, Sampler: {sampler}, CFG scale: 7, Seed: 1")
    assert found.known.get("scheduler") == expected
    assert outcomes(found)["scheduler"] is outcome


@pytest.mark.parametrize(
    ("version", "source"),
    [
        ("v1.10.1", "AUTOMATIC1111"),
        ("f0f5a3b1", "AUTOMATIC1111"),
        ("f2.0.1", "Forge"),
        ("4dd2, App: SD.Next", "SD.Next"),
    ],
)
def test_the_version_names_the_program(version: str, source: str) -> None:
    assert parse(f"a cat\n{LINE}, Version: {version}").source == source


def test_every_field_of_a_line_is_in_the_report() -> None:
    line = (
        f"{LINE}, Model hash: abc, VAE: ae, Variation seed: 5, Denoising strength: 0.3, ENSD: 31337, Tiling, {{odd,"
        ' Hires resize: 1024x1024, Lora hashes: "a: 1, b: 2", Steps: 30, RNG: CPU, Version: v1'
    )
    reported = " ".join(f"{each.name} {each.value}" for each in parse(f"a cat <lora:detail:0.7>\n{line}").lines)
    for part in (
        "abc",
        "ae",
        "5",
        "0.3",
        "31337",
        "Tiling",
        "{odd",
        "1024x1024",
        "a: 1, b: 2",
        "28",
        "30",
        "CPU",
        "v1",
    ):
        assert part in reported
    assert "detail (0.7)" in reported
