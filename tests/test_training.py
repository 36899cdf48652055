"""The recipe from text to a package that the product loads, on a toy language pair."""

import importlib
import json
import lzma
import os
import subprocess
import sys
import zipfile
from itertools import product
from pathlib import Path

import pytest

from briefgen.engines.argos import ArgosTranslator
from briefgen.language.tags import Language
from briefgen.packages import read_package
from briefgen.translating.translate import Decoding, normalise

TRAINING = Path(__file__).resolve().parent.parent / "training"
SUBJECTS = {"Le chat": "The cat", "La ville": "The city", "Un ministre": "A minister"}
VERBS = {"attend": "waits for", "regarde": "watches", "quitte": "leaves"}
OBJECTS = {"le train": "the train", "l’été": "the summer", "la mer": "the sea"}
RECIPE = """
source = "fr"
target = "en"
source_name = "French"
target_name = "English"
version = "0.0"
vocabulary = 80
held_out = 5
held_out_from = "toy"
unknown_at_most = 0.5

[corpora.toy]
title = "Toy sentences"
licence = "ours"
file = "toy.tsv"
origin = "toy"
repeat = 2
finish = 1

[corpora.machine]
title = "Toy sentences, as if back-translated"
licence = "ours"
file = "toy.tsv"
origin = "back"
machine = true
"""


def run(script, *arguments, cwd):
    """Run one command of the recipe, as a reader of its README would."""
    command = [sys.executable, str(TRAINING / f"{script}.py"), *map(str, arguments)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def toy_lines():
    """Every subject with every verb and object, six times over, as tab-separated lines."""
    lines = []
    for number, (subject, verb, thing) in enumerate([*product(SUBJECTS, VERBS, OBJECTS)] * 6):
        origin = "back" if number % 5 == 0 else "toy"
        french = f"{subject} {verb} {thing} {number} fois."
        english = f"{SUBJECTS[subject]} {VERBS[verb]} {OBJECTS[thing]} {number} times."
        lines.append(f"{origin}\t{french}\t{english}\n")
    return "".join(lines)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """Do the whole recipe: text, pieces, packing, training, going on, export."""
    pytest.importorskip("torch", reason="torch is not installed (training only)")
    place = tmp_path_factory.mktemp("training")
    (place / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    (place / "toy.tsv").write_text(toy_lines(), encoding="utf-8")
    common = ["recipe.toml", "--corpora", ".", "--out", "build"]
    run("prepare", *common, "--text", cwd=place)
    pieces = ["--text", "build/text.txt", "--size", 80, "--out", "build/pieces.model"]
    run("vocab", *pieces, cwd=place)
    run("prepare", *common, "--pieces", "build/pieces.model", cwd=place)
    sizes = '{"vocabulary": 80, "width": 32, "inner": 64, "heads": 2, "encoder_layers": 1}'
    train = ["--data", "build", "--run", "run", "--tokens", 400, "--minutes", 2]
    train += ["--rate", 5e-3, 1e-3, "--device", "cpu"]
    run("train", *train, "--steps", 12, "--workers", 1, "--shape", sizes, cwd=place)
    run("train", *train, "--steps", 24, "--workers", 2, "--part", "finish", cwd=place)
    export = ["--run", "run", "--last", 2, "--pieces", "build/pieces.model"]
    export += ["--prepared", "build/prepared.json", "--out", "toy.argosmodel"]
    run("export", "recipe.toml", *export, cwd=place)
    return place


def test_training_goes_on_from_the_last_checkpoint(workshop):
    log = (workshop / "run" / "log.jsonl").read_text(encoding="utf-8")
    entries = [json.loads(line) for line in log.splitlines()]
    assert entries[0]["updates"] == 12
    assert entries[-1]["updates"] >= 24
    assert entries[-1]["tokens"] > entries[0]["tokens"]
    assert entries[-1]["valid_loss"] < entries[0]["valid_loss"]


def test_the_product_loads_and_uses_the_package(workshop):
    package = read_package(workshop / "toy.argosmodel", cache=workshop / "cache")
    assert package.title == "translate-fr_en 0.0"
    translator = ArgosTranslator(
        package.folder, package=package.title, source="fr", target="en", threads=1
    )
    (candidate,) = translator.translate(["Le chat attend le train 12 fois."], Decoding())
    assert candidate.score < 0


def test_the_pieces_bring_their_own_normalisation(workshop):
    sentencepiece = pytest.importorskip("sentencepiece")
    pieces = sentencepiece.SentencePieceProcessor(str(workshop / "build" / "pieces.model"))
    assert pieces.encode("l’e\u0301te\u0301\u202f!") == pieces.encode("l'été !")


def test_the_loss_in_pieces_is_the_loss_pytorch_computes(monkeypatch):
    torch = pytest.importorskip("torch", reason="torch is not installed (training only)")
    monkeypatch.syspath_prepend(str(TRAINING))
    transformer = importlib.import_module("transformer")
    monkeypatch.setattr(transformer, "LOSS_ROWS", 16)
    torch.manual_seed(0)
    inputs = [torch.randn(shape, requires_grad=True) for shape in ((50, 8), (30, 8), (30,))]
    wanted = torch.randint(0, 30, (50,))
    states, weight, bias = inputs
    ours = transformer.SmoothedLoss.apply(states, weight, bias, wanted, 0.1)
    theirs = torch.nn.functional.cross_entropy(
        states @ weight.T + bias, wanted, label_smoothing=0.1, reduction="sum"
    )
    torch.testing.assert_close(ours, theirs)
    pairs = zip(torch.autograd.grad(ours, inputs), torch.autograd.grad(theirs, inputs), strict=True)
    for mine, reference in pairs:
        torch.testing.assert_close(mine, reference, atol=1e-4, rtol=1e-4)


def test_the_card_names_data_and_licences(workshop):
    with zipfile.ZipFile(workshop / "toy.argosmodel") as archive:
        card = archive.read("toy/README.md").decode()
    assert "Toy sentences" in card
    assert "ours" in card


def test_a_package_can_be_scored_and_trained_further(workshop):
    with zipfile.ZipFile(workshop / "toy.argosmodel") as archive:
        archive.extract("toy/model/model.bin", workshop)
    train = ["--data", "build", "--run", "further", "--tokens", 400, "--minutes", 2]
    train += ["--device", "cpu", "--steps", 1, "--workers", 1]
    run("train", *train, "--from-package", "toy/model/model.bin", cwd=workshop)
    table = run("score", "toy.argosmodel", "--set", "held", "build/held-out", cwd=workshop)
    assert "| held | toy |" in table
    first, further = (
        json.loads((workshop / folder / "log.jsonl").read_text("utf-8").splitlines()[line])
        for folder, line in (("run", -1), ("further", 0))
    )
    assert abs(first["valid_loss"] - further["valid_loss"]) < 0.5


def test_a_package_of_the_reverse_direction_back_translates_and_goes_on(workshop):
    (workshop / "news.txt").write_text(
        "Le chat attend le train 3 fois.\nLa ville quitte la mer 4 fois.\n", encoding="utf-8"
    )
    command = ["--text", "news.txt", "--package", "toy.argosmodel", "--out", "made.tsv"]
    run("backtranslate", *command, "--count", 1, cwd=workshop)
    run("backtranslate", *command, cwd=workshop)
    rows = [line.split("\t") for line in (workshop / "made.tsv").read_text("utf-8").splitlines()]
    assert [original for _, original in rows] == [
        "Le chat attend le train 3 fois.",
        "La ville quitte la mer 4 fois.",
    ]


def test_a_corpus_can_have_the_target_first(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(TRAINING))
    recipe = importlib.import_module("recipe")
    (tmp_path / "pairs.tsv").write_text("toy\tLe chat\tThe cat\nother\ta\tb\n", encoding="utf-8")
    corpus = recipe.Corpus("toy", "Toy", "ours", "pairs.tsv", origin="toy", swap=True)
    assert list(recipe.pairs(corpus, tmp_path)) == [("The cat", "Le chat")]


def test_sentences_of_articles_come_once_each(tmp_path):
    text = "Le ministre a quitté la ville hier soir. Il reviendra dès lundi matin, dit-on. Non."
    article = {
        "title": "Départ",
        "heading": "Le ministre a quitté la ville hier soir.",
        "article": text,
    }
    with lzma.open(tmp_path / "articles.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps(article) + "\n")
    run("sentences", "articles.jsonl.xz", "--language", "fr", "--out", "news.fr", cwd=tmp_path)
    assert sorted((tmp_path / "news.fr").read_text(encoding="utf-8").splitlines()) == [
        "Il reviendra dès lundi matin, dit-on.",
        "Le ministre a quitté la ville hier soir.",
    ]


def test_the_pieces_fold_what_the_product_folds(monkeypatch):
    monkeypatch.syspath_prepend(str(TRAINING))
    rules = importlib.import_module("text").character_rules()
    odd = "’‘ʼ‛`´“”„‟\u00a0\u202f\u2009\u3000\u200b\u00ad"
    assert {c: rules[c].strip() for c in odd} == {c: normalise(c, Language("fr")) for c in odd}


def test_names_of_the_news_take_the_place_of_others_on_both_sides(tmp_path):
    news = "Hier Anne Hidalgo est venue à Besançon avec la CGT, dit Vladimir Poutine à Londres.\n"
    (tmp_path / "news.txt").write_text(news * 3, encoding="utf-8")
    pairs = [
        ("Le député Jean Dupond vote à Laeken contre la MAP.", "Jean Dupond MP votes in Laeken"),
        ("Le président Vladimir Poutine reste à Londres.", "President Vladimir Putin, in London"),
        ("Le maire Paul Durand part.", "Mayor Paul Durand leaves."),
    ]
    (tmp_path / "held-out.fr").write_text("Le maire Paul Durand part.\n", encoding="utf-8")
    told = "".join(f"{french}\t{english}\n" for french, english in pairs)
    (tmp_path / "pairs.tsv").write_text(told, encoding="utf-8")
    ways = ["--names", "news.txt", "--pairs", "pairs.tsv", "--skip", "held-out.fr", "--out"]
    run("names", "swap", *ways, "swapped.tsv", cwd=tmp_path)
    assert (tmp_path / "swapped.tsv").read_text(encoding="utf-8") == (
        "Le député Anne Hidalgo vote à Besançon contre la MAP.\tAnne Hidalgo MP votes in Besançon\n"
    )
    run("names", "alone", *ways, "alone.tsv", cwd=tmp_path)
    alone = (tmp_path / "alone.tsv").read_text(encoding="utf-8").splitlines()
    assert {"Anne Hidalgo\tAnne Hidalgo", "Besançon\tBesançon", "CGT\tCGT"} <= set(alone)
    assert not any("Poutine" in line or "Londres" in line for line in alone)
