"""Run the measurements named on the command line, or all; then write the table in benchmarks/README.md again."""

import sys

from . import book, grading, imports, lessons, report

MEASUREMENTS = {
    "imports": imports.measure,
    "lessons": lessons.measure,
    "book": book.measure,
    "grading": grading.measure,
}


def main() -> int:
    names = sys.argv[1:] or list(MEASUREMENTS)
    unknown = [name for name in names if name not in MEASUREMENTS and name != "report"]
    if unknown:
        print(f"There is no measurement {unknown[0]!r}. Choose from: {', '.join(MEASUREMENTS)}, report.")
        return 2
    for name in names:
        if name != "report":
            print(f"Measuring {name} ...", flush=True)
            report.save(name, MEASUREMENTS[name]())
    report.write_table()
    return 0


if __name__ == "__main__":
    sys.exit(main())
