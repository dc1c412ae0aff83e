"""Easy Diffusion: one text per setting, or JSON."""

import json
from pathlib import Path

from macapp.library.metadata.importers import easydiffusion, read_metadata
from macapp.library.metadata.importers.texts import EmbeddedTexts
from tests.library.metadata.importers.files import EASY_DIFFUSION, SEED, STEPS, png


def test_json_in_the_user_comment_is_read() -> None:
    found = easydiffusion.read(EmbeddedTexts((64, 96), user_comment=json.dumps(EASY_DIFFUSION)))
    assert found is not None
    assert (found.known["seed"], found.known["steps"]) == (SEED, STEPS)


def test_the_case_of_the_keys_does_not_matter() -> None:
    texts = {key.title(): value for key, value in EASY_DIFFUSION.items()}
    found = easydiffusion.read(EmbeddedTexts((64, 96), png=texts))
    assert found is not None
    assert found.known["model"] == "v1-5-pruned"


def test_a_file_with_a_prompt_alone_is_not_easy_diffusions() -> None:
    assert easydiffusion.read(EmbeddedTexts((64, 96), png={"prompt": "a heart"})) is None


def test_a_text_file_has_a_label_for_each_setting() -> None:
    text = (
        "Prompt: a cat\nmood: calm\nSeed: 42\nStable Diffusion model: sd-v1-5\nClip Skip: True\nSampler: euler_a\n"
        "Width: 64\nHeight: 64\nSteps: 25\nGuidance Scale: 7.5\nNegative Prompt: bad\nLoRA model: ['a', 'b']\n"
    )
    found = easydiffusion.read(EmbeddedTexts((64, 64), text_file=text))
    assert found is not None
    assert (found.known["prompt"], found.known["negative_prompt"]) == ("a cat\nmood: calm", "bad")
    assert (found.known["steps"], found.known["clip_skip"], found.known["scheduler"]) == (25, 2, "euler a")


def test_a_json_file_is_read_and_its_loras_have_weights(tmp_path: Path) -> None:
    values = EASY_DIFFUSION | {"use_lora_model": ["a", "b"], "lora_alpha": [0.5, 0.25], "clip_skip": False}
    (tmp_path / "picture.json").write_text(json.dumps(values))
    found = read_metadata(png(tmp_path))
    assert (found.source, found.known["clip_skip"]) == ("Easy Diffusion", 1)
    assert found.known["loras"] == [{"model": "a", "weight": 0.5}, {"model": "b", "weight": 0.25}]


def test_any_other_text_file_is_only_reported(tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_text("Prompt: is a word\nthat people use")
    found = read_metadata(png(tmp_path))
    assert found.source == ""
    assert [line.name for line in found.lines] == ["text file"]
