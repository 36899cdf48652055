// Comfort only: every page reads without this file. One control for all originals, copy buttons.
(function () {
  "use strict";
  var paper = document.querySelector(".bg");
  if (!paper) return;
  var originals = paper.querySelectorAll("details.bg-o");

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

  function remembered() {
    try { return localStorage.getItem("briefgen.originals") === "1"; } catch (error) { return false; }
  }

  if (originals.length) {
    var all = button("", function () { show(all.getAttribute("aria-pressed") !== "true"); });
    var show = function (open) {
      originals.forEach(function (item) { item.open = open; });
      all.setAttribute("aria-pressed", String(open));
      all.textContent = open ? "Hide originals" : "Show originals";
      remember(open);
    };
    all.className = "bg-all";
    var top = paper.querySelector(".bg-top");
    if (top) top.appendChild(all);
    show(remembered());
  }

  function copied(made, text) {
    var words = made.textContent;
    navigator.clipboard.writeText(text).then(function () {
      made.textContent = "copied";
      setTimeout(function () { made.textContent = words; }, 1500);
    });
  }

  function forMail(story) {
    var lines = [story.querySelector("h2").textContent.trim(), ""];
    story.querySelectorAll(".bg-lines:first-of-type .bg-t").forEach(function (item) {
      lines.push(item.textContent.trim());
    });
    var link = story.querySelector(".bg-src a");
    if (link) lines.push("", link.textContent.trim() + ": " + link.href);
    return lines.join("\n") + "\n";
  }

  if (navigator.clipboard) {
    paper.querySelectorAll(".bg-story").forEach(function (story) {
      var tools = document.createElement("div");
      tools.className = "bg-tools";
      tools.appendChild(button("copy link", function (made) {
        copied(made, location.href.split("#")[0] + "#" + story.querySelector("h2").id);
      }));
      tools.appendChild(button("copy for e-mail", function (made) { copied(made, forMail(story)); }));
      story.appendChild(tools);
    });
  }
})();
