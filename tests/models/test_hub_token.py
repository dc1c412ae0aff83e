"""The token of the hub is stored in the keychain only, and refused if it cannot be a token."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeychain

from macapp.errors import BadRequest, MachineError
from macapp.models.hub_token import sign_in, sign_out, token
from tests.support.keychain import Kept


@pytest.fixture(autouse=True)
def keychain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEST_KEYCHAIN", str(tmp_path / "keychain.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(Kept())
    yield
    keyring.set_keyring(before)


def test_a_token_is_stored_and_deleted() -> None:
    assert token() is None
    sign_in("  hf_abcdefgh \n")
    assert token() == "hf_abcdefgh"
    sign_in("hf_another1")
    assert token() == "hf_another1"
    sign_out()
    assert token() is None
    sign_out()


@pytest.mark.parametrize("secret", ["", "short", "x" * 201, "hf_ with spaces", "hf_umlaut_ä", "hf_abc\0defgh"])
def test_what_cannot_be_a_token_is_refused(secret: str) -> None:
    with pytest.raises(BadRequest) as caught:
        sign_in(secret)
    assert caught.value.code == "token-wrong"
    assert token() is None


def test_without_a_keychain_nothing_is_stored() -> None:
    keyring.set_keyring(NoKeychain())
    with pytest.raises(MachineError) as caught:
        sign_in("hf_abcdefgh")
    assert caught.value.code == "keychain-missing"
    assert token() is None
    sign_out()
