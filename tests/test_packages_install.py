"""Install, import, verify and remove, against a real server on 127.0.0.1."""

import json
import zipfile

import pytest
from package_server import genuine, serving

from briefgen.errors import PackageError
from briefgen.language.tags import Language
from briefgen.packages import fetch, find_packages, locked, read_lock
from briefgen.packages.fetch import Patience
from briefgen.packages.install import (
    Place,
    fetch_index,
    import_file,
    install,
    kept_index,
    plan,
    plan_pinned,
    remove,
    verify,
)

pytestmark = pytest.mark.package
OFTEN = Patience(sleep=lambda _: None, timeout=0.3)


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "models", tmp_path / "briefgen.lock", tmp_path / "cache")


def offers(server, place):
    return fetch_index(f"{server.url}/index.json", place, OFTEN)


def own(place):
    found, problems = find_packages((place.folder,), cache=place.unpacked)
    assert problems == ()
    return [package for package in found if not package.bundled]


def nothing_installed(place):
    """No package, no pin, no unpacked files."""
    unpacked = list(place.unpacked.glob("*")) if place.unpacked.exists() else []
    return not place.lock.exists() and not list(place.folder.glob("*")) and not unpacked


def test_install_fetches_checks_pins_and_is_found(server, place):
    server.offer(genuine())
    (offer,) = offers(server, place)
    seen = []
    install(offer, place, patience=OFTEN, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(genuine())
    (package,) = own(place)
    (pin,) = read_lock(place.lock)
    assert (pin.sha256, pin.size, pin.version) == (package.sha256, package.size, "1.0")
    assert pin.origin.startswith(server.url)
    assert list(place.downloads.iterdir()) == []
    assert kept_index(place) == (offer,)
    assert plan([Language("de")], Language("en"), own(place), [offer]).offers == ()


def test_a_download_that_breaks_off_goes_on_where_it_was(server, place):
    path = server.offer(genuine())
    server.faults[path] = [("cut", 100_000), ("cut", 200_000), 503]
    install(offers(server, place)[0], place, patience=OFTEN)
    asked = [wanted for where, wanted in server.requests if where == path]
    assert asked == [None, "bytes=100000-", "bytes=300000-", "bytes=300000-"]
    assert len(own(place)) == 1


def test_the_next_run_goes_on_too_unless_the_file_changed(server, place):
    path = server.offer(genuine())
    (offer,) = offers(server, place)
    server.faults[path] = [("cut", 5000), *[500] * 5]
    with pytest.raises(PackageError, match="500"):
        install(offer, place, patience=OFTEN)
    server.files[path] = genuine(version="1.1")
    install(offer, place, patience=OFTEN)
    assert server.requests[-1] == (path, "bytes=5000-")
    assert own(place)[0].version == "1.1"


def test_without_a_tag_a_download_begins_anew(server, place):
    path = server.offer(genuine())
    server.etags, server.faults[path] = False, [("cut", 5000)]
    install(offers(server, place)[0], place, patience=OFTEN)
    assert [wanted for _, wanted in server.requests[1:]] == [None, None]


def test_a_server_that_falls_silent_is_asked_again(server, place):
    path = server.offer(genuine())
    server.faults[path] = [("slow", 0.6)]
    install(offers(server, place)[0], place, patience=OFTEN)
    assert len(own(place)) == 1


def test_pauses_grow_and_end(server, place):
    path, pauses = server.offer(genuine()), []
    server.faults[path] = [500] * 9
    with pytest.raises(PackageError, match="500 Internal Server Error"):
        install(offers(server, place)[0], place, patience=Patience(pauses.append))
    assert pauses == [2.0, 4.0, 8.0, 16.0]
    assert nothing_installed(place)


@pytest.mark.parametrize("status", [404, 403, 410])
def test_an_address_that_is_gone_is_not_asked_twice_and_the_next_is_tried(server, place, status):
    path = server.offer(genuine())
    (offer,) = offers(server, place)
    gone = f"{server.url}/gone"
    server.faults["/gone"] = [status]
    server.requests.clear()
    both = type(offer)("de", "en", "1.0", (gone, server.url + path))
    install(both, place, patience=OFTEN)
    assert [where for where, _ in server.requests] == ["/gone", path]
    assert read_lock(place.lock)[0].origin.endswith(path)


def test_what_is_not_there_is_an_error_that_says_so(server, place):
    path = server.offer(genuine())
    (offer,) = offers(server, place)
    del server.files[path]
    with pytest.raises(PackageError, match="404 Not Found") as caught:
        install(offer, place, patience=OFTEN)
    assert "models import" in caught.value.remedy
    assert nothing_installed(place)


def test_a_download_over_the_limit_is_refused(server, place):
    server.offer(genuine())
    with pytest.raises(PackageError, match="the limit"):
        install(offers(server, place)[0], place, patience=OFTEN, limit=1000)
    assert nothing_installed(place)


def test_a_package_for_another_direction_is_refused(server, place):
    server.offer(genuine("fr", "en"), source="de")
    with pytest.raises(PackageError, match="translates fr to en, not de to en"):
        install(offers(server, place)[0], place, patience=OFTEN)
    assert nothing_installed(place)


@pytest.mark.parametrize("damage", ["truncated", "no zip", "model"])
def test_a_broken_package_is_refused_and_leaves_nothing(server, place, tmp_path, damage):
    content = genuine()
    if damage == "truncated":
        content = content[: len(content) // 2]
    elif damage == "no zip":
        content = b"<html>Sign in to the hotel's network</html>"
    else:
        file = tmp_path / "broken.zip"
        file.write_bytes(content)
        with zipfile.ZipFile(file) as old:
            files = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(file, "w") as new:
            for name, data in files.items():
                new.writestr(name, b"noise" if name.endswith("model.bin") else data)
        content = file.read_bytes()
    server.offer(content)
    with pytest.raises(PackageError):
        install(offers(server, place)[0], place, patience=OFTEN)
    assert nothing_installed(place)


def test_a_pinned_pair_takes_the_pinned_bytes_only(server, place):
    path = server.offer(genuine())
    (offer,) = offers(server, place)
    install(offer, place, patience=OFTEN)
    before = place.lock.read_bytes()
    remove(("de", "en"), place)
    place.lock.write_bytes(before)
    server.files[path] = genuine() + b"\0"  # still a zip archive, but another one
    with pytest.raises(PackageError, match="not the same package"):
        install(offer, place, patience=OFTEN)
    assert own(place) == []
    assert place.lock.read_bytes() == before
    install(offer, place, patience=OFTEN, upgrade=True)
    assert place.lock.read_bytes() != before


def test_a_new_version_needs_to_be_asked_for(server, place):
    server.offer(genuine())
    install(offers(server, place)[0], place, patience=OFTEN)
    server.offer(genuine(version="1.10"), version="1.10")
    (newer,) = plan([Language("de")], Language("en"), own(place), offers(server, place)).offers
    with pytest.raises(PackageError, match=r"1\.0 is pinned, 1\.10 is offered"):
        install(newer, place, patience=OFTEN)
    install(newer, place, patience=OFTEN, upgrade=True)
    allowed, _ = locked(own(place), read_lock(place.lock))
    assert [package.version for package in allowed] == ["1.10"]


def test_all_that_is_pinned_can_be_fetched_on_another_machine(server, place):
    server.offer(genuine())
    server.offer(genuine("gl", "es"), source="gl", target="es")
    server.offer(genuine("es", "en"), source="es")
    wanted = plan([Language("de"), Language("gl")], Language("en"), (), offers(server, place))
    assert [offer.pair for offer in wanted.offers] == [("de", "en"), ("gl", "es"), ("es", "en")]
    for offer in wanted.offers:
        install(offer, place, patience=OFTEN)
    elsewhere = Place(place.folder.parent / "b", place.lock, place.folder.parent / "bcache")
    again = plan_pinned((), elsewhere)
    assert len(again.offers) == 3
    for offer in again.offers:
        install(offer, elsewhere, patience=OFTEN)
    assert {p.sha256 for p in own(elsewhere)} == {pin.sha256 for pin in read_lock(place.lock)}


@pytest.mark.parametrize(
    ("content", "message"), [(b"<html>", "is not JSON"), (b"{}", "is not a list")]
)
def test_what_is_no_index_is_refused(server, place, content, message):
    server.files["/index.json"] = content
    with pytest.raises(PackageError, match=message):
        offers(server, place)
    assert kept_index(place) == ()


def test_an_index_may_hold_what_we_cannot_use(server, place):
    server.offer(genuine())
    index = json.loads(server.files["/index.json"])
    index += [None, {"type": "sbd"}, index[0] | {"links": ["ipfs://x"]}, {"from_code": "xx"}]
    server.files["/index.json"] = json.dumps(index).encode()
    assert len(offers(server, place)) == 1


def test_a_language_nobody_offers_is_a_problem(server, place):
    server.offer(genuine())
    (problem,) = plan([Language("xx")], Language("en"), (), offers(server, place)).problems
    assert "no way from xx to en" in problem.message


def test_import_keeps_a_copy_and_pins_it(place, tmp_path):
    file = tmp_path / "from a friend.argosmodel"
    file.write_bytes(genuine())
    assert import_file(file, place).title == "translate-de_en 1.0"
    assert file.exists()
    assert read_lock(place.lock)[0].origin == "imported"
    (problem,) = plan_pinned((), place).problems
    assert "models import" in problem.remedy


def test_import_of_another_package_for_a_pinned_pair_is_refused(place, tmp_path):
    file = tmp_path / "a.argosmodel"
    file.write_bytes(genuine())
    import_file(file, place)
    file.write_bytes(genuine(version="2.0"))
    with pytest.raises(PackageError, match="not the same package"):
        import_file(file, place)
    assert import_file(file, place, upgrade=True).version == "2.0"


def test_import_of_nothing_says_so(place, tmp_path):
    with pytest.raises(PackageError, match="is no file"):
        import_file(tmp_path / "absent.argosmodel", place)


def test_verify_finds_what_was_changed(place, tmp_path):
    file = tmp_path / "a.argosmodel"
    file.write_bytes(genuine())
    package = import_file(file, place)
    assert verify((place.folder,), place)[1] == ()
    (package.folder / "model" / "model.bin").write_bytes(b"altered")
    (problem,) = verify((place.folder,), place)[1]
    assert "unpacked files were changed" in problem.message
    assert verify((place.folder,), place)[1] == ()  # unpacked anew
    package.origin.write_bytes(genuine(version="1.1"))
    (problem,) = verify((place.folder,), place)[1]
    assert "refused: translate-de_en 1.1" in problem.message


def test_remove_takes_away_files_and_pin(place, tmp_path):
    file = tmp_path / "a.argosmodel"
    file.write_bytes(genuine())
    package = import_file(file, place)
    assert len(remove(("de", "en"), place)) == 2
    assert own(place) == []
    assert read_lock(place.lock) == ()
    assert not package.folder.exists()
    assert remove(("de", "en"), place) == []
    assert remove(("fr", "en"), place) == []  # the bundled one stays


def test_a_full_disk_is_told(server, place, monkeypatch):
    server.offer(genuine())
    (offer,) = offers(server, place)

    def full(*_args):
        raise OSError(28, "No space left on device", "x.part")

    monkeypatch.setattr(fetch, "_save", full)
    with pytest.raises(PackageError, match="No space left on device") as caught:
        install(offer, place, patience=OFTEN)
    assert "Make room" in caught.value.remedy
    assert nothing_installed(place)
