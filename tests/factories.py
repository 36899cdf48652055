"""Builders of model objects for tests: valid, small, everything overridable by keyword."""

from dataclasses import replace

from briefgen.language.tags import Language
from briefgen.model import (
    Article,
    Briefing,
    Document,
    Metadata,
    Paragraph,
    Part,
    Published,
    Sentence,
    SentenceRef,
    Site,
    Story,
    Summary,
)
from briefgen.partial_date import PartialDate

FRENCH = (
    "Le gouvernement a annoncé mardi un plan de soutien à la pêche.",
    "Il prévoit 12 millions d'euros pour les ports de Bretagne.",
    "Les syndicats n'ont pas encore répondu.",
)
ENGLISH = (
    "The government announced a support plan for fishing on Tuesday.",
    "It provides 12 million euros for the ports of Brittany.",
    "The unions have not replied yet.",
)
TEXT = " ".join(FRENCH)


def make_sentence(original=FRENCH[0], **changes):
    """A sentence, untranslated unless told; `start` defaults to 0."""
    fields = {"start": 0, "end": len(original)} | changes
    if fields.get("translation") is not None:
        fields.setdefault("shown", "translation")
    return Sentence(original, **fields)


def make_document(text=TEXT, file="a.txt", kind="text", metadata=None):
    """A document of one part."""
    part = Part(0, len(text), metadata or Metadata())
    return Document(file, text, kind, (part,))


def make_article(texts=FRENCH, title="Un plan pour la pêche", **changes):
    """An article of one paragraph whose sentences follow the title in the file, dated by day."""
    offset = len(title) + 2
    body = " ".join(texts)
    sentences, at = [], offset
    for text in texts:
        sentences.append(Sentence(text, at, at + len(text)))
        at += len(text) + 1
    fields = {
        "id": "a1b2c3d4",
        "file": "a.txt",
        "start": 0,
        "end": offset + len(body),
        "title": Sentence(title, 0, len(title)),
        "paragraphs": (Paragraph(body, offset, offset + len(body)),),
        "sentences": tuple(sentences),
        "language": Language("fr"),
        "language_confidence": 1.0,
        "published": Published(PartialDate(2023, 9, 13), "13 septembre 2023", "front matter"),
    }
    return Article(**(fields | changes))


def make_summary(texts=FRENCH, translations=ENGLISH, title="A plan for fishing", **changes):
    """A translated summary of all the texts; `translations=None` leaves it untranslated.

    Keywords that are no field of Summary go to the article.
    """
    own = {
        key: changes.pop(key)
        for key in ("sentences", "packages", "pivot", "duplicates")
        if key in changes
    }
    article = changes.pop("article", None) or make_article(texts, **changes)
    if translations is None:
        return Summary(article, own.pop("sentences", article.sentences), **own)
    article = replace(article, title=_translated(article.title, title))
    pairs = zip(article.sentences, translations, strict=False)
    done = tuple(_translated(sentence, text) for sentence, text in pairs)
    fields = {"sentences": done, "packages": ("test-fr-en 0.1",)} | own
    return Summary(article, **fields)


def make_untranslated(text, title, tag, **changes):
    """A story of one article that no package translates."""
    language = Language(tag)
    article = make_article(
        (text,), title=title, language=language, **({"id": f"id-{tag}"} | changes)
    )
    return make_story(Summary(article, article.sentences), id=f"st-{tag}", title_language=language)


def make_story(*summaries, **changes):
    """A story whose summary is the first sentence of its first article."""
    summaries = summaries or (make_summary(),)
    first = summaries[0]
    fields = {
        "id": "s1b2c3d4",
        "title": first.article.title.text,
        "title_language": Language("en"),
        "summary": (SentenceRef(first.article.id, 0),),
        "summaries": summaries,
        "head": None if "title" in changes else first.told(first.article.title, Language("en")),
        "days": tuple(sorted({s.article.day for s in summaries if s.article.day})),
    }
    return Story(**(fields | changes))


def make_briefing(*stories, **changes):
    """A briefing of the day of its first article."""
    stories = stories or (make_story(),)
    published = stories[0].summaries[0].article.published
    fields = {"date": published.date, "stories": stories}
    return Briefing(**(fields | changes))


def make_site(**changes):
    """A site with an address, so that feeds and digests are made."""
    fields = {
        "title": "Briefings",
        "description": "Test briefings.",
        "url": "https://briefings.example.org/",
        "repo_url": None,
        "target": Language("en"),
        "noindex": False,
        "watch": (),
        "packages": (),
        "problems": (),
    }
    return Site(**(fields | changes))


def _translated(sentence, text):
    return replace(sentence, translation=text, shown="translation", score=-0.2)
