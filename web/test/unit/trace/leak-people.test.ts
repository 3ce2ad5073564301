import { expect, test } from 'vitest';

import { byPerson } from '../../../src/pages/trace/leak-people.ts';

const act = (user: string, at: string, sight: 'about' | 'search' | 'overview') => ({ act: `${user}${at}`, at, sight, kind: 'opening', user, by: `NV-${user.toUpperCase()}` });

test('who opened it stands before who may have come across it, and then who did so more often', () => {
  const people = byPerson([act('d', '09', 'overview'), act('a', '08', 'search'), act('b', '07', 'about'), act('a', '06', 'search'), act('c', '05', 'search'), act('b', '04', 'search'), act('d', '03', 'overview'), act('d', '02', 'overview')]);
  expect(people.map(({ user, count }) => [user, count])).toEqual([
    ['b', 2],
    ['a', 2],
    ['c', 1],
    ['d', 3],
  ]);
  expect(people[0]).toMatchObject({ sights: ['about', 'search'], first: '04', last: '07' });
});

test('two people of one account name are two', () => {
  expect(byPerson([act('a', '2', 'about'), { ...act('a', '1', 'about'), by: 'NV-OTHER' }])).toHaveLength(2);
});
