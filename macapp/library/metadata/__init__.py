"""The metadata of picture files: our own recipe, XMP, sidecar files, and the formats of other programs.

Reads and writes files; it never changes the index. Imports `imaging`, `models`, `domain` and `system`.
"""
