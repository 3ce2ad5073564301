export const retentionPath = '/app/at/luu-tru';
export const holdsPath = '/app/at/luu-tru/giu';
