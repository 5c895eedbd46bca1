-- sources
select count(*) from 'processed/sources.csv'

-- sources-{tier}-share
select 100.0 * count(*) filter (evidence = '{{ tier }}') / count(*) from 'processed/sources.csv'
