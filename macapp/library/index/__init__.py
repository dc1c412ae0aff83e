"""The SQLite file: connection and schema, rows, search, copies."""
