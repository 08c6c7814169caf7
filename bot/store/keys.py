"""Encryption of what the store must not hold in clear: tokens, and the key of its digests."""

import base64
import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import SettingsError, UndecipherableError

VARIABLE = "WHOSEJOB_SECRET_KEYS"


class Keys:
    """Fernet keys: the first encrypts, any of them decrypts."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """Takes the keys.

        Raises:
            SettingsError: one of them is no Fernet key. Names its place, never its value.
        """
        self._fernet = MultiFernet([_fernet(key, place) for place, key in enumerate(keys, 1)]) if keys else None

    def __bool__(self) -> bool:
        return self._fernet is not None

    def encrypt(self, text: str) -> str:
        """The text, for whoever has the key.

        Raises:
            SettingsError: there is no key.
        """
        return self._own().encrypt(text.encode()).decode()

    def decrypt(self, text: str) -> str:
        """The text that was encrypted.

        Raises:
            SettingsError: there is no key.
            UndecipherableError: no key decrypts it.
        """
        try:
            return self._own().decrypt(text.encode()).decode()
        except (InvalidToken, UnicodeError) as error:
            raise UndecipherableError(f"No key in {VARIABLE} decrypts what the database holds.") from error

    def _own(self) -> MultiFernet:
        if self._fernet is None:
            raise SettingsError(f"{VARIABLE} is missing: tokens are kept encrypted only (`whosejob db new-key`).")
        return self._fernet


def new_key() -> str:
    """A new random key."""
    return Fernet.generate_key().decode()


def derived(secret: str) -> str:
    """A key made of a secret that is random itself, such as a bot token, for those who set no key."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"whosejob\0" + secret.encode()).digest()).decode()


def _fernet(key: str, place: int) -> Fernet:
    try:
        return Fernet(key.strip())
    except ValueError as error:
        raise SettingsError(
            f"{VARIABLE}: key {place} is no Fernet key (`whosejob db new-key` makes one; commas between several)."
        ) from error


def keyring(secret_keys: Sequence[str], token: str) -> tuple[str, ...]:
    """The keys set, then one derived from a bot token: what was encrypted before there were keys can still be read."""
    return (*secret_keys, derived(token)) if token else tuple(secret_keys)
