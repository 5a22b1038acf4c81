/* The live view of the audit log: asks for what is new every two seconds. Everything shown is text, never markup. The button brings the words. */
(function () {
  'use strict';
  var rows = document.getElementById('live-rows');
  var state = document.getElementById('live-state');
  var toggle = document.getElementById('live-toggle');
  var words = toggle.dataset;
  var last = -1;
  var running = true;

  function cell(row, text, className) {
    var td = document.createElement('td');
    td.textContent = text;
    if (className) { td.className = className; }
    row.appendChild(td);
  }

  function show(record) {
    var row = document.createElement('tr');
    cell(row, record.index);
    cell(row, record.at.replace('T', ' ').replace('Z', ' UTC'));
    cell(row, record.title);
    cell(row, words[record.outcome.toLowerCase()] || record.outcome);
    cell(row, record.actor);
    cell(row, record.object, 'mono');
    rows.insertBefore(row, rows.firstChild);
    while (rows.children.length > 200) { rows.removeChild(rows.lastChild); }
  }

  function ask() {
    if (!running) { return; }
    fetch('/api/v1/audit/following' + (last < 0 ? '' : '?after=' + last), {
      headers: { 'X-Passive': 'true', 'Accept': 'application/json' }, credentials: 'same-origin'
    }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.json();
    }).then(function (body) {
      body.records.forEach(function (record) { show(record); last = record.index; });
      state.textContent = words.newest.replace('{0}', last);
      window.setTimeout(ask, 2000);
    }).catch(function (failure) {
      running = false;
      toggle.textContent = words.again;
      state.textContent = words.stopped.replace('{0}', function () { return failure.message; });
    });
  }

  toggle.addEventListener('click', function () {
    running = !running;
    toggle.textContent = running ? words.pause : words.again;
    state.textContent = running ? words.following : words.paused;
    ask();
  });
  ask();
}());
