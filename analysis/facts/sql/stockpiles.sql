{% set public %}
from 'processed/funding.csv'
where kind = 'public' and purpose in ('stockpile', 'mixed', 'cooperation')
{% endset %}
{% macro with_stock(basis) %}
select count(distinct programme_id) {{ public | trim }}
  and programme_id in (
    select programme_id from 'processed/stocks.csv'
    where basis = '{{ basis }}' and unit is distinct from 'days of demand'
  )
{% endmacro %}

-- programmes-all
select count(distinct programme_id) {{ public | trim }}

-- programmes-funded
select count(distinct programme_id) {{ public | trim }}
  and stage = 'announced' and reached_usd is not null

-- programmes-holding
{{ with_stock("held") }}

-- programmes-ordering
{{ with_stock("contract") }}
