/* Beside each time in UTC the reader's own, if that is another. Everything shown is text, never markup. */
(function () {
  'use strict';
  var form = new Intl.DateTimeFormat(document.documentElement.lang, {
    day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short'
  });

  function show(time) {
    var at = new Date(time.dateTime);
    if (time.nextElementSibling && time.nextElementSibling.className === 'local' || isNaN(at) || at.getTimezoneOffset() === 0) { return; }
    var local = document.createElement('small');
    local.className = 'local';
    local.textContent = form.format(at);
    time.after(local);
  }

  function showAll() { document.querySelectorAll('main time[datetime]').forEach(show); }

  /* Tables get their next page without the page being loaded again. */
  new MutationObserver(showAll).observe(document.querySelector('main'), { childList: true, subtree: true });
  showAll();
}());
