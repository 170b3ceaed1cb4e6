/* The ask page: whoever types a number wants the thing, so its tick follows. */
for (const row of document.querySelectorAll("[data-package]")) {
  const tick = row.querySelector("input[type=checkbox]");
  const count = row.querySelector("input:not([type=checkbox])");
  count.addEventListener("input", () => {
    tick.checked = Number.parseInt(count.value, 10) > 0;
  });
  count.addEventListener("focus", () => count.select());
}
