// On nbgrader's page for marking: nothing that is typed is lost, and a comment that was given before is given again.
(function () {
  "use strict";
  var starts = [];
  var notice = document.createElement("p");
  // The page tells MathJax to put the cursor where it was; formulas need no MathJax here, so this does what it did.
  window.MathJax = { Hub: { Startup: { signal: { Interest: function (hear) { starts.push(hear); } } } } };

  function loaded() {
    var form = window.formgrader;
    return form && form.loaded && form.grades.loaded && form.comments.loaded;
  }

  // What nbgrader loads would write over what was typed before: the fields show themselves when it is there.
  function open() {
    if (!loaded()) { return window.setTimeout(open, 50); }
    document.documentElement.classList.add("ready");
    starts.forEach(function (hear) { hear("End"); });
    window.jQuery(document).ajaxError(function (event, request, settings) {
      if (settings.type !== "GET") { notSaved(); }
    });
    window.jQuery(document).ajaxSuccess(function (event, request, settings) {
      if (settings.type !== "GET") { notice.hidden = true; }
    });
  }

  function notSaved() {
    notice.textContent = "Not saved: the server did not take it. Your words still stand in the field; " +
      "when the server answers again, change the field and leave it.";
    notice.hidden = false;
  }

  function addNotice() {
    notice.id = "not-saved";
    notice.hidden = true;
    notice.setAttribute("role", "alert");
    document.body.appendChild(notice);
  }

  function unsaved() {
    var field = document.activeElement;
    var typed = field && field.matches(".score, .extra-credit, textarea.comment") && field.dataset.typed === "yes";
    return typed || window.jQuery.active > 0 || !notice.hidden;
  }

  function bringComments() {
    document.querySelectorAll(".known > .given").forEach(function (box) {
      var comment = box.parentElement.querySelector("textarea.comment");
      if (!comment) { return; }
      comment.closest(".panel-footer").appendChild(box);
      box.querySelector("button").addEventListener("click", function () {
        var words = comment.value.trim();
        comment.value = (words ? words + "\n\n" : "") + box.querySelector("select").value;
        window.jQuery(comment).trigger("change");
        comment.focus();
      });
    });
  }

  // nbgrader's Tab goes from field to field; on the way it passes by the comments given before.
  function onKey(event) {
    if (event.key !== "Tab" || event.ctrlKey || event.altKey) { return; }
    var next = null;
    var field = event.target;
    if (field.matches("textarea.comment") && !event.shiftKey) {
      next = field.closest(".panel-footer").querySelector(".given select");
    } else if (field.matches(".given select")) {
      var box = field.closest(".panel-footer");
      next = event.shiftKey ? box.querySelector("textarea") : box.querySelector(".given button");
    } else if (field.matches(".given button") && event.shiftKey) {
      next = field.closest(".given").querySelector("select");
    }
    if (next) {
      event.preventDefault();
      event.stopImmediatePropagation();
      next.focus();
    }
  }

  function nameFields() {
    document.querySelectorAll(".nbgrader_cell").forEach(function (cell) {
      var known = cell.closest(".known");
      var label = known ? known.querySelector("h2") : cell.querySelector(".nbgrader-label");
      var what = label ? label.textContent : "this cell";
      cell.querySelectorAll(".score").forEach(function (field) { field.setAttribute("aria-label", "Points for " + what); });
      cell.querySelectorAll(".extra-credit").forEach(function (field) {
        field.setAttribute("aria-label", "Extra points for " + what);
      });
      cell.querySelectorAll("textarea.comment").forEach(function (field) {
        field.setAttribute("aria-label", "Comment on " + what);
      });
    });
  }

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("input", function (event) { event.target.dataset.typed = "yes"; });
  document.addEventListener("change", function (event) { event.target.dataset.typed = ""; });
  window.addEventListener("beforeunload", function (event) {
    if (document.documentElement.classList.contains("ready") && unsaved()) { event.preventDefault(); }
  });
  document.addEventListener("DOMContentLoaded", function () {
    addNotice();
    bringComments();
    nameFields();
    open();
  });
}());
