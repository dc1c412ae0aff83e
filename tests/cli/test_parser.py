"""The parser: every command has help and a function, and values that begin with a minus stay values."""

import importlib

import pytest

from macapp.cli.parser import COMMANDS, bind_negative_values, build_parser
from macapp.errors import BadRequest


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_function(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([command, "--help"])
    assert ended.value.code == 0
    assert f"usage: macapp {command}" in capsys.readouterr().out
    module, name = COMMANDS[command][0].split(".")
    assert callable(getattr(importlib.import_module(f"macapp.cli.commands.{module}"), name))


@pytest.mark.parametrize("action", ["list", "add", "download", "show", "remove", "verify", "sign-in", "sign-out"])
def test_every_action_on_models_has_help(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["models", action, "--help"])
    assert f"usage: macapp models {action}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "bound"),
    [
        (["generate", "x", "--size", "-8x64"], ["generate", "x", "--size=-8x64"]),
        (["generate", "x", "--seed", "-1"], ["generate", "x", "--seed=-1"]),
        (["generate", "x", "--json", "--seed", "7"], ["generate", "x", "--json", "--seed", "7"]),
        (["search", "heart", "-blue"], ["search", "heart", "--word=-blue"]),
        (["--library", "x", "search", "-blue"], ["--library", "x", "search", "--word=-blue"]),
        (["generate", "-blue"], ["generate", "-blue"]),
    ],
)
def test_a_value_with_a_minus_is_bound_to_its_option(arguments: list[str], bound: list[str]) -> None:
    assert bind_negative_values(arguments) == bound


def test_a_library_may_be_named_before_or_after_the_command() -> None:
    before = build_parser().parse_args(["--library", "x", "list"])
    after = build_parser().parse_args(["list", "--library", "x"])
    assert before.library == after.library
    assert build_parser().parse_args(["list"]).library is None


def test_a_wrong_argument_is_a_bad_request() -> None:
    for arguments in ([], ["list", "--limit", "0"], ["generate"], ["models", "dance"]):
        with pytest.raises(BadRequest) as caught:
            build_parser().parse_args(arguments)
        assert caught.value.code == "command-line"
