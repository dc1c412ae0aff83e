"""The sets of packages: pinned by hand, resolved with a hash for every package."""

import re

import pytest

from bundle.build_step import ROOT
from constraint_sets import CURRENT, LEGACY, MACOS_13, SETS, PackageSet


@pytest.mark.parametrize("package_set", SETS, ids=lambda each: each.name)
def test_every_pin_is_in_the_resolved_set_and_every_package_has_a_hash(package_set: PackageSet) -> None:
    packages = dict(package_set.packages())
    pins = re.findall(r"^([\w.-]+)==(\S+)$", package_set.pins.read_text(encoding="utf-8"), re.MULTILINE)
    assert pins
    for name, version in pins:
        assert packages.get(re.sub(r"[-_.]+", "-", name).lower(), version) == version
    content = package_set.whole.read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9-]+==)", content, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(packages)
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("package_set", SETS, ids=lambda each: each.name)
def test_a_set_was_resolved_for_every_machine_that_it_is_promised_for(package_set: PackageSet) -> None:
    """`make constraints` resolves them and lists them in the file; another promise needs it again."""
    assert package_set.resolved_targets() == [str(target) for target in package_set.targets]
    assert len(package_set.targets) == len(set(package_set.targets)) >= 1


def test_the_pythons_that_are_promised_are_those_of_the_sets() -> None:
    """In the metadata of the package, in the script that chooses one, in the documents and in the runs of the tests."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    minors = sorted({int(python.partition(".")[2]) for each in SETS for python in each.pythons})
    assert f'requires-python = ">=3.{minors[0]},<3.{minors[-1] + 1}"' in project
    script = (ROOT / "packaging" / "system.sh").read_text(encoding="utf-8")
    assert CURRENT.pythons == MACOS_13.pythons
    assert f'names="{" ".join(f"python{each}" for each in CURRENT.pythons)}"' in script
    assert f'names="{" ".join(f"python{each}" for each in LEGACY.pythons)}"' in script
    first, last = CURRENT.pythons[0], CURRENT.pythons[-1]
    for document in ("README.md", "CONTRIBUTING.md"):
        text = " ".join((ROOT / document).read_text(encoding="utf-8").split())
        assert f"You need Python {first} to {last}" in text
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        used = set(re.findall(r'python-version: "([\d.]+)"', workflow.read_text(encoding="utf-8")))
        assert used <= set(CURRENT.pythons)


def test_the_platform_has_only_the_major_version() -> None:
    assert LEGACY.platform == "macosx_12_0_arm64"
    assert len({each.name for each in SETS}) == len(SETS) == 3
