{% set unsettled = "'in_part', 'searched', 'not_checked'" %}

-- promises-due
select count(*) from 'processed/promises.csv' where counted and outcome <> 'open'

-- promises-unsettled
select count(*) from 'processed/promises.csv' where counted and outcome in ({{ unsettled }})

-- promises-kept-of-due
select count(*) filter (outcome = 'kept') / count(*)
from 'processed/promises.csv' where counted and outcome <> 'open'

-- promises-kept-share-low
select 100 * count(*) filter (outcome = 'kept') / count(*)
from 'processed/promises.csv' where counted and outcome <> 'open'

-- promises-kept-share-high
select 100 * count(*) filter (outcome in ('kept', {{ unsettled }})) / count(*)
from 'processed/promises.csv' where counted and outcome <> 'open'

-- promises-{outcome}
select count(*) from 'processed/promises.csv'
where counted and outcome = '{{ outcome | replace("-", "_") }}'
