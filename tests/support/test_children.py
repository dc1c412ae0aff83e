"""Forked processes behave like new interpreters."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.children import FORKS, ROOT, Child, run

pytestmark = pytest.mark.skipif(not FORKS, reason="children are new interpreters here")


def test_a_child_has_its_own_words_environment_and_folder(tmp_path: Path) -> None:
    program = (
        "import json, os, sys\n"
        "print(json.dumps([sys.argv, dict(os.environ), os.getcwd(), os.getppid() != int(sys.argv[1])]))"
    )
    told = run(["-c", program, str(os.getpid())], env={"HOME": "/x"}, cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == [["-c", str(os.getpid())], {"HOME": "/x"}, str(tmp_path), True]


@pytest.mark.parametrize("engine", [False, True])
def test_what_was_imported_is_there_and_what_a_child_changes_is_its_own(engine: bool) -> None:
    program = (
        "import sys; assert {'macapp.app.application', 'macapp.cli.commands.generate'} <= set(sys.modules) and not "
        "hasattr(sys, 'mine')\n"
        f"assert ('torch' in sys.modules) is {engine} is ('huggingface_hub' in sys.modules); sys.mine = 1"
    )
    assert [run(["-c", program], engine=engine).returncode for _twice in range(2)] == [0, 0]


def test_the_engine_starts_no_thread_before_a_child_is_forked() -> None:
    program = (
        "import os; count = lambda pid: len(os.listdir(f'/proc/{pid}/task')); print(count('self'), count(os.getppid()))"
    )
    assert run(["-c", program], engine=True, capture_output=True, text=True).stdout == "1 1\n"


@pytest.mark.parametrize(
    ("program", "code", "words"),
    [
        ("import sys; sys.exit(7)", 7, ""),
        ("import sys; sys.exit('a sentence')", 1, "a sentence\n"),
        ("raise ValueError('no')", 1, "ValueError: no\n"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL, ""),
        ("import atexit, sys; atexit.register(lambda: print('last', file=sys.stderr))", 0, "last\n"),
        ("import threading, sys; threading.Thread(target=lambda: print('late', file=sys.stderr)).start()", 0, "late\n"),
    ],
)
@pytest.mark.parametrize("whole", [False, True])
def test_it_ends_as_python_ends(program: str, code: int, words: str, whole: bool) -> None:
    done = run(["-c", program], whole=whole, capture_output=True, text=True)
    assert done.returncode == code
    assert done.stderr.endswith(words)


def test_what_is_given_is_read_and_what_is_said_is_heard() -> None:
    done = run(["-c", "print(input()[::-1])"], input="abc\n", capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("cba\n", "")


def test_it_can_be_waited_for_signalled_and_killed() -> None:
    program = (
        "import sys, signal; signal.signal(signal.SIGTERM, lambda *_: sys.exit(3)); print('on', flush=True)\n"
        "while True: signal.pause()"
    )
    with Child(["-c", program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "on\n"
        assert child.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.01)
        child.terminate()
        assert child.wait(30) == 3
    with Child(["-c", program], stdout=subprocess.PIPE, text=True) as child:
        child.kill()
        assert child.wait(30) == -signal.SIGKILL


def test_control_c_is_an_interrupt() -> None:
    program = (
        "import time\ntry: print('on', flush=True); time.sleep(60)\nexcept KeyboardInterrupt: raise SystemExit(130)\n"
    )
    with Child(["-c", program], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 130


@pytest.mark.parametrize("without", [(0,), (1,), (2,), (0, 1, 2)])
def test_a_stream_that_is_closed_is_none(without: tuple[int, ...], tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "names = ['stdin', 'stdout', 'stderr']\n"
        "none = [number for number, name in enumerate(names) if getattr(sys, name) is None]\n"
        "first = os.open('.', os.O_RDONLY)\n"
        "Path(sys.argv[1]).write_text(f'{none} {first <= 2}')\n"
    )
    assert run(["-c", program, str(tmp_path / "told")], without=without).returncode == 0
    assert (tmp_path / "told").read_text() == f"{list(without)} True"


def test_a_module_is_run_as_the_main_one(tmp_path: Path) -> None:
    done = run(["-m", "macapp", "--library", str(tmp_path), "list", "--json"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_processes_hear_signals_that_whoever_started_the_tests_ignores() -> None:
    """As after `&` in a shell, and under nohup."""
    told = "import signal; print(signal.getsignal(1) == signal.SIG_DFL, signal.getsignal(2) == signal.SIG_IGN)"
    program = (
        "import signal, subprocess, sys\n"
        "for each in (signal.SIGHUP, signal.SIGINT): signal.signal(each, signal.SIG_IGN)\n"
        "import tests.conftest\n"
        "subprocess.run([sys.executable, '-c', sys.argv[1]])\n"
        "tests.conftest.pytest_unconfigure()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, told], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("True False\n", "")
