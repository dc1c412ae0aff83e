"""The commands `generate`, `enqueue` and `run` as a user types them, with real tiny pictures."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from PIL import Image

from macapp.domain.job import JobState
from macapp.errors import MachineError
from macapp.library import Library
from macapp.library.metadata import recipe
from macapp.library.recovery import acquire_runner
from macapp.system.paths import LibraryPaths
from tests.support import children
from tests.support.children import Child
from tests.support.command_line import macapp
from tests.support.request_factory import request

MORE_THAN_A_BUFFER = 100
"""enough pictures that their output exceeds a buffer of 8192 bytes"""


def test_a_prompt_becomes_a_picture(tmp_path: Path, tiny_model: Path) -> None:
    made = macapp(
        tmp_path,
        "generate",
        "a red heart",
        "--model",
        str(tiny_model),
        "--steps",
        "2",
        "--seed",
        "7",
        "--count",
        "2",
        "--json",
    )
    assert made.returncode == 0, made.stderr
    assert made.stderr == ""  # silent in a pipe
    lines = [json.loads(line) for line in made.stdout.splitlines()]
    assert [each["seed"] for each in lines] == [7, 8]
    for each in lines:
        assert recipe.is_intact(Path(each["path"]))
        assert (each["prompt"], each["width"], each["steps"], each["image"]) == ("a red heart", 64, 2, None)
    listed = macapp(tmp_path, "list", "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in listed] == [each["id"] for each in lines][::-1]
    shown = json.loads(macapp(tmp_path, "show", lines[0]["id"], "--json").stdout)
    assert shown == lines[0]


def test_a_file_of_requests_is_queued_and_run(tmp_path: Path, tiny_model: Path) -> None:
    Image.new("RGB", (80, 64), "teal").save(tmp_path / "start.png")
    lines = [
        {"prompt": "one", "model": str(tiny_model), "steps": 2, "seed": 1},
        {
            "prompt": "two",
            "model": str(tiny_model),
            "steps": 4,
            "image": "start.png",
            "strength": 0.5,
            "scheduler": "euler",
        },
    ]
    (tmp_path / "requests.jsonl").write_text("\n".join(json.dumps(each) for each in lines) + "\n\n")
    library = tmp_path / "library"
    queued = macapp(library, "enqueue", str(tmp_path / "requests.jsonl"), "--json")
    assert queued.returncode == 0, queued.stderr
    (tmp_path / "start.png").unlink()
    waiting = [json.loads(line) for line in macapp(library, "queue", "--json").stdout.splitlines()]
    assert [each["state"] for each in waiting] == ["waiting", "waiting"]
    run = macapp(library, "run", "--until-empty", "--json")
    assert run.returncode == 0, run.stderr
    made = [json.loads(line) for line in run.stdout.splitlines()]
    assert [each["prompt"] for each in made] == ["one", "two"]
    assert made[1]["strength"] == 0.5
    assert macapp(library, "queue").stdout == ""
    # The output can be used as input: it requests the same pictures again.
    (tmp_path / "again.jsonl").write_text(run.stdout)
    assert macapp(library, "enqueue", str(tmp_path / "again.jsonl")).returncode == 0
    with Library.open(LibraryPaths.at(library)) as opened:
        again = [each.request for each in opened.queue.unfinished()]
        first = [each.request for each in opened.pictures.newest(2)][::-1]
    assert again == first


def test_a_copy_goes_where_it_is_asked_for_and_nothing_is_overwritten(tmp_path: Path, tiny_model: Path) -> None:
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"my own file")
    order = ("generate", "x", "--model", str(tiny_model), "--steps", "1", "--output")
    made = macapp(tmp_path / "library", *order, str(mine))
    assert made.returncode == 0, made.stderr
    assert mine.read_bytes() == b"my own file"
    assert made.stdout.startswith(f"{tmp_path / 'mine (2).png'} (")
    assert macapp(tmp_path / "library", *order, str(tmp_path / "folder")).returncode == 0
    assert len(list((tmp_path / "folder").iterdir())) == 1
    assert "neither a folder nor" in macapp(tmp_path / "library", *order, str(tmp_path / "x.bmp")).stderr
    assert "not a folder" in macapp(tmp_path / "library", *order, str(tmp_path / "no" / "x.png")).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        *(
            ("--size", each)
            for each in ("0x0", "-64x64", "65x64", "1000000000x64", "64", "axb", "64x", "512x512x512", "")
        ),
        *(("--steps", each) for each in ("0", "-1", "2.5", "1000000000000", "many")),
        *(("--guidance-scale", each) for each in ("nan", "inf", "-1", "x", "1e30")),
        *(("--seed", each) for each in ("-1", "9223372036854775808", "abc", "1.5")),
        *(("--count", each) for each in ("0", "-3", "1e3")),
        ("--scheduler", "magic"),
        ("--strength", "0.5"),
        ("--image", "absent.png"),
        ("--nonsense",),
        ("--device", "tpu"),
    ],
)
def test_a_bad_request_is_one_sentence_and_exit_code_2(tmp_path: Path, tiny_model: Path, said, arguments) -> None:
    code, out, err = said("--library", str(tmp_path), "generate", "x", "--model", str(tiny_model), *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "expected one argument" not in err
    assert not list(tmp_path.rglob("*.png"))


@pytest.mark.parametrize("strength", ["0", "1.5", "nan", "0.01", "-1"])
def test_a_bad_strength_is_refused_before_anything_is_made(
    tmp_path: Path, tiny_model: Path, said, strength: str
) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "a.png")
    order = ("generate", "x", "--model", str(tiny_model), "--image", str(tmp_path / "a.png"), "--strength", strength)
    code, _, err = said("--library", str(tmp_path / "library"), *order)
    assert code == 2
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("nothing", "no model nothing"),
        ("../../etc", "no model"),
        ("", "no model"),
        ("a\0b", "no model"),
        (".", "no model_index.json"),
    ],
)
def test_a_missing_model_is_the_machine_s_fault(tmp_path: Path, said, model: str, words: str, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = said("--library", str(tmp_path), "generate", "x", "--model", model)
    assert code == 3
    assert words in err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not json", "Line 1"),
        (b'{"prompt": "a"}\n[1]', "Line 2"),
        (b'{"prompt": "a", "colour": "red"}', "colour"),
        (b'{"steps": 3}', "no prompt"),
        (b'{"prompt": "a", "steps": 2.5}', "Line 1"),
        (b'{"prompt": "a", "steps": "20"}', "Line 1"),
        (b'{"prompt": "a", "guidance_scale": NaN}', "Line 1"),
        (b'{"prompt": 5}', "Line 1"),
        (b'{"prompt": "a", "image": 5}', "Line 1"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "Line 1"),
    ],
)
def test_a_bad_line_queues_nothing_at_all(
    tmp_path: Path, tiny_model, said, content: bytes, words: str, monkeypatch
) -> None:
    monkeypatch.setattr("macapp.workflow.request_builder.STARTER_MODEL", str(tiny_model))
    (tmp_path / "a.jsonl").write_bytes(content)
    code, _, err = said("--library", str(tmp_path), "enqueue", str(tmp_path / "a.jsonl"))
    assert code == 2
    assert words in err
    assert said("--library", str(tmp_path), "queue") == (0, "", "")


def test_prompts_of_every_kind_are_done_right(tmp_path: Path, tiny_model: Path) -> None:
    prompts = [
        "",
        "👩‍👩‍👧 日本語 ประเทศ",
        "word " * 10_000,
        "nul \0 here",
        "lone \udcff surrogate",
        "\u202eright to left",
    ]
    lines = [json.dumps({"prompt": each, "model": str(tiny_model), "steps": 1, "seed": 3}) for each in prompts]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert macapp(tmp_path, "enqueue", str(tmp_path / "a.jsonl")).returncode == 0
    run = macapp(tmp_path, "run", "--until-empty", "--json")
    assert (run.returncode, run.stderr) == (0, "")
    kept = [json.loads(line)["prompt"] for line in run.stdout.splitlines()]
    assert kept[1] == prompts[1]
    assert kept[2] == prompts[2]
    assert kept[3:5] == ["nul \ufffd here", "lone \ufffd surrogate"]
    for line in run.stdout.splitlines():
        found = recipe.read(Path(json.loads(line)["path"]))
        assert found is not None
        assert found.request.prompt == json.loads(line)["prompt"]


def test_a_failed_job_is_exit_code_1_and_the_rest_is_done(tmp_path: Path, tiny_model: Path) -> None:
    with Library.open(LibraryPaths.at(tmp_path)) as library:
        library.queue.add(
            [request(model=str(tiny_model), image="0" * 64, strength=0.9), request(model=str(tiny_model))]
        )
    run = macapp(tmp_path, "run", "--until-empty")
    assert run.returncode == 1
    assert "source image is no longer" in run.stderr
    assert len(run.stdout.splitlines()) == 1


def test_a_paused_queue_is_not_run_by_surprise(tmp_path: Path, said) -> None:
    with Library.open(LibraryPaths.at(tmp_path)) as library:
        library.queue.pause()
    assert said("--library", str(tmp_path), "run", "--until-empty")[0] == 2
    assert said("--library", str(tmp_path), "run", "--until-empty", "--resume")[0] == 0


def test_control_c_cancels_the_job_and_leaves_with_130(tmp_path: Path, tiny_model: Path) -> None:
    command = ["-m", "macapp", "--library", str(tmp_path), "generate", "x", "--model", str(tiny_model)]
    process = Child([*command, "--steps", "1000"], engine=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    with Library.open(LibraryPaths.at(tmp_path)) as library:
        deadline = time.monotonic() + 60
        while not library.queue.orphaned_jobs() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 130
        assert library.queue.unfinished() == []
        assert library.pictures.count() == 0


def test_a_second_process_lets_the_first_make_the_picture(tmp_path: Path, tiny_model: Path) -> None:
    with Library.open(LibraryPaths.at(tmp_path)) as library, acquire_runner(library):
        command = ["-m", "macapp", "--library", str(tmp_path), "generate", "x", "--model", str(tiny_model), "--json"]
        process = Child(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not library.queue.has_work and time.monotonic() < deadline:
            time.sleep(0.05)
        job = library.queue.claim_next()
        assert job is not None
        library.queue.end(job.id, JobState.FAILED, MachineError("out-of-memory"))
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "makes the picture when its turn comes" in err
    assert "not enough memory" in err


@pytest.mark.parametrize(
    ("without", "pictures"), [((1,), 2), ((2,), 2), ((0, 1, 2), MORE_THAN_A_BUFFER)], ids=["1", "2", "all"]
)
def test_streams_that_are_closed_fail_no_job_and_get_nothing_of_it(
    tmp_path: Path, tiny_model: Path, without: tuple[int, ...], pictures: int
) -> None:
    """As from a launcher that closes them; opened files must not get their descriptors."""
    done = children.run(
        [*generate(tmp_path, tiny_model), "--count", str(pictures)],
        engine=True, without=without, whole=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    expect_whole(tmp_path, pictures)


def test_a_reader_that_goes_away_fails_no_job(tmp_path: Path, tiny_model: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*generate(tmp_path, tiny_model), "--count", str(MORE_THAN_A_BUFFER)]
    done = children.run(command, engine=True, whole=True, stdout=writing, stderr=writing)
    os.close(writing)
    assert done.returncode == 0
    expect_whole(tmp_path, MORE_THAN_A_BUFFER)


def generate(folder: Path, model: Path) -> list[str]:
    library = ["--library", str(folder / "library")]
    return ["-m", "macapp", *library, "generate", "a heart", "--steps", "1", "--size", "64x64", "--model", str(model)]


def expect_whole(folder: Path, pictures: int) -> None:
    with Library.open(LibraryPaths.at(folder / "library")) as library:
        assert library.pictures.count() == pictures
        assert sum(len(str(each.path)) for each in library.pictures.newest(pictures)) > 8192 or pictures == 2
        assert library.find_integrity_faults() == []
