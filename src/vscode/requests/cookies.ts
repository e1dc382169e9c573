import * as vscode from 'vscode';
import type { CookieEntry } from '../../net/http/cookies.ts';
import { count } from '../../base/quantities.ts';
import type { Shell } from '../shell.ts';
import { labelText } from '../uiText.ts';

const remove: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Remove This Cookie' };
const removeAll: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('clear-all'),
  tooltip: 'Clear All Cookies',
};

interface CookieItem extends vscode.QuickPickItem {
  readonly cookie?: CookieEntry;
}

/** Lists the stored cookies; each can be removed, and its value copied. */
export async function showCookies(shell: Shell): Promise<void> {
  const pick = vscode.window.createQuickPick<CookieItem>();
  pick.title = 'Cookies of request files';
  pick.placeholder = 'Choose one to copy its value';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = [removeAll];
  const load = async () => {
    pick.busy = true;
    pick.items = items(await shell.engine.request('http.cookies', {}));
    pick.busy = false;
  };
  pick.onDidTriggerItemButton(async ({ item: { cookie } }) => {
    if (cookie === undefined) return;
    const { domain, path, name } = cookie;
    await shell.engine.request('http.clearCookies', { domain, path, name });
    await load();
  });
  pick.onDidTriggerButton(async () => {
    await clearCookies(shell);
    await load();
  });
  pick.onDidAccept(() => {
    const cookie = pick.activeItems[0]?.cookie;
    if (cookie !== undefined) {
      void vscode.env.clipboard.writeText(cookie.value);
      vscode.window.setStatusBarMessage(`Copied the value of ${labelText(cookie.name)}`, 3000);
    }
    pick.hide();
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
  await load();
}

function items(cookies: readonly CookieEntry[]): CookieItem[] {
  if (cookies.length === 0) return [{ label: 'No cookies are kept.', alwaysShow: true }];
  return cookies.map((cookie) => ({
    cookie,
    label: labelText(`${cookie.name}=${cookie.value.slice(0, 80)}`),
    description: labelText(`${cookie.hostOnly ? '' : '*.'}${cookie.domain}${cookie.path}`),
    detail: labelText(facts(cookie)),
    buttons: [remove],
  }));
}

function facts({ expires, secure, httpOnly, sameSite }: CookieEntry): string {
  return [
    expires === undefined ? 'until Wirebench ends' : `until ${new Date(expires).toLocaleString()}`,
    ...(secure ? ['Secure'] : []),
    ...(httpOnly ? ['HttpOnly'] : []),
    ...(sameSite === undefined ? [] : [`SameSite=${sameSite}`]),
  ].join(', ');
}

export async function clearCookies(shell: Shell): Promise<void> {
  const cookies = shell.engine.isStarted ? await shell.engine.request('http.cookies', {}) : [];
  if (cookies.length > 0) await shell.engine.request('http.clearCookies', {});
  vscode.window.setStatusBarMessage(`Cleared ${count(cookies.length, 'cookie')}`, 3000);
}
