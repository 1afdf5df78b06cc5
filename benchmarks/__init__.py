"""Measurements of the library. `python -m benchmarks NAME` runs one, `python -m benchmarks` all of them."""
