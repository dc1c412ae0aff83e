"""Sentences about the machine: files, disks, memory, macOS, PyTorch and the program itself."""

from collections.abc import Mapping

SYSTEM_MESSAGES: Mapping[str, str] = {
    # paths and files
    "file-missing": "There is no file at {path}.",
    "file-not-regular": "{path} is {looks}, not a file. Choose a file.",
    "file-too-large": "{path} is larger than {limit_bytes}, the limit for such a file. Choose a smaller file.",
    "folder-expected": "{path} is not a folder.",
    "path-missing": "{path} does not exist. Check whether it was moved or renamed.",
    "path-not-folder": "{path} cannot be used: there is a file where a folder is needed, or the other way round.",
    "path-folder": "{path} is a folder. Choose a file.",
    "path-too-long": "The name {path} is too long for this disk. Choose a shorter one.",
    "path-loop": "{path} is a link that leads back to itself. Choose the file itself.",
    "text-not-unicode": "{value} is not Unicode, so it cannot be stored. Rename or rewrite it.",
    # disks
    "disk-nearly-full": "The disk has only {free} of free space, and {needed} is needed. Free some space to continue.",
    "disk-full": "The disk is full. Free some space, then try again.",
    "disk-gone": "The disk does not respond or is not connected. Connect it, then try again.",
    "disk-file-size": "The file is too large for this disk. Choose another folder.",
    "disk-read-only": "The disk is read-only. Choose another folder.",
    "disk-not-allowed": "Easel has no permission to use {path}. Choose another location, or allow access.",
    "disk-broken": "The disk reported an error. Check the disk before you continue.",
    "files-too-many": "Too many files are open on this machine. Close other programs, then try again.",
    "system-refused": ("The system reported an error ({name}: {why}). Try again. If it happens again, check the disk."),
    "output-failed": "The results could not be printed: {why}.",
    # memory and the GPU
    "memory-let-go": "Memory is low, so Easel unloaded the model. The next picture loads it again.",
    "memory-spared": "Memory is low, so Easel makes the next pictures with less memory and a little more slowly.",
    "gpu-cut-off": (
        "macOS stopped the picture on the GPU. This happens when the screen waits too long for its turn, or when the"
        " Mac sleeps. Try again with a smaller size, or with the display asleep."
    ),
    "out-of-memory": "There was not enough memory. Choose a smaller size, or close other programs.",
    "out-of-memory-at": (
        "There was not enough memory for {width} x {height}, which needs about {needed} of the {available} that is"
        " available. Choose a smaller size, or close other programs."
    ),
    "memory-for-libraries": (
        "There is not enough memory to load PyTorch, which makes the pictures."
        " Close other programs, and start Easel again."
    ),
    "picture-not-finite": "The model returned invalid numbers instead of a picture. Try another seed or less guidance.",
    "device-missing": "PyTorch cannot use {device} on this machine.",
    "library-unusable": "Easel needs the library {name}, which could not be loaded: {why}.",
    "library-missing": "This needs the library {name}, which is not installed.",
    # facts for `macapp plan --as`
    "fact-unknown": "{value} is not a property of a machine. Write one of {names}, for example ram=16GB.",
    "fact-wrong": "{value} is not a value for {field}. Write it as {field}={example}.",
    # versions of macOS and PyTorch
    "trouble-noise": "PyTorch {torch} is known for noise and slow pictures on Apple's GPU. Use 2.6 or later.",
    "trouble-sigmas": "PyTorch {torch} is known for wrong noise levels on macOS {macos}. Use 2.3 or later.",
    "trouble-xl": "PyTorch {torch} is known to spoil pictures on macOS {macos}. Use 2.13 or later.",
    "trouble-linear": "macOS {macos} is known for wrong results of large products on Apple's GPU. Update macOS.",
    "needs-arm64": (
        "Easel runs under Rosetta as a program for {arch}, so it cannot use Apple's GPU. Turn off “Open using Rosetta”"
        " in its Get Info window, or use a Python for Apple silicon (arm64)."
    ),
    "needs-apple-silicon": (
        "This Mac has no Apple silicon ({arch}). Its processor makes the pictures, which takes minutes for each."
    ),
    "needs-macos-for-torch": (
        "PyTorch {torch} needs macOS {least} for Apple's GPU, and this is {macos}. Update macOS, or install the package"
        " set for this version. Until then, the processor makes the pictures, slowly."
    ),
    "needs-macos": "Apple's GPU needs macOS 12.6 or later, and this is {macos}.",
    "better-macos": "macOS 13 or later is recommended, and this is {macos}.",
    "needs-torch": "Apple's GPU needs PyTorch 1.13 or later, and this is {torch}.",
    "better-torch": "PyTorch 2.0 or later is recommended, and this is {torch}.",
    # the program
    "canceled": "Canceled.",
    "bug": "Something went wrong inside Easel ({kind}: {text}). The log has the details.",
    "command-line": "{message}",
    "window-silent": "Easel is already open with this library, but its window does not respond. Quit that Easel first.",
    "not-started-again": (
        "Easel could not restart by itself. Quit it and open it again. The picture waits in the queue."
    ),
    "copy-damaged": ("This copy of Easel is incomplete: its {part} is missing or damaged. Replace it with a new copy."),
    "start-translocated": (
        "macOS runs Easel from a hidden copy, because Easel was not moved after the download. Quit Easel,"
        " drag it into Applications, and open it there."
    ),
    "start-disk-image": (
        "Easel runs from the disk image {name} and ends when the image is ejected. Drag Easel into Applications, and"
        " open it there."
    ),
    "start-read-only": ("Easel is in {path}, on a read-only disk, so it cannot be updated. Move it into Applications."),
    "updates-nowhere": "Easel has no page of releases yet, so it cannot check for updates.",
    "updates-unreachable": "The page of releases cannot be reached. Check that this machine is online.",
    "updates-unreadable": "The answer is not the page of releases. Try again later.",
    "smoke-refused": "The first picture was refused: {why}.",
    "smoke-late": "Timed out after {seconds} seconds while waiting for {what}.",
    "smoke-wrong-picture": (
        "The first picture is not what was requested: {middle} in its middle, {corner} in a corner."
    ),
}
