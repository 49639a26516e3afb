"""Settings, one concern a file; ``dev``, ``test`` and ``production`` put them together."""
