{% set positions %}
select stage, target_pct, subject,
       case when count(distinct position) = 1 then any_value(position) else 'not_known' end as said
from 'processed/benchmarks.csv'
where scope = 'material' and position <> 'no_position'
group by stage, target_pct, subject
{% endset %}

-- eu-benchmarks
select count(distinct (stage, target_pct)) from 'processed/benchmarks.csv'
where scope = 'material' and position <> 'no_position'
  and stage in ('mining', 'refining', 'recycling', 'any')

-- eu-benchmarks-missed
with materials as ({{ positions | trim }})
select count(*) from (
  select stage, target_pct from materials
  where stage in ('mining', 'refining', 'recycling', 'any')
  group by stage, target_pct
  having count(*) filter (said = 'falls_short') > count(*) / 2
)

-- eu-benchmarks-weak-share
select 100.0 * count(*) filter (evidence_tier = 'weak') / count(*)
from 'processed/benchmarks.csv'
where scope = 'material' and position <> 'no_position'
  and stage in ('mining', 'refining', 'recycling', 'any')

-- eu-{stage}-materials
select count(distinct subject) from 'processed/benchmarks.csv'
where scope = 'material' and stage = '{{ stage }}' and position <> 'no_position'

-- eu-{stage}-meet
with materials as ({{ positions | trim }})
select count(*) from materials where stage = '{{ stage }}' and said = 'meets'
