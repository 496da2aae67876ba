"""Our client and server together beside Go's client and server, round by round."""

from report import MEASURES, Spread
from rounds import OWN

# The limits on the ratio ours/Go's, for the blocking client: at most, and at least.
AT_MOST = {("1 at a time", "p50_us"): 0.75}
AT_LEAST = {("64 in flight", "calls_per_second"): 1.5, ("64 connections", "calls_per_second"): 1.3}
LIMITED = f"{OWN}blocking"
SHOWN = ("p50_us", "p99_us", "calls_per_second")


def summarize_pairs(rows):
    """Yields one summary per placement, own client, mode and measure."""
    own = [row for row in rows if row["client"].startswith(OWN)]
    for placement, client, mode in dict.fromkeys((row["placement"], row["client"], row["mode"]) for row in own):
        ours = _by_round(own, placement, client, mode, "a")
        theirs = _by_round(rows, placement, "library", mode, "b")
        for measure in SHOWN:
            summary = {"placement": placement, "client": client, "mode": mode, "measure": measure}
            summary["ours"] = Spread.of([ours[number][measure] for number in ours])
            summary["theirs"] = Spread.of([theirs[number][measure] for number in ours])
            summary["ratio"] = Spread.of([ours[number][measure] / theirs[number][measure] for number in ours])
            if client == LIMITED:
                summary |= _judge(summary["ratio"].median, (mode, measure))
            yield summary


def _by_round(rows, placement, client, mode, server):
    wanted = (placement, client, mode, server)
    return {row["round"]: row for row in rows if (row["placement"], row["client"], row["mode"], row["server"]) == wanted}


def _judge(ratio, key):
    if key in AT_MOST:
        return {"limit": f"≤ {AT_MOST[key]}", "holds": ratio <= AT_MOST[key]}
    if key in AT_LEAST:
        return {"limit": f"≥ {AT_LEAST[key]}", "holds": ratio >= AT_LEAST[key]}
    return {}


def print_pairs(summaries):
    block = None
    for summary in summaries:
        if block != (summary["placement"], summary["client"]):
            block = (summary["placement"], summary["client"])
            print(f"\n{summary['placement']} placement, {summary['client']} client → A beside the Go library → B")
            print(f"  {'mode':<15} {'measure':<19} {'ours':<28} {'Go':<28} ours/Go")
        digits = 0 if summary["measure"] == "calls_per_second" else 1
        line = f"  {summary['mode']:<15} {MEASURES[summary['measure']]:<19} "
        line += f"{summary['ours'].text(digits):<28} {summary['theirs'].text(digits):<28} {summary['ratio'].text(2):<19} "
        if "limit" in summary:
            line += f"{summary['limit']} {'OK' if summary['holds'] else 'FAILED'}"
        print(line.rstrip())
