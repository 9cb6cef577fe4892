"""The short word beside a case's number: who has both may read how far the case is.

Eight characters that are not taken for each other; only a digest under the workspace's own secret is kept.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
SALT = "unfence.counter.word"


def new_word() -> str:
    """A new word: one of 31^8, near 10^12."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def digest_of(code: str, word: str) -> str:
    """What is kept of a word; it fits one number only."""
    return salted_hmac(SALT, f"{code} {plain(word)}", algorithm="sha256").hexdigest()


def fits(code: str, word: str, digest: str) -> bool:
    """Whether a word is the one of a number."""
    return constant_time_compare(digest_of(code, word), digest)


def plain(word: str) -> str:
    """A word as it is compared, however somebody writes it.

    >>> plain(" abcd-2345 ")
    'ABCD2345'
    """
    return "".join(letter for letter in word.upper() if letter.isalnum())[:40]
