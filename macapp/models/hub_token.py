"""The token of the Hugging Face hub, in the Keychain and nowhere else: not in settings, logs or arguments. Any thread.

`keyring` is the Keychain on a Mac and the desktop's store of secrets on Linux; where there is none, nothing is kept.
"""

from contextlib import suppress

from macapp import PRODUCT
from macapp.errors import BadRequest, MachineError

ACCOUNT = "huggingface"
TOKEN_CHARACTERS = range(8, 200 + 1)


def token() -> str | None:
    """Return the token that was kept; None if there is none, or nothing that keeps secrets."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        return keyring.get_password(PRODUCT, ACCOUNT)
    return None


def sign_in(secret: str) -> None:
    """Keep a token; raises `BadRequest` for what can be none, `MachineError` where nothing keeps secrets."""
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
    """Forget the token; without one nothing happens."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        keyring.delete_password(PRODUCT, ACCOUNT)
