"""The reader for JSON objects that several importers share."""

from macapp.library.metadata.importers.report import Outcome
from macapp.library.metadata.importers.settings_map import read_mapping


def test_keys_can_have_other_names_and_the_rest_is_reported() -> None:
    values = {"prompt": "a heart", "cfg": 5, "checkpoint": "gone", "checkpoint_hash": "ab", "mood": "calm"}
    found = read_mapping("Program", values, guidance="cfg", model="checkpoint", more="checkpoint_hash")
    assert found.source == "Program"
    assert found.known == {"prompt": "a heart", "guidance_scale": 5, "model": "gone"}
    lines = {line.name: line for line in found.lines}
    assert lines["model"].value == "gone (ab)"
    assert (lines["mood"].value, lines["mood"].outcome) == ("calm", Outcome.UNKNOWN)


def test_an_empty_negative_prompt_is_not_a_setting() -> None:
    assert "negative_prompt" not in read_mapping("Program", {"prompt": "x", "negative_prompt": ""}).known
