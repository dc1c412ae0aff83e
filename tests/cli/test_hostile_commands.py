"""Every command with hostile files and values: one line and a proper exit code, never a hang or a traceback.

"Something went wrong inside Easel" is always a bug, so no input may cause it.
"""

import contextlib
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macapp import cli
from macapp.cli.parser import COMMANDS
from macapp.domain.request import REQUEST_FIELDS
from macapp.library import Library, imports
from macapp.system import logs
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers.files import A1111, png

SECONDS = 60  # for one command
Run = Callable[..., int]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> LibraryPaths:
    """A library with an imported picture."""
    places = LibraryPaths.at(tmp_path_factory.mktemp("library"))
    folder = tmp_path_factory.mktemp("good")
    with Library.open(places) as library:
        imports.import_pictures(library, [png(folder, parameters=A1111)])
        library.backup()
    return places


OUTSIDE = (
    *("", ".", "~nobody", "-", "x" * 300, "/".join(["y" * 200] * 30), "/dev/zero", "/proc/x", "\udcff"),
    *("/proc/self/mem", "/dev/full", "/dev/null/x", "a\nb", "\u202e.png", "gone/gone.png"),
)


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Paths to every kind of file, and every kind of name."""
    folder = tmp_path_factory.mktemp("zoo")
    _write_files(folder)
    before = Path.cwd()
    os.chdir(folder)  # the address of a socket is limited to about a hundred characters
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.png")
        os.chdir(before)
        yield [*map(str, sorted(folder.iterdir())), *OUTSIDE]


def _write_files(folder: Path) -> None:
    for name in ("pipe.png", "pipe.safetensors", "pipe.jsonl", "pipe.sqlite3"):
        os.mkfifo(folder / name)
    for name in ("model/unet", "piped", "config", "looped", "weights", "empty"):
        (folder / name).mkdir(parents=True)
    os.mkfifo(folder / "piped" / "model_index.json")
    os.mkfifo(folder / "config" / "config.json")
    os.mkfifo(folder / "weights" / "a.safetensors")
    (folder / "looped" / "again").symlink_to(folder)
    (folder / "looped" / "b.safetensors").symlink_to("b.safetensors")
    (folder / "model" / "model_index.json").write_text('{"_class_name": "StableDiffusionPipeline", "unet": 1}')
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "loop.safetensors").symlink_to("loop.safetensors")
    (folder / "zero.png").symlink_to("/dev/zero")
    contents = {
        "empty.png": b"",
        "text.png": b"just text",
        "cut.png": png(folder, "whole.png", parameters=A1111).read_bytes()[:60],
        "deep.json": b"[" * 100_000,
        "deep.jsonl": b'{"a":' * 10_000,
        "bytes.jsonl": b"\xff\xfe\x00",
        "null.jsonl": b'{"prompt": "\\u0000", "image": "\\ud800"}',
        "short.safetensors": b"\x10\0\0\0\0\0\0\0{}",
        "long.safetensors": b"\xff" * 64,
        "text.sqlite3": b"SQLite format 3\0" + b"x" * 4096,
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    with (folder / "huge.jsonl").open("wb") as file:
        file.truncate(2**31)
    os.link(folder / "huge.jsonl", folder / "huge.png")
    os.link(folder / "huge.jsonl", folder / "huge.safetensors")
    os.link(folder / "huge.jsonl", folder / "huge.sqlite3")
    if sys.platform.startswith("linux"):
        (folder / os.fsdecode(b"\xff\xfe.png")).write_bytes((folder / "whole.png").read_bytes())
    (folder / ("n" * 251 + ".png")).write_bytes((folder / "whole.png").read_bytes())


@pytest.fixture
def run(
    places: LibraryPaths, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run a command in a disposable folder and check how it ends; return its exit code."""
    monkeypatch.chdir(tmp_path)

    def give_up(*_: object) -> None:
        pytest.fail(f"it takes more than {SECONDS} seconds")

    def run(*arguments: str) -> int:
        before = signal.signal(signal.SIGALRM, give_up)
        signal.alarm(SECONDS)
        try:
            code = cli.main(["--library", str(places.pictures), *arguments])
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, before)
        said = capfd.readouterr()
        assert code in (0, 1, 2, 3), arguments
        assert "inside Easel" not in said.out + said.err, (arguments, said.err)
        assert "Traceback" not in said.out + said.err, (arguments, said.err)
        assert all(line.startswith("macapp: ") for line in said.err.splitlines()), (arguments, said.err)
        assert code == 0 or said.err or {"verify", "models"} & set(arguments), arguments
        return code

    return run


def _picture(places: LibraryPaths) -> str:
    with Library.open(places) as library:
        return library.pictures.newest(1)[0].id


HERE = ("--model", "starter", "--size", "64x64", "--steps", "1")
PATHS: dict[str, tuple[str, ...]] = {
    "image": ("generate", "x", *HERE, "--image", "{}"),
    "mask": ("generate", "x", *HERE, "--image", "{whole}", "--mask", "{}"),
    "model": ("generate", "x", "--steps", "1", "--model", "{}"),
    "lora": ("generate", "x", *HERE, "--lora", "{}"),
    "embedding": ("generate", "x", *HERE, "--embedding", "{}"),
    "vae": ("generate", "x", *HERE, "--vae", "{}"),
    "upscaler": ("generate", "x", *HERE, "--upscale", "2", "--upscaler", "{}"),
    "refiner": ("generate", "x", *HERE, "--refiner", "{}"),
    "controlnet": ("generate", "x", *HERE, "--controlnet", "{}", "--control-image", "{whole}"),
    "output": ("generate", "x", *HERE, "--output", "{}"),
    "sheet": ("generate", "x", *HERE, "--grid", "steps=0", "--sheet", "{}"),
    "preset": ("generate", "x", *HERE, "--preset", "{}"),
    "enqueue": ("enqueue", "{}"),
    "show": ("show", "{}"),
    "plan": ("plan", "--model", "{}"),
    "plan lora": ("plan", "--lora", "{}"),
    "plan vae": ("plan", "--vae", "{}"),
    "plan upscaler": ("plan", "--upscaler", "{}"),
    "plan controlnet": ("plan", "--controlnet", "{}"),
    "plan refiner": ("plan", "--refiner", "{}"),
    "plan machine": ("plan", "--as", "{}"),
    "search": ("search", "{}"),
    "import": ("import", "{}"),
    "import in place": ("import", "--in-place", "{}"),
    "export": ("export", "{id}", "{}"),
    "export id": ("export", "{}", "out"),
    "export name": ("export", "{id}", "out", "--name", "{}{{seed}}"),
    "repeat": ("repeat", "{}"),
    "models add": ("models", "add", "{}"),
    "models copy": ("models", "add", "--copy", "{}"),
    "models show": ("models", "show", "{}"),
    "models verify": ("models", "verify", "{}"),
    "models remove": ("models", "remove", "{}"),
    "map": ("map", "canny", "{}", "map.png"),
    "map output": ("map", "canny", "{whole}", "{}"),
    "map output file": ("map", "canny", "{whole}", "{}/map.png"),
    "restore": ("restore", "{}"),
}
"""Every argument that takes a path or a name; `{}` is its place."""


def test_every_command_is_tried_here_or_takes_no_path() -> None:
    without = {"run", "queue", "list", "backup", "verify", "rebuild", "benchmark", "doctor"}
    assert {each[0] for each in PATHS.values()} | without == set(COMMANDS)


@pytest.mark.parametrize("place", PATHS)
def test_whatever_a_path_leads_to_it_is_refused_in_a_sentence(
    place: str, places: LibraryPaths, zoo: list[str], run: Run
) -> None:
    whole = next(each for each in zoo if each.endswith("whole.png"))
    for each in zoo:
        if place == "enqueue" and each == "-":
            continue  # standard input has its own test
        template = PATHS[place]
        run(*(part.format(each, whole=whole, id=_picture(places) if "{id}" in part else "") for part in template))


@pytest.mark.parametrize("command", ["list", "queue", "doctor", "verify", "backup", "models list"])
def test_whatever_a_library_is_it_is_refused_in_a_sentence(
    command: str, zoo: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str], run: Run
) -> None:
    for each in zoo:
        if each in ("", ".", "/"):
            continue
        run("--library", each, *command.split())


KINDS = (
    *("pipe.png", "loop.png", "zero.png", "deep.json", "text.png"),
    *("empty", "empty.png", "text.sqlite3", "huge.png"),
)
FILES = ("settings.json", "models.json", "library.sqlite3", "easel.log", "runner.lock", "crash.log", "last-crash.txt")


@pytest.mark.parametrize("name", [*FILES, "backups", "benchmarks", "thumbnails"])
def test_whatever_lies_where_the_library_keeps_a_file_no_command_breaks(
    name: str, zoo: list[str], tmp_path_factory: pytest.TempPathFactory, run: Run
) -> None:
    """A pipe, a folder, a loop or hostile content in place of each file of the library."""
    for kind in KINDS:
        own = LibraryPaths.at(tmp_path_factory.mktemp("own"))
        with Library.open(own):
            pass
        at = own.index / name
        if at.is_dir():
            continue
        at.unlink(missing_ok=True)
        at.symlink_to(next(each for each in zoo if each.endswith(f"/{kind}")))
        for command in ("list", "doctor", "models list", "plan", "verify", "restore --list", "benchmark --last"):
            run("--library", str(own.pictures), *command.split())


def test_a_word_too_long_to_be_a_file_is_no_file() -> None:
    for each in ("x" * 300, "/".join(["y" * 200] * 30), "a\0b"):
        assert cli.is_command([each])


@pytest.mark.parametrize("name", ["easel.log", "crash.log"])
def test_a_log_that_cannot_be_written_stops_nobody(
    name: str, zoo: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A pipe blocks its writer, and a disk may be full."""
    for kind in ("/pipe.png", "/loop.png", "/empty", "/dev/full"):
        own = LibraryPaths.at(tmp_path / kind.strip("/").replace("/", "-"))
        own.index.mkdir(parents=True)
        (own.index / name).symlink_to(next(each for each in zoo if each.endswith(kind)))
        logs.configure(own)
        logging.getLogger("macapp").error("a fault")
        logs.previous_crash(own)
        logs.install_crash_handler(own)()
    logs.configure(LibraryPaths.at(tmp_path))
    assert capfd.readouterr() == ("", "")


VALUES = (
    *(None, True, -1, 0, 1e999, float("nan"), 2**63, 10**400, 1.5, "", "x", "\ud800", "\0", "x" * 10_000, [], {}),
    *([None], [[]], [{}], [{"model": None}], [{"model": 1, "image": []}], {"a": 1}, ["x"] * 100, "../../etc"),
    "/dev/zero",
)


@pytest.mark.parametrize("field", [*REQUEST_FIELDS, "outpaint", "mode", "unknown"])
def test_whatever_a_line_of_a_list_says_it_is_refused_or_queued(field: str, zoo: list[str], run: Run) -> None:
    image = next(each for each in zoo if each.endswith("/whole.png"))
    for value in VALUES:
        for more in ({}, {"image": image, "mask": image}):
            line = json.dumps({"prompt": "x", "steps": 1, **more, field: value})
            Path("requests.jsonl").write_text(line)
            run("enqueue", "requests.jsonl")


ODD = ("-1", "1e999", "nan", "9" * 400, "--", "-", "=", "{", "\udcff", "is:", "a:>b")
WORDS = (st.text(max_size=30) | st.sampled_from(ODD)).map(lambda word: word.replace("\0", ""))
OPTIONS = {
    "generate": (
        *("--negative-prompt", "--size", "--steps", "--guidance-scale", "--scheduler", "--mode", "--seed"),
        *("--strength", "--resize", "--outpaint", "--clip-skip", "--eta", "--guidance-end", "--variation-seed"),
        *("--hires-scale", "--upscale", "--count", "--grid", "--preset", "--control-scale", "--control-map"),
    ),
    "plan": ("--size", "--steps", "--count", "--as", "--hires-scale", "--upscale"),
    "search": ("--sort", "--limit", "--word"),
    "list": ("--limit",),
    "export": ("--format", "--name"),
    "models": ("--kind",),
    "benchmark": ("--models", "--batches"),
    "map": ("--depth-model",),
    **dict.fromkeys(("show", "import", "restore", "repeat", "nothing of ours"), ("--unknown",)),
}


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    name = draw(st.sampled_from(sorted(OPTIONS)))
    options = draw(st.lists(st.tuples(st.sampled_from(OPTIONS[name]), WORDS), max_size=3))
    more = ["--model", "gone"] if name == "generate" else ["--last"] if name == "benchmark" else []
    return [name, *more, *(each for option in options for each in option), *draw(st.lists(WORDS, max_size=3))]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(command_lines())
def test_no_words_break_the_command_line(run: Run, asked: list[str]) -> None:
    with contextlib.suppress(SystemExit):  # --help
        run(*asked)
