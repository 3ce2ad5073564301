// What the slots of a joint inspection are called, at the counter and on the phone beside it.
export const slotsVi = { open: 'Khi mở', contents: 'Món hàng', sealed: 'Gói kín', signature: 'Chữ ký', label: 'Ảnh nhãn', papers: 'Giấy tờ' };

export const slotsEn: typeof slotsVi = { open: 'Open', contents: 'Contents', sealed: 'Sealed', signature: 'Signature', label: 'Label', papers: 'Papers' };

type Slots = Partial<Record<string, string>>;

/** A picture's slot in words; its code where we have none. */
export const slotName = (slot: string, names: typeof slotsVi): string => (names as Slots)[slot] ?? slot;
