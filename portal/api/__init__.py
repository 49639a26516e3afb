"""The read API: what the public pages say, for programs. The same ``visible_to`` decides; nothing is ever written."""
