"""What the project costs in time and bytes, measured here and now: ``python -m benchmarks``.

Each module measures one thing in its ``main()``, which prints a small table.
"""
