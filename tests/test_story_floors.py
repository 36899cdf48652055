"""Sentences and stories stay as good as they were measured to be (benchmarks/floors.json)."""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from briefgen.choosing import summarise
from briefgen.config import Config
from briefgen.engines.sumy import SumySummarizer
from briefgen.pipeline import understand
from briefgen.reading import read
from briefgen.state.ledger import name_articles
from briefgen.stories.group import group

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
    documents, _ = read(
        config.articles, max_bytes=config.max_file_size, git_dates=False, today=today
    )
    articles, _ = understand(documents, config, today=today)
    named, _ = name_articles(articles, (), today=today)
    told = [
        (story.id, summary.article.title.original)
        for briefing in group(summarise(named, SumySummarizer(), at_least=1, at_most=4))
        for story in briefing.stories
        for summary in story.summaries
    ]
    older = [ident for ident, title in told if "Trump" in title]
    meeting = [ident for ident, title in told if "Trump" not in title]
    assert len(older) == 1
    assert len(meeting) == 7
    assert len(set(meeting)) == 1
    assert older[0] not in meeting
