"""Sentences about the library: pictures, the queue, the index, import, export and search."""

from collections.abc import Mapping

INVARIANTS: Mapping[str, str] = {
    "index-whole": "the index is intact",
    "jobs-in-one-state": "every job in the queue can be read and is in one state",
    "pictures-whole": "every picture in the index is on the disk and complete",
    "no-partial-files": "no file is truncated",
    "rows-and-files": "every picture on the disk is in the index, once",
    "made-once": "no job has made two pictures",
    "marks-in-files": "favourites, stars, tags and collections are also in the files",
    "nothing-outside": "every file of the library is in its folders",
    "opens-quickly": "the library opens within 10 seconds",
    "nothing-deleted-unasked": "nothing was deleted without a request: deleted pictures are in the Trash",
}
"""What `macapp verify` checks, by the names that it prints as JSON."""

LIBRARY_MESSAGES: Mapping[str, str] = {
    # pictures
    "picture-missing": "There is no picture with the id {id}.",
    "image-empty": "{name} is empty.",
    "image-unknown": "{name} is not a picture that Easel can open. It looks like {looks}.",
    "image-unsupported": (
        "{name} is a {format} picture, which Easel cannot open. Convert it to PNG or JPEG first, for example with"
        " Preview."
    ),
    "image-broken": "{name} is damaged: the picture is incomplete.",
    "image-too-large": "{name} has {width} x {height} pixels. The limit is {limit} megapixels.",
    "image-too-thin": "{name} has {width} x {height} pixels, which is too narrow to use.",
    "image-file-too-large": "{name} is {size_bytes} large. The limit is {limit_bytes}.",
    "image-extras": (
        "{name} contains too much data besides the picture, such as text and profiles."
        " The limit is {limit_bytes}, in a few parts."
    ),
    "pictures-damaged": "Damaged pictures are not in the gallery: {names} ({count} in total). Nothing was deleted.",
    "start-image-gone": "The source image is no longer in the library. Add it again.",
    "picture-not-saved": (
        "The finished picture could not be saved ({kind}: {text}). Easel keeps it and tries again, and the queue waits."
    ),
    "repeat-other-size": "{name} no longer has the size in its settings, so it cannot be compared.",
    "repeat-unknown": "{name} was made by {source}, and its file lacks some settings that are needed to make it again.",
    "doubt-one-colour": "The whole picture has one colour. The model or the GPU may have failed.",
    "doubt-unused": "{name} has tensors that {model} does not use: {count} of {total}, such as {example}.",
    "notice-first-frame": "{name} has several frames. The first one is used.",
    "notice-alpha": "{name} has transparency; it was placed on a white background.",
    # the queue
    "queue-paused-died": (
        "The queue is paused: Easel ended unexpectedly while it made “{prompt}”. Add --resume to continue."
    ),
    "queue-held": (
        "No picture was made: no job is waiting, and some are on hold ({count}). Retry or remove them in the window."
    ),
    "queue-paused": "The queue is paused. Add --resume to continue.",
    "job-held": (
        "Easel ended unexpectedly {times} times while it made this picture. The job is on hold until you retry it."
    ),
    "checkpoint-held": (
        "Easel ended unexpectedly {times} times while it loaded this model. Retry, or use another model."
    ),
    # the index
    "library-in-use": "Another Easel is already working on this library's queue.",
    "library-damaged": (
        "The library's index at {path} is damaged. Your pictures are not. Restore a backup or rebuild the index."
    ),
    "library-damaged-now": (
        "A check found damage in the index of your pictures. The pictures are not affected."
        " Quit Easel and open it again to repair the index."
    ),
    "library-too-new": "The library's index was made by a newer Easel (version {version}). Update this one.",
    "library-busy": "Another program is using the library's index. Try again in a moment.",
    "library-foreign": (
        "The index at {path}, or a file next to it, belongs to another library. Restore a backup or rebuild the index."
    ),
    "library-empty": (
        "The library's index at {path} is empty, which is never the normal state."
        " Restore a backup or rebuild the index."
    ),
    "not-connected": (
        "The pictures folder {path} is not connected. Connect its disk,"
        " or run “macapp rebuild” to start with the pictures that are there."
    ),
    "not-connected-window": (
        "The pictures folder {path} is not connected, so the queue waits. Connect its disk to continue."
    ),
    "backup-none": "There is no backup of the index yet.",
    "backup-wrong": "{name} is not a complete backup of an index. “macapp restore --list” shows the backups.",
    "backup-failed": "The index is damaged, so no backup was made. Run “macapp rebuild”.",
    # the Trash
    "trash-refused": "{name} could not be moved to the Trash. It stays where it is.",
    "trash-closed": (
        "{name} is in the Trash, which Easel may not read. Choose Put Back in the Finder."
        " The gallery shows the picture again when Easel next starts."
    ),
    # import and export
    "folder-is-library": "{path} belongs to the library itself. Its pictures are already in the gallery.",
    "folder-emptied": (
        "{path} is empty now. Pictures of it in the gallery: {count}."
        " Connect its disk, or hide them with --hide-missing if they are really gone."
    ),
    "name-not-unicode": "The name of {name} is not Unicode, so it cannot be stored. Rename the file.",
    "import-unreadable": "{name} could not be read ({kind}) and was skipped. The log has the details.",
    "import-refused": "{name}: {why}",
    "format-unknown": "Unknown format {value}. Choose one of: {names}.",
    "pattern-wrong": "{value} is not a valid pattern for file names. Between braces, use one of: {names}.",
    "sheet-count": "A contact sheet shows 1 to {limit} pictures, not {value}.",
    "export-too-wide": (
        "This picture has {width} x {height} pixels, and WebP supports at most {limit} a side. Choose PNG or JPEG."
    ),
    "export-would-tell": "The prompt could not be removed from the picture, so nothing was written.",
    "output-not-png": "{path} is neither a folder nor the name of a PNG file.",
    # search
    "search-value": "Cannot search for {field}:{value}. After {field}:, write a number, >30, or 20..40.",
    "search-word": "Cannot search for {field}:{value}. After {field}:, write one of: {names}.",
    "search-date": "{field}:{value} is not a date. Write 2026-11-20, 2026-11, 2026, today or yesterday.",
    # from a newer version
    "job-newer": "A newer Easel made this job, and this version does not understand all of it. Update Easel to run it.",
    "reason-newer": "A newer Easel saved the reason in a form that this version cannot read. Update Easel to read it.",
    "code-newer": "A newer Easel gave a reason that this version does not know ({code}). Update Easel to read it.",
    "picture-newer": (
        "A newer Easel made {name} with settings that this version does not know. Update Easel to repeat it."
    ),
    "name-newer": ("A newer Easel saved {name}, and this version does not understand all of it. Choose another name."),
}
