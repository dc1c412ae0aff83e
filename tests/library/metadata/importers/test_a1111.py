"""The text of AUTOMATIC1111: its grammar and the imported settings."""

import pytest

from macapp.library.metadata.importers import a1111


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
