"""Standard output and standard error of the program, and its parser of arguments. Any thread.

Standard output carries the results; everything else goes to standard error.
"""

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NoReturn

from macapp.errors import BadRequest, EaselError, MachineError
from macapp.messages import message_for


class ArgumentParser(argparse.ArgumentParser):
    """Raises `BadRequest` with one sentence, where argparse would print the usage and exit."""

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help and version in the same way as results: argparse ignores an output that is full."""
        if file is sys.stderr:
            super()._print_message(message, file)
        else:
            put(message.rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        raise BadRequest("command-line", message=re.sub(r"^argument [^:]+: (?=[A-Z])", "", message))


def print_result(fields: Mapping[str, Any], as_json: bool, text: str) -> None:
    """Print one result: a JSON object on one line, or its text."""
    if as_json:
        text = json.dumps(fields, ensure_ascii=False)
        if not _fits_output(text):
            text = json.dumps(fields)  # escapes hold what is not Unicode, or not in the encoding of the output
    put(text)


def put(text: str) -> None:
    """Print text and a line end on standard output; characters outside its encoding become "?".

    Raises `BrokenPipeError` if nobody reads any more, `MachineError("output-failed")` if the output is closed or its
    disk is full. Either is raised once: later output is discarded, so that a running job is finished.
    """
    if getattr(sys.stdout, "name", None) == os.devnull:  # closed before the start: `__main__.fill_streams`
        _silence("stdout")
        raise MachineError("output-failed", why="standard output is closed", closed=True)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        sys.stdout.flush()
    except OSError as error:
        _silence("stdout")
        if isinstance(error, BrokenPipeError):
            raise
        raise MachineError("output-failed", why=error.strerror) from error


def _fits_output(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _silence(name: str) -> None:
    """Discard all output to a standard stream that cannot be written, including what it still buffers at exit."""
    stream = getattr(sys, name)
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    setattr(sys, name, _NULL_STREAM)


class _NullStream(io.TextIOBase):
    """Discards everything."""

    def write(self, text: str) -> int:
        return len(text)


_NULL_STREAM = _NullStream()


def print_error(error: EaselError) -> int:
    """Print the message of an error as one line on standard error; return its exit code."""
    print_note(message_for(error))
    return error.exit_code


def print_note(text: str) -> None:
    """Print one line for people on standard error."""
    try:
        sys.stderr.write(f"macapp: {' '.join(text.split())}\n")
        sys.stderr.flush()
    except OSError:  # nobody reads it
        _silence("stderr")
