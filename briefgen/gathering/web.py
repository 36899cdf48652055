"""Web pages fetched with care: public addresses only, checked at every redirect, within limits.

The address that was checked is the one that is connected to, so that no name can change its mind.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from briefgen.errors import InputError
from briefgen.urls import safe_url

REDIRECTS = 5
BLOCK = 1 << 16
_MOVED = {301, 302, 303, 307, 308}
_OK = 200
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"
_WRAPPING = ("64:ff9b::/96", "64:ff9b:1::/48")  # an IPv4 address in an IPv6 one (NAT64)

Allow = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the address that answered, the kind it said, the bytes."""

    url: str
    kind: str  # media type, small letters; "" where none was said
    content: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long; `allow` says which IP addresses may be asked."""

    most: int  # bytes, unpacked
    allow: Allow
    seconds: float = 60.0  # for one address, redirects and all
    silence: float = 15.0  # seconds without a byte


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet, also behind its disguises."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or _wrapped(ip)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _wrapped(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(ip in ipaddress.IPv6Network(network) for network in _WRAPPING):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def fetch(url: str, limits: Limits) -> Answer:
    """Fetch a page, following redirects. Raises InputError, naming the address that failed."""
    deadline = time.monotonic() + limits.seconds
    for _ in range(REDIRECTS + 1):
        try:
            answer = _ask(url, limits, deadline)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            said = str(error) or type(error).__name__
            remedy = "Save the page with your browser and add the file."
            raise InputError(f"cannot be fetched: {said}.", where=url, remedy=remedy) from error
        if isinstance(answer, Answer):
            return answer
        url = urljoin(url, answer)
    raise InputError("leads from one address to the next.", where=url, remedy="Name the last one.")


def _ask(url: str, limits: Limits, deadline: float) -> Answer | str:
    """Ask one address; gives the page, or the address it has moved to."""
    safe = safe_url(url)
    if safe is None or "@" in urlsplit(url).netloc:
        raise ValueError("it is no plain http or https address")
    parts = urlsplit(safe)
    connection = _connect(parts.scheme, parts.hostname or "", parts.port, limits)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET", path, headers={"User-Agent": "briefgen", "Accept": _ACCEPT})
        with connection.getresponse() as response:
            return _take(safe, response, limits, deadline)
    finally:
        connection.close()


def _take(
    url: str, response: http.client.HTTPResponse, limits: Limits, deadline: float
) -> Answer | str:
    if response.status in _MOVED and response.headers.get("Location"):
        return str(response.headers["Location"])
    if response.status != _OK:
        raise ValueError(f"the server answers {response.status} {response.reason}")
    kind = response.headers.get_content_type()
    return Answer(url, kind, _read(response, limits.most, deadline))


def _connect(
    scheme: str, host: str, port: int | None, limits: Limits
) -> http.client.HTTPConnection:
    """Open a connection to an address that was checked."""
    secure = scheme == "https"
    port = port or (443 if secure else 80)
    address = _resolve(host, port, limits.allow)
    sock = socket.create_connection((address, port), timeout=limits.silence)
    connection = http.client.HTTPConnection(host, port, timeout=limits.silence)
    try:
        context = ssl.create_default_context() if secure else None
        connection.sock = context.wrap_socket(sock, server_hostname=host) if context else sock
    except OSError:
        sock.close()
        raise
    return connection


def _resolve(host: str, port: int, allow: Allow) -> str:
    """Give an address of a host; one that may not be asked among them refuses the host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(place[0]) for *_, place in found]
    forbidden = [address for address in addresses if not allow(address)]
    if forbidden or not addresses:
        seen = ", ".join(sorted(set(forbidden))) or "nothing"
        raise ValueError(f"{host} is {seen}, no address of the open internet")
    return addresses[0]


def _read(response: http.client.HTTPResponse, most: int, deadline: float) -> bytes:
    """Read a body within the limits, unpacked."""
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in {"identity", "gzip", "x-gzip", "deflate", ""}:
        raise ValueError(f"its encoding {packed!r} is not known")
    unpack = zlib.decompressobj(47) if packed not in {"identity", ""} else None  # either header
    content = b""
    while block := response.read1(BLOCK):
        if time.monotonic() > deadline:
            raise ValueError("it takes too long")
        content += unpack.decompress(block, most + 1 - len(content)) if unpack else block
        if len(content) > most:
            raise ValueError(f"it has more than {most:,} bytes, the limit (max_file_size)")
    if response.length:
        raise ValueError(f"it broke off {response.length:,} bytes before its end")
    return content
