"""Info.plist: the description of Easel.app for macOS. Values only; `plistlib` writes them."""

import plistlib
import re
from collections.abc import Mapping
from typing import Any

from constraint_sets import CURRENT
from macapp import IDENTIFIER, PRODUCT, __version__
from macapp.system.services import MESSAGE

LEAST_MACOS = CURRENT.macos
"""The oldest macOS of the Metal part of the bundled PyTorch, from a text in its library."""
ICON = f"{PRODUCT}.icns"
IMAGES = {
    "public.png": ("PNG image", ("png",)),
    "public.jpeg": ("JPEG image", ("jpg", "jpeg")),
    "public.tiff": ("TIFF image", ("tif", "tiff")),
    "org.webmproject.webp": ("WebP image", ("webp",)),
}
"""The uniform type identifiers of source images, each with its name and its extensions."""
SAFETENSORS = "co.huggingface.safetensors"
FOLDERS = {
    "NSDesktopFolderUsageDescription": "pictures and models that you choose there",
    "NSDocumentsFolderUsageDescription": "pictures and models that you choose there",
    "NSDownloadsFolderUsageDescription": "pictures and models that you choose there",
    "NSRemovableVolumesUsageDescription": "pictures and models that you keep on a disk of your own",
    "NSNetworkVolumesUsageDescription": "pictures and models that you keep on a server",
}
"""Folders that a program may read only with permission, and the reason that macOS shows."""


def info() -> dict[str, Any]:
    """Return all keys and values."""
    return {
        "CFBundleName": PRODUCT,
        "CFBundleDisplayName": PRODUCT,
        "CFBundleExecutable": PRODUCT,
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleIconFile": ICON,
        "CFBundlePackageType": "APPL",
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleDevelopmentRegion": "en",
        "CFBundleShortVersionString": release_of(__version__),
        "CFBundleVersion": release_of(__version__),
        "LSMinimumSystemVersion": LEAST_MACOS,
        "LSArchitecturePriority": ["arm64"],
        "LSRequiresNativeExecution": True,  # macOS must not offer to install Rosetta
        "LSApplicationCategoryType": "public.app-category.graphics-design",
        "LSBackgroundOnly": False,
        "NSPrincipalClass": "NSApplication",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # follows the dark mode of the Mac
        # Qt 6.9 was built before the design of macOS 26, and draws the controls of that design with artefacts.
        "UIDesignRequiresCompatibility": True,
        "NSSupportsAutomaticGraphicsSwitching": True,
        "NSHumanReadableCopyright": "Apache License 2.0",
        "CFBundleDocumentTypes": [*(_image(each) for each in IMAGES), _model()],
        "UTImportedTypeDeclarations": [_webp(), _safetensors()],
        "NSServices": [_service()],
        **{key: f"{PRODUCT} reads {what}." for key, what in FOLDERS.items()},
    }


def to_xml(values: Mapping[str, Any] | None = None) -> bytes:
    """Return the property list as XML."""
    return plistlib.dumps(dict(info() if values is None else values))


def release_of(version: str) -> str:
    """Return the three numbers of a version, the only form that macOS accepts."""
    match = re.match(r"\d+\.\d+\.\d+", version)
    if match is None:
        raise ValueError(f"{version} is no version of three numbers")
    return match[0]


def _service() -> dict[str, Any]:
    """Return the entry of the Services menu of other programs: `macapp/system/services.py` gets the selected text."""
    return {
        "NSMenuItem": {"default": f"Make a Picture with {PRODUCT}"},
        "NSMessage": MESSAGE,
        "NSPortName": PRODUCT,
        "NSSendTypes": ["public.utf8-plain-text", "NSStringPboardType"],
        "NSRequiredContext": {},  # without this key the entry is off until the user turns it on in System Settings
    }


def _image(identifier: str) -> dict[str, Any]:
    name, extensions = IMAGES[identifier]
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": "Viewer",
        "CFBundleTypeExtensions": list(extensions),
        # Alternate: Easel is offered and opens files dropped on the Dock, but is not the default for a double click.
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": [identifier],
    }


def _model() -> dict[str, Any]:
    return {
        "CFBundleTypeName": "Model in safetensors",
        "CFBundleTypeRole": "Viewer",
        "CFBundleTypeExtensions": ["safetensors"],
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": [SAFETENSORS],
    }


def _webp() -> dict[str, Any]:
    return _imported("org.webmproject.webp", "WebP image", "public.image", "webp", "image/webp")


def _safetensors() -> dict[str, Any]:
    return _imported(SAFETENSORS, "Model in safetensors", "public.data", "safetensors", None)


def _imported(identifier: str, name: str, conforms: str, extension: str, mime: str | None) -> dict[str, Any]:
    tags = {"public.filename-extension": [extension], **({} if mime is None else {"public.mime-type": [mime]})}
    return {
        "UTTypeIdentifier": identifier,
        "UTTypeDescription": name,
        "UTTypeConformsTo": [conforms],
        "UTTypeTagSpecification": tags,
    }
