"""Many addresses in groups by their first word.

Django tries one after another: with five hundred, finding the last took a fifth of a millisecond of every request. Of
those that begin with another word now one is tried, not each.
"""

from collections.abc import Iterable

from django.urls import URLPattern, include, path


def by_first_word(addresses: Iterable[URLPattern]) -> list[object]:
    """Return the same addresses, in their order within each first word; the words in the order of their first address.

    An address whose first part is not a fixed word, or which is nothing but a word, stands on its own.
    """
    found: list[object] = []
    groups: dict[str, list[URLPattern]] = {}
    for address in addresses:
        word, slash, rest = str(address.pattern).partition("/")
        if not slash or "<" in word:
            found.append(address)
            continue
        if word not in groups:
            groups[word] = []
            found.append(path(f"{word}/", include(groups[word])))
        groups[word].append(path(rest, address.callback, address.default_args, address.name))
    return found
