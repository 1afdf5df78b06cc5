"""Run the measurements named on the command line, or all; then write the table in benchmarks/README.md again.

`python -m benchmarks fuzz --mutations=200000` tries so many damaged notebooks, `python -m benchmarks cluster
--submissions=500` grades so many submissions.
"""

import sys

from . import book, browser, bundles, certificates, cluster, fuzz, grading, imports, lessons, report

MEASUREMENTS = {
    "imports": imports.measure,
    "lessons": lessons.measure,
    "book": book.measure,
    "browser": browser.measure,
    "bundles": bundles.measure,
    "grading": grading.measure,
    "cluster": cluster.measure,
    "fuzz": fuzz.measure,
    "certificates": certificates.measure,
}


def main() -> int:
    names = [name for name in sys.argv[1:] if not name.startswith("--")] or list(MEASUREMENTS)
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
