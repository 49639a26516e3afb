"""Factories: real rows with believable defaults."""
