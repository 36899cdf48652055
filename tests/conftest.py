"""What every test gets: no network, a home of its own, a fixed clock."""

import datetime
import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

NOW = datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.UTC)
# Tests that run a server of their own, or a browser; all others may not use a socket at all.
SERVED = {
    "test_action", "test_add", "test_browser", "test_cluster", "test_commands_models",
    "test_commands_serve", "test_copying_browser", "test_digest_browser", "test_digest_sent",
    "test_doctor",
    "test_network", "test_one_article", "test_other_builders", "test_packages_install",
    "test_paper_browser", "test_permanence", "test_search_browser",
}  # fmt: skip
LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost"}
# A busy machine is no reason to fail: nothing here is about time.
# In CI the examples are the same each time, so that a change is judged by what it changed; runs
# at a desk look at new ones.
settings.register_profile(
    "calm",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("calm")
CHECKOUT = Path(__file__).resolve().parent.parent


class NetworkRefusedError(Exception):
    """A test tried to leave the machine."""


def _refuse_strangers(address, served):
    host = address[0] if isinstance(address, tuple) else None
    if host is not None and not (served and host in LOCAL_HOSTS):
        raise NetworkRefusedError(f"{host} is not this machine: tests run offline")


@pytest.fixture(autouse=True)
def _offline(monkeypatch, request):
    """Refuse sockets but AF_UNIX, and names that need a resolver; SERVED may use this machine."""
    served = request.module.__name__ in SERVED
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guarded_connect(self, address):
        _refuse_strangers(address, served)
        return connect(self, address)

    def guarded_connect_ex(self, address):
        _refuse_strangers(address, served)
        return connect_ex(self, address)

    def guarded_look_up(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host or "127.0.0.1"
        _refuse_strangers((name,), served)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """Point HOME and the XDG folders into a temporary folder; nothing of the user's is touched."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


@pytest.fixture
def now():
    """Give the fixed moment all tests live in."""
    return NOW


@pytest.fixture
def today():
    """Give the fixed day all tests live in."""
    return NOW.date()


@pytest.fixture(scope="session")
def shared():
    """Give the folder of seeds and evaluation data beside the checkout; skip where it is absent."""
    named = os.environ.get("BRIEFGEN_SHARED")
    places = [CHECKOUT.parent / "shared", CHECKOUT.parent.parent / "shared"]
    for place in [Path(named)] if named else places:
        if (place / "seeds").is_dir():
            return place
    pytest.skip("../shared is absent")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew; review the diff"
    )


@pytest.fixture
def update_golden(request):
    """Say whether expected files are to be written instead of compared."""
    return request.config.getoption("--update-golden")
