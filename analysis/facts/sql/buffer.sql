{% macro cost(end="") %}
select sum(consumption{{ end }}_kg * price{{ end }}_usd_per_kg / 365 * target_days)
from 'processed/buffer.csv' where status = 'priced'
{%- endmacro %}
{% macro budget(kinds) %}
select sum(reached_usd) from 'processed/funding.csv'
where programme_id = 'us-project-vault' and stage = 'announced' and kind in ({{ kinds }})
{%- endmacro %}
{% macro bought(money, cost) %}
select any_value(target_days) * ({{ money | trim }}) / ({{ cost | trim }})
from 'processed/buffer.csv'
{%- endmacro %}
{% macro shortest_and_longest(stage) %}
select 365.25 * min(least(years_low, years_typical, years_high)) as shortest,
       365.25 * max(greatest(years_low, years_typical, years_high)) as longest
from 'raw/lead_times.csv' where kind = 'observed' and stage = {{ stage }}
{%- endmacro %}
{% set plant %}
(
  select stage from 'processed/lead_times.csv'
  where kind = 'observed' and evidence_tier <> 'weak'
    and stage in ('magnet_plant', 'refinery', 'separation', 'mine')
  order by list_position(['magnet_plant', 'refinery', 'separation', 'mine'], stage) limit 1
)
{% endset %}

-- buffer-aim
select max(quantity) from 'raw/stockpile_contents.csv'
where programme_id = 'us-project-vault' and basis = 'target' and unit = 'days of supply'

-- buffer-analyst
select max(quantity) from 'raw/stockpile_contents.csv'
where programme_id = 'us-project-vault' and basis = 'target' and unit = 'days of demand'

-- buffer-aim-share
select 100 * (select any_value(target_days) from 'processed/buffer.csv') / shortest
from ({{ shortest_and_longest(plant | trim) | trim }})

-- buffer-bought-low
{{ bought(budget("'public'"), cost("_high")) }}

-- buffer-bought-high
{{ bought(budget("'public', 'private'"), cost("_low")) }}

-- buffer-budget-usd
{{ budget("'public', 'private'") }}

-- buffer-cost-usd
{{ cost() }}

-- buffer-cost-{end}-usd
{{ cost("_" ~ end) }}

-- buffer-minerals
select count(*) from 'processed/buffer.csv'

-- buffer-priced
select count(*) from 'processed/buffer.csv' where status = 'priced'

-- buffer-plant
select replace({{ plant | trim }}, '_', ' ')

-- buffer-plant-low
select shortest from ({{ shortest_and_longest(plant | trim) | trim }})

-- buffer-plant-high
select longest from ({{ shortest_and_longest(plant | trim) | trim }})

-- needed-{stage}-low
select min(least(years_low, years_typical, years_high))
from 'raw/lead_times.csv' where kind = 'observed' and stage = '{{ stage | replace("-", "_") }}'

-- needed-{stage}-high
select max(greatest(years_low, years_typical, years_high))
from 'raw/lead_times.csv' where kind = 'observed' and stage = '{{ stage | replace("-", "_") }}'
