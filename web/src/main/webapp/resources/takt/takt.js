"use strict";
/* Takt's console in the browser: theme, zone, keys, refresh, relative times, selection, questions, copying. */
(() => {
  const root = document.documentElement;
  const YEAR_SECONDS = 365 * 24 * 3600;
  const REFRESH_DEFAULT_SECONDS = 5;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  function remember(name, value) {
    document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=${YEAR_SECONDS};samesite=strict`;
  }

  function tell(sentence) {
    const told = find("#told");
    if (told) {
      told.textContent = sentence;
    }
  }

  /* Theme: system, light, dark. The server writes the chosen one into the page, so that nothing flashes. */
  function nextTheme() {
    const order = ["", "light", "dark"];
    const next = order[(order.indexOf(root.dataset.theme || "") + 1) % order.length];
    root.dataset.theme = next;
    remember("takt-theme", next);
    tell(`Theme: ${next || "as the system"}.`);
    const button = find("#theme-button");
    if (button) {
      button.title = `Theme: ${next || "system"} (t)`;
    }
  }

  /* The zone of this browser; the server tells times in it from the next page on. */
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) {
    remember("takt-zone", zone);
  }

  /* Relative times; the wording is that of the server's Show.relative. */
  function span(ms) {
    if (ms < 1000) {
      return `${Math.round(ms)} ms`;
    }
    const two = (a, unitA, b, unitB) => (b === 0 ? `${a} ${unitA}` : `${a} ${unitA} ${b} ${unitB}`);
    const s = Math.floor(ms / 1000);
    if (s < 60) {
      return ms < 10000 ? `${(ms / 1000).toFixed(1)} s` : `${s} s`;
    }
    const min = Math.floor(s / 60);
    if (min < 60) {
      return two(min, "min", s % 60, "s");
    }
    const h = Math.floor(min / 60);
    return h < 24 ? two(h, "h", min % 60, "min") : two(Math.floor(h / 24), "d", h % 24, "h");
  }

  function largest(ms) {
    const s = Math.floor(ms / 1000);
    if (s < 3600) {
      return s < 60 ? `${s} s` : `${Math.floor(s / 60)} min`;
    }
    const h = Math.floor(s / 3600);
    return h < 24 ? `${h} h` : `${Math.floor(h / 24)} d`;
  }

  function tellTimes() {
    const now = Date.now();
    for (const time of all("time[data-relative]")) {
      const away = now - Date.parse(time.dateTime);
      const text = away < 0 ? `in ${span(-away)}` : `${largest(away)} ago`;
      if (time.textContent !== text) {
        time.textContent = text;
      }
    }
  }

  /* Refresh: only while the tab is seen, nobody is asked anything, and the last answer has come. */
  let timer = 0;
  let asking = false;

  function refreshNow() {
    if (typeof window.taktRefresh !== "function" || asking || find("dialog[open]")) {
      return;
    }
    asking = true;
    root.classList.add("refreshing");
    window.taktRefresh();
  }

  function schedule() {
    window.clearInterval(timer);
    const choice = find("#refresh-every");
    const seconds = choice ? Number(choice.value) : 0;
    if (seconds > 0 && !document.hidden) {
      timer = window.setInterval(refreshNow, seconds * 1000);
    }
  }

  function startRefresh() {
    const choice = find("#refresh-every");
    if (!choice) {
      return;
    }
    const stored = localStorage.getItem("takt-refresh");
    choice.value = stored === null ? String(REFRESH_DEFAULT_SECONDS) : stored;
    choice.addEventListener("change", () => {
      localStorage.setItem("takt-refresh", choice.value);
      schedule();
    });
    document.addEventListener("visibilitychange", () => {
      schedule();
      if (!document.hidden && Number(choice.value) > 0) {
        refreshNow();
      }
    });
    schedule();
  }

  /* Selection: kept by value over refreshes, because rows are replaced. */
  const picked = new Set();
  let clearWhenDone = false;

  function showSelection() {
    const boxes = all(".pick");
    boxes.forEach((box) => { box.checked = picked.has(box.value); });
    const count = boxes.filter((box) => box.checked).length;
    const whole = find("#pick-all");
    if (whole) {
      whole.checked = count > 0 && count === boxes.length;
      whole.indeterminate = count > 0 && count < boxes.length;
    }
    const text = find("#picked");
    if (text) {
      text.textContent = count === 0 ? text.dataset.none : `${count} selected`;
    }
    for (const button of all("[data-needs-selection]")) {
      const refused = button.dataset.refused === "true";
      button.disabled = refused || count === 0;
    }
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.id === "pick-all") {
      all(".pick").forEach((row) => (box.checked ? picked.add(row.value) : picked.delete(row.value)));
      showSelection();
    } else if (box.classList && box.classList.contains("pick")) {
      box.checked ? picked.add(box.value) : picked.delete(box.value);
      showSelection();
    }
  });

  /* Questions before destructive acts: the click is held back, asked about, and given again. */
  let confirmed = null;

  function ask(question, yes) {
    const dialog = find("#confirm");
    find("#confirm-question").textContent = question;
    dialog.onclose = () => {
      if (dialog.returnValue === "yes") {
        yes();
      }
    };
    dialog.returnValue = "";
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest ? event.target.closest("[data-confirm]") : null;
    if (!button || !button.dataset.confirm || confirmed === button) {
      confirmed = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const count = all(".pick:checked").length;
    const question = button.dataset.confirm
      .replace("{n}", String(count))
      .replace("{tasks}", count === 1 ? "task" : "tasks");
    ask(question, () => {
      clearWhenDone = "needsSelection" in button.dataset;
      confirmed = button;
      button.click();
    });
  }, true);

  document.addEventListener("click", (event) => {
    const target = event.target.closest ? event.target.closest("button, a") : null;
    if (!target) {
      return;
    }
    if (target.dataset.answer) {
      target.closest("dialog").close(target.dataset.answer);
    } else if (target.dataset.copy) {
      const source = find(target.dataset.copy) || target;
      const text = target.dataset.text || source.textContent;
      navigator.clipboard.writeText(text).then(() => {
        const words = target.textContent;
        target.textContent = "Copied";
        window.setTimeout(() => { target.textContent = words; }, 1200);
      }, () => tell("The browser did not allow copying."));
    } else if (target.id === "theme-button") {
      nextTheme();
    } else if (target.id === "help-button") {
      find("#help").showModal();
    } else if (target.id === "menu-button") {
      const open = document.body.classList.toggle("menu-open");
      window.scrollTo(0, 0);
      target.setAttribute("aria-expanded", String(open));
    } else if (target.dataset.format) {
      formatJson(find(target.dataset.format));
    }
  });

  /* JSON fields say at once whether they can be read. */
  function checkJson(field) {
    let wrong = "";
    if (field.value.trim() !== "") {
      try {
        JSON.parse(field.value);
      } catch (error) {
        wrong = `This is not JSON yet: ${error.message}.`;
      }
    }
    const note = find(`#${field.id}-json`);
    if (note) {
      note.textContent = wrong;
    }
    return wrong === "";
  }

  function formatJson(field) {
    if (field && checkJson(field) && field.value.trim() !== "") {
      field.value = JSON.stringify(JSON.parse(field.value), null, 2);
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target.dataset && event.target.dataset.json) {
      checkJson(event.target);
    }
  });

  /* Parts of forms that depend on a choice. */
  function showParts() {
    for (const part of all("[data-when]")) {
      const [name, value] = part.dataset.when.split("=");
      const chosen = find(`input[name="${name}"]:checked`);
      const select = find(`select[name="${name}"]`);
      part.hidden = (chosen ? chosen.value : select ? select.value : "") !== value;
    }
  }
  document.addEventListener("change", showParts);

  /* Filters apply when chosen. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) {
      event.target.form.requestSubmit();
    }
  });

  /* Keys */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea, [contenteditable]");
    if (event.key === "Escape" && document.body.classList.contains("menu-open")) {
      document.body.classList.remove("menu-open");
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "/") {
      const search = find("#search");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === "r") {
      typeof window.taktRefresh === "function" ? refreshNow() : window.location.reload();
    } else if (event.key === "t") {
      nextTheme();
    } else if (event.key === "?" && find("#help") && !find("dialog[open]")) {
      find("#help").showModal();
    }
  });

  function freshen() {
    asking = false;
    root.classList.remove("refreshing");
    if (clearWhenDone) {
      clearWhenDone = false;
      picked.clear();
    }
    tellTimes();
    showSelection();
    showParts();
  }

  function start() {
    startRefresh();
    freshen();
    window.setInterval(() => { if (!document.hidden) { tellTimes(); } }, 1000);
    if (window.jQuery) {
      window.jQuery(document).on("pfAjaxComplete", () => window.setTimeout(freshen, 0));
      window.jQuery(document).on("pfAjaxError", () => {
        asking = false;
        root.classList.remove("refreshing");
        const sentence = find("#health span");
        if (sentence) {
          find("#health").className = "health health-bad";
          sentence.textContent = "The server does not answer; what you see may be old.";
        }
      });
    }
  }

  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
