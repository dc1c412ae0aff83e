"""InvokeAI: the JSON of version 3, the JSON and the command line of version 2."""

import json

import pytest

from macapp.library.metadata.importers import invokeai
from macapp.library.metadata.importers.texts import EmbeddedTexts


@pytest.mark.parametrize(("name", "expected"), [("dpmpp_2m_k", "dpm++ 2m karras"), ("dpmpp_2m", "dpm++ 2m")])
def test_a_scheduler_that_ends_in_k_is_karras(name: str, expected: str) -> None:
    found = invokeai.read(EmbeddedTexts((64, 96), png={"invokeai_metadata": json.dumps({"scheduler": name})}))
    assert found is not None
    assert found.known["scheduler"] == expected


def test_the_negative_prompt_of_a_command_line_is_in_brackets() -> None:
    found = invokeai.read_version_2(EmbeddedTexts((64, 96), png={"Dream": "'a heart [dull] red [grey]' -s20 -S 7"}))
    assert found is not None
    assert (found.known["prompt"], found.known["negative_prompt"]) == ("a heart red", "dull, grey")
    assert (found.known["steps"], found.known["seed"]) == (20, 7)


@pytest.mark.parametrize("line", ["'never closed", ""])
def test_what_is_no_command_line_is_not_read(line: str) -> None:
    assert invokeai.read_version_2(EmbeddedTexts((64, 96), png={"Dream": line})) is None
