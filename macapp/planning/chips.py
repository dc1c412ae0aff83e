"""How fast the GPUs of Apple's chips are. Pure functions, for any thread."""

from macapp.system.machine import Machine

CHIP_TFLOPS = {
    "Apple M1": 2.6,
    "Apple M1 Pro": 5.3,
    "Apple M1 Max": 10.6,
    "Apple M1 Ultra": 21.2,
    "Apple M2": 3.6,
    "Apple M2 Pro": 6.8,
    "Apple M2 Max": 13.6,
    "Apple M2 Ultra": 27.2,
    "Apple M3": 3.5,
    "Apple M3 Pro": 6.4,
    "Apple M3 Max": 14.1,
    "Apple M3 Ultra": 28.3,
    "Apple M4": 3.8,
    "Apple M4 Pro": 7.5,
    "Apple M4 Max": 15.1,
    "Apple M5": 3.8,
    "Apple M5 Pro": 7.5,
    "Apple M5 Max": 15.1,
}
"""The highest throughput in 10**12 operations a second, with the larger GPU of each chip: cores x 128 units x 2 x
clock.

M5 has as many cores as M4 (10, 20, 40). Its clock is not published, so it has the figures of M4. They leave out the
matrix units in its cores, which PyTorch 2.13 does not use."""
TFLOPS_OF_A_CORE = 0.38
"""One core of M4: the estimate for chips that are not in the table."""


def chip_tflops(machine: Machine) -> float | None:
    """Return the highest throughput of a chip in 10**12 operations a second.

    For an Apple chip that is not in the table it is an estimate from the number of its GPU cores. None if that number
    is not known either, and for other processors.
    """
    if machine.chip in CHIP_TFLOPS:
        return CHIP_TFLOPS[machine.chip]
    if machine.gpu_cores is None or not machine.chip.startswith("Apple"):
        return None
    return machine.gpu_cores * TFLOPS_OF_A_CORE
