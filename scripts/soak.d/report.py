"""What a run prints."""


def quantile(times, share):
    times = sorted(times)
    return times[min(int(len(times) * share), len(times) - 1)] * 1000


def print_report(world, minutes, samples, cpu_seconds):
    print(f"\n{world.calls:,} calls in {minutes:.1f} minutes ({world.calls / minutes / 60:,.0f} per second) on"
          f" {world.connects:,} connections; {world.answers:,} answers, {world.lost:,} lost with their connections;"
          f" the server's CPU time: {cpu_seconds / world.calls * 1e6:.0f} µs per call")
    print(f"\n{'method':<36}{'calls':>10}{'p50 ms':>10}{'p99 ms':>10}{'max ms':>10}")
    for name, times in sorted(world.latencies.items()):
        figures = (quantile(times, 0.5), quantile(times, 0.99), quantile(times, 1))
        print(f"{name:<36}{len(times):>10}" + "".join(f"{figure:>10.1f}" for figure in figures))
    print("\n" + ", ".join(f"{name} {count}" for name, count in sorted(world.outcomes.items())))
    print("faults: " + ", ".join(f"{name} {count}" for name, count in sorted(world.faults.items())))
    print(f"\n{'at rest':<24}{'calls':>12}{'descriptors':>13}{'threads':>9}{'resident KiB':>14}{'peak KiB':>10}")
    for name, sample in samples.items():
        print(f"{name:<24}{sample.calls:>12,}{sample.descriptors:>13}{sample.threads:>9}{sample.resident_kib:>14,}"
              f"{sample.peak_kib:>10,}")
    print()


def verdicts(world, samples, exit_code, complaints, socket_is_left):
    """Pairs of what must hold and what speaks against it, empty when it holds."""
    first, last = list(samples.values())[-2:]
    most = max(first.resident_kib * 0.02, 2_048)
    grown = last.resident_kib - first.resident_kib
    told = {kind: f"{count} times, such as: {'; '.join(world.examples[kind])}" for kind, count in world.violations.items()}
    left = world.calls - world.answers - world.lost
    rest = "; ".join(f"{kind}: {text}" for kind, text in told.items() if kind not in ("hang", "lost answer"))
    return [
        ("no call hangs", told.get("hang", "")),
        ("no answer is lost", told.get("lost answer", "") or (f"{left} calls have no end" if left else "")),
        ("no answer is doubled or wrong", rest),
        ("descriptors are as before", "" if first.descriptors == last.descriptors
         else f"{first.descriptors}, then {last.descriptors}"),
        ("threads are as before", "" if first.threads == last.threads else f"{first.threads}, then {last.threads}"),
        ("memory is as before", "" if grown <= most else f"{grown:,} KiB more, {most:,.0f} allowed"),
        ("the log has no error", "; ".join(complaints[:5])),
        ("SIGTERM ends the server well", "" if exit_code == 0 and not socket_is_left
         else f"exit code {exit_code}, socket file {'left' if socket_is_left else 'removed'}"),
    ]
