"""Which standards of an edition a reader asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from peerreview.models import Section, Standard


@dataclass(frozen=True)
class Wanted:
    """What to keep; an empty word keeps everything."""

    type: str = ""
    value: str = ""
    kind: str = ""
    level: str = ""

    def __bool__(self) -> bool:
        return bool(self.type or self.value or self.kind or self.level)

    def keeps(self, standard: Standard) -> bool:
        """Say whether ``standard`` is wanted; reads the prefetched links."""
        return (
            self.type in ("", str(standard.type))
            and (not self.kind or self.kind in standard.applies_to)
            and self.level in ("", standard.level)
            and (not self.value or self.value in {link.value.code for link in standard.value_links.all()})
        )


def narrowed(sections: Iterable[Section], wanted: Wanted) -> list[tuple[Section, list[Standard]]]:
    """Return the sections that keep at least one standard, each with those it keeps."""
    found = [(section, [one for one in section.standards.all() if wanted.keeps(one)]) for section in sections]
    return [(section, standards) for section, standards in found if standards]
