"""The token of the Hugging Face hub, stored only in the Keychain, never in settings, logs or arguments. Any thread.

`keyring` uses the Keychain on a Mac and the desktop's secret store on Linux. Without one, nothing is stored.
"""

from contextlib import suppress

from macapp import PRODUCT
from macapp.errors import BadRequest, MachineError

ACCOUNT = "huggingface"
TOKEN_CHARACTERS = range(8, 200 + 1)


def token() -> str | None:
    """Return the stored token; None if there is none, or no secret store."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        return keyring.get_password(PRODUCT, ACCOUNT)
    return None


def sign_in(secret: str) -> None:
    """Store a token; raises `BadRequest` for an invalid one, `MachineError` without a secret store."""
    import keyring
    from keyring.errors import KeyringError

    secret = secret.strip()
    if len(secret) not in TOKEN_CHARACTERS or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise BadRequest("token-wrong")
    try:
        keyring.set_password(PRODUCT, ACCOUNT, secret)
    except KeyringError:
        raise MachineError("keychain-missing") from None


def sign_out() -> None:
    """Delete the token, if there is one."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        keyring.delete_password(PRODUCT, ACCOUNT)
