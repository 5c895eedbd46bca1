-- promises-due
select count(*) from 'processed/promises.csv' where counted and outcome <> 'open'

-- promises-kept-of-due
select count(*) filter (outcome = 'kept') / count(*)
from 'processed/promises.csv' where counted and outcome <> 'open'

-- promises-{outcome}
select count(*) from 'processed/promises.csv'
where counted and outcome = '{{ outcome | replace("-", "_") }}'
