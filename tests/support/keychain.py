"""A keychain for the processes of a test: it stores secrets in a file that the test names."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend


class Kept(KeyringBackend):
    """Stores secrets in the file named by `TEST_KEYCHAIN`."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._all(), f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        self._write({name: each for name, each in self._all().items() if name != f"{service}/{username}"})

    def _all(self) -> dict[str, str]:
        file = Path(os.environ["TEST_KEYCHAIN"])
        return json.loads(file.read_text()) if file.exists() else {}

    def _write(self, secrets: dict[str, str]) -> None:
        Path(os.environ["TEST_KEYCHAIN"]).write_text(json.dumps(secrets))
