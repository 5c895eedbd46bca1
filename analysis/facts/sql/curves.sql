{% set busiest %}
(
  select month from 'processed/two_curves.csv' where series = 'instruments_signed'
  order by new_count desc, month limit 1
)
{% endset %}
{% macro sum_of(series, since="") %}
select sum(new_count) from 'processed/two_curves.csv' where series = '{{ series }}'
{%- if since %} and month > {{ since }}{% endif %}
{% endmacro %}

-- instruments-signed
{{ sum_of("instruments_signed") }}

-- instruments-signed-since-busiest-month
{{ sum_of("instruments_signed", busiest | trim) }}

-- plants-begun
{{ sum_of("construction_started") }}

-- plants-begun-at-most
{{ sum_of("construction_first_seen") }}

-- plants-begun-at-most-since-busiest-month
{{ sum_of("construction_first_seen", busiest | trim) }}

-- plants-opened
{{ sum_of("operation_started") }}

-- plants-opened-since-busiest-month
{{ sum_of("operation_started", busiest | trim) }}

-- plants-opened-demonstrations
select sum(demonstrations_count) from 'processed/two_curves.csv' where series = 'operation_started'

-- curves-since
select strftime(strptime(min(month) || '-01', '%Y-%m-%d'), '%B' || chr(160) || '%Y') from 'processed/two_curves.csv'

-- signed-in-busiest-month
select max(new_count) from 'processed/two_curves.csv' where series = 'instruments_signed'

-- busiest-month
select {{ busiest | trim }}
