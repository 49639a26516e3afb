"""One search over everything the reader may see. Start reading in ``finding.py``; README.md says how it is built."""
