// The accounts of a sample node; all made up.
export const password = 'du-lieu-mau-2026';
export const clerk = 'giaodich1';
export const courier = 'buuta1';
export const officer = 'antoan1';
export const administrator = 'quantri';
export const auditor = 'kiemtoan1';
export const sorter = 'khaithac1';
