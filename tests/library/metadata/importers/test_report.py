"""The settings that are imported from a file, and the report about them."""

import json

import pytest

from macapp.domain.request import PROMPT_CHARACTERS
from macapp.library.metadata.importers import read_texts
from macapp.library.metadata.importers.report import MAX_LINES, Outcome, ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts


@pytest.mark.parametrize(
    ("value", "expected"), [("7", 7), (7.0, 7), (" 7 ", 7), (7.5, None), (True, None), ("x", None)]
)
def test_a_seed_is_exact_or_left_out(value: object, expected: int | None) -> None:
    found = ParsedMetadata("x")
    found.set_seed(value)
    assert found.known.get("seed") == expected
    assert found.lines[0].outcome is (Outcome.UNDERSTOOD if expected is not None else Outcome.UNKNOWN)


def test_a_guidance_may_have_a_comma() -> None:
    found = ParsedMetadata("x")
    found.set_guidance("6,5")
    assert found.known["guidance_scale"] == 6.5


def test_the_size_of_the_file_stands_in_for_one_that_is_not_said() -> None:
    found = ParsedMetadata("x").finalize((513, 770))
    assert (found.known["width"], found.known["height"]) == (512, 768)
    assert [(line.value, line.used) for line in found.lines] == [("513x770", "512x768")]


def test_a_file_that_says_nothing_has_no_size_either() -> None:
    assert ParsedMetadata("").finalize((512, 512)).known == {}


def test_a_report_has_an_end_and_counts_what_it_leaves_out() -> None:
    found = ParsedMetadata("x")
    found.report_unused({str(number): "value" for number in range(MAX_LINES * 2)})
    lines = found.finalize((512, 512)).lines
    assert len(lines) == MAX_LINES
    assert (lines[-1].name, lines[-1].value) == ("more fields", str(MAX_LINES + 2))


def test_empty_fields_are_in_the_report_too() -> None:
    found = ParsedMetadata("x")
    found.report_unused({"one": [], "two": None, "three": "", "four": False})
    assert [line.outcome for line in found.lines] == [Outcome.UNDERSTOOD] * 3 + [Outcome.UNKNOWN]


def test_loras_are_kept_by_name_with_valid_weights() -> None:
    found = ParsedMetadata("x")
    for name, weight in (("detail", "0.7"), ("strong", 99), ("", 1), ("odd", "much")):
        found.set_lora(name, weight)
    assert found.known["loras"] == [{"model": "detail", "weight": 0.7}]
    assert [line.outcome for line in found.lines] == [Outcome.MISSING] + [Outcome.UNKNOWN] * 3


def test_models_that_are_installed_are_not_reported_as_missing() -> None:
    found = ParsedMetadata("x")
    found.set_lora("detail", 0.7)
    found.set_model("photo (new)", "abc123")
    found.set_model("gone")
    installed = {("lora", "detail"): "a", ("checkpoint", "photo (new)"): "b"}
    found.mark_installed(lambda kind, name: installed.get((kind, name)))
    assert [line.outcome for line in found.lines] == [Outcome.UNDERSTOOD, Outcome.UNDERSTOOD, Outcome.MISSING]


def test_settings_are_marked_as_used_in_part() -> None:
    found = ParsedMetadata("x")
    found.set_steps(20)
    found.set_seed("broken")
    found.mark_in_part("steps", "seed")
    assert [line.outcome for line in found.lines] == [Outcome.PART, Outcome.UNKNOWN]


def test_a_variation_needs_its_seed_and_its_strength() -> None:
    found = ParsedMetadata("x")
    found.set_variation("9", None)
    assert "variation_seed" not in found.known
    found.set_variation("9", "0.2")
    assert (found.known["variation_seed"], found.known["variation_strength"]) == (9, 0.2)


@pytest.mark.parametrize(
    ("program", "key", "prompt", "outcome"),
    [
        ("InvokeAI", "positive_prompt", "a cat++ on a mat", Outcome.PART),
        ("InvokeAI", "positive_prompt", "a (cat)1.3", Outcome.PART),
        ("InvokeAI", "positive_prompt", '("a", "b").blend(1, 0.5)', Outcome.PART),
        ("InvokeAI", "positive_prompt", "a well-known (cat), 3 + 4 - 1", Outcome.UNDERSTOOD),
        ("NovelAI", "prompt", "{{cat}}", Outcome.PART),
        ("NovelAI", "prompt", "1.5::cat::, dog", Outcome.PART),
        ("NovelAI", "prompt", "cat: a (dog)", Outcome.UNDERSTOOD),
        ("SwarmUI", "prompt", "a cat <segment:face>", Outcome.PART),
        ("SwarmUI", "prompt", "a <lora:x:1> cat", Outcome.UNDERSTOOD),
        ("ComfyUI", "text", "a [cat]", Outcome.PART),
        ("ComfyUI", "text", "a \\[cat\\] (dog:1.2)", Outcome.UNDERSTOOD),
        ("AUTOMATIC1111", "", "a [cat] (dog:1.2)", Outcome.UNDERSTOOD),
    ],
)
def test_what_means_something_else_here_is_used_in_part(program: str, key: str, prompt: str, outcome: Outcome) -> None:
    values = {key: prompt}
    graph = {"1": {"class_type": "KSampler", "inputs": {"positive": ["2", 0], "seed": 5, "steps": 4}},
             "2": {"class_type": "CLIPTextEncode", "inputs": values}}  # fmt: skip
    texts = {
        "InvokeAI": {"invokeai_metadata": json.dumps(values)},
        "NovelAI": {"Software": "NovelAI", "Comment": json.dumps(values)},
        "SwarmUI": {"parameters": json.dumps({"sui_image_params": values})},
        "ComfyUI": {"prompt": json.dumps(graph)},
        "AUTOMATIC1111": {"parameters": f"{prompt}\nSteps: 4, Seed: 5, Size: 64x64"},
    }
    found = read_texts(EmbeddedTexts((64, 64), png=texts[program]))
    assert (found.source, found.known["prompt"]) == (program, prompt)
    assert next(line for line in found.lines if line.name == "prompt").outcome is outcome


def test_of_a_prompt_that_is_too_long_the_beginning_is_used_in_part() -> None:
    found = ParsedMetadata("x")
    found.set_text("prompt", "a" * (PROMPT_CHARACTERS + 1))
    found.set_text("negative_prompt", "b" * PROMPT_CHARACTERS)
    assert len(found.known["prompt"]) == PROMPT_CHARACTERS
    assert [line.outcome for line in found.lines] == [Outcome.PART, Outcome.UNDERSTOOD]
