"""Name weights that another program has packed, and numbers that the installed PyTorch does not have. Any thread."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models.configuration import path_exists, read_config
from macapp.models.safetensors import Entries, read_header
from macapp.system.machine import package_version, parse_release

FLOAT8_TORCH = "2.1"  # the first PyTorch with numbers of 8 bits
_METHODS = {"bitsandbytes": "bitsandbytes", "quanto": "Quanto", "torchao": "torchao", "gptq": "GPTQ", "awq": "AWQ"}
"""The names that configurations have for the programs that pack weights, and those that people know."""


def check_not_quantized(folder: Path) -> None:
    """Raise `MachineError` for a model folder whose weights another program has packed."""
    for part in (folder, *sorted(_subfolders(folder))):
        if (program := find_packing_program(part)) is not None:
            raise MachineError("model-quantized", path=str(folder), program=program)


def _subfolders(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def find_packing_program(part: Path) -> str | None:
    """Return the program that packed the weights of a part, from its configuration or its tensors; None if none did."""
    with suppress(EaselError):
        config = read_config(part, "config.json") if path_exists(part / "config.json") else {}
        packing = config.get("quantization_config")
        if isinstance(packing, dict):
            method = str(packing.get("quant_method") or "another program")[:40]
            return _METHODS.get(method.split(".")[0], method)
        if isinstance(config.get("quantization"), dict):
            return "MLX"
    for file in sorted(part.glob("*.safetensors")):
        with suppress(EaselError):
            return _program_of(read_header(file)[1])
    return None


def _program_of(entries: Entries) -> str | None:
    if any(".quant_state." in name or name.endswith((".absmax", ".SCB")) for name in entries):
        return "bitsandbytes"
    layers = (name.removesuffix(".scales") for name in entries if name.endswith(".scales"))
    return "MLX" if any(entries.get(f"{layer}.weight", {}).get("dtype") == "U32" for layer in layers) else None


def check_number_types(files: Iterable[Path]) -> None:
    """Raise `MachineError` for weights in a type of numbers that the installed PyTorch does not have.

    A damaged file is no matter here: whatever reads its weights names it.
    """
    version = package_version("torch") or "0"
    if parse_release(version) >= parse_release(FLOAT8_TORCH):
        return
    for file in files:
        entries: Entries = {}
        with suppress(BadRequest):
            entries = read_header(file)[1]
        if any(entry["dtype"].startswith("F8_") for entry in entries.values()):
            raise MachineError("weights-need-torch", name=file.name, kind="float8", least=FLOAT8_TORCH, version=version)
