// Comfort only: every page reads without this file. One control for all originals, copy buttons.
(function () {
  "use strict";
  // In other languages; engines/mkdocs.py fills it in.
  var WORDS = {};
  function say(phrase) { return WORDS[phrase] || phrase; }
  // Wide tables scroll; the theme puts them into boxes that no key reaches.
  addEventListener("load", function () {
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (box) { box.tabIndex = 0; });
  });
  filters(document.querySelector(".md-search__output"), document.querySelector(".md-search__input"));
  var paper = document.querySelector(".bg");
  if (!paper) return;
  var originals = paper.querySelectorAll("details.bg-o");

  // Language, outlet and dates above the results stand as words in the box, too.
  function filters(output, box) {
    if (!output || !box || typeof __md_scope === "undefined") return;
    var row = document.createElement("div");
    row.className = "bg-filters";
    box.addEventListener("focus", function () {
      if (row.parentNode) return;
      output.prepend(row);
      fetch(new URL("briefings/search/index.json", __md_scope)).then(function (answer) { return answer.json(); }).then(function (head) {
        ["language", "outlet"].forEach(function (kind) {
          if (!head.facets || head.facets[kind].length < 2) return;
          var list = document.createElement("select");
          list.append(new Option(say("Any " + kind), ""));
          head.facets[kind].forEach(function (one) { list.append(new Option(one[0] + " (" + one[2] + ")", one[0].replace(/\s+/g, "_"))); });
          put(kind, say(kind), list);
        });
        [["after", "from"], ["before", "to"]].forEach(function (pair) {
          var field = document.createElement("input");
          field.type = "date";
          put(pair[0], say(pair[1]), field);
        });
      }).catch(function () { row.remove(); });
    });
    function put(kind, words, field) {
      var label = document.createElement("label");
      if (field.tagName === "SELECT") field.setAttribute("aria-label", words);  // its first choice says what it is
      else label.append(words + " ");
      label.append(field);
      field.addEventListener("change", function () {
        var words = box.value.replace(new RegExp("\\s*\\b" + kind + ":\\S*", "gi"), "").trim();
        box.value = (words + (field.value ? " " + kind + ":" + field.value : "")).trim();
        box.dispatchEvent(new Event("input", {bubbles: true}));
        box.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
      });
      row.append(label);
    }
    // The theme adds the words of a search to addresses; no other site is to learn them.
    ["mouseover", "focusin", "click"].forEach(function (kind) {
      output.addEventListener(kind, function (event) {
        var link = event.target.closest("a");
        if (!link || link.host === location.host) return;
        var url = new URL(link.href);
        url.searchParams.delete("h");
        link.href = url;
        link.rel = "noopener noreferrer";
      }, true);
    });
  }

  function button(words, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", function () { act(made); });
    return made;
  }

  function remember(open) {
    try { localStorage.setItem("briefgen.originals", open ? "1" : ""); } catch (error) { /* private window */ }
  }

  // What the reader chose last ("1" or ""); null before any choice.
  function remembered() {
    try { return localStorage.getItem("briefgen.originals"); } catch (error) { return null; }
  }

  if (originals.length) {
    var all = button("", function () { show(all.getAttribute("aria-pressed") !== "true"); });
    var lay = function (open, kept) {
      originals.forEach(function (item) {
        item.open = open;
        item.classList.toggle("bg-kept", kept);
      });
      all.setAttribute("aria-pressed", String(open));
      all.textContent = say(open ? "Hide originals" : "Show originals");
    };
    var show = function (open) {
      lay(open, open);
      remember(open);
    };
    all.className = "bg-all";
    var top = paper.querySelector(".bg-top");
    if (top) top.appendChild(all);
    // A wide screen has room beside the sentences.
    var chosen = remembered(), wide = window.matchMedia("(min-width: 1200px)").matches;
    lay(chosen === null ? wide : chosen === "1", chosen === "1");
  }

  // The theme opens every <details> for the printer; paper is to show those a reader opened.
  paper.addEventListener("click", function (event) {
    var summary = event.target.closest("summary");
    if (summary) summary.parentNode.classList.toggle("bg-kept", !summary.parentNode.open);
  });

  // Over plain http browsers give no clipboard: select and copy.
  function copyOldWay(text) {
    var area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.cssText = "position:fixed;top:0;opacity:0";
    document.body.appendChild(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject();
  }

  function copy(text, html) {
    if (!navigator.clipboard) return copyOldWay(text);
    if (!html || !window.ClipboardItem) return navigator.clipboard.writeText(text);
    return navigator.clipboard.write([new ClipboardItem({
      "text/plain": new Blob([text], { type: "text/plain" }),
      "text/html": new Blob([html], { type: "text/html" })
    })]).catch(function () { return navigator.clipboard.writeText(text); });
  }

  var said = document.createElement("p");
  said.className = "bg-said";
  said.setAttribute("role", "status");
  paper.appendChild(said);

  function tell(made, words, usual) {
    made.textContent = said.textContent = words;
    setTimeout(function () { made.textContent = usual; said.textContent = ""; }, 1500);
  }

  function copier(words, give) {
    return button(words, function (made) {
      var what = give();
      copy(what.text, what.html).then(
        function () { tell(made, say("copied"), words); },
        function () { tell(made, say("not allowed by the browser"), words); }
      );
    });
  }

  function doubts(marks) {
    return Array.from(marks, function (mark) {
      var said = Array.from(mark.querySelectorAll("span"), function (one) { return one.textContent; });
      return " [" + (said.length ? say("check {what}").replace("{what}", said.join("; ")) : mark.textContent.trim()) + "]";
    }).join("");
  }

  // For a mail: title and first sentence with their doubts, sources, permanent link.
  function forMail(story, link) {
    var title = story.querySelector("h2").firstChild.textContent.trim();
    var first = story.querySelector(".bg-lines > li");
    var words = first ? first.querySelector(".bg-t").textContent.trim() : "";
    if (first) words += doubts(first.querySelectorAll(".bg-mark"));
    var noted = doubts(story.querySelectorAll(":scope > .bg-mark"));
    var original = story.querySelector(":scope > .bg-orig");
    if (noted && original) noted += " (" + original.textContent.trim() + ")";
    var sources = story.querySelector(".bg-by").firstChild.textContent.trim();
    var lines = [title + noted, words, sources, link].filter(Boolean);
    var made = document.createElement("div");
    var shown = made.appendChild(document.createElement("p"));
    var head = document.createElement("a");
    head.href = link;
    head.textContent = title;
    shown.appendChild(document.createElement("b")).appendChild(head);
    shown.appendChild(document.createTextNode(noted));
    [words, sources].filter(Boolean).forEach(function (text) {
      shown.appendChild(document.createElement("br"));
      shown.appendChild(document.createTextNode(text));
    });
    return { text: lines.join("\n") + "\n", html: made.innerHTML };
  }

  paper.querySelectorAll(".bg-story").forEach(function (story) {
    var tools = story.querySelector(".bg-tools");
    var permanent = tools && tools.querySelector(".bg-perm");
    if (!permanent) return;
    var link = permanent.href;
    permanent.replaceWith(copier(say("copy link"), function () { return { text: link }; }));
    tools.querySelector(".bg-mailto").replaceWith(
      copier(say("copy for e-mail"), function () { return forMail(story, link); })
    );
  });
})();
