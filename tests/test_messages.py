"""Every code has a message, and its values are formatted for people."""

import re
from pathlib import Path

import macapp
from macapp.domain.job import ReproductionResult
from macapp.errors import MachineError, Reason
from macapp.messages import MESSAGES, format_comparison, message_for
from macapp.messages.library import LIBRARY_MESSAGES
from macapp.messages.models import MODEL_MESSAGES
from macapp.messages.requests import REQUEST_MESSAGES
from macapp.messages.rules import RULE_MESSAGES
from macapp.messages.system import SYSTEM_MESSAGES

SOURCE = "\n".join(each.read_text() for each in Path(macapp.__file__).parent.rglob("*.py"))


def test_every_code_that_is_raised_has_a_sentence() -> None:
    used = set(re.findall(r'(?:BadRequest|MachineError|UnusableFile|Reason)\(\s*"([a-z0-9.-]+)"', SOURCE))
    assert len(used) > 40
    assert used <= MESSAGES.keys()


def test_no_code_is_in_two_modules() -> None:
    tables = (REQUEST_MESSAGES, MODEL_MESSAGES, LIBRARY_MESSAGES, SYSTEM_MESSAGES, RULE_MESSAGES)
    assert sum(map(len, tables)) == len(MESSAGES)


def test_every_message_is_one_line_and_ends_like_a_sentence() -> None:
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


def test_data_of_another_version_leaves_no_gap_and_no_error() -> None:
    assert message_for(Reason("queue-held")).count("(?)") == 1
    newer = message_for(Reason("code-of-next-year"))
    assert "newer Easel" in newer
    assert "code-of-next-year" in newer
    assert message_for(Reason("size-over-memory", {"largest": None})).endswith("Largest size that fits: none.")


def test_a_comparison_says_how_far_off_and_what_changed() -> None:
    assert format_comparison(ReproductionResult(identical=True)) == "Identical: every pixel is the same."
    off = ReproductionResult(identical=False, most=3, pixels=1200, share=0.25)
    assert format_comparison(off) == (
        "The pictures differ by at most 3 of 255 in 1,200 pixels (25 %)."
        " Nothing known to affect the picture has changed."
    )
    changed = ReproductionResult(identical=False, most=3, pixels=1, share=0.001, changed=("torch: 2.12.0, now 2.13.0",))
    assert format_comparison(changed).endswith("Changed since then: torch: 2.12.0, now 2.13.0.")
