"""Facts about this machine, or about another one to plan for. No rules and no torch. Any thread."""

import ctypes
import importlib.metadata
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import psutil

from macapp.errors import BadRequest
from macapp.system import metal
from macapp.system.macos import macos_version

GIB = 2**30
Pressure = Literal["normal", "warning", "critical"]
DEVICES = ("mps", "cuda", "cpu")
DEVICE_VARIABLE = "EASEL_DEVICE"
"""The environment variable that names the device where nothing else does: a hosted Mac has a GPU without memory."""
STALL_PERCENT = 40.0  # of the last ten seconds that Linux tasks waited for memory


@dataclass(frozen=True)
class Machine:
    """What the rules need to know about a computer."""

    ram: int
    """bytes"""
    torch: str
    """the full version of PyTorch, for example 2.13.0+cpu"""
    device: str
    """mps, cuda or cpu: where PyTorch can run"""
    macos: str | None
    """None on another system"""
    arch: str
    """of the running Python: arm64 on Apple silicon, x86_64 under Rosetta"""
    chip: str
    translated: bool = False
    """whether Python runs under Rosetta: a program for Intel processors on Apple silicon"""
    working_set: int | None = None
    """bytes that Metal recommends as the most for a program; None if unknown"""
    gpu_cores: int | None = None
    """of Apple's GPU; None if unknown"""

    @property
    def torch_release(self) -> tuple[int, int]:
        """Major and minor version of PyTorch, for comparisons: some builds call 1.13 "1.13.0a0"."""
        return parse_release(self.torch)

    @property
    def macos_release(self) -> tuple[int, int] | None:
        """Major and minor version of macOS; None on another system."""
        return None if self.macos is None else parse_release(self.macos)


@cache
def detect_machine() -> Machine:
    """Return the facts about this computer."""
    macos = macos_version()
    return Machine(
        ram=psutil.virtual_memory().total,
        torch=_torch_version(),
        device=_device(macos),
        macos=macos,
        arch=platform.machine(),
        chip=_chip(),
        translated=macos is not None and _sysctl_number(b"sysctl.proc_translated") == 1,
        working_set=metal.recommended_working_set(),
        gpu_cores=metal.gpu_core_count(),
    )


def with_overrides(facts: str, start: Machine) -> Machine:
    """Return `start` changed by `facts`, for example `ram=16GB,torch=2.13.0,macos=14.5,device=mps`.

    1 GB is 2**30 bytes, as memory is sold. The recommendation of Metal depends on the memory, so it becomes unknown
    with `ram`, unless `working_set` gives it; likewise the number of cores with `chip`, unless `gpu_cores` gives it.
    Raises `BadRequest` for an unknown fact or a wrong value.
    """
    machine = start
    for name, value in sorted(_parse_facts(facts), key=lambda fact: fact[0] in ("working_set", "gpu_cores")):
        machine = replace(machine, **{name: _READERS[name](value)})
        if name == "ram":
            machine = replace(machine, working_set=None)
        if name == "chip":
            machine = replace(machine, gpu_cores=None)
        if name == "macos" or value == "mps":
            chip = machine.chip if machine.chip.startswith("Apple") else "Apple silicon"
            machine = replace(machine, arch="arm64", chip=chip, macos=machine.macos or "14.0")
    return machine


def _parse_facts(facts: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the value of each fact; raises `BadRequest` for an unknown one."""
    for fact in filter(None, (part.strip() for part in facts.split(","))):
        name, equals, value = (part.strip() for part in fact.partition("="))
        if not equals or name not in _READERS:
            raise BadRequest("fact-unknown", value=fact[:40], names=", ".join(_READERS))
        yield name, value


def parse_release(version: str) -> tuple[int, int]:
    """Return the first two numbers of a version: (2, 13) for 2.13.0+cpu, (14, 0) for 14."""
    match = re.match(r"(\d+)(?:\.(\d+))?", version)
    return (int(match[1]), int(match[2] or 0)) if match else (0, 0)


@cache
def boot_id() -> str:
    """Return an id of the time since the last start of this machine: it changes with a reboot or a power cut."""
    linux = Path("/proc/sys/kernel/random/boot_id")
    if sys.platform == "darwin":
        return _sysctl(b"kern.bootsessionuuid")
    return linux.read_text().strip() if linux.exists() else ""


def memory_pressure() -> Pressure:
    """Return how short memory is: the level of macOS, or how long tasks of Linux wait for memory."""
    if sys.platform == "darwin":
        # 1 normal, 2 warning, 4 critical: kern_memorystatus.c
        level = _sysctl_number(b"kern.memorystatus_vm_pressure_level") or 1
        return "critical" if level >= 4 else "warning" if level >= 2 else "normal"
    try:
        pressure = Path("/proc/pressure/memory").read_text()
    except OSError:
        return "normal"
    some, full = (float(share) for share in re.findall(r"avg10=([\d.]+)", pressure)[:2])
    return "critical" if full >= STALL_PERCENT else "warning" if some >= STALL_PERCENT else "normal"


def chosen_device(device: str = "auto") -> str:
    """Return a chosen device: the given one, or for "auto" the one of the environment; "auto" if there is none."""
    return device if device != "auto" else os.environ.get(DEVICE_VARIABLE) or "auto"


def minimum_macos_for_mps(torch: tuple[int, int]) -> tuple[int, int]:
    """Return the first macOS on which a release of PyTorch uses Apple's GPU.

    The versions were read from the libraries in the wheels of 1.13, 2.7 to 2.9 and 2.11 to 2.15: the names of the
    wheels are less exact.
    """
    return next((macos for least, macos in _MPS_FROM if torch >= least), (12, 3))


_MPS_FROM = (((2, 15), (15, 0)), ((2, 9), (14, 0)), ((2, 7), (13, 0)))


def _sysctl_number(name: bytes) -> int | None:
    """Return a numeric fact of macOS; None if the name is unknown."""
    value, size = ctypes.c_int(), ctypes.c_size_t(ctypes.sizeof(ctypes.c_int))
    if ctypes.CDLL(None).sysctlbyname(name, ctypes.byref(value), ctypes.byref(size), None, 0) != 0:
        return None
    return value.value


def _sysctl(name: bytes) -> str:
    """Return a fact of macOS as text; empty if the name is unknown."""
    value, size = ctypes.create_string_buffer(128), ctypes.c_size_t(128)
    if ctypes.CDLL(None).sysctlbyname(name, value, ctypes.byref(size), None, 0) != 0:
        return ""
    return value.value.decode()


@cache
def package_version(package: str) -> str | None:
    """Return the version of an installed library without importing it; None if it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _torch_version() -> str:
    return package_version("torch") or "0.0"


def _device(macos: str | None) -> str:
    """Return the device on which PyTorch should run. Once PyTorch is loaded, the engine asks PyTorch itself."""
    if (device := chosen_device()) in DEVICES:
        return device
    if (
        macos
        and platform.machine() == "arm64"
        and parse_release(macos) >= minimum_macos_for_mps(parse_release(_torch_version()))
    ):
        return "mps"
    return "cuda" if Path("/proc/driver/nvidia/version").exists() and "+cpu" not in _torch_version() else "cpu"


def _chip() -> str:
    """Return the name of the processor, for example Apple M2 Pro."""
    if sys.platform == "darwin":
        if name := _sysctl(b"machdep.cpu.brand_string"):
            return name
    elif Path("/proc/cpuinfo").exists():
        match = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(errors="replace"), re.MULTILINE)
        if match:
            return match[1]
    return platform.processor() or platform.machine()


def _read_bytes(name: str, example: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(GB|GiB|MB|MiB)?", text, re.IGNORECASE)
        if not match:
            raise BadRequest("fact-wrong", field=name, value=text[:40], example=example)
        unit = 2**20 if (match[2] or "GB")[0].upper() == "M" else GIB
        return int(float(match[1]) * unit)

    return read


def _read_version(name: str, example: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.match(r"\d+(\.\d+)*", text):
            raise BadRequest("fact-wrong", field=name, value=text[:40], example=example)
        return text

    return read


def _read_count(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", text):
        raise BadRequest("fact-wrong", field="gpu_cores", value=text[:40], example="10")
    return int(text)


def _read_device(text: str) -> str:
    if text not in DEVICES:
        raise BadRequest("fact-wrong", field="device", value=text[:40], example="mps")
    return text


_READERS = {
    "ram": _read_bytes("ram", "16GB"),
    "torch": _read_version("torch", "2.13.0"),
    "macos": _read_version("macos", "14.5"),
    "device": _read_device,
    "chip": str,
    "working_set": _read_bytes("working_set", "10.7GB"),
    "gpu_cores": _read_count,
}
