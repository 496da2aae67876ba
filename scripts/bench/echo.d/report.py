"""Medians, ranges and ratios, as a table and as limits that hold or do not."""

import statistics
from dataclasses import dataclass

from rounds import OWN

# measure → heading; all but calls per second are microseconds
MEASURES = {"cpu_us": "server CPU/call µs", "p50_us": "p50 µs", "p99_us": "p99 µs", "calls_per_second": "calls/s"}
# The limits on the ratio A/B, for the Go library as client.
LIMITED_CLIENT = "library"
RATIO_LIMITS = {
    ("1 at a time", "cpu_us"): 0.45,
    ("64 in flight", "cpu_us"): 0.50,
    ("64 connections", "cpu_us"): 0.70,
    ("1 at a time", "p50_us"): 1.0,
}
IDLE_CONNECTION_LIMIT = 16 * 1024


@dataclass
class Spread:
    """Median and range of the rounds."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values):
        return cls(statistics.median(values), min(values), max(values))

    def text(self, digits=1):
        return f"{self.median:.{digits}f} [{self.lowest:.{digits}f}–{self.highest:.{digits}f}]"


def summarize(rows):
    """Yields one summary per placement, client, mode and measure, with the ratio formed round by round."""
    for placement, client, mode in dict.fromkeys((row["placement"], row["client"], row["mode"]) for row in rows):
        if client.startswith(OWN):
            continue
        chosen = [row for row in rows if (row["placement"], row["client"], row["mode"]) == (placement, client, mode)]
        for measure in MEASURES:
            values = {}
            for row in chosen:
                values.setdefault(row["server"], []).append(row[measure])
            summary = {"placement": placement, "client": client, "mode": mode, "measure": measure}
            summary["servers"] = {server: Spread.of(numbers) for server, numbers in values.items()}
            if "a" in values:
                summary["ratio"] = Spread.of([a / b for a, b in zip(values["a"], values["b"])])
                if client == LIMITED_CLIENT and (mode, measure) in RATIO_LIMITS:
                    summary["limit"] = RATIO_LIMITS[mode, measure]
                    summary["holds"] = summary["ratio"].median <= summary["limit"]
            yield summary


def print_table(summaries):
    block = None
    for summary in summaries:
        if block != (summary["placement"], summary["client"]):
            block = (summary["placement"], summary["client"])
            print(f"\n{summary['placement']} placement, client {summary['client']}")
            columns = "floor" if "ratio" not in summary else f"{'A':<28} {'B':<28} A/B"
            print(f"  {'mode':<15} {'measure':<19} {columns}")
        digits = 0 if summary["measure"] == "calls_per_second" else 1
        line = f"  {summary['mode']:<15} {MEASURES[summary['measure']]:<19} "
        line += "".join(f"{spread.text(digits):<28} " for _, spread in sorted(summary["servers"].items()))
        if "ratio" in summary:
            line += f"{summary['ratio'].text(2):<19} {_verdict(summary)}"
        print(line.rstrip())


def _verdict(summary):
    if "limit" not in summary:
        return ""
    return f"≤ {summary['limit']} {'OK' if summary['holds'] else 'FAILED'}"


def summarize_memory(rows):
    for measure, what in (("opened_bytes", "opened"), ("called_bytes", "after one call")):
        spreads = {name: Spread.of([row[measure] for row in rows if row["server"] == name]) for name in ("a", "b")}
        yield {
            "measure": what,
            "servers": spreads,
            "limit": IDLE_CONNECTION_LIMIT,
            "holds": spreads["a"].median <= IDLE_CONNECTION_LIMIT,
        }


def print_memory(summaries, connections):
    print(f"\nresident bytes per idle connection, of {connections}")
    print(f"  {'connections':<15} {'A':<28} B")
    for summary in summaries:
        a, b = (summary["servers"][name].text(0) for name in ("a", "b"))
        print(f"  {summary['measure']:<15} {a:<28} {b:<28} A {_verdict(summary)}")
