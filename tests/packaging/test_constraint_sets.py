"""The sets of packages: pinned by hand, resolved with a hash for every package."""

import re

import pytest

from constraint_sets import LEGACY, SETS, PackageSet


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


def test_the_platform_has_only_the_major_version() -> None:
    assert LEGACY.platform == "macosx_12_0_arm64"
    assert len({each.name for each in SETS}) == len(SETS) == 3
