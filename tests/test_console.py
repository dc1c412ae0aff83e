"""Results on standard output, errors on standard error, and errors in arguments; `cli/test_streams.py` closes them."""

import io
import json
import sys

import pytest

from macapp.console import ArgumentParser, print_error, print_note, print_result, put
from macapp.errors import BadRequest, MachineError


def test_a_result_is_text_or_one_json_object_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_result({"prompt": "schön\nhier"}, False, "a.png")
    print_result({"prompt": "schön\nhier"}, True, "a.png")
    text, line = capsys.readouterr().out.splitlines()
    assert text == "a.png"
    assert "schön" in line
    assert json.loads(line) == {"prompt": "schön\nhier"}


def test_what_the_encoding_lacks_is_escaped_in_json_and_a_question_mark_in_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    print_result({"prompt": "♥ \udc80"}, True, "")
    put("a ♥")
    line, text = written.getvalue().decode("ascii").splitlines()
    assert json.loads(line) == {"prompt": "♥ \udc80"}
    assert text == "a ?"


def test_an_error_is_one_line_and_gives_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_error(MachineError("disk-full")) == 3
    print_note("two\n  lines")
    assert capsys.readouterr().err.splitlines() == [
        "macapp: The disk is full. Free some space, then try again.",
        "macapp: two lines",
    ]


def test_an_output_that_breaks_is_reported_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError(text)

    monkeypatch.setattr(sys, "stdout", Broken())
    with pytest.raises(BrokenPipeError):
        put("lost")
    put("discarded")


def test_a_wrong_argument_is_an_error_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser(prog="macapp")
    parser.add_argument("--steps", type=int)
    with pytest.raises(BadRequest) as caught:
        parser.parse_args(["--steps", "many"])
    assert (caught.value.code, caught.value.exit_code) == ("command-line", 2)
    with pytest.raises(SystemExit):
        parser.parse_args(["--help"])
    assert "usage: macapp" in capsys.readouterr().out
