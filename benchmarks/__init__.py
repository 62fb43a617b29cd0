"""How long the tool takes on a code base of a given size: `python -m benchmarks [FILES]`."""
