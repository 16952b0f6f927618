// Runs inside a page of the installed extension: how the page is locked, and how far an attacker would come who got markup into it.
// Read by hostileApi.test.ts. VS Code's own script stands before the policy, so it does not count.
async ({ ownFont, strangeFont, server }) => {
  const resources = performance.getEntriesByType('resource').map(({ name }) => name);
  const scripts = [...document.scripts].filter(({ id }) => id !== '_vscodeApiScript');
  const elements = [...document.body.querySelectorAll('*')];
  const inside = {
    policy: document.querySelector('meta[http-equiv=Content-Security-Policy]').content,
    scripts: scripts.map(({ nonce, text, src }) => (nonce === '' || text !== '' ? 'inline' : src)),
    handlers: elements
      .flatMap((element) => element.getAttributeNames())
      .filter((name) => name.startsWith('on')),
    resources,
  };
  const outcome = (promise) =>
    promise.then(
      () => 'allowed',
      () => 'refused',
    );
  const box = document.createElement('div');
  const inline = document.createElement('script');
  inline.textContent = 'window.ran = true';
  box.innerHTML = `<img src="data:," onerror="window.ran = true"><a href="javascript:window.ran = true">x</a>`;
  document.body.append(box, inline);
  box.querySelector('a').click();
  const style = resources.find((name) => name.endsWith('.css'));
  const font = (path) => outcome(new FontFace('tried', `url(${new URL(path, style).href})`).load());
  const tried = {
    ownFont: await font(ownFont),
    strangeFont: await font(strangeFont),
    call: await outcome(fetch(server, { mode: 'no-cors' })),
    inlineCode: window.ran === true ? 'allowed' : 'refused',
  };
  box.remove();
  inline.remove();
  return { ...inside, tried };
};
