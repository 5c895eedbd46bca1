{% set judged = "outcome in ('in_time', 'late', 'overdue', 'unseen', 'stopped')" %}
{% macro counted(where) %}
select count(*) from 'processed/slippage.csv' where {{ where }}
{% endmacro %}
{% macro wilson(sign, hits) %}
with seen as (
  select count(*) as n, count(*) filter ({{ hits }}) / count(*) as share, 1.959963984540054 as z
  from 'processed/slippage.csv' where {{ judged }}
)
select 100 * (share + z * z / (2 * n) {{ sign }} z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
       / (1 + z * z / n)
from seen
{% endmacro %}
{% macro share(hits) %}
select 100 * count(*) filter ({{ hits }}) / count(*) from 'processed/slippage.csv'
where {{ judged }} and not (outcome = 'unseen' and not ({{ hits }}))
{% endmacro %}

-- slippage-judged
{{ counted(judged) }}

-- slippage-up
{{ counted(judged ~ " and up_in_time") }}

-- slippage-{outcome}
{{ counted("outcome = '" ~ (outcome | replace("-", "_")) ~ "'") }}

-- slippage-in-time-share
{{ share("outcome = 'in_time'") }}

-- slippage-in-time-share-with-apart
select 100 * count(*) filter (outcome_as_plant = 'in_time') / count(*)
from 'processed/slippage.csv' where outcome_as_plant not in ('not_due', 'unseen')

-- slippage-in-time-low
{{ wilson("-", "outcome = 'in_time'") }}

-- slippage-in-time-high
{{ wilson("+", "outcome in ('in_time', 'unseen')") }}

-- slippage-up-low
{{ wilson("-", "up_in_time") }}

-- slippage-up-high
{{ wilson("+", "up_in_time or outcome = 'unseen'") }}
