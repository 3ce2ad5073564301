import { section } from './i18n.ts';

export const pickupTexts = section(
  {
    title: 'Thu gom tại nhà người gửi',
    steps: 'Các bước',
    next: 'Tiếp',
    back: 'Lùi',
    today: 'Hôm nay',
    left: (count: number) => `còn ${count}`,
    complete: 'xong',
  },
  {
    title: 'Collection at the sender’s door',
    steps: 'Steps',
    next: 'Next',
    back: 'Back',
    today: 'Today',
    left: (count) => `${count} left`,
    complete: 'done',
  },
);
