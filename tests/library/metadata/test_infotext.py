"""The grammar of infotexts: the line of settings wherever it is, and values with commas and brackets inside."""

import pytest

from macapp.library.metadata.infotext import parse_items, split_infotext

SETTINGS = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x768"


def test_lines_after_the_settings_belong_neither_to_the_prompt_nor_to_the_settings() -> None:
    found = split_infotext(
        f"a cat\nNegative prompt: bad\n{SETTINGS}\nTemplate: a {{red|blue}}\ncat\nNegative Template: bad"
    )
    assert (found.prompt, found.negative, found.settings["Seed"]) == ("a cat", "bad", "42")
    assert found.more == {"Template": "a {red|blue}\ncat", "Negative Template": "bad"}


def test_values_in_json_may_contain_commas_brackets_and_settings() -> None:
    line = (
        'Steps: 20, Seed: 1, Civitai resources: [{"name": "dark, Steps: 99, ]}", "weight": 0.65}, {"id": 3}],'
        ' Hashes: {"model": "ab", "vae": "cd"}, Styles: (1.5, 0.8), Tiling, Model: "a, \\"b\\": c", Version: v1'
    )
    found = dict(parse_items(line))
    assert found["Steps"] == "20"
    assert found["Civitai resources"].endswith('{"id": 3}]')
    assert found["Hashes"] == '{"model": "ab", "vae": "cd"}'
    assert (found["Styles"], found["Tiling"], found["Model"]) == ("(1.5, 0.8)", "Tiling", 'a, "b": c')
    assert found["Version"] == "v1"


def test_no_part_of_a_line_is_lost() -> None:
    found = parse_items(f"{SETTINGS}, Hashes: {{never closed, a fragment!, Seed: 43")
    assert [value for key, value in found if key == "Seed"] == ["42", "43"]
    assert "{never closed" in dict(found)["Hashes"]
    assert "a fragment!" in dict(found)
    assert split_infotext(f"x\n{SETTINGS}, Seed: 43").repeated == (("Seed", "42"),)


def test_settings_may_be_separated_by_bars() -> None:
    found = split_infotext("a cat | a dog\nSteps: 30 | Size: 64x64 | Sampler: Euler a | Seed: 7 | Model: a, b")
    assert found.prompt == "a cat | a dog"
    assert (found.settings["Sampler"], found.settings["Model"]) == ("Euler a", "a, b")


def test_a_line_separator_inside_a_line_does_not_end_it() -> None:
    found = split_infotext(f"a cat\u2028Negative prompt: dog\x0cx\n{SETTINGS}")
    assert found.prompt == "a cat\u2028Negative prompt: dog\x0cx"
    assert found.negative == ""


@pytest.mark.parametrize(
    "text", ["a cat, style: ink, mood: calm, time: dusk", "a cat\nSteps: many, Seed: none, Size: large", "", "a\nb"]
)
def test_a_text_without_settings_is_only_prompts(text: str) -> None:
    found = split_infotext(text)
    assert (found.prompt, found.settings) == (text, {})


@pytest.mark.parametrize(
    "line", ["k: {" * 200_000, "a" * 400_000, "[" * 400_000, "a" + " " * 400_000, 'k: "' * 100_000]
)
def test_no_line_takes_the_square_of_its_length(line: str) -> None:
    """A test that hangs fails."""
    parse_items(f"Steps: 1, Seed: 2, {line}")
