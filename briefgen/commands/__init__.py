"""One file per command; `cli.py` wires them."""
