export const subjectsPath = '/app/at/yeu-cau';
export const subjectPath = (number: number): string => `${subjectsPath}/${number}`;
