export const tracePath = '/app/tra-cuu';
export const itemPathPattern = '/app/tra-cuu/buu-gui/:id';
export const actsPath = '/app/tra-cuu/nhat-ky';
export const complaintsPath = '/app/tra-cuu/khieu-nai';
export const leaksPath = '/app/tra-cuu/lo-lot';
/** An item's id is opaque. */
export const itemPath = (id: string): string => `/app/tra-cuu/buu-gui/${id}`;
