"""The certificate gets a separate keychain, and no secret is printed."""

import base64

import pytest

from bundle import keychain, sign
from bundle.build_step import Refused
from tests.support.apple_programs import GOOD, WHO, Played


def test_a_certificate_gets_a_keychain_of_its_own_and_no_secret_is_shown(
    played: Played, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(keychain.CERTIFICATE, base64.b64encode(b"certificate").decode())
    monkeypatch.setenv(keychain.PASSWORD, "open sesame")
    monkeypatch.setenv(sign.IDENTITY, WHO)
    played.answers("security", "find-identity", (GOOD, 0))
    assert keychain.make() == f"{keychain.NAME} holds {WHO}"
    assert [call.split()[1] for call in played.calls][:4] == [
        "create-keychain", "set-keychain-settings", "unlock-keychain", "import",
    ]  # fmt: skip
    shown = capsys.readouterr().out
    assert "open sesame" not in shown
    assert played.calls[0].split()[3] not in shown
    assert keychain.forget() == "deleted"
    assert played.calls[-1] == f"security delete-keychain {keychain.NAME}"


def test_a_certificate_that_cannot_be_opened_is_a_sentence(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keychain.CERTIFICATE, base64.b64encode(b"certificate").decode())
    played.answers("security", "import", ("security: SecKeychainItemImport: MAC verification failed\n", 1))
    with pytest.raises(Refused, match=r"cannot be opened: security: .*MAC verification failed\.$"):
        keychain.make()
