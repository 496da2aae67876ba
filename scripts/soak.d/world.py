"""What all clients share: what they count, what they expect to find at the end, and what went wrong."""

import asyncio
import collections
import itertools
import time

# What an answer may take beyond its call's deadline before it counts as a hang, in seconds.
MARGIN = 10.0
SHOWN = 5


class World:
    def __init__(self, contract, unix, tcp):
        self.contract, self.unix, self.tcp = contract, unix, tcp
        self.calls = self.answers = self.lost = self.connects = 0
        self.faults = collections.Counter()
        self.outcomes = collections.Counter()
        self.violations = collections.Counter()
        self.examples = collections.defaultdict(list)
        self.latencies = collections.defaultdict(list)
        self.numbers = itertools.count(1)
        # Lesson title → words it must have in the end; None: it must not be there.
        self.lessons = {}
        # Titles of imports whose last answer was lost: all words or no lesson.
        self.uncertain = {}
        self.never_reading = asyncio.Lock()
        self.base_lesson = 0
        self.base_words = 0
        # Cleared while the server is sampled at rest.
        self.runs = asyncio.Event()
        self.ends = False
        self._since, self._seconds = 0.0, 0.0

    def run(self, runs):
        """Lets the clients come, or come no more."""
        if runs:
            self._since = time.monotonic()
            self.runs.set()
        else:
            self._seconds = self.loaded_seconds()
            self.runs.clear()

    def loaded_seconds(self):
        """How long there has been load."""
        return self._seconds + (time.monotonic() - self._since if self.runs.is_set() else 0)

    def violation(self, kind, text):
        self.violations[kind] += 1
        if len(self.examples[kind]) < SHOWN:
            self.examples[kind].append(text)

    async def answer_of(self, future, name, timeout):
        """The call's answer, or a violation when neither it nor the connection's end comes in time."""
        try:
            return await asyncio.wait_for(future, timeout + MARGIN)
        except asyncio.TimeoutError:
            self.violation("hang", f"{name}: no answer {timeout + MARGIN:.0f} s after the call")
            raise

    def took(self, name, seconds):
        times = self.latencies[name]
        if len(times) < 200_000:
            times.append(seconds)

    def expect(self, condition, kind, text):
        if not condition:
            self.violation(kind, text)
