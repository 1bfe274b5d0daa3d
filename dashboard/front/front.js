// Small manners of the page itself. Decides nothing, sends nothing anywhere.
(() => {
  const editable = (node) =>
    node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));

  // Streamlit's single-key shortcuts (r, c) have no switch of their own (WCAG 2.1.4): stop them before it hears them.
  addEventListener("keydown", (event) => {
    const single = !event.ctrlKey && !event.metaKey && !event.altKey && /^[rc]$/i.test(event.key);
    if (single && !editable(event.target)) event.stopImmediatePropagation();
  }, true);

  // The page says to screen readers which language it speaks, also after the person has chosen another.
  const said = { fr: { Upload: "Choisir un fichier" }, de: { Upload: "Datei wählen" } };
  new MutationObserver(() => {
    const words = said[document.documentElement.lang] ?? {}; // the few words Streamlit says in English only
    for (const label of document.querySelectorAll('[data-testid="stFileUploader"] button p'))
      if (words[label.textContent]) label.textContent = words[label.textContent];
    const spoken = document.querySelector("[data-language]")?.getAttribute("data-language");
    if (spoken && document.documentElement.lang !== spoken) document.documentElement.lang = spoken;
  }).observe(document, { childList: true, subtree: true });

  // A row opens something at the top of the page: go there, wherever one had scrolled to.
  addEventListener("click", (event) => {
    const row = event.target instanceof Element && event.target.closest('[class*="st-key-row-"]');
    if (row) setTimeout(() => document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 }), 250);
  }, true);

  // Words being typed are judged while one types: Streamlit hands a text over on Ctrl+Enter, so say it after a pause.
  let pause = 0;
  addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !field.closest('[class*="st-key-live"]')) return;
    clearTimeout(pause);
    pause = setTimeout(() => {
      const options = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true };
      if (document.activeElement === field) field.dispatchEvent(new KeyboardEvent("keydown", options));
    }, 700);
  }, true);
})();
