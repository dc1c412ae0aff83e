"""What versions of PyTorch and macOS are known to do wrong on Apple's GPU, said where it matters. Pure. Any thread."""

from collections.abc import Callable
from dataclasses import dataclass

from macapp.errors import Reason
from macapp.system.machine import Machine


@dataclass(frozen=True)
class KnownIssue:
    """One fault that somebody else has to mend."""

    code: str
    applies: Callable[[tuple[int, ...], tuple[int, ...]], bool]
    """of the release of PyTorch and that of macOS"""


KNOWN_ISSUES = (
    KnownIssue(
        "trouble-noise", lambda torch, _macos: (2, 4) <= torch < (2, 6)
    ),  # pytorch issues 133520, 141471, 139389
    KnownIssue(
        "trouble-sigmas", lambda torch, macos: torch[:2] == (2, 2) and macos[:2] == (14, 4)
    ),  # ComfyUI issue 3346
    KnownIssue(
        "trouble-xl", lambda torch, macos: (2, 10) <= torch < (2, 13) and macos >= (27,)
    ),  # pytorch issue 187280
    KnownIssue("trouble-linear", lambda _torch, macos: macos[:2] == (13, 2)),  # AUTOMATIC1111 pull request 8866
)


def known_issues(machine: Machine) -> list[Reason]:
    """Return what is known to go wrong on a machine; nothing where no picture is made on Apple's GPU."""
    if machine.device != "mps" or machine.macos_release is None:
        return []
    versions = machine.torch_release, machine.macos_release
    return [
        Reason(each.code, {"torch": machine.torch, "macos": machine.macos})
        for each in KNOWN_ISSUES
        if each.applies(*versions)
    ]
