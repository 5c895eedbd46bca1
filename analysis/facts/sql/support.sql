{% set money = "instrument in ('grant', 'tax_credit', 'equity', 'loan', 'guarantee')" %}
{% macro part(stage, hits) %}
select 100 * coalesce(sum(amount_usd) filter ({{ hits }}), 0) / sum(amount_usd)
from 'processed/support.csv' where {{ money }} and stage = '{{ stage }}'
{% endmacro %}

-- support-{stage}-usd
select sum(amount_usd) from 'processed/support.csv' where {{ money }} and stage = '{{ stage }}'

-- support-{stage}-weak-share
{{ part(stage, "evidence = 'weak'") }}

-- support-{stage}-loan-share
{{ part(stage, "instrument = 'loan'") }}

-- support-floors
select count(distinct project_id) from 'processed/support.csv'
where instrument = 'price_floor' and stage = 'committed'

-- support-offtakes
select count(distinct project_id) from 'processed/support.csv'
where instrument = 'offtake' and stage = 'committed'
