-- acts
select count(*) from 'processed/ladder.csv' where counted

-- acts-coordination
select count(*) from 'processed/ladder.csv' where counted and rung < 3

-- acts-capacity
select count(*) from 'processed/ladder.csv' where counted and rung >= 3

-- acts-coordination-share
select 100.0 * count(*) filter (rung < 3) / count(*) from 'processed/ladder.csv' where counted
