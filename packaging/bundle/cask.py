"""Write the Homebrew cask of a release: the file with which `brew` installs the disk image.

GITHUB_REPOSITORY    the owner and the name of the repository with the releases, as GitHub gives them to its runners
"""

import os
import re
from pathlib import Path

from bundle.build_step import Skipped
from bundle.checksums import digest
from bundle.disk_image import NAME as IMAGE
from bundle.plist import LEAST_MACOS
from bundle.sign import AD_HOC, identity
from macapp import IDENTIFIER, PRODUCT, __version__

NAME = f"{PRODUCT.lower()}.rb"
REPOSITORY = "GITHUB_REPOSITORY"
MACOS_NAMES = {"14.0": "sonoma", "15.0": "sequoia", "26.0": "tahoe"}
ZAP = (
    f"~/Library/Application Support/{PRODUCT}",
    f"~/Library/Caches/{PRODUCT}",
    f"~/Library/Logs/{PRODUCT}",
    f"~/Library/Preferences/{IDENTIFIER}.plist",
    f"~/Library/Saved Application State/{IDENTIFIER}.savedState",
)
"""What `brew uninstall --zap` moves to the Trash: the index, settings, models that were copied, caches and logs. The
pictures stay."""
_CASK = """\
cask "{token}" do
  version "{version}"
  sha256 "{digest}"

  url "https://github.com/{repository}/releases/download/v#{{version}}/{image}"
  name "{product}"
  desc "Makes pictures from text with Stable Diffusion"
  homepage "https://github.com/{repository}"

  depends_on arch: :arm64
  depends_on macos: ">= :{macos}"

  app "{product}.app"

  zap trash: [
{zap}
  ]
{caveats}end
"""
_CAVEATS = """
  caveats <<~EOS
    {product} is signed ad hoc, not notarised by Apple. The first time, macOS refuses to open it: click
    Open Anyway in System Settings, Privacy & Security.
  EOS
"""


def write(dist: Path) -> str:
    """Write the cask; return its name. Raises `Skipped` without a disk image, or without an address to load it from."""
    image = dist / IMAGE
    if not image.is_file():
        raise Skipped(f"There is no {IMAGE} for a cask: only a Mac can build it.")
    repository = os.environ.get(REPOSITORY, "")
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        raise Skipped(f"{REPOSITORY} does not say where the release will be.")
    (dist / NAME).write_text(make_cask(digest(image), repository, identity() == AD_HOC), encoding="utf-8")
    return f"{NAME}: {PRODUCT} {__version__} of {repository}"


def make_cask(digest_of_image: str, repository: str, ad_hoc: bool) -> str:
    """Return the text of the cask for a disk image in the release of this version."""
    return _CASK.format(
        token=PRODUCT.lower(),
        version=__version__,
        digest=digest_of_image,
        repository=repository,
        image=IMAGE.replace(__version__, "#{version}"),
        product=PRODUCT,
        macos=MACOS_NAMES[LEAST_MACOS],
        zap="\n".join(f'    "{each}",' for each in sorted(ZAP)),
        caveats=_CAVEATS.format(product=PRODUCT) if ad_hoc else "",
    )
