// The services of whose items the law wants the records for longer: for how long, by which source, and what of them outlives its day.
import type { components } from '../../api/api.d.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { retentionTexts } from '../../i18n/retention.ts';
import { serviceTexts } from '../../i18n/services.ts';
import { dayText } from '../../kit/civil-day.ts';
import { Table, type Column } from '../../kit/table.tsx';

type Series = components['schemas']['Retention']['series'][number];

export function SeriesTable({ series }: { readonly series: readonly Series[] }) {
  const t = useTexts(retentionTexts);
  const names = useTexts(serviceTexts);
  const columns: Column<Series>[] = [
    { key: 'service', title: t.service, cell: ({ service }) => <b className="terms-class">{names[service]}</b> },
    {
      key: 'floor',
      title: t.floor,
      cell: ({ floor_months, source }) => (
        <>
          {floor_months % 12 === 0 ? t.years(floor_months / 12) : t.months(floor_months)}
          <small className="terms-source" lang="vi">
            {source}
          </small>
        </>
      ),
    },
    { key: 'items', title: t.kept, cell: ({ items }) => (items === 0 ? t.nothingKept : t.items(items)) },
    { key: 'next', title: t.next, figures: true, cell: ({ next_on }) => (next_on === undefined ? t.nothingKept : dayText(next_on)) },
  ];
  return (
    <>
      <Table caption={t.seriesTitle} columns={columns} rows={series} keyOf={({ service }) => service} empty={t.noTerms} />
      <p className="field-hint">{t.seriesLead}</p>
    </>
  );
}
