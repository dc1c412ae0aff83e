"""The operations of PyTorch that have a kernel on MPS, read from its own table."""

import importlib.resources
import re
from functools import cache
from typing import Any

import yaml

from tests.support.fake_mps import Seen

FUSED = "_scaled_dot_product_flash_attention_for_cpu"
"""What fused attention is on the CPU, where it is not asked for by its own name."""
MOVE = "as_tensor"
"""What moves an array to the GPU; it is no operation of its own."""
ANYWHERE = ("CompositeImplicitAutograd", "CompositeExplicitAutograd", "CompositeExplicitAutogradNonFunctional")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C takes a tenth of the time


@cache
def read_kernels() -> dict[str, bool]:
    """Return of every operation of the installed PyTorch whether it runs on MPS: as a kernel, or made of others."""
    text = (importlib.resources.files("torchgen") / "packaged/ATen/native/native_functions.yaml").read_text()
    entries: dict[str, dict[str, Any]] = {each["func"].split("(")[0]: each for each in yaml.load(text, _LOADER)}

    def runs(entry: dict[str, Any]) -> bool:
        if "structured_delegate" in entry:
            return runs(entries[entry["structured_delegate"]])
        keys = {key.strip() for names in entry.get("dispatch", {}) for key in names.split(",")}
        return not keys or "MPS" in keys or bool(keys.intersection(ANYWHERE))

    found = {name: runs(entry) for name, entry in entries.items()}
    for entry in entries.values():
        for name in filter(None, re.split(r",\s*", entry.get("autogen", ""))):
            found[name] = True  # made of the operation that it was generated from
    return found


def lacking(seen: Seen) -> list[str]:
    """Return the recorded operations that no MPS kernel stands for."""
    kernels = read_kernels()
    names = {each.removeprefix("aten::").removesuffix(".default") for each in seen.operations}
    bare = {name: [kernels[each] for each in kernels if each.split(".")[0] == name] for name in names}
    return sorted(name for name in names - {FUSED, MOVE} if not kernels.get(name, any(bare[name])))
