// Every page of the app, and who may see it. To add one: a line here, its title in i18n/shell.*.ts, and a file that exports the component
// by default; it becomes a chunk of its own. The first page that a role may see is the one it lands on.
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

import type { vi } from '../i18n/shell.vi.ts';
import { loaded } from './loaded.ts';
import type { Actor, Role } from './session.ts';

export interface Page {
  /** As wouter reads it; ids in paths are opaque, people are never in one. */
  readonly path: string;
  readonly title: keyof (typeof vi)['pages'];
  readonly roles: readonly Role[] | 'everyone';
  /** Fills the window under the top bar and scrolls inside itself, if at all: the counter. */
  readonly full?: boolean;
  readonly view: LazyExoticComponent<ComponentType>;
}

const page = (
  path: string,
  title: Page['title'],
  roles: Page['roles'],
  load: () => Promise<{ default: ComponentType }>,
  full = false,
): Page => ({ path, title, roles, full, view: lazy(() => loaded(load)) });

export const pages: readonly Page[] = [
  page('/app/phat', 'delivery', ['courier'], () => import('../pages/delivery/delivery-page.tsx')),
  page('/app/thu-gom', 'pickup', ['courier'], () => import('../pages/pickup/pickup-page.tsx'), true),
  page('/app/quay', 'counter', ['clerk', 'courier'], () => import('../pages/counter/counter-page.tsx'), true),
  page('/app/quay/hom-nay', 'counterToday', ['clerk', 'courier'], () => import('../pages/counter/today-page.tsx')),
  page('/app/quay/tu-choi', 'counterRefusals', ['clerk', 'courier'], () => import('../pages/counter/refusals-page.tsx')),
  page('/app/quay/hang-cho', 'queue', ['clerk', 'courier'], () => import('../pages/queue/queue-page.tsx')),
  page('/app/quay/danh-sach', 'manifest', ['clerk'], () => import('../pages/manifest/manifest-page.tsx')),
  page('/app/nguoi-dung', 'users', ['administrator'], () => import('../pages/users/users-page.tsx')),
  page('/app/viec', 'tasks', ['officer', 'auditor', 'administrator'], () => import('../pages/office/tasks-page.tsx')),
  page('/app/at/thiet-bi', 'equipment', ['officer', 'auditor', 'administrator'], () => import('../pages/office/equipment-page.tsx')),
  page('/app/at/may-quay', 'devices', ['officer', 'auditor', 'administrator'], () => import('../pages/devices/devices-page.tsx')),
  page('/app/at/luu-tru', 'retention', ['officer', 'auditor', 'administrator'], () => import('../pages/retention/retention-page.tsx')),
  page('/app/at/luu-tru/giu', 'holds', ['officer', 'auditor'], () => import('../pages/holds/holds-page.tsx')),
  page('/app/khai-thac', 'sorting', ['sorter', 'officer'], () => import('../pages/sorting/sorting-page.tsx')),
  page('/app/khai-thac/ban-giao', 'handover', ['sorter', 'officer'], () => import('../pages/sorting/handover-page.tsx')),
  page('/app/khai-thac/giu-lai', 'stopped', ['sorter', 'officer'], () => import('../pages/sorting/stopped-page.tsx')),
  page('/app/at/khong-phat-duoc', 'undelivered', ['officer', 'sorter', 'courier'], () => import('../pages/undelivered/undelivered-page.tsx')),
  page('/app/at/yeu-cau', 'subjects', ['officer'], () => import('../pages/subjects/subjects-page.tsx')),
  page('/app/at/yeu-cau/:number', 'subject', ['officer'], () => import('../pages/subjects/subject-page.tsx')),
  page('/app/tra-cuu', 'trace', ['officer'], () => import('../pages/trace/trace-page.tsx')),
  page('/app/tra-cuu/buu-gui/:id', 'traceItem', ['officer', 'auditor'], () => import('../pages/trace/item-page.tsx')),
  page('/app/tra-cuu/nhat-ky', 'acts', ['officer', 'auditor'], () => import('../pages/trace/acts-page.tsx')),
  page('/app/tra-cuu/lo-lot', 'leaks', ['officer', 'auditor'], () => import('../pages/trace/leaks-page.tsx')),
  page('/app/tra-cuu/khieu-nai', 'complaints', ['officer'], () => import('../pages/trace/complaints-page.tsx')),
  page('/app/tai-khoan', 'account', 'everyone', () => import('../pages/account/account-page.tsx')),
];

export const seen = (each: Page, actor: Actor): boolean =>
  each.roles === 'everyone' || each.roles.some((role) => role === actor.role);

export const pagesOf = (actor: Actor): readonly Page[] => pages.filter((each) => seen(each, actor));

export const firstPage = (actor: Actor): string => pagesOf(actor)[0]?.path ?? '/app/tai-khoan';
