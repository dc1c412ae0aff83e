"""Known faults of PyTorch and macOS on Apple's GPU, shown on the machines that have them. Pure, for any thread."""

from collections.abc import Callable
from dataclasses import dataclass

from macapp.errors import Reason
from macapp.system.machine import Machine


@dataclass(frozen=True)
class KnownIssue:
    """A fault in software that Easel uses."""

    code: str
    applies: Callable[[tuple[int, ...], tuple[int, ...]], bool]
    """whether it affects a release of PyTorch and one of macOS"""


KNOWN_ISSUES = (
    # pytorch issues 133520, 141471, 139389
    KnownIssue("trouble-noise", lambda torch, _macos: (2, 4) <= torch < (2, 6)),
    # ComfyUI issue 3346
    KnownIssue("trouble-sigmas", lambda torch, macos: torch[:2] == (2, 2) and macos[:2] == (14, 4)),
    # pytorch issue 187280
    KnownIssue("trouble-xl", lambda torch, macos: (2, 10) <= torch < (2, 13) and macos >= (27,)),
    # AUTOMATIC1111 pull request 8866
    KnownIssue("trouble-linear", lambda _torch, macos: macos[:2] == (13, 2)),
)


def known_issues(machine: Machine) -> list[Reason]:
    """Return the known faults of a machine; empty where Apple's GPU is not used."""
    if machine.device != "mps" or machine.macos_release is None:
        return []
    versions = machine.torch_release, machine.macos_release
    data = {"torch": machine.torch, "macos": machine.macos}
    return [Reason(issue.code, data) for issue in KNOWN_ISSUES if issue.applies(*versions)]
