/* A button that is pressed while the editor saves by itself waits until it has: otherwise the server does both at
   once, and warns the clerk of somebody who saved meanwhile, which was their own editor. */
(() => {
  const BUTTONS = '[data-edit-form] :is([type=submit], [data-workflow-action-name])';
  let saving = false;
  let sent = false;
  let waiting = null;

  function ended() {
    saving = false;
    setTimeout(() => { // after all who listen, too: there may be more to save
      if (saving || !waiting) return;
      const button = waiting;
      waiting = null;
      button.click();
    });
  }

  document.addEventListener('w-autosave:save', (event) => {
    if (sent) event.preventDefault();
    saving ||= !event.defaultPrevented; // what is prevented has no end
  });
  document.addEventListener('w-autosave:success', ended);
  document.addEventListener('w-autosave:error', ended);
  document.addEventListener('click', (event) => {
    const button = saving && event.target.closest(BUTTONS);
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = button;
  }, true);
  document.addEventListener('submit', (event) => {
    if (event.target.matches('[data-edit-form]') && !event.defaultPrevented) sent = true;
  });
  window.addEventListener('pageshow', () => { sent = false; });
})();
