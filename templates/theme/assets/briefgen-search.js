// Answers the search box of the theme from the index in briefings/search/ (a web worker).
// Speaks the messages of Material's own worker: 0 set up, 1 ready, 2 query, 3 result.
// `fold`, `termsOf` and `bucketOf` mirror briefgen/publishing/search.py.
"use strict";
// In other languages; engines/mkdocs.py fills it in.
var WORDS = {};
const say = (phrase) => Object.hasOwn(WORDS, phrase) ? WORDS[phrase] : phrase;
const PLAIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t", "ĸ": "k", "ə": "e", "ـ": "", "ي": "ی", "ى": "ی", "ې": "ی", "ے": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ٱ": "ا", "ء": "", "٠": "0", "١": "1", "٢": "2", "٣": "3", "٤": "4", "٥": "5", "٦": "6", "٧": "7", "٨": "8", "٩": "9", "۰": "0", "۱": "1", "۲": "2", "۳": "3", "۴": "4", "۵": "5", "۶": "6", "۷": "7", "۸": "8", "۹": "9", "०": "0", "१": "1", "२": "2", "३": "3", "४": "4", "५": "5", "६": "6", "७": "7", "८": "8", "९": "9", "০": "0", "১": "1", "২": "2", "৩": "3", "৪": "4", "৫": "5", "৬": "6", "৭": "7", "৮": "8", "৯": "9", "๐": "0", "๑": "1", "๒": "2", "๓": "3", "๔": "4", "๕": "5", "๖": "6", "๗": "7", "๘": "8", "๙": "9"};
const FOLDED = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "gu");
const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
const WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{Mn}\\p{Cf}])+`, "gu");
const RUN = new RegExp(`^[${UNSPACED}]`);
const SPLIT = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
const SHOWN = 20;  // stories read and shown for a query
const FIRST = 4;  // ... of these at once: each is read from the file of its day
const LONGEST = 40;

function fold(text) {
  return text.toLowerCase().normalize("NFKD").toLowerCase().replace(/[\p{Mn}\p{Cf}]/gu, "").replace(FOLDED, (c) => PLAIN[c]);
}

function termsOf(text) {
  const found = new Set();
  for (const [term] of fold(text).matchAll(SPLIT)) {
    const letters = Array.from(term);
    if (RUN.test(term)) {
      for (let i = 0; i < Math.max(1, letters.length - 1); i++) found.add(letters.slice(i, i + 2).join(""));
    } else found.add(letters.slice(0, LONGEST).join(""));
  }
  return [...found];
}

function bucketOf(term, count = 2) {
  if (RUN.test(term)) return "_" + (term.codePointAt(0) >> 5).toString(16);
  return Array.from(term).slice(0, count)
    .map((c) => (c < "\x80" ? c : "-" + c.codePointAt(0).toString(16))).join("");
}

function escape(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

// Parts what narrows a search from its words: language:french outlet:le_monde after:2024-07 before:2024-08-15.
// The theme adds + and * to words.
function parted(query) {
  const filters = [];
  const words = query.replace(/\+?\b(language|outlet|after|before):([^\s*]+)\*?/gi, (_, kind, value) => {
    filters.push([kind.toLowerCase(), value.replaceAll("_", " ")]);
    return " ";
  });
  return {words, filters};
}

// Marks the words of `text` that a term begins; collects them as the reader knows them.
function highlight(text, terms, seen) {
  let out = "", last = 0;
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    const hit = RUN.test(word) ? terms.some((t) => word.includes(t)) : terms.some((t) => word.startsWith(t));
    if (!hit) continue;
    seen.add(match[0]);
    out += escape(text.slice(last, match.index)) + `<mark>${escape(match[0])}</mark>`;
    last = match.index + match[0].length;
  }
  return out + escape(text.slice(last));
}

if (typeof self !== "undefined" && typeof importScripts === "function") {
  const root = new URL("../", self.location);
  const files = new Map();
  let head, hand = [], latest = 0;

  const load = (path) => {
    if (!files.has(path)) {
      files.set(path, fetch(new URL(path, root)).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null));
    }
    return files.get(path);
  };

  function bucketNames(term, buckets) {
    const name = bucketOf(term);
    if (buckets[name] !== 3) return name in buckets ? [name] : [];
    if (Array.from(term).length > 2) return bucketOf(term, 3) in buckets ? [bucketOf(term, 3)] : [];
    return Object.keys(buckets).filter((other) => other.startsWith(name));
  }

  // Story numbers with their weight for one term: as the beginning of a word, more as all of it.
  // `full` looks among the sentences that no summary holds.
  async function find(term, full) {
    const folder = full ? "full" : "terms", buckets = head[full ? "full" : "buckets"] || {};
    const found = new Map();
    const add = (stem, factor) => async (name) => {
      const bucket = (await load(`briefings/search/${folder}/${name}.json`)) || {};
      for (const word in bucket) {
        if (!word.startsWith(stem)) continue;
        const weight = factor * (word === term ? 2 : 1);
        for (const posting of bucket[word]) {
          const value = weight * (full ? 0.3 : posting & 1 ? 3 : 1), number = full ? posting : posting >> 1;
          if (value > (found.get(number) || 0)) found.set(number, value);
        }
      }
    };
    await Promise.all(bucketNames(term, buckets).map(add(term, 1)));
    const one = term.length > 3 && term.endsWith("s") ? term.slice(0, -1) : null;
    if (one) await Promise.all(bucketNames(one, buckets).map(add(one, 0.9)));
    return found;
  }

  // Tells the first stories as soon as their files are here, then all of them.
  async function search(query, tell) {
    const {words, filters} = parted(query), holds = await narrowed(filters);
    const all = termsOf(words).filter((t) => RUN.test(t) || Array.from(t).length > 1);
    const common = new Set(head.common);
    const terms = all.filter((t) => !common.has(t));
    const hits = await Promise.all(terms.map((term) => find(term, false)));
    let ranked = terms.length ? rank(hits, holds) : filters.length ? holds.all() : [];
    const read = async (some) => (await Promise.all(some.map((one) => show(one, terms)))).filter(Boolean);
    const first = await read(ranked.slice(0, FIRST));
    if (first.length) tell(first);
    // The rest of the originals is large: it is read last.
    const full = await Promise.all(terms.map((term) => find(term, true)));
    const more = terms.map((_, i) => new Map([...full[i], ...hits[i]]));
    const shown = new Set(ranked.slice(0, FIRST).map((one) => one.number));
    if (terms.length) ranked = rank(more, holds);
    const rest = ranked.filter((one) => !shown.has(one.number)).slice(0, SHOWN - shown.size);
    tell([...first, ...(await read(rest)), ...(filters.length ? [] : byHand(terms))]);
  }

  // Stories that hold most of the terms, the heaviest first, then the newest.
  function rank(hits, holds) {
    const together = new Map();
    for (const found of hits) {
      for (const [number, weight] of found) {
        if (!holds(number)) continue;
        const sum = together.get(number) || [0, 0];
        together.set(number, [sum[0] + 1, sum[1] + weight]);
      }
    }
    const ranked = [...together].map(([number, [count, weight]]) => ({number, count, weight}));
    const best = ranked.reduce((most, one) => Math.max(most, one.count), 0);
    return ranked.filter((one) => one.count === best).sort((a, b) => b.weight - a.weight || b.number - a.number);
  }

  // Tells of a story number whether the filters let it through; `all` gives those, newest first.
  async function narrowed(filters) {
    const sets = [], between = [];
    for (const [kind, value] of filters) {
      if (!head.facets || !head.facets[kind]) {
        between.push([kind, value]);
        continue;
      }
      const wanted = termsOf(value);
      const own = head.facets[kind].filter(([name]) => wanted.every((t) => termsOf(name).some((word) => word.startsWith(t))));
      const lists = await Promise.all(own.map(([, file]) => load(`briefings/search/facets/${file}.json`)));
      sets.push(new Set(lists.flat()));
    }
    const inTime = head.dates.map((date) => between.every(([kind, value]) => !date ? false
      : kind === "after" ? date >= value.slice(0, date.length) : date.slice(0, value.length) <= value));
    const holds = (number) => inTime[Math.floor(number / head.stride)] && sets.every((set) => set.has(number));
    holds.all = () => {
      const known = sets.length ? [...sets[0]] : (head.facets ? [...Array(head.dates.length * head.stride).keys()] : []);
      return known.filter(holds).sort((a, b) => b - a).slice(0, SHOWN).map((number) => ({number, count: 1, weight: 1}));
    };
    return holds;
  }

  // The doubts about a text, by the names of their checks.
  function noted(marks) {
    const names = new Set((marks || []).map((mark) => mark.check));
    return names.size ? escape(` [${say("check {what}").replace("{what}", [...names].map((name) => (WORDS.checks || {})[name] || name).join(", "))}]`) : "";
  }

  async function show({number, weight}, terms) {
    const date = head.dates[Math.floor(number / head.stride)];
    const path = `briefings/${date ? date.replaceAll("-", "/") : "undated"}`;
    const briefing = await load(`${path}.json`);
    const story = briefing && briefing.stories[number % head.stride];
    if (!story) return null;
    const seen = new Set();
    const title = highlight(story.title, terms, seen) + noted(story.title_marks);
    const lines = [];
    const holding = (text) => terms.filter((t) => highlight(text, [t], new Set()).includes("<mark>")).length;
    let place = story.path, most = holding(story.title);  // the sentence that holds most of the words
    const nearer = (text, where) => {
      const held = holding(text);
      if (held > most) [most, place] = [held, where];
    };
    for (const article of story.articles) {
      for (const sentence of article.summary) {
        nearer(`${sentence.translation || ""} ${sentence.original}`, `s/${article.id}/#${sentence.anchor}`);
        for (const text of new Set([sentence.translation || sentence.original, sentence.original])) {
          const marked = highlight(text, terms, seen);
          const doubts = text === sentence.original ? "" : noted(sentence.marks);
          if (marked.includes("<mark>")) lines.push(`<p>${marked}${doubts}</p>`);
        }
      }
    }
    if (most < terms.length) await original(number, date, story, terms, seen, nearer, lines);
    if (!lines.length) {
      const first = story.articles[0], sentence = first.summary[0] || first.title;
      lines.push(`<p>${escape(sentence.translation || sentence.original)}${noted(sentence.marks)}</p>`);
    }
    const sources = story.articles.map((article) => highlight(say(article.outlet), terms, seen));
    const found = Object.fromEntries([...seen].map((word) => [word, true]));
    const page = {location: `${path}/`, title: escape(day(date)), text: `<p>${[...new Set(sources)].join(" · ")}</p>`, score: weight, terms: found};
    return [page, {location: place, title, text: lines.slice(0, 3).join(""), score: weight, terms: found}];
  }

  // Adds sentences that no summary holds; a result leads to their source.
  async function original(number, date, story, terms, seen, nearer, lines) {
    const all = await load(`briefings/search/texts/${date || "undated"}.json`);
    const texts = (all && all[number % head.stride]) || [];
    story.articles.forEach((article, i) => (texts[i] || []).forEach((text) => {
      const marked = highlight(text, terms, seen);
      if (!marked.includes("<mark>")) return;
      nearer(text, inSource(article, text));
      lines.unshift(`<p>${marked} [${escape(say("original, not in the briefing"))}]</p>`);
    }));
  }

  function inSource(article, text) {
    if (!article.url || !/^https?:/i.test(article.url)) return `s/${article.id}/#top`;
    const words = text.split(/\s+/), ends = words.length > 12 ? [words.slice(0, 5), words.slice(-5)] : [words];
    const parts = ends.map((some) => encodeURIComponent(some.join(" ")).replace(/-/g, "%2D"));
    return `${article.url.split("#")[0]}#:~:text=${parts.join(",")}`;
  }

  function day(date) {
    if (!date) return say("Undated");
    const [year, month, number] = date.split("-").map(Number);
    const options = {timeZone: "UTC", year: "numeric", ...(month && {month: "long"}), ...(number && {day: "numeric", weekday: "long"})};
    const words = new Intl.DateTimeFormat(WORDS[""] || "en-GB", options).format(Date.UTC(year, (month || 1) - 1, number || 1));
    return words.replace(",", "");  // as the pages say it
  }

  // The few pages written by hand come with the theme's own index.
  function byHand(terms) {
    const found = [];
    for (const page of hand) {
      const words = termsOf(`${page.title} ${page.text.replace(/<[^>]*>/g, " ")}`);
      if (terms.length && terms.every((t) => words.some((word) => word.startsWith(t)))) {
        found.push([{location: page.location.split("#")[0], title: page.title, text: "", score: 1, terms: {}}]);
        if (found.length === 3) break;
      }
    }
    return found;
  }

  self.addEventListener("message", async ({data}) => {
    if (data.type === 0) {
      hand = data.data.docs || [];
      head = (await load("briefings/search/index.json")) || {dates: [], buckets: {}, common: [], stride: 1};
      self.postMessage({type: 1});
    } else if (data.type === 2) {
      const number = ++latest;
      await search(data.data, (items) => {
        if (number === latest) self.postMessage({type: 3, data: {items}});
      });
    }
  });
} else if (typeof module !== "undefined") {
  module.exports = {PLAIN, fold, termsOf, bucketOf, highlight, parted};
}
