"use strict";
(() => {
  const panel = document.getElementById("filters");
  if (!panel) return;
  const main = document.getElementById("violations");
  const shown = document.getElementById("shown");
  const text = document.getElementById("text");
  const articles = [...main.querySelectorAll("article")];
  const byRule = [...main.querySelectorAll("details.group")];
  const homes = new Map(articles.map((article) => [article, article.parentElement]));
  const nothing = document.createElement("p");
  nothing.className = "empty";
  nothing.textContent = "No violation matches the filters.";
  let searchable = null;
  let byPath = null;

  const chosen = (name) =>
    new Set([...panel.querySelectorAll(`input[name=${name}]:checked`)].map((input) => input.value));

  // Read once, when somebody searches: ten thousand texts take a moment.
  const words = () => {
    searchable ??= new Map(articles.map((article) => [article, article.textContent.toLowerCase()]));
    return searchable;
  };

  const apply = () => {
    const severities = chosen("severity");
    const statuses = chosen("status");
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const content = wanted.length ? words() : null;
    let number = 0;
    for (const article of articles) {
      const { severity, status } = article.dataset;
      const fits =
        severities.has(severity) &&
        statuses.has(status) &&
        wanted.every((word) => content.get(article).includes(word));
      article.hidden = !fits;
      number += fits ? 1 : 0;
    }
    for (const group of main.querySelectorAll("details.group")) {
      const visible = group.querySelectorAll("article:not([hidden])").length;
      group.hidden = visible === 0;
      group.querySelector("summary .count").textContent = String(visible);
    }
    nothing.hidden = number > 0;
    shown.textContent = `${number} of ${articles.length} violations`;
  };

  const pathGroup = (path) => {
    const group = document.createElement("details");
    const summary = document.createElement("summary");
    const heading = document.createElement("h2");
    const count = document.createElement("span");
    group.className = "group";
    group.open = true;
    heading.textContent = path;
    count.className = "count";
    summary.append(heading, count);
    group.append(summary);
    return group;
  };

  const pathGroups = () => {
    const groups = new Map();
    for (const article of articles) {
      const { path } = article.dataset;
      if (!groups.has(path)) groups.set(path, pathGroup(path));
    }
    return new Map([...groups].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));
  };

  const regroup = () => {
    const wish = chosen("group").has("path");
    if (wish) {
      byPath ??= pathGroups();
      const ordered = [...articles].sort((one, other) => one.dataset.order - other.dataset.order);
      for (const article of ordered) byPath.get(article.dataset.path).append(article);
      main.replaceChildren(...byPath.values(), nothing);
    } else {
      for (const article of articles) homes.get(article).append(article);
      main.replaceChildren(...byRule, nothing);
    }
    main.dataset.group = wish ? "path" : "rule";
    apply();
  };

  const open = (wish) => {
    for (const group of main.querySelectorAll("details")) group.open = wish;
  };

  let waiting = 0;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  panel.addEventListener("change", (event) => {
    if (event.target.name === "group") regroup();
    else if (event.target !== text) apply();
  });
  document.getElementById("open").addEventListener("click", () => open(true));
  document.getElementById("close").addEventListener("click", () => open(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && event.target !== text) {
      event.preventDefault();
      text.focus();
    }
  });
  // Paper cannot be unfolded.
  addEventListener("beforeprint", () => open(true));

  // A link to a violation shows it, whatever its status.
  const target = () => {
    const article = location.hash && document.getElementById(location.hash.slice(1));
    if (!article || !article.matches("article[hidden]")) return;
    for (const input of panel.querySelectorAll("input[type=checkbox]")) input.checked = true;
    text.value = "";
    apply();
    article.scrollIntoView();
  };
  addEventListener("hashchange", target);

  panel.hidden = false;
  regroup();
  target();
})();
