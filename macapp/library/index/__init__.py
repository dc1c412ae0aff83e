"""The SQLite file: connection and schema, conversion of rows, search, backups.

Imports `domain`, `system` and `errors`, and nothing else of the library.
"""
