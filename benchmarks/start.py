"""How long `briefgen --help` takes, beside a bare Python; the aim is 0.3 seconds.

python benchmarks/start.py [ROUNDS]
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {"python -c pass": ["-c", "pass"], "briefgen --help": ["-m", "briefgen", "--help"]}


def seconds(arguments):
    start = time.perf_counter()
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, *arguments], cwd=root, check=True, capture_output=True)
    return time.perf_counter() - start


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    for name, arguments in COMMANDS.items():
        times = [seconds(arguments) for _ in range(rounds + 1)][1:]  # the first fills the caches
        print(f"{name:18} median {statistics.median(times):.3f} s of {rounds}")


if __name__ == "__main__":
    main()
