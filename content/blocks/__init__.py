"""What a published page is made of."""

from content.blocks.body import BodyBlock

__all__ = ["BodyBlock"]
