/* Asks an authenticator (WebAuthn), and sends its answer with the form in which the button stands. The button brings the words. */
(function () {
  'use strict';

  async function answered(button) {
    var question = await fetch(button.dataset.question, {
      headers: { 'Accept': 'application/json', 'X-Passive': 'true' }, credentials: 'same-origin'
    });
    if (!question.ok) { throw new Error(button.dataset.refused.replace('{0}', question.status)); }
    var options = await question.json();
    var create = button.dataset.authenticator === 'create';
    if (!create && options.allowCredentials.length === 0) {
      throw new Error(button.dataset.unknown);
    }
    var credential = create
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return JSON.stringify(credential.toJSON());
  }

  function ask(button) {
    var form = button.form;
    var state = form.querySelector('[role=status]');
    if (!form.reportValidity()) { return; }
    state.textContent = button.dataset.touch;
    answered(button).then(function (answer) {
      form.elements[form.id + ':answer'].value = answer;
      form.elements[form.id + ':send'].click();
    }).catch(function (failure) {
      state.textContent = button.dataset.failed.replace('{0}', function () { return failure.message; });
    });
  }

  document.querySelectorAll('button[data-authenticator]').forEach(function (button) {
    button.addEventListener('click', function () { ask(button); });
  });
}());
