"""Facts about the GPU of a Mac, read without PyTorch: recommended memory and number of cores. Any thread.

All are None on other systems, and where macOS does not answer.
"""

import ctypes
import re
import subprocess
import sys
from pathlib import Path

ON_A_MAC = sys.platform == "darwin"

# A program without graphics has to load CoreGraphics before Metal returns a device (Apple's documentation of
# MTLCreateSystemDefaultDevice).
GRAPHICS = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics"
METAL = "/System/Library/Frameworks/Metal.framework/Metal"
OBJECTIVE_C = "/usr/lib/libobjc.A.dylib"
IOREG = Path("/usr/sbin/ioreg")


def recommended_working_set() -> int | None:
    """Return the most bytes that Metal recommends for a program (recommendedMaxWorkingSetSize)."""
    if not ON_A_MAC:
        return None
    try:
        ctypes.CDLL(GRAPHICS)
        metal, runtime = ctypes.CDLL(METAL), ctypes.CDLL(OBJECTIVE_C)
        metal.MTLCreateSystemDefaultDevice.restype = ctypes.c_void_p
        runtime.sel_registerName.restype = ctypes.c_void_p
        runtime.sel_registerName.argtypes = [ctypes.c_char_p]
        device = metal.MTLCreateSystemDefaultDevice()
        send = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", runtime))
        return int(send(device, runtime.sel_registerName(b"recommendedMaxWorkingSetSize"))) if device else None
    except (OSError, AttributeError):
        return None


def gpu_core_count() -> int | None:
    """Return the number of GPU cores, from the device list of the system."""
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
