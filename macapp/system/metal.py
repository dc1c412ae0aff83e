"""What Metal says of a Mac's GPU, without PyTorch: how much memory it may take, how many cores it has. Any thread.

Elsewhere, and where macOS does not answer, nothing is known.
"""

import ctypes
import re
import subprocess
import sys
from pathlib import Path

ON_A_MAC = sys.platform == "darwin"

# A program that draws nothing has to load the first one before Metal names a device (Apple's page on
# MTLCreateSystemDefaultDevice).
GRAPHICS = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics"
METAL = "/System/Library/Frameworks/Metal.framework/Metal"
OBJECTIVE_C = "/usr/lib/libobjc.A.dylib"
IOREG = Path("/usr/sbin/ioreg")


def recommended_working_set() -> int | None:
    """Return the bytes that Metal recommends a program to take at most (recommendedMaxWorkingSetSize)."""
    if not ON_A_MAC:
        return None
    try:
        ctypes.CDLL(GRAPHICS)
        metal, runtime = ctypes.CDLL(METAL), ctypes.CDLL(OBJECTIVE_C)
        metal.MTLCreateSystemDefaultDevice.restype = ctypes.c_void_p
        runtime.sel_registerName.restype = ctypes.c_void_p
        runtime.sel_registerName.argtypes = [ctypes.c_char_p]
        device = metal.MTLCreateSystemDefaultDevice()
        ask = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", runtime))
        return int(ask(device, runtime.sel_registerName(b"recommendedMaxWorkingSetSize"))) if device else None
    except (OSError, AttributeError):
        return None


def gpu_core_count() -> int | None:
    """Return how many cores the GPU has, from the system's list of devices."""
    if not ON_A_MAC:
        return None
    try:
        listed = subprocess.run(  # noqa: S603
            [IOREG, "-r", "-d", "1", "-c", "AGXAccelerator"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'"gpu-core-count"\s*=\s*(\d+)', listed.stdout)
    return int(found[1]) if found else None
