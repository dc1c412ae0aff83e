"""What the system needs before anything else: found or installed, and only then is a Python chosen.

The machine is a path of few programs: the real shell and make, and an `apt-get` that installs a Python of a script. A
Mac is one whose `uname`, `sw_vers` and `sysctl` say so.
"""

import os
import re
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
    *"(3, 10) <= sys.version_info < (3, 11)"*) [ {minor} = 10 ] ;;
    *"(3, 11) <= sys.version_info < (3, 14)"*) [ {minor} -ge 11 ] && [ {minor} -lt 14 ] ;;
    *platform.machine*) echo "{machine}" ;;
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


# It has a Python 3.13 of its own, once that is installed.
UV = """#!/bin/sh
echo "uv $*" >> "$CALLS"
case "$*" in
    "python find "*) [ -e "$MACHINE/uv-python" ] && echo "$MACHINE/uv-python" ;;
    "python install "*) [ -e "$MACHINE/offline" ] && exit 1
        echo "much is said"
        cat "$MACHINE/python3-to-install" > "$MACHINE/uv-python"; chmod +x "$MACHINE/uv-python" ;;
esac
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
        self._program("id", "#!/bin/sh\necho 0\n")
        self._answer_uname("Linux", "x86_64")
        self._program("ldconfig", "#!/bin/sh\n")
        self._program("basename", '#!/bin/sh\necho "${1##*/}"\n')
        self._program("apt-get", APT)
        self.offer_python(11)

    def _program(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def _answer_uname(self, system: str, architecture: str) -> None:
        answers = f'case "$1" in -s) echo {system} ;; -m) echo {architecture} ;; *) exit 1 ;; esac'
        self._program("uname", f"#!/bin/sh\n{answers}\n")

    def become_mac(self, macos: str, architecture: str = "arm64", translated: bool = False) -> None:
        """Turn it into a Mac: without apt-get and ldconfig, with a Python of 3.9 as its command line tools have it."""
        for name in ("apt-get", "ldconfig"):
            (self.bin / name).unlink()
        self._answer_uname("Darwin", architecture)
        # As on a Mac: an old number unless the environment asks for the true one.
        answers = (
            f'[ "$*" = -productVersion ] || exit 64; [ "$SYSTEM_VERSION_COMPAT" = 0 ] && echo {macos} || echo 10.16'
        )
        self._program("sw_vers", f"#!/bin/sh\n{answers}\n")
        answers = f'[ "$*" = "-n sysctl.proc_translated" ] && echo {int(translated)}'
        self._program("sysctl", f"#!/bin/sh\n{answers}\n")
        self.put_python("python3", 9)

    def offer_python(self, minor: int) -> None:
        """Make this version the one that apt-get installs as python3, and uv as its own."""
        (self._folder / "python3-to-install").write_text(_python(minor))

    def put_uv(self, offline: bool = False) -> None:
        self._program("uv", UV)
        if offline:
            (self._folder / "offline").touch()

    def put_python(self, name: str, minor: int, venv: bool = True, machine: str = "arm64") -> None:
        self._program(name, _python(minor, machine))
        if venv:
            (self._folder / f"venv-{minor}").touch()

    def put_broken_python(self, name: str) -> None:
        self._program(name, "#!/bin/sh\necho pyenv: this version is not installed >&2\nexit 127\n")

    def run(self, *command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.bin), "CALLS": str(self._folder / "calls"), "MACHINE": str(self._folder)}
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)

    def choose(self, *arguments: str, shell: str = "sh") -> subprocess.CompletedProcess[str]:
        return self.run(*shell.split(), str(ROOT / "packaging" / "system.sh"), *arguments)

    @property
    def calls(self) -> list[str]:
        file = self._folder / "calls"
        return file.read_text().splitlines() if file.exists() else []

    @property
    def installed(self) -> list[str]:
        return [word for call in self.calls if call.startswith("apt-get install") for word in call.split()[2:]]


def _python(minor: int, machine: str = "arm64") -> str:
    return PYTHON.replace("{minor}", str(minor)).replace("{machine}", machine)


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
    [("python3.9", 9, "and python3.9 is Python 3.9.0; "), ("python4", None, "and there is no python4; install Python")],
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
    assert "easel: Python 3.11 to 3.13 is needed, and python3 is Python 3.9.0; install Python 3.13" in ran.stderr
    assert not any(os.path.lexists(checkout / ".venv" / each) for each in ("bin", "made"))


# A Mac as it comes, and as people have them


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"python3": 14, "python3.14": 14, "python3.12": 12}, "python3.12"),
        ({"python3.13": 13, "python3.11": 11}, "python3.11"),
        ({"python3": 13}, "python3"),
        ({"python3.10": 10, "python3.13": 13}, "python3.13"),
    ],
)
def test_on_a_mac_a_suitable_python_is_found_next_to_the_one_of_apple(
    machine: Machine, checkout: Path, there: dict[str, int], chosen: str
) -> None:
    machine.become_mac("15.5")
    for name, minor in there.items():
        machine.put_python(name, minor)
    assert machine.choose().stdout == f"{chosen}\n"
    ran = make(machine, checkout, "demo")
    assert ran.returncode == 0, ran.stderr
    assert f"{chosen} -m venv .venv" in machine.calls
    assert machine.calls[-1].startswith("macapp --library demo generate")
    assert any("-c packaging/constraints/current.txt" in call for call in machine.calls)


def test_the_script_needs_only_the_shell_of_macos_and_no_other_tool(machine: Machine) -> None:
    """There, sh is bash, and sed, readlink and others are those of BSD: this machine has none of them."""
    bash = shutil.which("bash")
    assert bash is not None
    machine.become_mac("15.5")
    assert {"sed", "awk", "readlink", "date", "mktemp"}.isdisjoint(each.name for each in machine.bin.iterdir())
    refused = machine.choose(shell=f"{bash} --posix")
    machine.put_python("python3.12", 12)
    chosen = machine.choose(shell=f"{bash} --posix")
    assert (refused.returncode, refused.stderr.count("\n")) == (3, 1)
    assert (chosen.stdout, chosen.stderr) == ("python3.12\n", "")
    assert machine.choose("--set", shell=f"{bash} --posix").stdout == "current\n"


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ({}, "python3 is Python 3.9.0; install one from python.org/downloads/macos, or with: brew install python@3.13"),
        ({"python3": 14}, "Python 3.11 to 3.13 is needed, and python3 is Python 3.14.0; install one from python.org"),
        ({"python3": 10}, "Python 3.11 to 3.13 is needed, and python3 is Python 3.10.0; install one from python.org"),
    ],
)
def test_a_mac_without_a_suitable_python_says_in_a_sentence_how_to_get_one(
    machine: Machine, checkout: Path, there: dict[str, int], words: str
) -> None:
    machine.become_mac("15.5")
    for name, minor in there.items():
        machine.put_python(name, minor)
    ran = make(machine, checkout, "demo")
    assert ran.returncode != 0
    [line] = [line for line in ran.stderr.splitlines() if line.startswith("easel: ")]
    assert words in line
    assert not (checkout / ".venv").exists()


def test_uv_brings_a_python_where_there_is_none(machine: Machine, checkout: Path) -> None:
    machine.become_mac("15.5")
    machine.put_uv()
    machine.offer_python(13)
    machine.put_python("python3", 9)
    chosen = machine.choose()
    assert chosen.stdout == f"{machine.bin.parent / 'uv-python'}\n", chosen.stderr
    assert [call for call in machine.calls if call.startswith("uv ")][1] == "uv python install 3.13"


def test_a_suitable_python_is_taken_before_that_of_uv_and_a_named_one_is_not_replaced(machine: Machine) -> None:
    machine.become_mac("15.5")
    machine.put_uv()
    machine.put_python("python3.12", 12)
    assert machine.choose().stdout == "python3.12\n"
    assert machine.choose("python3").returncode == 3
    assert not any(call.startswith("uv ") for call in machine.calls)


def test_uv_without_a_network_leaves_the_sentence(machine: Machine) -> None:
    machine.become_mac("15.5")
    machine.put_uv(offline=True)
    ran = machine.choose()
    assert (ran.returncode, ran.stdout) == (3, "")
    assert "brew install python@3.13" in ran.stderr


@pytest.mark.parametrize(
    ("macos", "chosen", "python"),
    [
        ("26.1", "current", 12),
        ("15.7.1", "current", 12),
        ("14.0", "current", 12),
        ("13.7.8", "macos13", 12),
        ("12.7.6", "legacy", 10),
    ],
)
def test_the_set_of_packages_is_that_of_the_macos(
    machine: Machine, checkout: Path, macos: str, chosen: str, python: int
) -> None:
    machine.become_mac(macos)
    for minor in (10, 12):
        machine.put_python(f"python3.{minor}", minor)
    assert machine.choose("--set").stdout == f"{chosen}\n"
    ran = make(machine, checkout, "demo")
    assert ran.returncode == 0, ran.stderr
    assert f"python3.{python} -m venv .venv" in machine.calls
    assert any(f"-c packaging/constraints/{chosen}.txt" in call for call in machine.calls)
    assert (checkout / "packaging" / "constraints" / f"{chosen}.txt").is_file()


@pytest.mark.parametrize(
    ("mac", "words"),
    [
        (("11.7.10", "arm64"), "macOS 12.6 or later is needed, and this is macOS 11.7.10"),
        (("12.5.1", "arm64"), "macOS 12.6 or later is needed, and this is macOS 12.5.1"),
        (("15.5", "x86_64"), "a Mac with Apple silicon is needed: PyTorch has no packages for Intel processors"),
        (
            ("15.5", "x86_64", True),
            "this terminal runs under Rosetta, as if on an Intel processor; run this",
        ),
    ],
)
def test_a_mac_that_no_set_is_made_for_is_a_sentence(machine: Machine, checkout: Path, mac: tuple, words: str) -> None:
    machine.become_mac(*mac)
    machine.put_python("python3.12", 12)
    ran = make(machine, checkout, "demo")
    assert ran.returncode != 0
    [line] = [line for line in ran.stderr.splitlines() if line.startswith("easel: ")]
    assert words in line
    assert not (checkout / ".venv").exists()


def test_a_python_for_intel_processors_is_passed_over_and_named(machine: Machine) -> None:
    machine.become_mac("15.5")
    machine.put_python("python3.11", 11, machine="x86_64")
    machine.put_python("python3.12", 12)
    assert machine.choose().stdout == "python3.12\n"
    ran = machine.choose("python3.11")
    assert ran.returncode == 3
    assert "Python 3.11 to 3.13 for Apple silicon is needed, and python3.11 is for Intel processors" in ran.stderr


def test_the_makefile_is_one_that_the_make_of_macos_reads() -> None:
    """macOS has GNU make 3.81 of 2006, and the BSD forms of its tools."""
    makefile = (ROOT / "Makefile").read_text()
    later = {
        "!= of make 4.0": r"^[\w.-]+\s*!=",
        "::= of make 4.0": r"::=",
        ".ONESHELL of make 3.82": r"^\.(ONESHELL|SHELLFLAGS|RECIPEPREFIX|EXTRA_PREREQS|NOTINTERMEDIATE|WAIT)\b",
        "define with = of make 3.82": r"^define\s+\S+\s*[:+?]?=",
        "undefine and private of make 3.82": r"^(undefine|private)\s",
        "functions of make 4": r"\$\((file|guile|let|intcmp)\s",
        "grouped targets of make 4.3": r"&:",
        "--output-sync of make 4.0": r"\$\(MAKE\).*(-O|--output-sync|--trace|--shuffle)",
    }
    found = [name for name, pattern in later.items() if re.search(pattern, makefile, re.MULTILINE)]
    assert found == []
    of_gnu = (
        r"\bsed -[ri]\b|\breadlink -f|\bdate -d|\bgrep -P|\bcp --|\bmktemp --|\bstat -c|\bxargs -r|\bfind \. -printf"
    )
    for text in (makefile, (ROOT / "packaging" / "system.sh").read_text(), (ROOT / ".ci" / "run").read_text()):
        assert not re.search(of_gnu, text)
