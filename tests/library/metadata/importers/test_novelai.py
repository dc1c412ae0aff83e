"""NovelAI: the prompt and the settings are in different texts."""

import json

from macapp.library.metadata.importers import novelai
from macapp.library.metadata.importers.report import Outcome
from macapp.library.metadata.importers.texts import EmbeddedTexts


def test_the_prompt_is_read_though_the_comment_is_missing() -> None:
    found = novelai.read(EmbeddedTexts((64, 96), png={"Software": "NovelAI", "Description": "a heart"}))
    assert found is not None
    assert found.known == {"prompt": "a heart"}


def test_the_program_must_be_named() -> None:
    assert novelai.read(EmbeddedTexts((64, 96), png={"Description": "a heart", "Comment": "{}"})) is None


def test_the_characters_of_version_4_are_reported_and_the_prompt_is_used_in_part() -> None:
    character = {"char_caption": "girl, red hair", "centers": [{"x": 0.5, "y": 0.5}]}
    comment = {
        "prompt": "two people", "sampler": "k_euler_ancestral", "noise_schedule": "karras", "seed": 42,
        "v4_prompt": {"caption": {"base_caption": "two people", "char_captions": [character]}},
        "v4_negative_prompt": {"caption": {"base_caption": "bad", "char_captions": []}},
    }  # fmt: skip
    texts = {"Software": "NovelAI", "Description": "two people", "Comment": json.dumps(comment)}
    found = novelai.read(EmbeddedTexts((64, 96), png=texts))
    assert found is not None
    assert (found.known["prompt"], found.known["negative_prompt"]) == ("two people", "bad")
    lines = {line.name: line for line in found.lines}
    assert "red hair" in lines["character 1"].value
    assert (lines["prompt"].outcome, lines["negative prompt"].outcome) == (Outcome.PART, Outcome.UNDERSTOOD)
    assert (lines["scheduler"].outcome, lines["scheduler"].used) == (Outcome.CHANGED, "euler a")
