"""What can be found: each kind of record, who may find it, and the words it is found by."""

from portal.search.kinds import Source
from portal.search.sources import content, governance, peerreview, people, voices

SOURCES: tuple[Source, ...] = (
    *governance.SOURCES,
    *peerreview.SOURCES,
    *content.SOURCES,
    *voices.SOURCES,
    *people.SOURCES,
)
BY_KIND = {source.kind: source for source in SOURCES}
