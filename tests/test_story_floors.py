"""Sentences and stories stay as good as they were measured to be (benchmarks/floors.json)."""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from briefgen.config import Config
from briefgen.engines.sumy import SumySummarizer
from briefgen.group import group
from briefgen.links import name_articles
from briefgen.pipeline import read_all, summarise, understand

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))


def test_no_figure_of_the_summaries_sinks_below_its_floor(shared):
    import floors
    import summaries

    lines = (shared / "eval" / "summaries-dev.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines[: summaries.QUICK]]
    figures = summaries.flat(summaries.score_ranking(summaries.by_us, records))
    assert floors.sunk("summaries, quick", figures) == []


def test_all_accounts_of_the_meeting_are_one_story_and_the_older_article_is_not_in_it(shared):
    config = replace(Config(), articles=shared / "seeds")
    today = date(2023, 9, 20)
    documents, _ = read_all(config, today=today)
    articles, _ = understand(documents, config, today=today)
    named, _ = name_articles(articles, (), today=today)
    told = [
        (story.id, summary.article.title.original)
        for briefing in group(summarise(named, SumySummarizer(), config))
        for story in briefing.stories
        for summary in story.summaries
    ]
    older = [ident for ident, title in told if "Trump" in title]
    meeting = [ident for ident, title in told if "Trump" not in title]
    assert len(older) == 1
    assert len(meeting) == 7
    assert len(set(meeting)) == 1
    assert older[0] not in meeting
