"""What the system needs before anything else: found or installed, and only then is a Python chosen.

The machine is a path of few programs: the real shell and make, and an `apt-get` that installs a Python of a script.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bundle.build_step import ROOT

REAL = ("sh", "env", "grep", "head", "touch", "mkdir", "rm", "cat", "chmod")
# It answers like a Python and creates an environment; each call is recorded.
PYTHON = """#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
case "$*" in
    *print*venv*version_info*) echo "python3.{minor}-venv" ;;
    *version_info*) [ {minor} -ge 10 ] && [ {minor} -lt 14 ] ;;
    "--version") echo "Python 3.{minor}.0" ;;
    *ensurepip*) [ -e "$MACHINE/venv-{minor}" ] ;;
    "-m venv "*)
        [ -e "$MACHINE/venv-{minor}" ] || exit 1
        mkdir -p "$3/bin"
        cat "$0" > "$3/bin/python"
        cat "$0" > "$3/bin/macapp"
        chmod +x "$3/bin/python" "$3/bin/macapp" ;;
esac
"""
APT = """#!/bin/sh
echo "apt-get $*" >> "$CALLS"
echo "much is said"
for each in "$@"; do
    case "$each" in
        python3) cat "$MACHINE/python3-to-install" > "$MACHINE/bin/python3"; chmod +x "$MACHINE/bin/python3" ;;
        python3-venv) touch "$MACHINE/venv-11" ;;
        python3.*-venv) each=${each#python3.}; touch "$MACHINE/venv-${each%-venv}" ;;
    esac
done
"""


class Machine:
    """A Debian with no more on its path than is put there; `calls` is what was asked of its Pythons and its apt-get."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir(parents=True)
        for name in REAL:
            found = shutil.which(name)
            assert found is not None
            (self.bin / name).symlink_to(found)
        for name, said in ("uname", "Linux"), ("id", "0"):
            self._program(name, f"#!/bin/sh\necho {said}\n")
        self._program("ldconfig", "#!/bin/sh\n")
        self._program("basename", '#!/bin/sh\necho "${1##*/}"\n')
        self._program("apt-get", APT)
        self.offer_python(11)

    def _program(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def offer_python(self, minor: int) -> None:
        """Make this version the one that apt-get installs as python3."""
        (self._folder / "python3-to-install").write_text(PYTHON.replace("{minor}", str(minor)))

    def put_python(self, name: str, minor: int, venv: bool = True) -> None:
        self._program(name, PYTHON.replace("{minor}", str(minor)))
        if venv:
            (self._folder / f"venv-{minor}").touch()

    def put_broken_python(self, name: str) -> None:
        self._program(name, "#!/bin/sh\necho pyenv: this version is not installed >&2\nexit 127\n")

    def run(self, *command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.bin), "CALLS": str(self._folder / "calls"), "MACHINE": str(self._folder)}
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)

    def choose(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("sh", str(ROOT / "packaging" / "system.sh"), *arguments)

    @property
    def calls(self) -> list[str]:
        file = self._folder / "calls"
        return file.read_text().splitlines() if file.exists() else []

    @property
    def installed(self) -> list[str]:
        return [word for call in self.calls if call.startswith("apt-get install") for word in call.split()[2:]]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What `make` reads of a fresh checkout."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "packaging" / "constraints", folder / "packaging" / "constraints")
    for each in ("Makefile", "pyproject.toml", "packaging/system.sh"):
        shutil.copyfile(ROOT / each, folder / each)
    return folder


def make(machine: Machine, checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("make")
    assert program is not None
    return machine.run(program, *arguments, cwd=checkout)


def test_on_a_machine_without_python_one_command_installs_it_and_makes_the_picture(
    machine: Machine, checkout: Path
) -> None:
    ran = make(machine, checkout, "demo")
    assert ran.returncode == 0, ran.stderr
    assert {"python3", "python3-venv"} <= set(machine.installed)
    assert "python3 -m venv .venv" in machine.calls
    assert machine.calls[-1].startswith("macapp --library demo generate")


def test_a_second_command_sets_nothing_up_again(machine: Machine, checkout: Path) -> None:
    assert make(machine, checkout, "demo").returncode == 0
    before = len(machine.calls)
    assert make(machine, checkout, "demo").returncode == 0
    assert len(machine.calls) == before + 1


def test_a_python_that_is_named_is_the_one_that_is_used(machine: Machine, checkout: Path) -> None:
    machine.put_python("python3.11", 11)
    machine.put_python("python of mine", 12)
    ran = make(machine, checkout, "demo", f"PYTHON={machine.bin / 'python of mine'}")
    assert ran.returncode == 0, ran.stderr
    assert "python of mine -m venv .venv" in machine.calls
    assert not any(call.startswith("python3.11") for call in machine.calls)


def test_what_is_printed_is_the_python_alone(machine: Machine) -> None:
    ran = machine.choose()
    assert (ran.returncode, ran.stdout) == (0, "python3\n"), ran.stderr


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"python3": 12}, "python3"),
        ({"python3": 14, "python3.12": 12}, "python3.12"),
        ({"python3": 12, "python3.13": 13, "python3.12": 12}, "python3.12"),
        ({"python3": 12, "python3.13": 13, "python3.11": 11}, "python3.11"),
    ],
)
def test_names_of_versions_come_before_python3(machine: Machine, there: dict[str, int], chosen: str) -> None:
    for name, minor in there.items():
        machine.put_python(name, minor)
    assert machine.choose().stdout == f"{chosen}\n"


def test_a_name_that_does_not_work_is_passed_over(machine: Machine) -> None:
    machine.put_broken_python("python3.11")
    machine.put_python("python3", 12)
    assert machine.choose().stdout == "python3\n"


def test_the_venv_of_the_chosen_python_is_installed(machine: Machine) -> None:
    machine.put_python("python3.12", 12, venv=False)
    assert machine.choose().stdout == "python3.12\n"
    assert "python3.12-venv" in machine.installed
    assert "python3" not in machine.installed


@pytest.mark.parametrize(
    ("name", "minor", "words"),
    [("python3.9", 9, "and python3.9 is Python 3.9.0."), ("python4", None, "and there is no python4; install it")],
)
def test_a_named_python_that_does_not_suit_is_a_sentence(
    machine: Machine, name: str, minor: int | None, words: str
) -> None:
    if minor is not None:
        machine.put_python(name, minor)
    ran = machine.choose(name)
    assert ran.returncode == 3
    assert ran.stdout == ""
    assert words in ran.stderr
    assert "python3" not in machine.installed


def test_a_system_whose_own_python_is_too_old_is_told_so(machine: Machine, checkout: Path) -> None:
    machine.offer_python(9)
    ran = make(machine, checkout, "demo")
    assert ran.returncode != 0
    assert "easel: Python 3.10 to 3.13 is needed, and python3 is Python 3.9.0." in ran.stderr
    assert not any(os.path.lexists(checkout / ".venv" / each) for each in ("bin", "made"))
