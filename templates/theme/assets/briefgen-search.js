// Answers the search box of the theme from the index in briefings/search/ (a web worker).
// Speaks the messages of Material's own worker: 0 set up, 1 ready, 2 query, 3 result.
// `fold`, `termsOf` and `bucketOf` mirror briefgen/publishing/search.py.
"use strict";
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

  function bucketNames(term) {
    const name = bucketOf(term);
    if (head.buckets[name] !== 3) return name in head.buckets ? [name] : [];
    if (Array.from(term).length > 2) return bucketOf(term, 3) in head.buckets ? [bucketOf(term, 3)] : [];
    return Object.keys(head.buckets).filter((other) => other.startsWith(name));
  }

  // Story numbers with their weight for one term: as the beginning of a word, more as all of it.
  async function find(term) {
    const found = new Map();
    const add = (stem, factor) => async (name) => {
      const bucket = (await load(`briefings/search/terms/${name}.json`)) || {};
      for (const word in bucket) {
        if (!word.startsWith(stem)) continue;
        const weight = factor * (word === term ? 2 : 1);
        for (const posting of bucket[word]) {
          const value = weight * (posting & 1 ? 3 : 1), number = posting >> 1;
          if (value > (found.get(number) || 0)) found.set(number, value);
        }
      }
    };
    await Promise.all(bucketNames(term).map(add(term, 1)));
    const one = term.length > 3 && term.endsWith("s") ? term.slice(0, -1) : null;
    if (one) await Promise.all(bucketNames(one).map(add(one, 0.9)));
    return found;
  }

  // Tells what was found: the first stories as soon as their files are here, then all of them.
  async function search(query, tell) {
    const all = termsOf(query).filter((t) => RUN.test(t) || Array.from(t).length > 1);
    const common = new Set(head.common);
    const terms = all.filter((t) => !common.has(t));
    const hits = await Promise.all(terms.map(find));
    const together = new Map();
    for (const found of hits) {
      for (const [number, weight] of found) {
        const sum = together.get(number) || [0, 0];
        together.set(number, [sum[0] + 1, sum[1] + weight]);
      }
    }
    let ranked = [...together].map(([number, [count, weight]]) => ({number, count, weight}));
    const best = ranked.reduce((most, one) => Math.max(most, one.count), 0);
    ranked = ranked.filter((one) => one.count === best);
    ranked.sort((a, b) => b.weight - a.weight || b.number - a.number);
    const read = async (some) => (await Promise.all(some.map((one) => show(one, terms)))).filter(Boolean);
    const first = await read(ranked.slice(0, FIRST));
    if (ranked.length > FIRST) tell(first);
    tell([...first, ...(await read(ranked.slice(FIRST, SHOWN))), ...byHand(terms)]);
  }

  // The doubts about a text, by the names of their checks.
  function noted(marks) {
    const names = new Set((marks || []).map((mark) => mark.check));
    return names.size ? escape(` [check ${[...names].join(", ")}]`) : "";
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
    for (const article of story.articles) {
      for (const sentence of article.summary) {
        for (const text of new Set([sentence.translation || sentence.original, sentence.original])) {
          const marked = highlight(text, terms, seen);
          const doubts = text === sentence.original ? "" : noted(sentence.marks);
          if (marked.includes("<mark>")) lines.push(`<p>${marked}${doubts}</p>`);
        }
      }
    }
    if (!lines.length) {
      const first = story.articles[0], sentence = first.summary[0] || first.title;
      lines.push(`<p>${escape(sentence.translation || sentence.original)}${noted(sentence.marks)}</p>`);
    }
    const sources = story.articles.map((article) => highlight(article.outlet, terms, seen));
    const found = Object.fromEntries([...seen].map((word) => [word, true]));
    const page = {location: `${path}/`, title: escape(day(date)), text: `<p>${[...new Set(sources)].join(" · ")}</p>`, score: weight, terms: found};
    return [page, {location: story.path, title, text: lines.slice(0, 3).join(""), score: weight, terms: found}];
  }

  function day(date) {
    if (!date) return "Undated";
    const [year, month, number] = date.split("-").map(Number);
    const options = {timeZone: "UTC", year: "numeric", ...(month && {month: "long"}), ...(number && {day: "numeric", weekday: "long"})};
    const words = new Intl.DateTimeFormat("en-GB", options).format(Date.UTC(year, (month || 1) - 1, number || 1));
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
  module.exports = {PLAIN, fold, termsOf, bucketOf, highlight};
}
