"""The load measurement: floors and pages side by side, on a database of its own. See README.md."""
