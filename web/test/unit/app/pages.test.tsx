// Role by page, over the table itself: who opens the address of a page that is not of their role finds nothing there.
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { Frame } from '../../../src/app/frame.tsx';
import { firstPage, pages, pagesOf } from '../../../src/app/pages.ts';
import type { Actor, Role } from '../../../src/app/session.ts';

const roles: readonly Role[] = ['clerk', 'sorter', 'courier', 'officer', 'auditor', 'administrator'];
const actorOf = (role: string): Actor => ({ user: 'ai-do', role, by: 'NV-1', site: null, expiresAt: null });
const foreign = [...roles, 'system', ''].flatMap((role) =>
  pages.filter((each) => each.roles !== 'everyone' && !each.roles.some((own) => own === role)).map((each) => [role, each.path] as const),
);

beforeEach(() => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe.each(foreign)('%s at %s', (role, path) => {
  test('finds no such page', async () => {
    // A path with a part in it, opened with some part.
    history.replaceState(null, '', path.replaceAll(/:\w+/g, 'khong-co'));
    const shown = await act(() => Promise.resolve(render(<Frame actor={actorOf(role)} locked={null} />)));
    expect(shown.container.querySelector('main h1')?.textContent).toBe('Không có trang này');
    expect(pagesOf(actorOf(role)).map((each) => each.path)).not.toContain(path);
  });
});

test('every role lands on a page of its own', () => {
  for (const role of roles) {
    const own = pagesOf(actorOf(role));
    expect(own.length, role).toBeGreaterThan(0);
    expect(own.map((each) => each.path)).toContain(firstPage(actorOf(role)));
  }
});
