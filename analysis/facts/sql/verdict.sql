{% set answers %}
with counted as (
  select count(*) filter (result = 'met') as met,
         count(*) filter (result = 'undecided') as undecided,
         count(*) filter (result in ('met', 'not_met', 'undecided')) as known,
         count(*) filter (result = 'unknown') as unknown
  from 'processed/verdict_results.csv'
), readings as (
  select 'low' as reading, met, known, unknown from counted
  union all select 'high', met + undecided, known, unknown from counted
), answers as (
  select reading, case
    when unknown > known then 'unknown'
    when 3 * met >= 2 * known then 'turning'
    when 2 * met >= known then 'beginning'
    when met >= 1 then 'little'
    else 'not' end as answer
  from readings
)
{% endset %}
{% set scores %}
select actor,
       avg(scaled) filter (side = 'coordination') as coordination,
       avg(scaled) filter (side = 'capacity') as capacity
from 'processed/score_components.csv' group by actor
{% endset %}

-- verdict-level
{{ answers | trim }}
select case when count(distinct answer) = 1 then any_value(answer) else 'open' end from answers

-- verdict-low
{{ answers | trim }}
select answer from answers where reading = 'low'

-- verdict-high
{{ answers | trim }}
select answer from answers where reading = 'high'

-- verdict-tests
select count(*) from 'processed/verdict_results.csv' where result <> 'baseline'

-- verdict-{result}
select count(*) from 'processed/verdict_results.csv'
where result = '{{ result | replace("-", "_") }}'

-- verdict-next-count
select min(counts_from)::varchar from 'processed/verdict_results.csv' where result = 'baseline'

-- codings
select count(*) from 'processed/verdict_codings.csv'

-- codings-{level}
select count(*) from 'processed/verdict_codings.csv' where level = '{{ level }}'

-- actors
select count(distinct actor) from 'raw/actors.csv'

-- actors-coordination
with scores as ({{ scores | trim }})
select count(*) from scores where coordination > capacity

-- actors-robust
select count(*) from 'processed/scorecard.csv'
where lead = 'coordination' and lead_kept_pct >= 95

-- test-promises
select 100 * count(*) filter (outcome = 'kept') / count(*)
from 'processed/promises.csv' where counted and outcome <> 'open'

-- test-conversion
select 100 * count(money_months) / count(*)
from 'processed/act_paths.csv' where reading = 'stated' and age_months >= 12

-- test-money
with money as (
  select reached.stage, sum(reached.reached_usd - coalesce(documented.not_minerals_usd, 0)) as usd
  from 'processed/funding.csv' as reached
  left join 'processed/funding.csv' as documented
    on documented.programme_id = reached.programme_id and documented.kind = reached.kind
    and documented.stage = reached.reached_from
  where reached.purpose = 'stockpile' and reached.kind = 'public' and reached.contained_in is null
  group by reached.stage
)
select 100 * coalesce(any_value(usd) filter (stage = 'committed'), 0)
       / any_value(usd) filter (stage = 'announced')
from money

-- test-refining
select share_pct from 'processed/shares.csv'
where mineral = 'magnet_rare_earths' and stage = 'refining' and country = 'CHN'
  and measure = 'production' and basis <> 'projection'
order by year desc limit 1

-- test-starts
select 100 * count(*) filter (outcome = 'in_time') / count(*) from 'processed/slippage.csv'
where outcome in ('in_time', 'late', 'overdue', 'unseen', 'stopped')

-- test-magnets
select 100 * operating_t_per_year / demand_t from 'processed/capacity_need.csv'
where product = 'ndfeb_magnets' and jurisdiction = 'USA|EU' and demand_t is not null
order by year desc limit 1

-- test-{test}-threshold
select threshold from 'raw/verdict_tests.csv' where test_id = '{{ test }}'

-- test-{test}-sources
select len(string_split(source_ids, '|'))
from 'processed/verdict_results.csv' where test_id = '{{ test }}'

-- test-{test}-weak-sources
with behind as (
  select unnest(string_split(source_ids, '|')) as source_id
  from 'processed/verdict_results.csv' where test_id = '{{ test }}'
)
select count(*) from behind join 'processed/sources.csv' as sources using (source_id)
where sources.evidence not in ('primary', 'reputable')

-- test-{test}-result
select case
  when counts_from > (select max(as_of)::varchar from 'processed/promise_summary.csv')
    then 'baseline'
  when low is null then 'unknown'
  when direction = 'at_least' and low >= threshold or direction = 'at_most' and high <= threshold
    then 'met'
  when direction = 'at_least' and high < threshold or direction = 'at_most' and low > threshold
    then 'not_met'
  else 'undecided' end
from 'processed/verdict_results.csv' where test_id = '{{ test }}'
