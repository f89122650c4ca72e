"""Run every benchmark of this package, or those named on the command line."""

import sys
from importlib import import_module
from pathlib import Path

# come with extras: `pip install -e '.[generator,evaluation,benchmarks]'`
OPTIONAL = ("torch", "ecg_plot", "neurokit2", "sleepecg", "sklearn")


def benchmark_names() -> list[str]:
    """The modules of this package that have a ``main()``, without importing them."""
    modules = sorted(Path(__file__).parent.glob("[!_]*.py"))
    return [module.stem for module in modules if "\ndef main(" in module.read_text()]


def main(wanted: list[str]) -> None:
    """Run the benchmarks named in ``wanted``, or all of them; exit with 2 for an unknown name."""
    known = benchmark_names()
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(known)}")
        sys.exit(2)
    for name in wanted or known:
        print(f"\n== {name}")
        try:
            benchmark = import_module(f"benchmarks.{name}")
        except ModuleNotFoundError as error:
            if error.name not in OPTIONAL:
                raise
            print(f"skipped: {error.name} is not installed")
            continue
        benchmark.main()


if __name__ == "__main__":
    main(sys.argv[1:])
