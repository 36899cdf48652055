"""What other people's validators say: `python benchmarks/validate.py [SITE]`.

It needs npm, Java and chromium.
Builds the samples with a site address unless a built SITE is named. Counts errors of vnu (the W3C's
checker) on every page, of html-validate on those we write whole, and Lighthouse's mobile scores of
the heaviest day. The validators come from the npm registry into `.briefgen/validators/`, once.
Ends with 1 when one of them finds something.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from briefgen.commands.serve import Handler, Server

TOOLS = ROOT / ".briefgen" / "validators"
# A headline may be longer than a search engine shows of it.
RULES = {"root": True, "extends": ["html-validate:recommended"], "rules": {"long-title": "off"}}
FLAGS = "--headless=new --no-sandbox --disable-gpu"
OURS = b'<body class="bg-plain">'  # pages of articles, names, topics, watched terms, years
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 90}


class Host(Handler):
    """Compresses text and lets it be cached, as hosts of static sites do."""

    def end_headers(self) -> None:
        """Leave caching as it is."""
        SimpleHTTPRequestHandler.end_headers(self)

    def do_GET(self) -> None:  # noqa: N802  # as the base wants it
        """Answer with the file, gzipped."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = gzip.compress(file.read_bytes(), 6)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def host(site: Path) -> Iterator[str]:
    """Serve a site on this machine; give its address."""
    opened = Server(("127.0.0.1", 0), partial(Host, directory=str(site)))
    threading.Thread(target=opened.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{opened.server_port}/"
    opened.shutdown()


def install() -> None:
    """Fetch the validators, of the versions that validators.json names."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    wanted = (ROOT / "benchmarks" / "validators.json").read_text("utf-8")
    named = TOOLS / "package.json"
    if not named.exists() or named.read_text("utf-8") != wanted:
        named.write_text(wanted, encoding="utf-8")
        subprocess.run(
            [shutil.which("npm") or "npm", "install", "--silent", "--prefix", TOOLS], check=True
        )


def build(folder: Path) -> Path:
    """Build the samples as a site with an address: feeds, digests and previews are part of it."""
    shutil.copytree(ROOT / "articles", folder / "articles")
    settings = (ROOT / "briefgen.yml").read_text("utf-8")
    settings += "\nsite_url: https://example.org/\n"
    (folder / "briefgen.yml").write_text(settings, encoding="utf-8")
    for name in ("glossary.yml", "corrections.yml"):
        shutil.copy(ROOT / name, folder)
    topics = folder / "topics.yml"
    topics.write_text("War: [war, guerre]\nElections: [election*, vote*]\n", encoding="utf-8")
    command = [sys.executable, "-m", "briefgen", "build", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for options in (["--no-site"], []):  # a page that vanishes leaves one of its own kind
        subprocess.run(
            [*command, *options], cwd=folder, check=True, env=environment, stdout=subprocess.DEVNULL
        )
        topics.write_text("Elections: [election*, vote*]\n", encoding="utf-8")
    return folder / "site"


def vnu(site: Path) -> list[str]:
    """Give the errors of the W3C's checker on every HTML page."""
    jar = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", jar, "--errors-only", "--skip-non-html", "--format", "json", site]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    found = json.loads(done.stderr)["messages"]
    return [f"{one.get('url')}: {one['message']}" for one in found if one["type"] != "info"]


def html_validate(site: Path) -> list[str]:
    """Give what html-validate finds on the pages that no theme has a part in."""
    rules = TOOLS / "rules.json"
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    pages = [page for page in sorted(site.rglob("*.html")) if OURS in page.read_bytes()]
    command = [TOOLS / "node_modules/.bin/html-validate", "--config", rules, "--formatter", "json"]
    done = subprocess.run([*command, *pages], capture_output=True, encoding="utf-8", check=False)
    return [
        f"{file['filePath']}: {one['message']}"
        for file in json.loads(done.stdout)
        for one in file["messages"]
    ]


def lighthouse(site: Path) -> dict[str, int]:
    """Give the mobile scores of the heaviest day."""
    day = max(site.glob("briefings/*/*/*/index.html"), key=lambda file: file.stat().st_size)
    report = TOOLS / "lighthouse.json"
    with host(site) as address:
        page = f"{address}{day.parent.relative_to(site).as_posix()}/"
        command = [
            TOOLS / "node_modules/.bin/lighthouse",
            page,
            "--quiet",
            f"--chrome-flags={FLAGS}",
        ]
        environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
        options = ["--output=json", f"--output-path={report}"]
        subprocess.run([*command, *options], check=True, env=environment)
    found = json.loads(report.read_text("utf-8"))["categories"]
    return {name: round(100 * one["score"]) for name, one in found.items()}


def best_of(runs: list[dict[str, int]]) -> dict[str, int]:
    """Give the best of several runs: other work on the machine only ever slows a page down."""
    return {name: max(run[name] for run in runs) for name in runs[0]}


def main() -> None:
    install()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(sys.argv[1]) if len(sys.argv) > 1 else build(Path(folder))
        found = {"vnu": vnu(site), "html-validate": html_validate(site)}
        scores = best_of([lighthouse(site) for _ in range(3)])
    for name, errors in found.items():
        print(f"{name}: {len(errors)} errors")
        print(*errors[:20], sep="\n")
    print("Lighthouse, mobile, heaviest day:", scores)
    low = any(scores.get(name, 100) < least for name, least in LEAST.items())
    if any(found.values()) or low:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
