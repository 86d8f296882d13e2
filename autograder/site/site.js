// Paper is white: what is printed has the colours of the light theme, whatever the reader's system has.
const root = document.documentElement;
let worn;
addEventListener("beforeprint", () => {
  worn = root.dataset.theme;
  root.dataset.theme = "light";
});
addEventListener("afterprint", () => {
  root.dataset.theme = worn;
});

// What the search shows of a page is its text: no buttons, no list of contents, no formula as it was typed.
addEventListener("DOMContentLoaded", () => {
  if (typeof Search === "undefined") return;
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll(".math, mjx-container").forEach((formula) => formula.replaceWith("\u2026"));
    const article = page.querySelector("article");
    if (article) article.parentElement.replaceChildren(article);
    page.querySelector('[role="main"]')?.replaceChildren(article ?? "");
    return textOf(page.documentElement.outerHTML, anchor);
  };
});
