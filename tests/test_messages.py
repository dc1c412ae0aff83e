"""Every code has a sentence, and every sentence can be filled in."""

import re
from pathlib import Path

import macapp
from macapp.errors import MachineError, Reason
from macapp.messages import MESSAGES, message_for

SOURCE = "\n".join(each.read_text() for each in Path(macapp.__file__).parent.rglob("*.py"))


def test_every_code_that_is_raised_has_a_sentence() -> None:
    used = set(re.findall(r'(?:BadRequest|MachineError|UnusableFile|Reason)\(\s*"([a-z0-9.-]+)"', SOURCE))
    assert len(used) > 40
    assert used <= MESSAGES.keys()


def test_every_sentence_is_one_and_ends_as_one() -> None:
    for code, text in MESSAGES.items():
        assert "\n" not in text, code
        assert text[-1] in ".}", code


def test_a_sentence_names_fields_and_sizes_as_people_do() -> None:
    fault = MachineError(
        "size-over-memory", width=512, height=512, needed=8 * 2**30, available=2**30, largest="256x256"
    )
    assert (
        message_for(fault)
        == "512 x 512 needs about 8 GB of memory, and 1 GB is available. Largest size that fits: 256x256."
    )
    assert "guidance scale" in message_for(MachineError("not-a-number", field="guidance_scale", value="x"))
    assert "64 GB" in message_for(Reason("slice-ram", {"ram": 16 * 2**30, "limit": 64 * 2**30}))
